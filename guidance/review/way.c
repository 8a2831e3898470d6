#include "guidance/review/way.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

static const double pi = 3.14159265358979323846;

/* So near in time, angles are one. */
static const double near_s = 0.25;
/* A shorter shaft's angle is off by degrees. */
static const double angle_least_mm = 8;

/* A candidate that is so likely the needle is it, where so soon after it the
 * needle is drawn on the same line, so nearly. */
static const double sure_confidence = 0.5, becomes_s = 0.3;
static const double same_beside_mm = 0.8;

/* Where a shaft's tip is so likely, though it is no sighting, it ends rather
 * there than where its line does, which runs on into bright tissue. */
static const double end_sure = 0.4;

enum { window_most = 64, angles_least = 5 };

/* The thread from frame to frame. */
struct thread {
    bool anchored;          /* a place on the needle's way is known ... */
    struct bv_px anchor_px; /* ... here, carried with the tissue ... */
    double anchor_mm;       /* ... so far along it */
    bool broken;            /* the anchor was lost, and not yet replaced */
    double turned_deg;
    struct bv_mm slid;
    bool has_angle;
    double angle_deg;
};

static double direction_deg(const struct bv_px_segment *shaft)
{
    return atan2(shaft->to.y - shaft->from.y, shaft->to.x - shaft->from.x) *
           180 / pi;
}

/* The same direction, nearest to @p before. */
static double unwound_deg(double deg, double before)
{
    return deg - 360 * round((deg - before) / 360);
}

/* Everything goes along with the tissue. @return False: the thread is lost. */
static bool carry(struct thread *thread, const struct bv_review_frame *frame)
{
    const struct bv_px_map *map = &frame->tissue.map;

    if (frame->repeat)
        return true;
    if (!(frame->tissue.part > 0)) {
        thread->broken = thread->anchored;
        thread->has_angle = false;
        return false;
    }
    if (frame->has_face && frame->mm_per_px > 0) {
        struct bv_px face = bv_px_map_apply(map, frame->face_px);

        thread->slid.lateral += (face.x - frame->face_px.x) * frame->mm_per_px;
        thread->slid.depth += (face.y - frame->face_px.y) * frame->mm_per_px;
    }
    thread->turned_deg += atan2(map->yx, map->xx) * 180 / pi;
    thread->anchor_px = bv_px_map_apply(map, thread->anchor_px);
    return true;
}

/* How far along the way a place of the shaft lies. */
static double along_mm(const struct thread *thread,
                       const struct bv_review_frame *frame, struct bv_px px)
{
    const struct bv_px_segment *shaft = &frame->shaft_px;
    double length = bv_px_segment_length(shaft);
    struct bv_px way = {shaft->to.x - shaft->from.x,
                        shaft->to.y - shaft->from.y};

    if (!thread->anchored || thread->broken || !(length > 0))
        return thread->anchored ? thread->anchor_mm : 0;
    return thread->anchor_mm + ((px.x - thread->anchor_px.x) * way.x +
                                (px.y - thread->anchor_px.y) * way.y) /
                                   length * frame->mm_per_px;
}

/* Where what a frame shows of the needle ends. */
static struct bv_px end_of(const struct bv_review_frame *frame, bool tip)
{
    if (tip && frame->state == BV_NEEDLE_TIP_SEEN && frame->has_tip)
        return frame->tip_px;
    return tip || (frame->end.known && frame->end.sure >= end_sure)
               ? frame->end.px
               : frame->shaft_px.to;
}

/* What a frame shows of the needle's end. The thread holds on to each tip.
 * Before the first, and where the thread is lost, the end of a shaft is only
 * known from the skin. @param drawn  It shows some of the needle. @param tip
 * And its tip. */
static struct bv_sight look(struct thread *thread,
                            const struct bv_review_frame *frame, bool drawn,
                            bool tip)
{
    const struct bv_px_segment *shaft = &frame->shaft_px;
    struct bv_px end_px = end_of(frame, tip);
    struct bv_sight sight = {.end_px = end_px,
                             .broken = thread->broken,
                             .carried_mm = NAN,
                             .begin_mm = NAN,
                             .end_mm = NAN,
                             .sine = NAN,
                             .entered_mm = NAN,
                             .entry_mm = NAN,
                             .along_mm = NAN};

    if (!drawn)
        return sight;
    sight.kind = tip ? BV_SIGHT_TIP : BV_SIGHT_SHAFT;
    if (tip || (thread->anchored && !thread->broken))
        sight.carried_mm = along_mm(thread, frame, end_px);
    if (frame->has_face && frame->mm_per_px > 0) {
        sight.begin_mm = (shaft->from.y - frame->face_px.y) * frame->mm_per_px;
        sight.end_mm = (end_px.y - frame->face_px.y) * frame->mm_per_px;
        sight.begin_x_mm =
            (shaft->from.x - frame->face_px.x) * frame->mm_per_px;
        sight.sine = fabs(sin(direction_deg(shaft) * pi / 180));
        sight.slope = tan(direction_deg(shaft) * pi / 180);
    }
    if (tip) {
        thread->anchored = true;
        thread->broken = false;
        thread->anchor_px = end_px;
        thread->anchor_mm = sight.carried_mm;
    }
    return sight;
}

