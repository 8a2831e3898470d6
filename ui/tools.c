#include "ui/tools.h"

#include <errno.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/words.h"
#include "outline_seeker.h"
#include "ui/finding_keeper.h"
#include "ui/measuring.h"
#include "ui/outlining.h"
#include "ui/planning.h"

/* What was refused stays said for so long, and may be insisted on so near. */
static const int64_t refused_ns = 12 * BV_NS_PER_S;
static const double same_place_mm = 2, same_place_px = 25;

struct bv_tools {
    struct bv_pipeline *pipeline;
    struct bv_marking *marking;
    BvPictureView *view;
    void (*changed)(void *data);
    void *data;
    struct bv_measuring measuring;
    struct bv_finding_keeper *keeper;
    struct bv_outlining outlining;
    struct bv_outline_seeker *seeker;
    struct bv_planning planning;
    struct bv_looking_back *looking;
    struct bv_moving moving;
    struct bv_movement_seeker *movement_seeker; /* NULL: no memory */
    struct bv_way_seeker *way_seeker;
    struct bv_way_needle needle;
    int64_t unplanned_at_ns; /* why there is no plan was said */
    bool has_refused;        /* a target inside of what is avoided */
    struct bv_px refused_px;
    int64_t refused_at_ns;
    char refused_line[160];
};

static void tell(struct bv_tools *tools)
{
    bv_picture_view_set_tools(tools->view, &tools->measuring, &tools->outlining,
                              &tools->planning, &tools->moving);
    tools->changed(tools->data);
}

static void on_kept(void *data)
{
    tell(data);
}

struct bv_tools *bv_tools_new(struct bv_pipeline *pipeline,
                              struct bv_looking_back *looking,
                              struct bv_marking *marking, BvPictureView *view,
                              const char *folder, void (*changed)(void *data),
                              void *data)
{
    struct bv_tools *tools = g_new0(struct bv_tools, 1);

    tools->seeker = bv_outline_seeker_new(); /* NULL: nothing is proposed */
    tools->way_seeker = bv_way_seeker_new();
    tools->movement_seeker = bv_movement_seeker_new();
    tools->looking = looking;
    tools->pipeline = pipeline;
    tools->marking = marking;
    tools->view = view;
    tools->changed = changed;
    tools->data = data;
    tools->keeper =
        bv_finding_keeper_new(folder, &tools->measuring, on_kept, tools);
    return tools;
}

void bv_tools_free(struct bv_tools *tools)
{
    if (!tools)
        return;
    bv_finding_keeper_free(tools->keeper);
    bv_outline_seeker_free(tools->seeker);
    bv_way_seeker_free(tools->way_seeker);
    bv_movement_seeker_free(tools->movement_seeker);
    bv_moving_end(&tools->moving);
    g_free(tools);
}

/* What was being looked for is of a picture that is not shown any more. */
static void leave_moving(struct bv_tools *tools, bool stands)
{
    if (tools->moving.phase == BV_MOVING_SEEKING)
        bv_movement_seeker_cancel(tools->movement_seeker);
    if (stands)
        bv_moving_leave(&tools->moving);
    else
        bv_moving_end(&tools->moving);
}

void bv_tools_hold(struct bv_tools *tools, const struct bv_shown *shown)
{
    bv_outlining_end(&tools->outlining);
    if (bv_tools_is_planning(tools)) /* why there is none stays */
        bv_planning_end(&tools->planning);
    leave_moving(tools, shown != NULL);
    if (shown)
        bv_measuring_begin(&tools->measuring, &shown->result->advice);
    else
        bv_measuring_end(&tools->measuring);
    tell(tools);
}

static void fail_plan(struct bv_tools *tools, const struct bv_fault *fault)
{
    bv_planning_failed(&tools->planning, fault);
    tools->unplanned_at_ns = bv_clock_now_ns();
}

static void ask_plan(struct bv_tools *tools)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(tools->view);
    struct bv_fault fault = {0};
    int error;

    if (!shown)
        return;
    bv_planning_begin(&tools->planning);
    error = tools->way_seeker
                ? bv_way_seeker_ask(tools->way_seeker, &shown->result->advice,
                                    &tools->needle, &fault)
                : -ENOMEM;
    if (error < 0 && !fault.error)
        bv_fault_set(&fault, error, _("There is no plan: %s"),
                     bv_error_text(error));
    if (error < 0)
        fail_plan(tools, &fault);
}

