#include "guidance/review/way.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "guidance/review/review_parts.h"

static const double pi = 3.14159265358979323846;

/* So near in time, other tips tell whether one lies where it should: no hand
 * is faster than this, and no tip less certain. */
static const double others_s = 0.25;
static const double fastest_mm_s = 15, unsure_mm = 1;
/* So far to either side of it, the median is taken. */
static const double smooth_s = 0.1;

enum { window_most = 64, others_least = 2, angles_least = 5 };

/* What a frame says before others are asked. */
struct sight {
    enum { UNSEEN, SHAFT, TIP } what;
    double along_mm; /* NAN: unseen */
};

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
    bool has_target; /* where it is, or was when it was followed last */
    struct bv_px target_px;
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
        thread->has_angle = thread->has_target = false;
        return false;
    }
    if (frame->has_face && frame->mm_per_px > 0) {
        struct bv_px face = bv_px_map_apply(map, frame->face_px);

        thread->slid.lateral += (face.x - frame->face_px.x) * frame->mm_per_px;
        thread->slid.depth += (face.y - frame->face_px.y) * frame->mm_per_px;
    }
    thread->turned_deg += atan2(map->yx, map->xx) * 180 / pi;
    thread->anchor_px = bv_px_map_apply(map, thread->anchor_px);
    thread->target_px = bv_px_map_apply(map, thread->target_px);
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

/* What a frame shows of the needle. The thread holds on to each tip. */
static struct sight look(struct thread *thread,
                         const struct bv_review_frame *frame)
{
    bool tip = frame->state == BV_NEEDLE_TIP_SEEN && frame->has_tip;
    struct sight sight = {UNSEEN, NAN};

    if (!frame->has_shaft || (!tip && frame->state != BV_NEEDLE_SHAFT_ONLY))
        return sight;
    sight.what = tip ? TIP : SHAFT;
    if (!tip && (!thread->anchored || thread->broken))
        return sight; /* its end says nothing by itself */
    sight.along_mm =
        along_mm(thread, frame, tip ? frame->tip_px : frame->shaft_px.to);
    if (tip) {
        thread->anchored = true;
        thread->broken = false;
        thread->anchor_px = frame->tip_px;
        thread->anchor_mm = sight.along_mm;
    }
    return sight;
}

/* The tip from the target: as advised, or, while the target's own tissue is not
 * found, from where all tissue went since it was. */