/* The shaft's, in the tissue, as a running number. */
static double take_angle(struct thread *thread,
                         const struct bv_review_frame *frame)
{
    double deg = direction_deg(&frame->shaft_px) - thread->turned_deg;

    if (thread->has_angle)
        deg = unwound_deg(deg, thread->angle_deg);
    thread->has_angle = true;
    thread->angle_deg = deg;
    return deg;
}

/* Angles, of sightings alone with enough of a shaft, and each the median of
 * those near it: a line that is taken for the shaft for a moment turns
 * nothing. */
static void settle_angles(struct bv_way *way, const double *angles)
{
    for (size_t at = 0; at < way->count; at++) {
        double values[window_most];
        size_t count = 0, first = at;

        way->points[at].angle_deg = NAN;
        if (!way->points[at].seen)
            continue;
        while (first > 0 && at - first < window_most / 2 - 1 &&
               bv_way_s(way, first - 1, at) <= near_s)
            first--;
        for (size_t i = first; i < way->count && count < window_most &&
                               bv_way_s(way, at, i) <= near_s;
             i++)
            if (way->points[i].seen && isfinite(angles[i]) &&
                way->points[i].shaft_mm >= angle_least_mm)
                values[count++] = angles[i];
        if (count < angles_least)
            continue;
        bv_review_sort(values, count);
        way->points[at].angle_deg = values[count / 2];
    }
}

static int start(struct bv_way *way, size_t count)
{
    *way = (struct bv_way){.count = count, .scaled = true};
    way->points = calloc(count ? count : 1, sizeof(*way->points));
    return way->points ? 0 : -ENOMEM;
}

/* Between the first sighting and the last the needle is in. */
static void end(struct bv_way *way)
{
    for (size_t i = 0; i < way->count; i++) {
        way->ever_drawn = way->ever_drawn || way->points[i].drawn;
        if (!way->points[i].seen)
            continue;
        if (!way->ever_seen)
            way->first = i;
        way->ever_seen = true;
        way->last = i;
    }
    way->scaled &= way->ever_seen;
}

static bool is_drawn(const struct bv_review_frame *frame)
{
    return frame->has_shaft && (frame->state == BV_NEEDLE_TIP_SEEN ||
                                frame->state == BV_NEEDLE_SHAFT_ONLY);
}

/* Whether two frames show one line: the ends of the shorter lie on the longer
 * one, produced. */
static bool is_same_line(const struct bv_review_frame *a,
                         const struct bv_review_frame *b)
{
    bool swapped =
        bv_px_segment_length(&a->shaft_px) < bv_px_segment_length(&b->shaft_px);
    const struct bv_px_segment *longer = swapped ? &b->shaft_px : &a->shaft_px;
    const struct bv_px_segment *shorter = swapped ? &a->shaft_px : &b->shaft_px;
    double along, from, to;

    bv_px_segment_project(longer, shorter->from, &along, &from);
    bv_px_segment_project(longer, shorter->to, &along, &to);
    return fmax(fabs(from), fabs(to)) * a->mm_per_px <= same_beside_mm;
}

/* Where some of the needle is seen: what was drawn, and the candidate that
 * became it. A needle that stands is sure of being one only once it moves;
 * looking back, it was one. */
static void find_drawn(const struct bv_review_frame *frames, struct bv_way *way)
{
    size_t later = way->count;

    for (size_t i = way->count; i-- > 0;) {
        const struct bv_review_frame *frame = &frames[i];
        struct bv_way_point *point = &way->points[i];

        point->drawn = is_drawn(frame);
        if (!point->drawn && later < way->count && frame->has_shaft &&
            frame->state == BV_NEEDLE_CANDIDATE &&
            frame->confidence >= sure_confidence &&
            bv_ns_to_s(frames[later].time_ns - frame->time_ns) <= becomes_s)
            point->drawn = is_same_line(frame, &frames[later]);
        if (point->drawn)
            later = i;
    }
}

/* @param drawn  Some of the needle is seen in it. @param tip  Its tip is. */
static void put_frame(struct thread *thread,
                      const struct bv_review_frame *frame, bool drawn, bool tip,
                      struct bv_way_point *point, struct bv_sight *sight)
{
    double sd_px = frame->has_tip ? frame->tip_sd_px : frame->end.sd_px;