void bv_tools_plan(struct bv_tools *tools)
{
    bv_outlining_end(&tools->outlining);
    if (bv_tools_is_planning(tools))
        bv_planning_step(&tools->planning);
    else
        ask_plan(tools);
    tell(tools);
}

void bv_tools_set_needle(struct bv_tools *tools,
                         const struct bv_way_needle *needle)
{
    if (needle->gauge == tools->needle.gauge &&
        needle->length_least_mm == tools->needle.length_least_mm &&
        needle->length_most_mm == tools->needle.length_most_mm)
        return;
    tools->needle = *needle;
    bv_tools_end_plan(tools);
}

void bv_tools_end_plan(struct bv_tools *tools)
{
    if (tools->planning.phase == BV_PLANNING_OFF)
        return;
    bv_planning_end(&tools->planning);
    tell(tools);
}

bool bv_tools_is_planning(const struct bv_tools *tools)
{
    return tools->planning.phase == BV_PLANNING_WAITS ||
           tools->planning.phase == BV_PLANNING_SHOWS;
}

const char *bv_tools_get_title(const struct bv_tools *tools)
{
    return tools->planning.title;
}

void bv_tools_outline(struct bv_tools *tools)
{
    if (bv_tools_is_outlining(tools))
        bv_outlining_end(&tools->outlining);
    else
        bv_outlining_begin(&tools->outlining);
    bv_planning_end(&tools->planning);
    tell(tools);
}

bool bv_tools_is_outlining(const struct bv_tools *tools)
{
    return tools->outlining.phase != BV_OUTLINING_OFF;
}

/* The last of them. @return NULL: there is none. */
static const struct bv_landmark *find_last(const struct bv_advice *advice)
{
    const struct bv_landmark *last = NULL;

    for (int i = 0; i < advice->landmark_count; i++)
        if (!last || advice->landmark[i].mark.id > last->id)
            last = &advice->landmark[i].mark;
    return last;
}

static void seek(struct bv_tools *tools, const struct bv_result *result)
{
    static const struct bv_outline none = {.count = 0};
    int error =
        tools->seeker
            ? bv_outline_seeker_ask(tools->seeker, result->frame,
                                    &result->advice, tools->outlining.click_px)
            : -ENOMEM;

    if (error < 0)
        bv_outlining_found(&tools->outlining, &none, bv_error_text(error));
}

static void mark(struct bv_tools *tools, const struct bv_result *result)
{
    const struct bv_landmark *last = find_last(&result->advice);
    struct bv_fault fault = {0};
    int error;

    tools->outlining.mark.id = last ? last->id + 1 : 1;
    error = bv_marking_add(tools->marking, &tools->outlining.mark,
                           result->frame, &fault);
    bv_outlining_marked(&tools->outlining, error < 0 ? &fault : NULL);
}

static void take_away(struct bv_tools *tools, const struct bv_result *result)
{
    const struct bv_landmark *last = find_last(&result->advice);

    if (last)
        bv_marking_remove(tools->marking, last);
    bv_outlining_end(&tools->outlining);
}

static void seek_movement(struct bv_tools *tools)
{
    struct bv_movement_request request = bv_moving_request(&tools->moving);
    uint64_t number;
    struct bv_look_back *held =
        bv_looking_back_get_held(tools->looking, &number);
    struct bv_fault fault = {0};
    int error = -ENOENT;

    if (held)
        error = tools->movement_seeker
                    ? bv_movement_seeker_ask(tools->movement_seeker, held,
                                             number, &request)
                    : -ENOMEM;
    if (error == 0) {
        bv_moving_seeks(&tools->moving, 0);
        return;
    }
    if (error == -ENOENT)
        bv_fault_set(&fault, error, "%s",
                     _("Nothing moves here: no pictures are held before or "
                       "after this one"));
    else
        bv_fault_set(&fault, error, "%s", bv_error_text(error));
    bv_moving_failed(&tools->moving, &fault);
}

