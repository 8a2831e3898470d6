#include "guidance/plan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "guidance/plan_open.h"

/* Looks at an interval before the best of them is closed in on. */
enum { looks = 65, closing_steps = 60 };
/* Ways that differ by less are one. */
static const double alike_deg = 0.5;
/* Ends of intervals, where a demand is met just so, are left by this. */
static const double inside_deg = 1e-6;

static const struct bv_plan_demand everything = BV_PLAN_EVERYTHING;

static enum bv_plan_visibility visibility(double steepest_deg)
{
    return steepest_deg < 30    ? BV_PLAN_SEEN_BEST
           : steepest_deg < 35  ? BV_PLAN_SEEN_WELL
           : steepest_deg < 45  ? BV_PLAN_SEEN_LESS
           : steepest_deg <= 50 ? BV_PLAN_SEEN_POORLY
                                : BV_PLAN_SEEN_NOT;
}

static double steepest(const struct bv_plan_probe *probe,
                       const struct bv_plan_shaft *shaft)
{
    double first =
        bv_plan_insonation(probe, shaft, bv_plan_shown(probe, shaft));

    return 90 - fmin(first, bv_plan_insonation(probe, shaft, shaft->aim));
}

/* The structure with least beyond its margin; -1: there is none. */
static int find_nearest(const struct bv_plan_scene *scene,
                        const struct bv_plan_shaft *shaft)
{
    double least = INFINITY;
    int nearest = -1;

    for (int i = 0; i < scene->structure_count; i++) {
        double spare =
            bv_plan_shaft_clearance(scene, shaft, i) - bv_plan_margin(scene, i);

        if (spare < least) {
            least = spare;
            nearest = i;
        }
    }
    return nearest;
}

/* That the shaft keeps off: what is least beyond its margin counts, and where
 * ways have the same (a structure by the target), what is next. */
static double crowding(const struct bv_plan_scene *scene,
                       const struct bv_plan_shaft *shaft)
{
    double spares[BV_PLAN_STRUCTURES_MAX], sum = 0, weight = 1;
    int count = scene->structure_count;

    for (int i = 0; i < count; i++) {
        double spare =
            bv_plan_shaft_clearance(scene, shaft, i) - bv_plan_margin(scene, i);
        int at = i;

        for (; at > 0 && spares[at - 1] > spare; at--)
            spares[at] = spares[at - 1];
        spares[at] = spare;
    }
    for (int i = 0; i < count; i++, weight /= 1000)
        sum -= weight * spares[i];
    return sum;
}

/* What is made small for each thing that a way can be best at. */
static double cost(const struct bv_plan_scene *scene, enum bv_plan_best best,
                   double direction_deg)
{
    struct bv_plan_shaft shaft;

    if (!bv_plan_shaft_find(scene, direction_deg, &shaft) ||
        !bv_plan_shaft_meets(scene, &shaft, &everything))
        return INFINITY;
    switch (best) {
    case BV_PLAN_MOST_VISIBLE:
    case BV_PLAN_OTHER_SIDE:
        return steepest(&scene->probe, &shaft);
    case BV_PLAN_SHORTEST:
        return shaft.length_mm;
    case BV_PLAN_MOST_CLEARANCE:
        return crowding(scene, &shaft);
    }
    return INFINITY;
}

/* Close in between two neighbours of the best look (golden section). */
static double close_in(const struct bv_plan_scene *scene,
                       enum bv_plan_best best, double from, double to,
                       double *least)
{
    const double golden = 0.6180339887498949;
    double a = to - golden * (to - from), b = from + golden * (to - from);
    double cost_a = cost(scene, best, a), cost_b = cost(scene, best, b);
    double at;

    for (int i = 0; i < closing_steps && to - from > inside_deg; i++) {
        if (cost_a <= cost_b) {
            to = b;
            b = a;
            cost_b = cost_a;
            a = to - golden * (to - from);
            cost_a = cost(scene, best, a);
        } else {
            from = a;
            a = b;
            cost_a = cost_b;
            b = from + golden * (to - from);
            cost_b = cost(scene, best, b);
        }
    }
    at = cost_a <= cost_b ? a : b;
    *least = fmin(cost_a, cost_b);
    return at;
}

/* The best direction of one interval. @return Its cost, infinity: none. */
static double best_within(const struct bv_plan_scene *scene,
                          enum bv_plan_best best,
                          const struct bv_plan_open *open, double *direction)
{
    double width = open->to_deg - open->from_deg;
    double edge = fmin(inside_deg, width / 4), least = INFINITY, closed, at;
    double from = open->from_deg + edge,
           step = (width - 2 * edge) / (looks - 1);
    int found = 0;

    for (int i = 0; i < looks; i++) {
        double look = cost(scene, best, from + i * step);

        if (look < least) {
            least = look;
            found = i;
        }
    }
    *direction = from + found * step;
    if (!isfinite(least))
        return least;
    at = close_in(scene, best, fmax(*direction - step, from),
                  fmin(*direction + step, from + (looks - 1) * step), &closed);
    if (closed < least) {
        least = closed;
        *direction = at;
    }
    return least;
}

static bool is_right(double direction_deg)
{
    return direction_deg < 90;
}