    *point = (struct bv_way_point){
        .time_ns = frame->time_ns,
        .number = frame->number,
        .drawn = drawn,
        .shaft_mm = frame->has_shaft ? bv_px_segment_length(&frame->shaft_px) *
                                           frame->mm_per_px
                                     : 0,
        .angle_deg = NAN,
        .sd_mm = sd_px * frame->mm_per_px,
        .slid = thread->slid,
        .turned_deg = thread->turned_deg};
    *sight = look(thread, frame, drawn, drawn && tip);
    point->angle_deg = point->drawn ? take_angle(thread, frame) : NAN;
}

int bv_way_make(const struct bv_review_frame *frames, size_t count,
                const struct bv_review_rules *rules, struct bv_way *way)
{
    struct bv_sight *sights = calloc(count ? count : 1, sizeof(*sights));
    double *angles = calloc(count ? count : 1, sizeof(*angles));
    struct bv_px *target = calloc(count ? count : 1, sizeof(*target));
    bool *tip = calloc(count ? count : 1, sizeof(*tip));
    struct thread thread = {0};
    int error;

    if (!sights || !angles || !target || !tip || start(way, count) < 0) {
        free(sights);
        free(angles);
        free(target);
        free(tip);
        return -ENOMEM;
    }
    find_drawn(frames, way);
    bv_sights_find_tips(frames, way, angles, tip);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !carry(&thread, &frames[i]))
            way->breaks++;
        put_frame(&thread, &frames[i], way->points[i].drawn, tip[i],
                  &way->points[i], &sights[i]);
        if (way->points[i].drawn && !(frames[i].mm_per_px > 0))
            way->scaled = false;
    }
    bv_sights_join(way, sights, angles);
    error = bv_sights_choose(way, sights, rules);
    if (error == 0) {
        bv_sights_settle(way, sights, rules);
        bv_sights_measure(frames, sights, rules, target, way);
        for (size_t i = 0; i < count; i++)
            angles[i] = way->points[i].angle_deg;
        settle_angles(way, angles);
        end(way);
    } else {
        bv_way_fini(way);
    }
    free(sights);
    free(angles);
    free(target);
    free(tip);
    return error;
}

/* The shaft's in the tissue, nearest to the one before. */
static double true_angle_deg(const struct bv_review_truth *truth, double before)
{
    double deg = direction_deg(&truth->whole_px) -
                 (isfinite(truth->turned_deg) ? truth->turned_deg : 0);

    return isfinite(before) ? unwound_deg(deg, before) : deg;
}

int bv_way_make_true(const struct bv_review_truth *truth, size_t count,
                     struct bv_way *way)
{
    struct bv_px skin = {NAN, NAN};
    struct bv_mm slid = {0, 0};
    double angle_deg = NAN;

    if (start(way, count) < 0)
        return -ENOMEM;
    way->is_true = true;
    for (size_t i = 0; i < count; i++) {
        const struct bv_review_truth *t = &truth[i];
        struct bv_way_point *point = &way->points[i];
        bool needle = t->needle && t->mm_per_px > 0;

        if (needle && isfinite(skin.x)) {
            slid.lateral += (t->whole_px.from.x - skin.x) * t->mm_per_px;
            slid.depth += (t->whole_px.from.y - skin.y) * t->mm_per_px;
        }
        skin = needle ? t->whole_px.from : (struct bv_px){NAN, NAN};
        if (needle)
            angle_deg = true_angle_deg(t, angle_deg);
        *point = (struct bv_way_point){
            .time_ns = t->time_ns,
            .number = (uint32_t)i,
            .drawn = needle && t->tip_visible,
            .tip_seen = needle && t->tip_visible,
            .seen = needle && t->tip_visible,
            .entered_mm =
                needle ? bv_px_segment_length(&t->whole_px) * t->mm_per_px : 0,
            .along_mm =
                needle ? bv_px_segment_length(&t->whole_px) * t->mm_per_px : 0,
            .shaft_mm = INFINITY,
            .angle_deg = needle ? angle_deg : NAN,
            .turned_deg = isfinite(t->turned_deg) ? t->turned_deg : 0,
            .sd_mm = NAN,
            .slid = slid,
            .has_distance = needle && t->tip_visible && t->has_target,
        };
        if (point->has_distance)
            point->distance_mm =
                bv_px_distance(t->whole_px.to, t->target_px) * t->mm_per_px;
    }
    end(way);
    return 0;
}

void bv_way_fini(struct bv_way *way)
{
    free(way->points);
    *way = (struct bv_way){0};
}