/* What the pure parts want done now. */
static void act(struct bv_tools *tools)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(tools->view);

    if (!shown)
        return;
    if (tools->measuring.phase == BV_MEASURING_KEEP)
        bv_finding_keeper_keep(tools->keeper, shown->result->frame,
                               &shown->result->advice,
                               bv_pipeline_source_info(tools->pipeline));
    if (tools->moving.phase == BV_MOVING_ASK)
        seek_movement(tools);
    if (tools->outlining.phase == BV_OUTLINING_SEEKING)
        seek(tools, shown->result);
    if (tools->outlining.phase == BV_OUTLINING_DONE)
        mark(tools, shown->result);
    if (tools->outlining.phase == BV_OUTLINING_REMOVE)
        take_away(tools, shown->result);
    tell(tools);
}

static bool press_outlining(struct bv_outlining *outlining, guint key)
{
    if (outlining->phase == BV_OUTLINING_OFF)
        return false;
    switch (key) {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        return bv_outlining_press(outlining, BV_OUTLINING_ENTER);
    case GDK_KEY_Escape:
        return bv_outlining_press(outlining, BV_OUTLINING_ESCAPE);
    case GDK_KEY_BackSpace:
    case GDK_KEY_Delete:
        return bv_outlining_press(outlining, BV_OUTLINING_BACK);
    default:
        return bv_outlining_type(outlining, gdk_keyval_to_unicode(key));
    }
}

static bool press_measuring(struct bv_measuring *measuring, guint key)
{
    switch (key) {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        return bv_measuring_press(measuring, BV_MEASURING_ENTER);
    case GDK_KEY_Escape:
        return bv_measuring_press(measuring, BV_MEASURING_ESCAPE);
    case GDK_KEY_BackSpace:
        return bv_measuring_press(measuring, BV_MEASURING_BACK);
    default:
        return bv_measuring_type(measuring, gdk_keyval_to_unicode(key));
    }
}

/* While the picture stands, and no finding is being kept. */
static bool press_moving(struct bv_tools *tools, guint key)
{
    struct bv_moving *moving = &tools->moving;
    bool seeks = moving->phase == BV_MOVING_SEEKING;
    bool taken;

    if (tools->measuring.phase != BV_MEASURING_READY &&
        tools->measuring.phase != BV_MEASURING_PLACING)
        return false;
    switch (key) {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        taken = bv_moving_press(moving, BV_MOVING_ENTER);
        break;
    case GDK_KEY_Escape:
        taken = bv_moving_press(moving, BV_MOVING_ESCAPE);
        break;
    case GDK_KEY_BackSpace:
        taken = bv_moving_press(moving, BV_MOVING_BACK);
        break;
    default:
        taken = bv_moving_type(moving, gdk_keyval_to_unicode(key));
        if (taken && tools->measuring.phase == BV_MEASURING_PLACING)
            bv_measuring_press(&tools->measuring, BV_MEASURING_ESCAPE);
        else if (!taken && bv_moving_wants_point(moving))
            bv_moving_end(moving); /* another tool is chosen */
    }
    if (taken && seeks && moving->phase != BV_MOVING_SEEKING)
        bv_movement_seeker_cancel(tools->movement_seeker);
    return taken;
}

bool bv_tools_key(struct bv_tools *tools, guint key, GdkModifierType modifiers)
{
    if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    if (tools->planning.phase != BV_PLANNING_OFF && key == GDK_KEY_Escape) {
        bv_tools_end_plan(tools);
        return true;
    }
    if (!press_outlining(&tools->outlining, key) &&
        (bv_tools_is_outlining(tools) ||
         (!press_moving(tools, key) &&
          !press_measuring(&tools->measuring, key))))
        return false;
    act(tools);
    return true;
}

bool bv_tools_wants_point(const struct bv_tools *tools)
{
    return bv_outlining_wants_point(&tools->outlining) ||
           bv_moving_wants_point(&tools->moving) ||
           bv_measuring_wants_point(&tools->measuring);
}

bool bv_tools_point(struct bv_tools *tools, struct bv_px px)
{
    if (!bv_outlining_point(&tools->outlining, px) &&
        !bv_moving_point(&tools->moving, px) &&
        !bv_measuring_point(&tools->measuring, px))
        return false;
    act(tools);
    return true;
}

