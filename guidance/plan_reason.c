/*
 * Why there is no way from a side.
 */
#include <math.h>

#include "guidance/plan_open.h"

/* Looks at an interval for what it would ask for. */
enum { looks = 65 };

static const struct bv_plan_demand everything = BV_PLAN_EVERYTHING;

bool bv_plan_cut(const struct bv_plan_open *open, int side,
                 struct bv_plan_open *part)
{
    *part = *open;
    if (side == 1)
        part->to_deg = fmin(part->to_deg, 90);
    else
        part->from_deg = fmax(part->from_deg, 90);
    return part->to_deg - part->from_deg > 0;
}

/* How wide the open directions of one side are; negative: an errno. */
static double open_deg(const struct bv_plan_scene *scene, int side,
                       const struct bv_plan_demand *demand,
                       struct bv_plan_open open[BV_PLAN_OPEN_MAX], int *count)
{
    int found = bv_plan_open_find(scene, demand, open), kept = 0;
    double sum = 0;

    for (int i = 0; i < found; i++) {
        struct bv_plan_open part;

        if (!bv_plan_cut(&open[i], side, &part))
            continue;
        open[kept++] = part;
        sum += part.to_deg - part.from_deg;
    }
    if (count)
        *count = kept;
    return found < 0 ? found : sum;
}

/* The least length, or the angle nearest to those allowed, over directions. */
static double least_need(const struct bv_plan_scene *scene, bool length,
                         const struct bv_plan_open *open, int count)
{
    double least = INFINITY, need = 0;

    for (int i = 0; i < count; i++)
        for (int k = 0; k <= looks; k++) {
            double at = open[i].from_deg +
                        (open[i].to_deg - open[i].from_deg) * k / looks;
            struct bv_plan_shaft shaft;
            double off;

            if (!bv_plan_shaft_find(scene, at, &shaft))
                continue;
            off = length ? shaft.length_mm
                         : fmax(scene->angle_least_deg - shaft.insertion_deg,
                                shaft.insertion_deg - scene->angle_most_deg);
            if (off >= least)
                continue;
            least = off;
            need = length ? shaft.length_mm : shaft.insertion_deg;
        }
    return need;
}

/* With one demand less it could be reached, and what that would ask for. */
static double need_without(const struct bv_plan_scene *scene, int side,
                           struct bv_plan_demand demand, bool length,
                           struct bv_plan_open open[BV_PLAN_OPEN_MAX])
{
    int count;

    if (length)
        demand.length = false;
    else
        demand.angle = false;
    if (open_deg(scene, side, &demand, open, &count) <= 0)
        return 0;
    return least_need(scene, length, open, count);
}

/* Which structures block: those that do alone, else all that narrow it. */
static void find_blocking(const struct bv_plan_scene *scene, int side,
                          bool margins, double without_deg,
                          struct bv_plan_open open[BV_PLAN_OPEN_MAX],
                          struct bv_plan_side *told)
{
    unsigned alone = 0, narrowing = 0;

    for (int i = 0; i < scene->structure_count; i++) {
        struct bv_plan_demand one = {true, true, 1u << i, margins};
        double left = open_deg(scene, side, &one, open, NULL);

        if (left == 0)
            alone |= 1u << i;
        else if (left < without_deg - 1e-9)
            narrowing |= 1u << i;
    }
    told->structures = alone ? alone : narrowing;
    told->together = !alone;
}

/* The target itself lies in a structure, or within a margin. */
static bool is_inside(const struct bv_plan_scene *scene,
                      struct bv_plan_side *told)
{
    const struct bv_plan_shaft point = {scene->target, scene->target, 0, 0};

    for (int i = 0; i < scene->structure_count; i++) {
        double clearance = bv_plan_shaft_clearance(scene, &point, i);

        if (clearance <= 0 && told->verdict != BV_PLAN_IN_STRUCTURE) {
            told->verdict = BV_PLAN_IN_STRUCTURE;
            told->structures = 0;
        } else if (clearance >= bv_plan_margin(scene, i) ||
                   (clearance > 0 && told->verdict == BV_PLAN_IN_STRUCTURE)) {
            continue;
        } else if (clearance > 0) {
            told->verdict = BV_PLAN_BY_STRUCTURE;
        }
        told->structures |= 1u << i;
    }
    return told->structures != 0;
}

/* Why no direction is open on a side. @return 0 or a negative errno. */
int bv_plan_reason(const struct bv_plan_scene *scene, int side,
                   struct bv_plan_open open[BV_PLAN_OPEN_MAX],
                   struct bv_plan_side *told)
{
    const struct bv_plan_demand none = {0}, angle = {true, false, 0, false},
                                both = {true, true, 0, false},
                                uncrossed = {true, true, ~0u, false};
    double without = open_deg(scene, side, &both, open, NULL);
    bool margins;

    if (without < 0)
        return (int)without;
    if (open_deg(scene, side, &none, open, NULL) <= 0) {
        told->verdict = BV_PLAN_NO_SKIN;
    } else if (is_inside(scene, told)) {
        return 0;
    } else if (open_deg(scene, side, &angle, open, NULL) <= 0) {
        told->verdict = BV_PLAN_NO_ANGLE;
        told->need_deg = need_without(scene, side, none, false, open);
    } else if (without <= 0) {
        told->verdict = BV_PLAN_TOO_DEEP;
        told->need_mm = need_without(scene, side, both, true, open);
    } else {
        margins = open_deg(scene, side, &uncrossed, open, NULL) > 0;
        told->verdict = margins ? BV_PLAN_COMES_NEAR : BV_PLAN_CROSSES;
        find_blocking(scene, side, margins, without, open, told);
        told->need_mm = need_without(scene, side, everything, true, open);
        told->need_deg = need_without(scene, side, everything, false, open);
    }
    return 0;
}
