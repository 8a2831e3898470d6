/*
 * What a cine lets be measured of a procedure.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/words.h"
#include "guidance/review/measures_about.h"
#include "guidance/review/review_parts.h"

static struct bv_review_value *put(struct bv_review *review, enum about about,
                                   double value)
{
    struct bv_review_value *measure =
        &review->measures[review->measure_count++];

    *measure = (struct bv_review_value){
        .about = &bv_review_metrics[about], .value = value, .uncertainty = NAN};
    return measure;
}

static void lack(struct bv_review *review, enum about about, const char *why)
{
    put(review, about, NAN)->note = why;
}

static double count_kind(const struct bv_review *review,
                         enum bv_moment_kind kind)
{
    double count = 0;

    for (size_t i = 0; i < review->moment_count; i++)
        count += review->moments[i].kind == kind;
    return count;
}

static const struct bv_moment *find_kind(const struct bv_review *review,
                                         enum bv_moment_kind kind)
{
    for (size_t i = 0; i < review->moment_count; i++)
        if (review->moments[i].kind == kind)
            return &review->moments[i];
    return NULL;
}

static void measure_sight(struct bv_review *review)
{
    const struct bv_way *way = &review->way;
    double tip_s = 0, seen_s = 0;

    for (size_t i = way->first + 1; i <= way->last; i++) {
        double step = bv_way_s(way, i - 1, i);

        tip_s += way->points[i].tip_seen ? step : 0;
        seen_s += way->points[i].seen ? step : 0;
    }
    review->needle_s = bv_way_s(way, way->first, way->last);
    if (review->needle_s > 0) {
        review->tip_share = tip_s / review->needle_s;
        review->seen_share = seen_s / review->needle_s;
    }
    put(review, NEEDLE_TIME, review->needle_s);
    put(review, TIP_SHARE, 100 * review->tip_share);
    put(review, SEEN_SHARE, 100 * review->seen_share);
}

/* Slower is standing. */
static const double standing_mm_s = 0.5;

/* What the movements come to. */
struct moved {
    double in_mm, path_mm;
    double seen_in_mm, seen_in_s; /* from frame to frame, as seen */
    size_t count;
};

/* What of an advance is seen from frame to frame. What trembles to and fro
 * without one is none. */
static void sum_advance(const struct bv_way *way,
                        const struct bv_movement *movement, struct moved *sum)
{
    for (size_t i = movement->from + 1; i <= movement->to; i++) {
        double on = way->points[i].along_mm - way->points[i - 1].along_mm;
        double step = bv_way_s(way, i - 1, i);

        if (!way->points[i].seen || !way->points[i - 1].seen ||
            on <= standing_mm_s * step)
            continue;
        sum->seen_in_mm += on;
        sum->seen_in_s += step;
    }
}

static struct moved sum_movements(const struct bv_way *way,
                                  const struct bv_movement *movements,
                                  size_t count)
{
    struct moved sum = {.count = count};

    for (size_t i = 0; i < count; i++) {
        sum.path_mm += fabs(movements[i].amount);
        sum.in_mm += fmax(movements[i].amount, 0);
        if (movements[i].amount > 0)
            sum_advance(way, &movements[i], &sum);
    }
    return sum;
}

/* Of the points in a row: what came on between sightings that lie apart. */
static double unseen_in_mm(const struct bv_way *way,
                           const struct bv_review_rules *rules)
{
    size_t seen = way->first;
    double unseen = 0;

    for (size_t i = way->first; i <= way->last; i++) {
        if (!way->points[i].seen)
            continue;
        if (bv_way_s(way, seen, i) >= rules->unseen_s)
            unseen +=
                fmax(way->points[i].along_mm - way->points[seen].along_mm, 0);
        seen = i;
    }
    return unseen;
}

static const char bound[] =
    N_("a lower bound: the tip was not seen all the time");

static void measure_path(struct bv_review *review,
                         const struct bv_review_rules *rules,
                         const struct bv_movement *movements, size_t count)
{
    const struct bv_way *way = &review->way;
    struct moved sum = sum_movements(way, movements, count);
    double unseen = unseen_in_mm(way, rules), sd = 0, sights = 0;
    bool partly = review->seen_share < 0.98;
    struct bv_review_value *path;

    for (size_t i = way->first; i <= way->last; i++)
        if (isfinite(way->points[i].sd_mm)) {
            sd += way->points[i].sd_mm;
            sights++;
        }
    sd = sights > 0 ? sd / sights : NAN;
    if (sum.in_mm > 0)
        put(review, VISIBLE_ADVANCE,
            100 * fmax(0, 1 - unseen / fmax(sum.in_mm, unseen)));
    else
        lack(review, VISIBLE_ADVANCE, N_("the needle did not advance"));
    path = put(review, ADVANCE, sum.in_mm);
    path->uncertainty = 1.645 * sd * sqrt((double)count + 1);
    path->note = partly ? bound : NULL;
    put(review, MOVEMENTS, (double)count);
    path = put(review, PATH, sum.path_mm);
    path->uncertainty = 1.645 * sd * sqrt(2.0 * (double)count);
    path->note = partly ? bound : NULL;
    if (sum.seen_in_s > 0)
        put(review, SPEED, sum.seen_in_mm / sum.seen_in_s);
    else
        lack(review, SPEED, N_("no advance was seen"));
}

