/*
 * How far a needle's tip was from the target, all along its way.
 *
 * While the target is not found, it goes with its tissue, or else with all of
 * it: from where it was found before, and back from where it is found again,
 * each counting the more the nearer it is in time. The tip is taken from where
 * its smoothed way has it; over a flicker it goes on between two sightings.
 */
#include <math.h>

#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

/* From an end that lies further from the tip its line leads astray. */
static const double far_mm = 2;

static struct bv_px between(struct bv_px a, struct bv_px b, double part)
{
    return (struct bv_px){a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)};
}

/* With its own tissue, from the picture before a frame into it. */
static bool find_step(const struct bv_review_frame *frame, struct bv_px *step)
{
    const struct bv_review_frame *before = frame - 1;

    if (!frame->carries_target ||
        !(before->has_target || before->carries_target))
        return false;
    *step = (struct bv_px){frame->target_px.x - before->target_px.x,
                           frame->target_px.y - before->target_px.y};
    return true;
}

/* Into the picture before a frame. @return False: the thread is lost there. */
static bool carry_back(const struct bv_review_frame *frame, struct bv_px *px)
{
    struct bv_px_map back;
    struct bv_px step;

    if (find_step(frame, &step)) {
        *px = (struct bv_px){px->x - step.x, px->y - step.y};
        return true;
    }
    if (frame->repeat)
        return true;
    if (!(frame->tissue.part > 0))
        return false;
    back = bv_px_map_inverse(&frame->tissue.map);
    *px = bv_px_map_apply(&back, *px);
    return true;
}

/* The same into a frame's own picture. */
static bool carry_on(const struct bv_review_frame *frame, struct bv_px *px)
{
    struct bv_px step;

    if (find_step(frame, &step)) {
        *px = (struct bv_px){px->x + step.x, px->y + step.y};
        return true;
    }
    if (frame->repeat)
        return true;
    if (!(frame->tissue.part > 0))
        return false;
    *px = bv_px_map_apply(&frame->tissue.map, *px);
    return true;
}

/* Between two frames in which it was found: back from the later one. */
static void blend_back(const struct bv_review_frame *frames,
                       const struct bv_way *way, size_t from, size_t to,
                       struct bv_px *target)
{
    struct bv_px px = frames[to].target_px;

    for (size_t i = to; i > from + 1; i--) {
        if (!carry_back(&frames[i], &px))
            return;
        if (isfinite(target[i - 1].x))
            target[i - 1] =
                between(target[i - 1], px,
                        bv_way_s(way, from, i - 1) / bv_way_s(way, from, to));
    }
}

/* Where the target lies in each frame; x is NAN: not known. */
static void find_target(const struct bv_review_frame *frames,
                        const struct bv_way *way, struct bv_px *target)
{
    struct bv_px px = {NAN, NAN};
    size_t found = way->count;

    for (size_t i = 0; i < way->count; i++) {
        if (!bv_review_frame_is_marked(&frames[i])) { /* it was taken away */
            px.x = NAN;
            found = way->count;
        }
        if (i > 0 && isfinite(px.x) && !carry_on(&frames[i], &px))
            px.x = NAN;
        if (frames[i].has_target)
            px = frames[i].target_px;
        target[i] = px;
        if (!frames[i].has_target)
            continue;
        if (found < i)
            blend_back(frames, way, found, i, target);
        found = i;
    }
}

/* A target as a needle sees it, mm. */
struct view {
    double ahead, beside; /* from its tip, along the shaft and across it */
    double distance; /* to its middle or, if that was advised, to its edge */
};

/* From the tip where its smoothed way has it. What was advised may be from the
 * target's edge: then only what smoothing changes is added. @return Whether it
 * is known. */
static bool find_view(const struct bv_review_frame *frame,
                      const struct bv_sight *sight,
                      const struct bv_way_point *point, struct bv_px target,
                      struct view *view)
{
    const struct bv_px_segment *shaft = &frame->shaft_px;
    struct bv_px seen = sight->end_px;
    double length = bv_px_segment_length(shaft), right, down;

    if (sight->kind == BV_SIGHT_NONE || !(length > 0) ||
        !(frame->mm_per_px > 0) || !isfinite(target.x))
        return false;
    right = (shaft->to.x - shaft->from.x) / length;
    down = (shaft->to.y - shaft->from.y) / length;
    view->ahead = ((target.x - seen.x) * right + (target.y - seen.y) * down) *
                      frame->mm_per_px -
                  (point->along_mm - sight->along_mm);
    view->beside = ((target.y - seen.y) * right - (target.x - seen.x) * down) *
                   frame->mm_per_px;
    view->distance = hypot(view->ahead, view->beside);
    if (frame->has_target && isfinite(frame->distance_mm))
        view->distance =
            fmax(0, view->distance + frame->distance_mm -
                        bv_px_distance(seen, target) * frame->mm_per_px);
    return isfinite(view->distance);
}

/* Over a flicker of the tip, or where it passes, from a sighting to the next.
 * A piece of a shaft that ends far from the tip hardly says where it was: then
 * the tip goes by the target as those two have it. */
static void bridge(struct bv_way *way, const struct bv_sight *sights,
                   size_t from, size_t to, const struct view *before,
                   const struct view *after)
{
    double begin = way->points[from].along_mm, end = way->points[to].along_mm;

    for (size_t i = from + 1; i < to; i++) {
        struct bv_way_point *point = &way->points[i];
        double part = bv_way_s(way, from, i) / bv_way_s(way, from, to);
        double ahead = before->ahead + begin - point->along_mm +
                       part * (after->ahead + end - before->ahead - begin);
        double beside =
            before->beside + part * (after->beside - before->beside);
        double edge = before->distance - hypot(before->ahead, before->beside);

        if (!isfinite(point->distance_mm) ||
            !(fabs(point->along_mm - sights[i].along_mm) <= far_mm))
            point->distance_mm = fmax(0, hypot(ahead, beside) + edge);
        point->has_distance = true;
    }
}

void bv_sights_measure(const struct bv_review_frame *frames,
                       const struct bv_sight *sights,
                       const struct bv_review_rules *rules, struct bv_px *room,
                       struct bv_way *way)
{
    struct view view, last = {0, 0, 0};
    size_t before = way->count;

    find_target(frames, way, room);
    for (size_t i = 0; i < way->count; i++) {
        struct bv_way_point *point = &way->points[i];
        bool known = find_view(&frames[i], &sights[i], point, room[i], &view);

        point->distance_mm = known ? view.distance : NAN;
        point->has_distance = point->seen && known;
        if (!point->has_distance)
            continue;
        if (before < i && (bv_way_s(way, before, i) < rules->unseen_s ||
                           way->points[before + 1].passes))
            bridge(way, sights, before, i, &last, &view);
        last = view;
        before = i;
    }
}
