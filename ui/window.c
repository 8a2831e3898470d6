#include "ui/window.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "ui/allowing.h"
#include "ui/first/session.h"
#include "ui/overlay/avoid_words.h"
#include "ui/settings/look.h"
#include "ui/settings/kept.h"
#include "ui/start.h"
#include "ui/window_inside.h"

/* The window's clock: it must notice within 250 ms that nothing comes. Texts
 * follow at half its rate, the speed once a second. */
enum { tick_ms = 50, ticks_a_text = 2, ticks_a_speed = 20 };

const struct bv_advice *bv_window_shown_advice(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    if (!shown || shown->result->frame->arrived_ns < window->replayed_ns)
        return NULL;
    if (!window->frozen && bv_looking_back_has(window->looking, shown->result))
        return NULL; /* the newest is under way */
    return &shown->result->advice;
}

/* A number in the panel outlives the sighting that it is of. */
static bool outlived(struct bv_window *window)
{
    const struct bv_advice *advice = bv_window_shown_advice(window);

    return (window->says_distance &&
            !bv_words_may_measure(advice, window->showing)) ||
           (window->says_nearness &&
            !bv_avoid_may_measure(advice, window->showing));
}

bool bv_window_looks_back(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    return shown && bv_looking_back_has(window->looking, shown->result);
}

bool bv_window_may_mark(const struct bv_window *window)
{
    return bv_showing_may_mark(window->showing);
}

void bv_window_update_showing(struct bv_window *window)
{
    const struct bv_advice *advice = bv_window_shown_advice(window);
    enum bv_showing showing = bv_showing_find(&(struct bv_showing_facts){
        .info = bv_pipeline_source_info(window->pipeline),
        .counts = &window->counts,
        .advice = advice,
        .freshness = &window->freshness,
        .frozen = window->frozen,
        .frozen_bare = window->frozen_bare,
        .now_ns = bv_clock_now_ns()});

    window->showing = showing;
    bv_steering_set_allowed(window->steering, bv_window_may_mark(window));
    bv_picture_view_set_showing(window->view, showing);
    bv_top_bar_set_showing(window->top_bar, showing);
    bv_declarer_set_allowed(window->declarer, bv_window_may_mark(window));
    bv_allowing_set(
        G_ACTION_MAP(window->actions),
        &(struct bv_allowing_facts){
            .showing = showing,
            .advice = advice,
            .counts = &window->counts,
            .may_review = window->options.review &&
                          bv_recording_bar_get_last(window->recording),
            .frozen = window->frozen,
            .may_look = bv_looking_back_may(window->looking),
            .looks_back = bv_window_looks_back(window),
            .has_marked = window->marking.count > 0,
            .has_ghosts = bv_holding_has_ghosts(window->holding),
            .records = bv_recording_bar_is_on(window->recording),
            .steers = window->steering != NULL,
            .can_replay = window->options.replay != NULL});
}

/* Marks from before, on a picture of that size. */
static void update_ghosts(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    bool has = bv_holding_get_ghosts(
        window->holding, shown ? shown->result->frame : NULL, &window->ghosts);

    bv_picture_view_set_ghosts(window->view, has ? &window->ghosts : NULL);
}

void bv_window_keep(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_advice *advice = bv_window_shown_advice(window);

    bv_holding_keep(window->holding,
                    &(struct bv_holding_facts){
                        .set_up = bv_setting_up_get(window->setting_up),
                        .steps = bv_stepping_get(window->stepping),
                        .advice = bv_window_looks_back(window) ? NULL : advice,
                        .frame = shown ? shown->result->frame : NULL});
}

/* What it is asked about is the picture that plays. */
static void update_set_up(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_advice *advice = bv_window_shown_advice(window);

    bv_setting_up_update(
        window->setting_up, advice,
        advice ? shown->result->frame->marked_side : BV_SIDE_UNKNOWN,
        bv_stepping_get(window->stepping)->at == BV_STEP_SET_UP);
}

static void update_asking(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_advice *advice =
        window->frozen ? NULL : bv_window_shown_advice(window);

    bv_scale_asking_update(window->asking, advice,
                           advice ? shown->result->frame : NULL);
}

