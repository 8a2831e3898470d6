#include "guidance/review/compare.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "guidance/review/review_parts.h"

static const double right_mm = 1, right_part = 0.1;

static bool meet(const struct bv_moment *a, const struct bv_moment *b)
{
    return a->kind == b->kind && a->start_s <= b->end_s + BV_COMPARE_NEAR_S &&
           b->start_s <= a->end_s + BV_COMPARE_NEAR_S;
}

/* @return One of the review's that meets it, the nearest in amount; or NULL. */
static const struct bv_moment *find(const struct bv_review *review,
                                    const struct bv_moment *moment)
{
    const struct bv_moment *best = NULL;

    for (size_t i = 0; i < review->moment_count; i++) {
        const struct bv_moment *other = &review->moments[i];

        if (!meet(moment, other))
            continue;
        if (!best || fabs(other->amount - moment->amount) <
                         fabs(best->amount - moment->amount))
            best = other;
    }
    return best;
}

static void tally(const struct bv_review *seen, const struct bv_review *truly,
                  const struct bv_review *nearly, struct bv_compare *compare)
{
    for (size_t i = 0; i < truly->moment_count; i++) {
        const struct bv_moment *moment = &truly->moments[i];
        const struct bv_moment *found = find(seen, moment);
        struct bv_compare_kind *kind = &compare->kinds[moment->kind];

        kind->there++;
        kind->found += found != NULL;
        kind->right +=
            found && fabs(found->amount - moment->amount) <=
                         fmax(right_mm, right_part * fabs(moment->amount));
    }
    for (size_t i = 0; i < seen->moment_count; i++) {
        struct bv_compare_kind *kind = &compare->kinds[seen->moments[i].kind];

        kind->made++;
        kind->untrue += !find(nearly, &seen->moments[i]);
    }
}

/* Of a piece that is cut where the tip was lost: where it is too short for a
 * movement, what lies between its ends; else 1.4 mm that were 1.6 would be
 * nothing. */
static double path_of(const struct bv_way *way, double turning_mm,
                      struct bv_movement *movements)
{
    size_t count = bv_movements_find(way, bv_way_along, turning_mm, movements);
    double path = 0;

    for (size_t i = 0; i < count; i++)
        path += fabs(movements[i].amount);
    if (count == 0)
        path = fabs(way->points[way->count - 1].along_mm -
                    way->points[0].along_mm);
    return path;
}

/* A piece of a way; borrowed. */
static struct bv_way piece_of(const struct bv_way *way, size_t from, size_t to)
{
    return (struct bv_way){.count = to - from + 1,
                           .points = way->points + from};
}

/* Both paths over a piece of the time. */
static void add_piece(const struct bv_review *seen,
                      const struct bv_review *truly, size_t from, size_t to,
                      double turning_mm, struct bv_movement *movements,
                      struct bv_compare *compare)
{
    struct bv_way is = piece_of(&seen->way, from, to);
    struct bv_way was = piece_of(&truly->way, from, to);

    compare->path_mm += path_of(&is, turning_mm, movements);
    compare->path_true_mm += path_of(&was, turning_mm, movements);
}

/* Both paths, over the time in which the tip is seen without a gap: by bevel,
 * and truly, for where it does not show there is no tip's path to be right. */
static int compare_paths(const struct bv_review *seen,
                         const struct bv_review *truly,
                         const struct bv_review_rules *rules,
                         struct bv_compare *compare)
{
    const struct bv_way *way = &seen->way;
    struct bv_movement *movements = calloc(way->count + 1, sizeof(*movements));
    size_t from = way->count, before = way->count;

    if (!movements)
        return -ENOMEM;
    compare->path_mm = compare->path_true_mm = 0;
    for (size_t i = way->first; i <= way->last; i++) {
        if (!way->points[i].tip_seen || !truly->way.points[i].tip_seen)
            continue;
        if (from < way->count && bv_way_s(way, before, i) >= rules->unseen_s) {
            add_piece(seen, truly, from, before, rules->turning_mm, movements,
                      compare);
            from = way->count;
        }
        from = from < way->count ? from : i;
        before = i;
    }
    if (from < way->count)
        add_piece(seen, truly, from, before, rules->turning_mm, movements,
                  compare);
    free(movements);
    return 0;
}

/* For how long a tip is said to be seen, and for how long of that none shows:
 * the end of a shaft, or something else. */
static void compare_tips(const struct bv_way *seen, const struct bv_way *truly,
                         struct bv_compare *compare)
{
    for (size_t i = 1; i < seen->count; i++) {
        double step = bv_way_s(seen, i - 1, i);

        if (!seen->points[i].tip_seen)
            continue;
        compare->tip_s += step;
        compare->tip_untrue_s += truly->points[i].tip_seen ? 0 : step;
    }
}

