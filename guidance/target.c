#include "guidance/target.h"

#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/patch.h"

static const double patch_mm = 7;
static const double patch_part = 0.18; /* of the scan area, without a scale */

/* The needle's echo, each side of its line, in points of the patch: 1 mm. */
static const double shaft_half_points = 4.5;

/* How alike the picture must be to the patch as it was marked ... */
static const double alike = 0.65;
/* ... to be learnt from, ... */
static const double alike_to_learn = 0.8;
/* ... while the copy that learns is followed instead, which must be ... */
static const double alike_in_support = 0.4, alike_recent = 0.75;
/* ... and after it was lost. */
static const double alike_again = 0.75, seen_part_again = 0.7;

static const double learn_s = 2;

/* With less contrast than this nothing can be followed. */
static const double spread_min_levels = 4;
static const double weight_part_min = 0.5;

struct bv_target {
    enum bv_target_state state;
    struct bv_px px;
    bool pending; /* marked, not yet tied */
    bool tied;    /* the patches are valid */
    int64_t step_ns;
    int64_t good_ns; /* followed: when the patch was last found */
    bool found;      /* lost: the patch is there again, since found_ns */
    int64_t found_ns;
    struct bv_px found_px;
    struct bv_patch first, recent; /* as marked; as it became */
    struct bv_patch_window window;
};

struct bv_target *bv_target_new(void)
{
    return calloc(1, sizeof(struct bv_target));
}

void bv_target_free(struct bv_target *target)
{
    free(target);
}

void bv_target_mark(struct bv_target *target, struct bv_px px)
{
    target->state = BV_TARGET_FOLLOWED;
    target->px = px;
    target->pending = true;
    target->tied = target->found = false;
}

void bv_target_clear(struct bv_target *target)
{
    target->state = BV_TARGET_NONE;
    target->pending = target->tied = false;
}

void bv_target_picture_changed(struct bv_target *target)
{
    target->pending = target->tied = false;
    if (target->state == BV_TARGET_FOLLOWED)
        target->state = BV_TARGET_LOST;
}

static int step_px(const struct bv_target_input *input)
{
    const struct bv_px_box *box = &input->area->box;
    double width = input->frame->width_px, height = input->frame->height_px;
    double patch_px;

    if (input->area->shape != BV_SCAN_UNKNOWN) {
        width = box->right - box->left;
        height = box->bottom - box->top;
    }
    patch_px = fmin(width, height) * patch_part;
    if (input->mm_per_px > 0) /* never most of the picture */
        patch_px = fmin(patch_mm / input->mm_per_px, 2 * patch_px);
    return (int)fmax(1, round(patch_px / BV_PATCH_SIDE));
}

static bool is_in_scan_area(const struct bv_target_input *input,
                            struct bv_px px)
{
    if (input->area->shape != BV_SCAN_UNKNOWN)
        return bv_scan_area_contains(input->area, px);
    return px.x >= 0 && px.y >= 0 && px.x <= input->frame->width_px - 1 &&
           px.y <= input->frame->height_px - 1;
}

static void sample(struct bv_target *target,
                   const struct bv_target_input *input, struct bv_px middle,
                   int step, int reach)
{
    struct bv_patch_mask mask = {.area = input->area,
                                 .shaft = input->shaft,
                                 .shaft_half_px = shaft_half_points * step};

    bv_patch_sample(&target->window, input->frame, middle, step, reach, &mask);
}

static void tie(struct bv_target *target, const struct bv_target_input *input)
{
    target->pending = false;
    target->state = BV_TARGET_LOST;
    if (!is_in_scan_area(input, target->px))
        return;
    sample(target, input, target->px, step_px(input), 0);
    bv_patch_take(&target->first, &target->window, target->px);
    if (target->first.spread < spread_min_levels ||
        target->first.weight_part < weight_part_min)
        return;
    target->recent = target->first;
    target->state = BV_TARGET_FOLLOWED;
    target->tied = true;
    target->good_ns = input->frame->time_ns;
}

/* Where the patch is near its last place. */
static bool find_near(struct bv_target *target, double since_s,
                      struct bv_px *px)
{
    struct bv_patch_match match =
        bv_patch_find(&target->first, &target->window, target->px);
    struct bv_patch_match support;

    if (match.correlation >= alike) {
        *px = match.px;
        if (match.correlation >= alike_to_learn)
            bv_patch_learn(&target->recent, &target->window, match.px,
                           fmin(since_s / learn_s, 1));
        return true;
    }
    match = bv_patch_find(&target->recent, &target->window, target->px);
    if (match.correlation < alike_recent)
        return false;
    support = bv_patch_check(&target->first, &target->window, match.px);
    if (support.correlation < alike_in_support)
        return false;
    *px = match.px;
    return true;
}

static void follow(struct bv_target *target,
                   const struct bv_target_input *input, double since_s)
{
    int64_t now_ns = input->frame->time_ns;
    struct bv_px px;

    sample(target, input, target->px, target->first.step_px,
           BV_PATCH_REACH_NEAR);
    if (find_near(target, since_s, &px)) {
        target->px = px;
        target->good_ns = now_ns;
        if (!is_in_scan_area(input, px))
            target->state = BV_TARGET_LOST;
    } else if (bv_ns_to_s(now_ns - target->good_ns) >= BV_TARGET_LOST_AFTER_S) {
        target->state = BV_TARGET_LOST;
    }
    target->found = false;
}

static void look_again(struct bv_target *target,
                       const struct bv_target_input *input)
{
    int64_t now_ns = input->frame->time_ns;
    struct bv_px from = target->found ? target->found_px : target->px;
    struct bv_patch_match match;

    sample(target, input, from, target->first.step_px,
           target->found ? BV_PATCH_REACH_NEAR : BV_PATCH_REACH_FAR);
    match = bv_patch_find(&target->first, &target->window, from);
    if (match.correlation < alike_again || match.seen_part < seen_part_again ||
        !is_in_scan_area(input, match.px)) {
        target->found = false;
        return;
    }
    if (!target->found)
        target->found_ns = now_ns;
    target->found = true;
    target->found_px = match.px;
    if (bv_ns_to_s(now_ns - target->found_ns) < BV_TARGET_BACK_AFTER_S)
        return;
    target->state = BV_TARGET_FOLLOWED;
    target->px = match.px;
    target->good_ns = now_ns;
    target->recent = target->first;
}

void bv_target_step(struct bv_target *target,
                    const struct bv_target_input *input,
                    enum bv_target_state *state, struct bv_px *px)
{
    int64_t now_ns = input->frame->time_ns;
    double since_s = fmax(bv_ns_to_s(now_ns - target->step_ns), 0);

    if (now_ns < target->step_ns) /* wound back */
        target->good_ns = target->found_ns = now_ns;
    if (target->pending)
        tie(target, input);
    else if (target->tied && !input->repeat) {
        if (target->state == BV_TARGET_FOLLOWED)
            follow(target, input, since_s);
        else
            look_again(target, input);
    }
    if (!input->repeat)
        target->step_ns = now_ns;
    *state = target->state;
    if (target->state != BV_TARGET_NONE)
        *px = target->px;
}
