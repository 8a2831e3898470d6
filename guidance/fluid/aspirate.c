#include "guidance/fluid/aspirate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/fluid/change.h"
#include "guidance/fluid/outline_find.h"

/* An area of one frame is the median of those of so many seconds. */
static const double steady_s = 0.3;

/* Not found for so long, it is lost; the picture odd for so long, void. */
static const double lost_s = 0.3, void_s = 0.3;

/* Of the picture's longer side, and correlation with the first picture. */
static const double shift_part = 0.05, likeness_least = 0.5;

/* It is drawn off slowly: a look so often leaves the frames between to the
 * needle. */
static const double look_every_s = 0.09;

enum { RECENT = 32 };

struct bv_aspirate_watch {
    struct bv_change *change;
    struct bv_outline_follower *follower;
    bool asked, begun;
    struct bv_px click;
    struct bv_outline outline;
    double start_s, seen_s, odd_since_s, last_s, looked_s;
    int recent; /* areas so far */
    double time_s[RECENT], area[RECENT];
    struct bv_aspirate last;
};

struct bv_aspirate_watch *bv_aspirate_watch_new(void)
{
    struct bv_aspirate_watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        return NULL;
    watch->change = bv_change_new();
    watch->follower = bv_outline_follower_new();
    if (!watch->change || !watch->follower) {
        bv_aspirate_watch_free(watch);
        return NULL;
    }
    return watch;
}

void bv_aspirate_watch_free(struct bv_aspirate_watch *watch)
{
    if (!watch)
        return;
    bv_change_free(watch->change);
    bv_outline_follower_free(watch->follower);
    free(watch);
}

void bv_aspirate_watch_begin(struct bv_aspirate_watch *watch,
                             struct bv_px click)
{
    watch->asked = true;
    watch->begun = false;
    watch->click = click;
    watch->recent = 0;
    watch->odd_since_s = NAN;
    watch->last = (struct bv_aspirate){.state = BV_ASPIRATE_NOT_WATCHED};
}

void bv_aspirate_watch_end(struct bv_aspirate_watch *watch)
{
    watch->asked = false;
    watch->last = (struct bv_aspirate){.state = BV_ASPIRATE_NOT_WATCHED};
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return (one > other) - (one < other);
}

/* The median of the last areas, with this one. */
static double steady_area(struct bv_aspirate_watch *watch, double now_s,
                          double area)
{
    double some[RECENT];
    int at = watch->recent++ % RECENT, count = 0;

    watch->time_s[at] = now_s;
    watch->area[at] = area;
    for (int i = 0; i < RECENT && i < watch->recent; i++)
        if (now_s - watch->time_s[i] <= steady_s)
            some[count++] = watch->area[i];
    qsort(some, (size_t)count, sizeof(*some), by_size);
    return some[count / 2];
}

static void take(struct bv_aspirate_watch *watch, double now_s)
{
    struct bv_aspirate *last = &watch->last;

    watch->seen_s = now_s;
    last->outline = watch->outline;
    last->area_px2 =
        steady_area(watch, now_s, bv_outline_area(&watch->outline));
    if (last->state == BV_ASPIRATE_NOT_WATCHED)
        last->first_px2 = last->area_px2;
    last->state = BV_ASPIRATE_FOLLOWED;
}

static int begin(struct bv_aspirate_watch *watch,
                 const struct bv_aspirate_input *input, double now_s)
{
    struct bv_outline_proposal proposal;
    int error = bv_outline_find(input->frame, input->area, input->shaft,
                                watch->click, &proposal);

    if (error < 0)
        return error;
    watch->begun = true;
    watch->start_s = watch->looked_s = now_s;
    watch->outline = proposal.outline;
    if (proposal.outline.count == 0) {
        watch->last.state = BV_ASPIRATE_VOID;
        watch->last.reason = BV_FLUID_LOST;
        return 0;
    }
    error = bv_change_keep(watch->change, input->frame, input->area);
    if (error < 0 && error != -EINVAL)
        return error;
    take(watch, now_s);
    if (error == -EINVAL) {
        watch->last.state = BV_ASPIRATE_VOID;
        watch->last.reason = BV_FLUID_PICTURE;
    }
    return 0;
}

static void give_up(struct bv_aspirate_watch *watch, enum bv_fluid_void reason)
{
    watch->last.state = BV_ASPIRATE_VOID;
    watch->last.reason = reason;
}

/* Whether the picture is still of the same place. */
static int judge_view(struct bv_aspirate_watch *watch,
                      const struct bv_frame *frame,
                      const struct bv_scan_area *area, double now_s)
{
    struct bv_px_box box = area->box;
    double radius_px = sqrt(bv_outline_area(&watch->outline) / M_PI);
    struct bv_change_view view;
    double side_px;
    int error =
        bv_change_look(watch->change, frame, bv_outline_middle(&watch->outline),
                       2 * radius_px, &view);

    if (error < 0)
        return error;
    if (area->shape == BV_SCAN_UNKNOWN)
        box = (struct bv_px_box){0, 0, frame->width_px, frame->height_px};
    side_px = fmax(box.right - box.left, box.bottom - box.top);
    if (view.shift_px <= shift_part * side_px &&
        view.likeness >= likeness_least)
        watch->odd_since_s = NAN;
    else if (isnan(watch->odd_since_s))
        watch->odd_since_s = now_s;
    else if (now_s - watch->odd_since_s >= void_s)
        give_up(watch, view.shift_px > shift_part * side_px
                           ? BV_FLUID_PROBE_MOVED
                           : BV_FLUID_PLANE_LEFT);
    return 0;
}

static int follow(struct bv_aspirate_watch *watch,
                  const struct bv_aspirate_input *input, double now_s)
{
    int error = judge_view(watch, input->frame, input->area, now_s);

    if (error < 0 || watch->last.state == BV_ASPIRATE_VOID)
        return error;
    error = bv_outline_follow(watch->follower, input->frame, input->area,
                              input->shaft, &watch->outline);
    if (error == 0)
        take(watch, now_s);
    else if (error == -ENOENT && now_s - watch->seen_s > lost_s)
        give_up(watch, BV_FLUID_LOST);
    return error == -ENOENT ? 0 : error;
}

int bv_aspirate_watch_step(struct bv_aspirate_watch *watch,
                           const struct bv_aspirate_input *input,
                           struct bv_aspirate *aspirate)
{
    double now_s = bv_ns_to_s(input->frame->time_ns);
    int error = 0;

    if (watch->asked && !watch->begun)
        error = begin(watch, input, now_s);
    else if (watch->asked && watch->last.state != BV_ASPIRATE_VOID) {
        if (input->changed || now_s < watch->last_s)
            give_up(watch, BV_FLUID_PICTURE);
        else if (!input->repeat && now_s - watch->looked_s >= look_every_s) {
            watch->looked_s = now_s;
            error = follow(watch, input, now_s);
        }
    }
    if (error < 0)
        return error;
    watch->last_s = now_s;
    if (watch->asked)
        watch->last.since_s = now_s - watch->start_s;
    *aspirate = watch->last;
    return 0;
}