/* Up to a point: how far it went, by how far it came. */
static void measure_inefficiency(struct bv_review *review,
                                 const struct bv_movement *movements,
                                 size_t count)
{
    const struct bv_way *way = &review->way;
    const struct bv_moment *reached =
        find_kind(review, BV_MOMENT_TARGET_REACHED);
    size_t end = way->first;
    double path = 0, straight;

    for (size_t i = way->first; i <= way->last; i++)
        if (reached ? way->points[i].number <= reached->start_frame
                    : way->points[i].along_mm > way->points[end].along_mm)
            end = i;
    straight = way->points[end].along_mm - way->points[way->first].along_mm;
    for (size_t i = 0; i < count && movements[i].from < end; i++) {
        size_t to = movements[i].to < end ? movements[i].to : end;

        path += fabs(way->points[to].along_mm -
                     way->points[movements[i].from].along_mm);
    }
    if (straight >= 5 && path >= straight)
        put(review, INEFFICIENCY, 100 * (path / straight - 1));
    else if (straight >= 5)
        put(review, INEFFICIENCY, 0);
    else
        lack(review, INEFFICIENCY, N_("the needle came on by less than 5 mm"));
}

static int measure_angle(struct bv_review *review)
{
    const struct bv_way *way = &review->way;
    double *angles = malloc((way->last - way->first + 1) * sizeof(*angles));
    size_t count = 0;

    if (!angles)
        return -ENOMEM;
    for (size_t i = way->first; i <= way->last; i++)
        if (isfinite(way->points[i].angle_deg)) {
            double deg = fabs(remainder(way->points[i].angle_deg, 360));

            angles[count++] = deg > 90 ? 180 - deg : deg;
        }
    bv_review_sort(angles, count);
    if (count)
        put(review, ANGLE, angles[count / 2]);
    else
        lack(review, ANGLE, N_("no shaft was seen"));
    free(angles);
    return 0;
}

static const char doubt[] =
    N_("or one more: drawn back, the needle was lost, and seen further in");

static void measure_counts(struct bv_review *review)
{
    double unseen_mm = 0, idle = 0;

    for (size_t i = 0; i < review->moment_count; i++) {
        const struct bv_moment *moment = &review->moments[i];

        if (moment->kind == BV_MOMENT_ADVANCED_UNSEEN)
            unseen_mm += moment->amount;
        idle += moment->kind == BV_MOMENT_PROBE_MOTION && moment->needle_idle;
    }
    put(review, UNSEEN_COUNT, count_kind(review, BV_MOMENT_ADVANCED_UNSEEN));
    put(review, UNSEEN_ADVANCE, unseen_mm);
    put(review, PROBE_COUNT, count_kind(review, BV_MOMENT_PROBE_MOTION));
    put(review, PROBE_IDLE_COUNT, idle);
    put(review, PASSES, 1 + count_kind(review, BV_MOMENT_PASS))->note =
        review->has_doubt ? doubt : NULL;
    put(review, REDIRECTIONS, count_kind(review, BV_MOMENT_REDIRECTION));
}

static void measure_target(struct bv_review *review)
{
    const struct bv_way *way = &review->way;
    const struct bv_moment *reached =
        find_kind(review, BV_MOMENT_TARGET_REACHED);
    const struct bv_moment *pass = find_kind(review, BV_MOMENT_PASS);
    struct bv_review_value *nearest;
    size_t best = way->count;
    bool again;

    for (size_t i = way->first; i <= way->last; i++)
        if (way->points[i].has_distance &&
            (best == way->count ||
             way->points[i].distance_mm < way->points[best].distance_mm))
            best = i;
    if (best == way->count) {
        static const char why[] =
            N_("no target is marked, or it or the tip was "
               "never seen");

        lack(review, FIRST_PASS, why);
        lack(review, TIME_TO_TARGET, why);
        lack(review, NEAREST, why);
        return;
    }
    again = reached && pass && pass->start_s < reached->start_s;
    if (reached && !again && review->has_doubt &&
        reached->start_s > review->doubt_s)
        lack(review, FIRST_PASS, doubt);
    else
        put(review, FIRST_PASS, reached && !again);
    if (reached)
        put(review, TIME_TO_TARGET,
            reached->start_s - bv_ns_to_s(way->points[way->first].time_ns));
    else
        lack(review, TIME_TO_TARGET, N_("the target is not reached"));
    nearest = put(review, NEAREST, way->points[best].distance_mm);
    nearest->uncertainty = 1.645 * way->points[best].sd_mm;
}