void bv_window_update_looking(struct bv_window *window)
{
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);
    const struct bv_source_info *info =
        bv_pipeline_source_info(window->pipeline);
    const char *caption;
    uint64_t number;

    (void)bv_looking_back_get_held(window->looking, &number);
    bv_moving_card_say(window->moving, bv_tools_get_moving(window->tools),
                       number);
    bv_looking_back_update(window->looking, shown,
                           bv_recording_bar_is_on(window->recording));
    caption = bv_looking_back_get_caption(window->looking);
    if (!caption[0] && bv_beside_is_on(window->beside))
        caption = bv_showing_name(window->showing);
    if (bv_tools_get_title(window->tools)[0])
        caption = bv_tools_get_title(window->tools);
    bv_picture_view_set_caption(window->view, caption);
    bv_beside_update(window->beside, shown, bv_showing_is_clip(info));
}

/* What may be said now, to be heard; silent where no pictures come. */
static void hear(struct bv_window *window)
{
    const struct bv_advice *advice = bv_window_shown_advice(window);
    bool may =
        window->says_distance && bv_words_may_measure(advice, window->showing);
    const struct bv_cues_facts facts = {
        .plays = window->showing == BV_SHOWING_LIVE ||
                 window->showing == BV_SHOWING_PLAYING,
        .frozen = window->frozen,
        .advice = bv_showing_guides(window->showing) ? advice : NULL,
        .distance_mm = may ? advice->distance_mm : NAN};

    if (bv_cues_step(window->cues, &facts))
        gtk_widget_error_bell(GTK_WIDGET(window->window));
}

static gboolean on_tick(gpointer data)
{
    struct bv_window *window = data;

    window->ticks++;
    bv_stepping_pedal_wait(window->stepping);
    bv_recording_bar_update(window->recording);
    update_asking(window);
    bv_tools_update(window->tools);
    bv_window_update_showing(window);
    if (window->ticks % ticks_a_text == 0 || outlived(window))
        bv_window_update_texts(window);
    if (window->ticks % ticks_a_text == 0) {
        bv_window_update_room(window);
        update_set_up(window);
        update_ghosts(window);
        bv_window_update_looking(window);
    }
    hear(window);
    if (window->ticks % ticks_a_speed == 0) {
        bv_window_keep(window);
        bv_pipeline_get_counts(window->pipeline, &window->counts);
        bv_top_bar_set_speed(
            window->top_bar, bv_picture_view_get_shown(window->view),
            bv_picture_view_get_latency(window->view),
            bv_pipeline_source_info(window->pipeline)->controls,
            &window->counts);
    }
    return G_SOURCE_CONTINUE;
}

/* What was measured or outlined is of the picture before. */
static void step_came(struct bv_window *window, const struct bv_shown *shown)
{
    window->frozen_bare = shown->result->advice.picture != BV_PICTURE_FRESH;
    window->thaws = false;
    bv_picture_view_end_cursor(window->view);
    bv_tools_hold(window->tools, shown);
    bv_window_update_looking(window);
}

/* Whether it was under way when another was to stay, or to be shown. */
static bool comes_too_late(struct bv_window *window,
                           const struct bv_shown *before,
                           const struct bv_shown *shown)
{
    return window->frozen && before && before->result != shown->result &&
           !bv_looking_back_has(window->looking, shown->result);
}

static void take_shown(struct bv_window *window, const struct bv_shown *shown)
{
    const struct bv_shown *before = bv_picture_view_get_shown(window->view);

    if (comes_too_late(window, before, shown)) {
        bv_shown_unref(shown);
        return;
    }
    if (!window->frozen && (!before || before->result != shown->result) &&
        shown->result->frame->arrived_ns >= window->replayed_ns)
        bv_freshness_note(&window->freshness, &shown->result->advice,
                          shown->result->frame->arrived_ns);
    if (!window->frozen) {
        bv_practising_note(window->practising, &shown->result->advice);
        bv_looking_back_note(window->looking, shown->result, window->showing);
    }
    bv_picture_view_show(window->view, shown);
    if (bv_looking_back_has_come(window->looking, shown->result))
        step_came(window, shown);
}

/* A picture waits, or the pipeline has ended. */
static void on_ready(void *data)
{
    struct bv_window *window = data;
    const struct bv_shown *shown = bv_presenter_take(window->presenter);

    bv_pipeline_get_counts(window->pipeline, &window->counts);
    if (shown)
        take_shown(window, shown);
    bv_window_update_showing(window);
    if (outlived(window))
        bv_window_update_texts(window);
}