static const struct bv_landmark *find_around(const struct bv_advice *advice,
                                             struct bv_px px)
{
    for (int i = 0; advice && i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *landmark = &advice->landmark[i];
        const struct bv_landmark *mark_now = &landmark->mark;

        if (landmark->state == BV_LANDMARK_HELD &&
            (mark_now->kind == BV_LANDMARK_NERVE ||
             mark_now->kind == BV_LANDMARK_VESSEL) &&
            mark_now->outline.count > 0 &&
            bv_outline_contains(&mark_now->outline, px))
            return mark_now;
    }
    return NULL;
}

bool bv_tools_may_aim(struct bv_tools *tools, const struct bv_advice *advice,
                      struct bv_px px)
{
    const struct bv_landmark *around = find_around(advice, px);
    double near_px = advice && advice->mm_per_px > 0
                         ? same_place_mm / advice->mm_per_px
                         : same_place_px;
    bool insists =
        tools->has_refused && bv_px_distance(px, tools->refused_px) <= near_px;

    tools->has_refused = around && !insists;
    if (!tools->has_refused)
        return true;
    tools->refused_px = px;
    tools->refused_at_ns = bv_clock_now_ns();
    snprintf(
        tools->refused_line, sizeof(tools->refused_line),
        _("That lies inside the %s. Mark it there again to aim into it all "
          "the same"),
        _(around->name[0] ? around->name
                          : bv_landmark_kind_name(around->kind)));
    tell(tools);
    return false;
}

static void take_plan(struct bv_tools *tools)
{
    struct bv_ways ways;
    struct bv_fault fault = {0};
    int error = tools->way_seeker
                    ? bv_way_seeker_take(tools->way_seeker, &ways, &fault)
                    : -EAGAIN;

    if (tools->planning.phase == BV_PLANNING_FAILED &&
        bv_clock_now_ns() - tools->unplanned_at_ns > refused_ns)
        bv_planning_end(&tools->planning);
    /* one that was left meanwhile is not shown any more */
    if (error == -EAGAIN || tools->planning.phase != BV_PLANNING_WAITS)
        return;
    if (error == 0)
        bv_planning_made(&tools->planning, &ways);
    else
        fail_plan(tools, &fault);
    tell(tools);
}

static void take_movement(struct bv_tools *tools)
{
    struct bv_moved_line movement;
    struct bv_fault fault = {0};
    int error;

    if (tools->moving.phase != BV_MOVING_SEEKING)
        return;
    error = bv_movement_seeker_take(tools->movement_seeker, &movement, &fault);
    if (error == -EAGAIN)
        bv_moving_seeks(&tools->moving,
                        bv_movement_seeker_progress(tools->movement_seeker));
    else if (error == 0)
        bv_moving_made(&tools->moving, &movement);
    else
        bv_moving_failed(&tools->moving, &fault);
    tell(tools);
}

const struct bv_moving *bv_tools_get_moving(const struct bv_tools *tools)
{
    return &tools->moving;
}

void bv_tools_update(struct bv_tools *tools)
{
    struct bv_outline outline = {.count = 0};
    const char *why = NULL;
    int error = tools->seeker
                    ? bv_outline_seeker_take(tools->seeker, &outline, &why)
                    : -EAGAIN;

    if (error != -EAGAIN) {
        bv_outlining_found(&tools->outlining, &outline,
                           error < 0 ? bv_error_text(error) : why);
        tell(tools);
    }
    take_plan(tools);
    take_movement(tools);
    if (tools->has_refused &&
        bv_clock_now_ns() - tools->refused_at_ns > refused_ns)
        tools->has_refused = false;
}

const char *bv_tools_get_line(const struct bv_tools *tools, bool *asks)
{
    *asks = true;
    if (tools->has_refused)
        return tools->refused_line;
    if (tools->planning.line[0])
        return tools->planning.line;
    if (tools->outlining.line[0])
        return tools->outlining.line;
    if (tools->moving.text[0]) {
        *asks = tools->moving.phase != BV_MOVING_SHOWS;
        return tools->moving.text;
    }
    *asks = tools->measuring.phase > BV_MEASURING_READY;
    return tools->measuring.line[0] ? tools->measuring.line : NULL;
}