static void compare_reached(const struct bv_review *seen,
                            const struct bv_review *truly,
                            struct bv_compare *compare)
{
    const struct bv_moment *was = NULL, *is = NULL;

    for (size_t i = 0; i < truly->moment_count; i++)
        if (truly->moments[i].kind == BV_MOMENT_TARGET_REACHED)
            was = &truly->moments[i];
    for (size_t i = 0; i < seen->moment_count; i++)
        if (seen->moments[i].kind == BV_MOMENT_TARGET_REACHED)
            is = &seen->moments[i];
    compare->reached = is;
    compare->reached_true = was;
    compare->reached_off_s = is && was ? is->start_s - was->start_s : NAN;
    /* six pictures at 30 a second are 0.2 s, however they are rounded */
    compare->reached_in_time =
        fabs(compare->reached_off_s) <= BV_COMPARE_IN_TIME_S + 1e-6;
}

static double value_of(const struct bv_review *review, const char *key)
{
    const struct bv_review_value *measure = bv_review_measure(review, key);

    return measure ? measure->value : NAN;
}

/* What is so nearly there that it is not untrue. */
static struct bv_review_rules halved(const struct bv_review_rules *rules)
{
    struct bv_review_rules half = *rules;

    half.unseen_mm /= 2;
    half.unseen_s /= 2;
    half.withdrawn_mm /= 2;
    half.pass_mm /= 2;
    half.turning_mm /= 2;
    half.probe_mm /= 2;
    half.redirected_deg /= 2;
    half.reached_mm *= 2;
    half.reached_s = 0;
    return half;
}

int bv_review_compare(const struct bv_review *seen,
                      const struct bv_review *truly,
                      const struct bv_review_truth *truth, size_t count,
                      const struct bv_review_rules *rules,
                      struct bv_compare *compare)
{
    struct bv_review_rules half = halved(rules);
    struct bv_compare made = {.seconds = seen->seconds,
                              .passes = value_of(seen, "passes"),
                              .passes_true = value_of(truly, "passes"),
                              .path_mm = NAN,
                              .path_true_mm = NAN,
                              .tip_share = seen->tip_share};
    struct bv_review nearly;
    int error = bv_review_make_true(truth, count, &half, &nearly);

    if (error < 0)
        return error;
    tally(seen, truly, &nearly, &made);
    compare_reached(seen, truly, &made);
    compare_tips(&seen->way, &truly->way, &made);
    if (seen->way.ever_seen && seen->way.scaled)
        error = compare_paths(seen, truly, rules, &made);
    bv_review_fini(&nearly);
    if (error == 0)
        *compare = made;
    return error;
}

/* Truth has the needle, the skin and the target, and neither marks to avoid
 * nor what was injected. */
static bool is_known(enum bv_moment_kind kind)
{
    return kind == BV_MOMENT_ADVANCED_UNSEEN ||
           kind == BV_MOMENT_PROBE_MOTION || kind == BV_MOMENT_REDIRECTION ||
           kind == BV_MOMENT_WITHDRAWAL || kind == BV_MOMENT_PASS ||
           kind == BV_MOMENT_TARGET_REACHED;
}

static struct bv_moment_match match(const struct bv_review *truly,
                                    const struct bv_review *nearly,
                                    const struct bv_moment *moment)
{
    const struct bv_moment *found = find(truly, moment);

    if (!is_known(moment->kind))
        return (struct bv_moment_match){BV_MOMENT_UNKNOWN, -1};
    if (found)
        return (struct bv_moment_match){BV_MOMENT_TRUE,
                                        (int)(found - truly->moments)};
    return (struct bv_moment_match){
        find(nearly, moment) ? BV_MOMENT_NEARLY : BV_MOMENT_UNTRUE, -1};
}

int bv_compare_moments(const struct bv_review *seen,
                       const struct bv_review *truly,
                       const struct bv_review_truth *truth, size_t count,
                       const struct bv_review_rules *rules,
                       struct bv_moment_match *matches, bool *missed)
{
    struct bv_review_rules half = halved(rules);
    struct bv_review nearly;
    int error = bv_review_make_true(truth, count, &half, &nearly);

    if (error < 0)
        return error;
    for (size_t i = 0; i < seen->moment_count; i++)
        matches[i] = match(truly, &nearly, &seen->moments[i]);
    for (size_t i = 0; i < truly->moment_count; i++)
        missed[i] = !find(seen, &truly->moments[i]);
    bv_review_fini(&nearly);
    return 0;
}