static void on_target_placed(BvPictureView *view, double x, double y,
                             gpointer data)
{
    struct bv_window *window = data;
    const struct bv_shown *shown = bv_picture_view_get_shown(window->view);

    (void)view;
    if (shown && bv_scale_asking_point(window->asking, shown->result->frame,
                                       (struct bv_px){x, y}))
        bv_window_update_texts(window);
    else if (bv_declarer_point(window->declarer, (struct bv_px){x, y}))
        return;
    else if (bv_tools_point(window->tools, (struct bv_px){x, y}))
        return;
    else if (bv_window_may_mark(window) &&
             bv_tools_may_aim(window->tools, bv_window_shown_advice(window),
                              (struct bv_px){x, y})) {
        bv_marking_set(&window->marking, bv_window_shown_advice(window),
                       (struct bv_px){x, y});
        bv_holding_target_is_new(window->holding);
    }
}

/* Tab to the picture shows the cursor: arrows have something to move. */
static void on_picture_focus(GtkEventControllerFocus *controller, gpointer data)
{
    struct bv_window *window = data;

    (void)controller;
    if (gtk_window_get_focus_visible(window->window) &&
        bv_window_may_mark(window) && !bv_steering_is_on(window->steering) &&
        !bv_stepping_get(window->stepping)->asks &&
        !bv_picture_view_has_cursor(window->view))
        bv_picture_view_start_cursor(window->view);
}

static void on_picture_blur(GtkEventControllerFocus *controller, gpointer data)
{
    struct bv_window *window = data;

    (void)controller;
    bv_picture_view_end_cursor(window->view);
}

static gboolean on_close_request(GtkWindow *gtk_window, gpointer data)
{
    struct bv_window *window = data;

    gtk_widget_set_visible(GTK_WIDGET(gtk_window), FALSE);
    window->on_close(window->data);
    return GDK_EVENT_STOP; /* bv_window_free() destroys it */
}