/* For how long a target that was marked is not followed, while the needle is
 * in. */
static double target_lost_s(const struct bv_way *way,
                            const struct bv_review_frame *frames)
{
    double lost_s = 0;

    for (size_t i = way->first + 1; i <= way->last; i++)
        if (bv_review_frame_is_marked(&frames[i]) && !frames[i].has_target)
            lost_s += bv_way_s(way, i - 1, i);
    return lost_s;
}

/* What was put; NULL: nothing was. */
static struct bv_review_value *said(struct bv_review *review, enum about about)
{
    for (size_t i = 0; i < review->measure_count; i++)
        if (review->measures[i].about == &bv_review_metrics[about])
            return &review->measures[i];
    return NULL;
}

/* What was put of a target that was lost holds for the rest of the time: where
 * nothing speaks against it, no is not known. */
static void tell_lost(struct bv_review *review)
{
    static const char part[] =
        N_("while the target was followed; it was lost for a time");
    static const char not_then[] =
        N_("not reached while it was followed; it was lost for a time");
    static const enum about ones[] = {NEAREST, CENTRED, FIRST_PASS,
                                      TIME_TO_TARGET};

    for (size_t i = 0; i < sizeof(ones) / sizeof(*ones); i++) {
        struct bv_review_value *value = said(review, ones[i]);

        if (!value)
            continue;
        if (ones[i] == NEAREST || ones[i] == CENTRED) {
            value->note = isfinite(value->value) ? part : value->note;
        } else if (!find_kind(review, BV_MOMENT_TARGET_REACHED)) {
            value->value = NAN;
            value->note = not_then;
        }
    }
}

static void measure_frames(struct bv_review *review,
                           const struct bv_review_frame *frames,
                           const struct bv_review_rules *rules)
{
    const struct bv_way *way = &review->way;
    double marked_s = 0, centred_s = 0, injected_s = 0, blind_s = 0;

    for (size_t i = 1; i < way->count; i++) {
        const struct bv_review_frame *frame = &frames[i];
        double step = bv_way_s(way, i - 1, i);
        double width = frame->box.right - frame->box.left;
        double middle = (frame->box.right + frame->box.left) / 2.0;

        if (frame->has_target && frame->has_face) {
            marked_s += step;
            centred_s += fabs(frame->target_px.x - middle) <=
                                 rules->centred_part * width / 2
                             ? step
                             : 0;
        }
        if (frame->syringe == BV_SYRINGE_INJECTS) {
            injected_s += step;
            blind_s += way->points[i].tip_seen ? 0 : step;
        }
    }
    if (marked_s > 0)
        put(review, CENTRED, 100 * centred_s / marked_s);
    else
        lack(review, CENTRED, N_("no target is marked"));
    if (injected_s > 0)
        put(review, INJECTED_SEEN, 100 * (1 - blind_s / injected_s));
    else
        lack(review, INJECTED_SEEN, N_("no injection is declared"));
    if (way->ever_seen && way->scaled &&
        target_lost_s(way, frames) >= rules->unseen_s)
        tell_lost(review);
}

static int measure_needle(struct bv_review *review,
                          const struct bv_review_rules *rules)
{
    const struct bv_way *way = &review->way;
    struct bv_movement *movements = calloc(way->count + 1, sizeof(*movements));
    size_t count;
    int error;

    if (!movements)
        return -ENOMEM;
    count = bv_movements_find(way, bv_way_along, rules->turning_mm, movements);
    measure_path(review, rules, movements, count);
    measure_inefficiency(review, movements, count);
    free(movements);
    error = measure_angle(review);
    measure_counts(review);
    measure_target(review);
    return error;
}

int bv_review_measure_all(struct bv_review *review,
                          const struct bv_review_frame *frames,
                          const struct bv_review_rules *rules)
{
    int error = 0;

    if (review->way.ever_seen)
        measure_sight(review);
    for (int about = VISIBLE_ADVANCE; about <= NEAREST; about++)
        if (!review->way.ever_seen)
            lack(review, (enum about)about, N_("no needle was seen"));
        else if (!review->way.scaled)
            lack(review, (enum about)about, N_("the scale is not known"));
    if (review->way.ever_seen && review->way.scaled)
        error = measure_needle(review, rules);
    if (frames)
        measure_frames(review, frames, rules);
    return error;
}