static void take_distance(struct thread *thread,
                          const struct bv_review_frame *frame,
                          struct bv_way_point *point)
{
    if (frame->has_target) {
        thread->has_target = true;
        thread->target_px = frame->target_px;
    }
    point->has_distance =
        thread->has_target && frame->has_tip && frame->mm_per_px > 0;
    if (point->has_distance)
        point->distance_mm =
            frame->has_target && isfinite(frame->distance_mm)
                ? frame->distance_mm
                : bv_px_distance(frame->tip_px, thread->target_px) *
                      frame->mm_per_px;
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

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Whether most of the tips near a frame could be of one needle with its own. */
static bool is_among_others(const struct bv_way *way,
                            const struct sight *sights, size_t at)
{
    int others = 0, agree = 0;

    for (size_t step = 1; step <= way->count; step++) {
        bool looked = false;

        for (int side = 0; side < 2; side++) {
            size_t i = side ? at + step : at - step; /* wraps below 0 */
            double apart_s;

            if (i >= way->count)
                continue;
            apart_s = fabs(bv_way_s(way, at, i));
            if (apart_s > others_s)
                continue;
            looked = true;
            if (sights[i].what != TIP)
                continue;
            others++;
            agree += fabs(sights[i].along_mm - sights[at].along_mm) <=
                     unsure_mm + fastest_mm_s * apart_s;
        }
        if (!looked)
            break;
    }
    return agree >= others_least && 2 * agree > others;
}

/* The median of the tips near a frame, as many before it as after. */
static double smoothed(const struct bv_way *way, const struct sight *sights,
                       size_t at)
{
    double values[window_most] = {sights[at].along_mm};
    size_t count = 1;

    for (size_t step = 1;
         step <= at && at + step < way->count && count + 2 <= window_most;
         step++) {
        if (sights[at - step].what != TIP || sights[at + step].what != TIP ||
            bv_way_s(way, at - step, at) > smooth_s ||
            bv_way_s(way, at, at + step) > smooth_s)
            break;
        values[count++] = sights[at - step].along_mm;
        values[count++] = sights[at + step].along_mm;
    }
    qsort(values, count, sizeof(*values), by_value);
    return values[count / 2];
}

/* Whether a shaft's end has stood, in the tissue, for so long up to a frame. */
static bool is_steady(const struct bv_way *way, const struct sight *sights,
                      size_t at, const struct bv_review_rules *rules)
{
    double low = INFINITY, high = -INFINITY;

    for (size_t i = at + 1; i-- > 0;) {
        if (!isfinite(sights[i].along_mm))
            return false;
        low = fmin(low, sights[i].along_mm);
        high = fmax(high, sights[i].along_mm);
        if (high - low > rules->steady_mm)
            return false;
        if (bv_way_s(way, i, at) >= rules->steady_s)
            return true;
    }
    return false;
}

/* Angles, of sightings alone, and each the median of those near it: a line that
 * is taken for the shaft for a moment turns nothing. */
static void settle_angles(struct bv_way *way, const double *angles)
{
    for (size_t at = 0; at < way->count; at++) {
        double values[window_most];
        size_t count = 0, first = at;

        way->points[at].angle_deg = NAN;
        if (!way->points[at].seen)
            continue;
        while (first > 0 && at - first < window_most / 2 - 1 &&
               bv_way_s(way, first - 1, at) <= others_s)
            first--;
        for (size_t i = first; i < way->count && count < window_most &&
                               bv_way_s(way, at, i) <= others_s;
             i++)
            if (way->points[i].seen && isfinite(angles[i]))
                values[count++] = angles[i];
        if (count < angles_least)
            continue;
        qsort(values, count, sizeof(*values), by_value);
        way->points[at].angle_deg = values[count / 2];
    }
}

/* Whether a sighting follows on the one before: a needle that is seen all the
 * while does not jump, and the end of its shaft runs ahead of it. */
static bool follows(const struct bv_way *way, const struct sight *sights,
                    size_t before, size_t at, double along,
                    const struct bv_review_rules *rules)
{
    double jump = fabs(sights[at].along_mm - along);
    double gone = bv_way_gone_s(way, before, at);

    if (isnan(along) || gone >= rules->unseen_s)
        return true;
    if (sights[at].what == SHAFT)
        return jump <= rules->hidden_mm;
    return jump <= unsure_mm + fastest_mm_s * bv_way_s(way, before, at);
}

static bool is_sighting(const struct bv_way *way, const struct sight *sights,
                        size_t at, const struct bv_review_rules *rules)
{
    return sights[at].what == TIP
               ? is_among_others(way, sights, at)
               : sights[at].what == SHAFT && is_steady(way, sights, at, rules);
}

/* Which sightings hold beside the others, and how far along they are. */
static void settle(struct bv_way *way, const struct sight *sights,
                   const struct bv_review_rules *rules)
{
    double along = NAN;
    size_t before = 0;

    for (size_t i = 0; i < way->count; i++) {
        struct bv_way_point *point = &way->points[i];

        point->seen = is_sighting(way, sights, i, rules) &&
                      follows(way, sights, before, i, along, rules);
        point->tip_seen = point->seen && sights[i].what == TIP;
        if (point->seen) {
            along =
                point->tip_seen ? smoothed(way, sights, i) : sights[i].along_mm;
            before = i;
        }
        if (!point->tip_seen) {
            point->sd_mm = NAN;
            point->has_distance = false;
        }
        point->along_mm = along;
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
        if (!way->points[i].seen)
            continue;
        if (!way->ever_seen)
            way->first = i;
        way->ever_seen = true;
        way->last = i;
    }
    way->scaled &= way->ever_seen;
}

static void put_frame(struct thread *thread,
                      const struct bv_review_frame *frame,
                      struct bv_way_point *point, struct sight *sight)
{
    *point = (struct bv_way_point){
        .time_ns = frame->time_ns,
        .number = frame->number,
        .drawn = frame->has_shaft && (frame->state == BV_NEEDLE_TIP_SEEN ||
                                      frame->state == BV_NEEDLE_SHAFT_ONLY),
        .shaft_mm = frame->has_shaft ? bv_px_segment_length(&frame->shaft_px) *
                                           frame->mm_per_px
                                     : 0,
        .angle_deg = NAN,
        .sd_mm = frame->tip_sd_px * frame->mm_per_px,
        .slid = thread->slid,
        .turned_deg = thread->turned_deg};
    *sight = look(thread, frame);
    take_distance(thread, frame, point);
    point->angle_deg = point->drawn ? take_angle(thread, frame) : NAN;
}

int bv_way_make(const struct bv_review_frame *frames, size_t count,
                const struct bv_review_rules *rules, struct bv_way *way)
{
    struct sight *sights = calloc(count ? count : 1, sizeof(*sights));
    double *angles = calloc(count ? count : 1, sizeof(*angles));
    struct thread thread = {0};

    if (!sights || !angles || start(way, count) < 0) {
        free(sights);
        free(angles);
        return -ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !carry(&thread, &frames[i]))
            way->breaks++;
        put_frame(&thread, &frames[i], &way->points[i], &sights[i]);
        if (way->points[i].drawn && !(frames[i].mm_per_px > 0))
            way->scaled = false;
    }
    settle(way, sights, rules);
    for (size_t i = 0; i < count; i++)
        angles[i] = way->points[i].angle_deg;
    settle_angles(way, angles);
    end(way);
    free(sights);
    free(angles);
    return 0;
}

int bv_way_make_true(const struct bv_review_truth *truth, size_t count,
                     struct bv_way *way)
{
    struct bv_px skin = {NAN, NAN};
    struct bv_mm slid = {0, 0};

    if (start(way, count) < 0)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const struct bv_review_truth *t = &truth[i];
        struct bv_way_point *point = &way->points[i];
        bool needle = t->needle && t->mm_per_px > 0;

        if (needle && isfinite(skin.x)) {
            slid.lateral += (t->whole_px.from.x - skin.x) * t->mm_per_px;
            slid.depth += (t->whole_px.from.y - skin.y) * t->mm_per_px;
        }
        skin = needle ? t->whole_px.from : (struct bv_px){NAN, NAN};
        *point = (struct bv_way_point){
            .time_ns = t->time_ns,
            .number = (uint32_t)i,
            .drawn = needle && t->tip_visible,
            .tip_seen = needle && t->tip_visible,
            .seen = needle && t->tip_visible,
            .along_mm =
                needle ? bv_px_segment_length(&t->whole_px) * t->mm_per_px : 0,
            .shaft_mm = INFINITY,
            .angle_deg = needle ? direction_deg(&t->whole_px) : NAN,
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