/* The panel is on the side of the hand that is free. */
static void on_look(void *data)
{
    struct bv_window *window = data;
    bool left = bv_kept_is_on(BV_SETTING_LEFT_HANDED);
    bool bedside = bv_kept_is_on(BV_SETTING_BEDSIDE);

    gtk_widget_set_direction(window->row,
                             left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
    if (bedside)
        gtk_widget_add_css_class(window->column, "bedside");
    else
        gtk_widget_remove_css_class(window->column, "bedside");
    bv_footer_set_bedside(window->footer, bedside);
    bv_window_update_below(window);
    bv_window_update_room(window);
}

/* A moment of what moved is to be looked at. */
static void on_moment(uint64_t number, void *data)
{
    struct bv_window *window = data;

    bv_looking_back_go(window->looking, number);
}

static void build(struct bv_window *window)
{
    const struct bv_source_info *info =
        bv_pipeline_source_info(window->pipeline);
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkWidget *picture = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *halves = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkEventController *focus = gtk_event_controller_focus_new();

    window->view = bv_picture_view_new(window->presenter);
    g_signal_connect(window->view, "target-placed",
                     G_CALLBACK(on_target_placed), window);
    g_signal_connect(focus, "enter", G_CALLBACK(on_picture_focus), window);
    g_signal_connect(focus, "leave", G_CALLBACK(on_picture_blur), window);
    gtk_widget_add_controller(GTK_WIDGET(window->view), focus);
    window->steering = bv_steering_new(info->controls, window->view);
    window->footer =
        bv_footer_new(bv_steering_get_widget(window->steering), "keys");
    window->recording =
        bv_recording_bar_new(window->pipeline, window->options.record_to);
    window->top_bar =
        bv_top_bar_new(info, bv_recording_bar_get_widget(window->recording));
    bv_footer_add(window->footer, bv_recording_bar_get_name(window->recording));
    window->panel = bv_panel_new();
    gtk_box_set_homogeneous(GTK_BOX(halves), TRUE);
    gtk_box_append(GTK_BOX(halves), bv_beside_get_widget(window->beside));
    gtk_box_append(GTK_BOX(halves), GTK_WIDGET(window->view));
    gtk_box_append(GTK_BOX(picture), halves);
    window->moving = bv_moving_card_new(on_moment, window);
    gtk_box_append(GTK_BOX(picture), bv_moving_card_get_widget(window->moving));
    gtk_box_append(GTK_BOX(picture), bv_footer_take_line(window->footer));
    if (window->steering)
        bv_looking_back_add(window->looking,
                            bv_steering_get_offer(window->steering));
    gtk_box_append(GTK_BOX(picture),
                   bv_looking_back_get_widget(window->looking));
    gtk_box_append(GTK_BOX(row), picture);
    gtk_box_append(GTK_BOX(row), bv_panel_get_widget(window->panel));
    window->procedures = bv_procedures_new(window->options.procedure,
                                           bv_window_on_procedures, window);
    gtk_box_append(GTK_BOX(row), bv_procedures_get_widget(window->procedures));
    window->practising = bv_practising_new(window->options.truth_path,
                                           bv_window_on_practising, window);
    gtk_box_append(GTK_BOX(row), bv_practising_get_widget(window->practising));
    window->keys = bv_window_new_keys(window);
    gtk_box_append(GTK_BOX(row), window->keys);
    window->settings =
        bv_settings_page_new(BV_KEYS_LIVE, bv_window_on_settings, window);
    gtk_box_append(GTK_BOX(row), bv_settings_page_get_widget(window->settings));
    window->row = row;
    gtk_box_append(GTK_BOX(column), bv_top_bar_get_widget(window->top_bar));
    gtk_box_append(GTK_BOX(column), row);
    gtk_box_append(GTK_BOX(column), bv_footer_get_widget(window->footer));
    window->column = column;

    window->window = bv_start_window("bevel", column);
    g_signal_connect(window->window, "close-request",
                     G_CALLBACK(on_close_request), window);
}

static void start_holding(struct bv_window *window)
{
    char *path = window->options.name ? bv_session_held_path() : NULL;

    window->holding = bv_holding_new(path, window->options.held);
    free(path);
}

struct bv_window *bv_window_new(struct bv_pipeline *pipeline,
                                const struct bv_live_options *options,
                                void (*on_close)(void *data), void *data)
{
    struct bv_window *window = g_new0(struct bv_window, 1);

    window->pipeline = pipeline;
    window->marking.pipeline = pipeline;
    window->on_close = on_close;
    window->data = data;
    window->presenter = bv_presenter_new(pipeline, on_ready, window);
    window->asking = bv_scale_asking_new(pipeline);
    window->beside = bv_beside_new();
    if (!window->presenter || !window->asking || !window->beside) {
        bv_beside_free(window->beside);
        bv_presenter_free(window->presenter);
        bv_scale_asking_free(window->asking);
        g_free(window);
        return NULL;
    }
    window->options = *options;
    window->cues = bv_cues_new();
    window->looking =
        bv_looking_back_new(pipeline, window->presenter, options->look_back_mb,
                            bv_window_freeze, window);
    build(window);
    window->tools =
        bv_tools_new(pipeline, window->looking, &window->marking, window->view,
                     bv_recording_bar_get_folder(window->recording),
                     bv_window_on_tools, window);
    window->stills =
        bv_still_keeper_new(bv_recording_bar_get_folder(window->recording));
    start_holding(window);
    bv_window_add_actions(window);
    bv_window_add_keys(window);
    if (options->held) {
        bv_setting_up_resume(window->setting_up, options->held);
        bv_stepping_resume(window->stepping, options->held->step);
    }
    bv_look_tell(window->column, on_look, window);
    bv_window_update_showing(window);
    bv_window_update_texts(window);
    window->tick = g_timeout_add(tick_ms, on_tick, window);
    gtk_window_present(window->window);
    gtk_window_set_focus(window->window, NULL); /* the first Tab: the picture */
    return window;
}

int bv_window_start(struct bv_window *window)
{
    return bv_presenter_start(window->presenter);
}

struct bv_fault bv_window_get_fault(const struct bv_window *window)
{
    struct bv_fault fault = window->counts.fault;
    int error = window->counts.end_error;

    if (!window->counts.ended || error == -ENODATA)
        return (struct bv_fault){0};
    bv_fault_set(&fault, error, "The source failed: %s.", bv_error_text(error));
    return fault;
}

bool bv_window_goes_back(const struct bv_window *window)
{
    return window->goes_back;
}

void bv_window_free(struct bv_window *window)
{
    if (!window)
        return;
    g_source_remove(window->tick);
    bv_still_keeper_free(window->stills);
    window->stills = NULL; /* the tools may wait, and pictures come */
    bv_tools_free(window->tools);
    bv_picture_view_close(window->view);
    bv_beside_close(window->beside);
    bv_presenter_free(window->presenter);
    bv_procedures_close(window->procedures);
    bv_settings_page_close(window->settings);
    gtk_window_destroy(window->window);
    bv_looking_back_free(window->looking);
    bv_beside_free(window->beside);
    bv_declarer_free(window->declarer);
    bv_stepping_free(window->stepping);
    bv_setting_up_free(window->setting_up);
    bv_holding_free(window->holding);
    bv_practising_free(window->practising);
    g_object_unref(window->actions);
    bv_steering_free(window->steering);
    bv_recording_bar_free(window->recording);
    bv_scale_asking_free(window->asking);
    bv_cues_free(window->cues);
    g_free(window);
}