/* The best direction over all intervals, of one side or (-1) both. */
static bool find_best(const struct bv_plan_scene *scene, enum bv_plan_best best,
                      int side, const struct bv_plan_open *open, int count,
                      double *direction, int *interval)
{
    double least = INFINITY;

    for (int i = 0; i < count; i++)
        for (int s = 0; s < 2; s++) {
            struct bv_plan_open part;
            double at, found;

            if ((side >= 0 && s != side) || !bv_plan_cut(&open[i], s, &part))
                continue;
            found = best_within(scene, best, &part, &at);
            if (found >= least)
                continue;
            least = found;
            *direction = at;
            *interval = i;
        }
    return isfinite(least);
}

/* The shortest needle that reaches; it is there. */
static int choose_needle(const struct bv_plan_scene *scene, double length_mm)
{
    int chosen = -1;

    for (int i = 0; i < scene->needle_count; i++) {
        double length = scene->needles[i].length_mm;

        if (length - scene->reserve_mm >= length_mm &&
            (chosen < 0 || length < scene->needles[chosen].length_mm))
            chosen = i;
    }
    return chosen;
}

static void fill_way(const struct bv_plan_scene *scene, double direction_deg,
                     const struct bv_plan_open *open, struct bv_plan_way *way)
{
    const struct bv_plan_probe *probe = &scene->probe;
    struct bv_plan_shaft shaft;
    struct bv_mm shown;

    bv_plan_shaft_find(scene, direction_deg, &shaft);
    shown = bv_plan_shown(probe, &shaft);
    way->from_right = is_right(direction_deg);
    way->entry = shaft.entry;
    way->beside_mm =
        fabs(shaft.entry.lateral) - (bv_plan_face_half(probe) - probe->rim_mm);
    way->insertion_deg = shaft.insertion_deg;
    way->angle_deg = atan2(fabs(shaft.aim.depth - shaft.entry.depth),
                           fabs(shaft.aim.lateral - shaft.entry.lateral)) *
                     180 / M_PI;
    way->insonation_deg[0] = bv_plan_insonation(probe, &shaft, shown);
    way->insonation_deg[1] = bv_plan_insonation(probe, &shaft, shaft.aim);
    way->steepest_deg = steepest(probe, &shaft);
    way->visibility = visibility(way->steepest_deg);
    way->length_mm = shaft.length_mm;
    way->shown_mm =
        hypot(shaft.aim.lateral - shown.lateral, shaft.aim.depth - shown.depth);
    way->needle = choose_needle(scene, shaft.length_mm);
    for (int i = 0; i < scene->structure_count; i++)
        way->clearance_mm[i] = bv_plan_shaft_clearance(scene, &shaft, i);
    way->nearest = find_nearest(scene, &shaft);
    way->room_deg = open->to_deg - open->from_deg;
}

/* Add a way, or what it is best at to one that is alike. */
static void add_way(const struct bv_plan_scene *scene, struct bv_plan *plan,
                    double directions[BV_PLAN_WAYS_MAX], enum bv_plan_best best,
                    double direction, const struct bv_plan_open *open)
{
    struct bv_plan_way *way = &plan->ways[plan->way_count];

    for (int i = 0; i < plan->way_count; i++)
        if (fabs(directions[i] - direction) < alike_deg &&
            plan->ways[i].from_right == is_right(direction)) {
            plan->ways[i].best |= best;
            return;
        }
    directions[plan->way_count++] = direction;
    fill_way(scene, direction, open, way);
    way->best = best;
}

static void add_ways(const struct bv_plan_scene *scene, struct bv_plan *plan,
                     const struct bv_plan_open *open, int count)
{
    static const enum bv_plan_best bests[] = {
        BV_PLAN_MOST_VISIBLE, BV_PLAN_SHORTEST, BV_PLAN_MOST_CLEARANCE};
    double directions[BV_PLAN_WAYS_MAX], direction = 0;
    bool from[2] = {false, false};
    int interval = 0;

    for (int i = 0; i < 3; i++) {
        if (bests[i] == BV_PLAN_MOST_CLEARANCE && scene->structure_count == 0)
            continue;
        if (!find_best(scene, bests[i], -1, open, count, &direction, &interval))
            continue;
        add_way(scene, plan, directions, bests[i], direction, &open[interval]);
        from[is_right(direction)] = true;
    }
    for (int side = 0; side < 2; side++)
        if (!from[side] && from[1 - side] &&
            find_best(scene, BV_PLAN_OTHER_SIDE, side, open, count, &direction,
                      &interval))
            add_way(scene, plan, directions, BV_PLAN_OTHER_SIDE, direction,
                    &open[interval]);
}

int bv_plan_make(const struct bv_plan_scene *scene, struct bv_plan *plan,
                 struct bv_fault *fault)
{
    struct bv_plan_open open[BV_PLAN_OPEN_MAX], spare[BV_PLAN_OPEN_MAX];
    struct bv_plan made = {0};
    int error = bv_plan_scene_check(scene, fault), count = 0;

    if (error == 0)
        error = count = bv_plan_open_find(scene, &everything, open);
    for (int side = 0; error >= 0 && side < 2; side++) {
        struct bv_plan_open part;
        bool reached = false;

        for (int i = 0; i < count; i++)
            reached |= bv_plan_cut(&open[i], side, &part);
        if (!reached)
            error = bv_plan_reason(scene, side, spare, &made.sides[side]);
    }
    if (error == -E2BIG)
        error = bv_fault_set(fault, -EINVAL,
                             "The skin and the outlines are too entangled to "
                             "plan a way.");
    if (error < 0)
        return error;
    add_ways(scene, &made, open, count);
    *plan = made;
    return 0;
}
