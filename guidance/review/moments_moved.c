/*
 * How the needle went to and fro, and turned: withdrawals, passes,
 * redirections.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/review/review_parts.h"

/* An angle is the median of so long. */
static const double angle_s = 1;
enum { angles_most = 256 };

/* Whether a needle is taken to stand where it was seen last: it may have gone
 * on from there at once. */
static bool waits(const struct bv_way *way, size_t at)
{
    return at > 0 && !way->points[at].seen &&
           way->points[at].along_mm == way->points[at - 1].along_mm;
}

/* Without the time that it stood before and after, to within a part of all. */
static struct bv_movement trim(const struct bv_way *way,
                               double (*value)(const struct bv_way_point *),
                               const struct bv_movement *movement, double part)
{
    double begin = value(&way->points[movement->from]);
    double end = value(&way->points[movement->to]);
    double margin = part * fabs(movement->amount);
    struct bv_movement trimmed = *movement;

    for (size_t i = trimmed.from; i < movement->to; i++)
        if (fabs(value(&way->points[i]) - begin) < margin && !waits(way, i))
            trimmed.from = i;
    for (size_t i = trimmed.to; i > trimmed.from; i--)
        if (fabs(value(&way->points[i]) - end) < margin)
            trimmed.to = i;
    return trimmed;
}

/* The median of the angles up to a point (-1), or from it on (1). */
static double angle_about(const struct bv_way *way, size_t at, int step)
{
    double angles[angles_most];
    size_t count = 0;

    for (size_t i = at; i < way->count && count < angles_most &&
                        fabs(bv_way_s(way, at, i)) <= angle_s;
         i += (size_t)step) /* below 0 it is beyond the count */
        if (isfinite(way->points[i].angle_deg))
            angles[count++] = way->points[i].angle_deg;
    bv_review_sort(angles, count);
    return count > 0 ? angles[count / 2] : NAN;
}

/* From one angle to another, not from extreme to extreme: a shaft trembles. */
static int take_turn(struct bv_review *review,
                     const struct bv_movement *movement)
{
    const struct bv_way *way = &review->way;
    struct bv_movement turn = trim(way, bv_way_angle, movement, 0.2);
    struct bv_moment moment =
        bv_review_moment(way, BV_MOMENT_REDIRECTION, turn.from, turn.to);

    moment.amount =
        angle_about(way, turn.to, 1) - angle_about(way, turn.from, -1);
    return bv_review_add(review, &moment);
}

/* Whether the needle is not seen just before a point or after it, as far as the
 * recording goes. */
static bool is_lost_about(const struct bv_way *way, size_t at,
                          const struct bv_review_rules *rules)
{
    size_t before = at, after = at;

    while (before > 0 && (before == at || !way->points[before].seen))
        before--;
    while (after + 1 < way->count && (after == at || !way->points[after].seen))
        after++;
    return bv_way_s(way, before, at) >= rules->unseen_s ||
           bv_way_s(way, at, after) >= rules->unseen_s;
}

/* How much of a movement is seen: what the needle goes by from a sighting to
 * the next. */
static double seen_mm(const struct bv_way *way,
                      const struct bv_movement *movement,
                      const struct bv_review_rules *rules)
{
    size_t before = way->count;
    double sum = 0;

    if (way->is_true)
        return movement->amount;
    for (size_t i = movement->from; i <= movement->to; i++) {
        if (!way->points[i].seen)
            continue;
        if (before < way->count && bv_way_s(way, before, i) < rules->unseen_s)
            sum += way->points[i].along_mm - way->points[before].along_mm;
        before = i;
    }
    return sum;
}

/* After a needle was drawn back and lost, what is seen deeper may be another
 * line: of a pass it is seen that it comes on, or is then drawn back again.
 * @param after  The movement after it, or NULL. */
static bool is_seen(const struct bv_way *way,
                    const struct bv_movement *movement,
                    const struct bv_movement *after,
                    const struct bv_review_rules *rules)
{
    return seen_mm(way, movement, rules) >= rules->turning_mm ||
           (after && -seen_mm(way, after, rules) >= movement->amount / 2);
}

static int take_movement(struct bv_review *review,
                         const struct bv_review_rules *rules,
                         const struct bv_movement *movement, bool pass)
{
    const struct bv_way *way = &review->way;
    struct bv_movement gone;
    struct bv_moment moment;
    bool withdrawn = -movement->amount >= rules->withdrawn_mm;

    if (!pass && !withdrawn)
        return 0;
    gone = trim(way, bv_way_along, movement, 0.1);
    moment = bv_review_moment(way, pass ? BV_MOMENT_PASS : BV_MOMENT_WITHDRAWAL,
                              gone.from, gone.to);
    moment.amount = fabs(movement->amount);
    moment.uncertainty = bv_review_uncertainty_mm(way, gone.from, gone.to);
    moment.at_least = is_lost_about(way, movement->from, rules) ||
                      is_lost_about(way, movement->to, rules);
    return bv_review_add(review, &moment);
}

static int find_all(struct bv_review *review,
                    const struct bv_review_rules *rules,
                    struct bv_movement *movements)
{
    const struct bv_way *way = &review->way;
    size_t count =
        bv_movements_find(way, bv_way_along, rules->turning_mm, movements);
    double back = 0; /* by how much it was drawn back since the last pass */
    int error = 0;

    for (size_t i = 0; i < count && error == 0; i++) {
        const struct bv_movement *after =
            i + 1 < count ? &movements[i + 1] : NULL;
        bool pass = movements[i].amount >= rules->pass_mm &&
                    back >= rules->withdrawn_mm;

        if (pass && !is_seen(way, &movements[i], after, rules)) {
            if (!review->has_doubt)
                review->doubt_s =
                    bv_ns_to_s(way->points[movements[i].from].time_ns);
            review->has_doubt = true;
            pass = false;
        }
        error = take_movement(review, rules, &movements[i], pass);
        back = pass ? 0 : fmax(back, -movements[i].amount);
    }
    count =
        bv_movements_find(way, bv_way_angle, rules->redirected_deg, movements);
    for (size_t i = 0; i < count && error == 0; i++)
        error = take_turn(review, &movements[i]);
    return error;
}

int bv_review_find_movements(struct bv_review *review,
                             const struct bv_review_rules *rules)
{
    struct bv_movement *movements;
    int error;

    /* each movement ends at a point of its own, and one more at the last */
    movements = calloc(review->way.count + 1, sizeof(*movements));
    if (!movements)
        return -ENOMEM;
    error = find_all(review, rules, movements);
    free(movements);
    return error;
}
