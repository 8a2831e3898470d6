/*
 * The planner against brute force over made-up scenes.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/plan.h"
#include "guidance/plan_open.h"

static const struct bv_plan_demand everything = BV_PLAN_EVERYTHING;

static struct bv_plan_scene scene;
static struct bv_plan plan;
static struct bv_fault fault;

/* A linear probe of 40 mm over a target 20 mm deep, with long needles. */
static void setup(void)
{
    memset(&scene, 0, sizeof(scene));
    memset(&plan, 0, sizeof(plan));
    memset(&fault, 0, sizeof(fault));
    scene.probe =
        (struct bv_plan_probe){.width_mm = 40, .rim_mm = 2, .depth_mm = 40};
    scene.target = (struct bv_mm){0, 20};
    scene.needles[0] = (struct bv_plan_needle){50, 22};
    scene.needles[1] = (struct bv_plan_needle){100, 20};
    scene.needle_count = 2;
    scene.angle_most_deg = 90;
    scene.reserve_mm = 10;
    bv_plan_skin_flat(&scene);
}

static void make(void)
{
    ck_assert_msg(bv_plan_make(&scene, &plan, &fault) == 0, "%s", fault.text);
}

static const struct bv_plan_way *find(unsigned best)
{
    for (int i = 0; i < plan.way_count; i++)
        if (plan.ways[i].best & best)
            return &plan.ways[i];
    ck_abort_msg("there is no such way");
    return NULL;
}

static const char *words(int side)
{
    static char text[1024];

    bv_plan_side_words(&scene, &plan, side, text, sizeof(text));
    return text;
}

static uint64_t dice;

static double any(double low, double high)
{
    dice = dice * 6364136223846793005ull + 1442695040888963407ull;
    return low + (high - low) * (double)(dice >> 11) * 0x1p-53;
}

static void add_random_structure(void)
{
    struct bv_plan_structure *made = &scene.structures[scene.structure_count++];
    double x = any(-45, 45), z = any(0, 40), size = any(1, 9);
    int count = (int)any(3, 12);

    snprintf(made->name, sizeof(made->name), "structure %d",
             scene.structure_count);
    made->margin_mm = any(0, 1) < 0.3 ? 0 : any(0, 5);
    made->outline.count = count;
    for (int i = 0; i < count; i++) {
        double turn = 2 * M_PI * (i + any(0, 0.8)) / count;
        double radius = size * any(0.4, 1);

        made->outline.at[i] =
            (struct bv_mm){x + radius * cos(turn), z + radius * sin(turn)};
    }
}

static void random_scene(int seed)
{
    setup();
    dice = (uint64_t)seed * 0x9e3779b97f4a7c15ull + 1;
    any(0, 1);
    scene.probe.depth_mm = any(25, 60);
    if (any(0, 1) < 0.4)
        scene.probe = (struct bv_plan_probe){.curved = true,
                                             .radius_mm = any(15, 70),
                                             .half_angle_deg = any(15, 40),
                                             .rim_mm = any(0, 4),
                                             .depth_mm = any(30, 90)};
    scene.target =
        (struct bv_mm){any(-8, 8), any(4, scene.probe.depth_mm * 0.8)};
    bv_plan_skin_flat(&scene);
    if (any(0, 1) < 0.5) { /* skin that is bent beside the probe */
        scene.skin_count = 0;
        for (int i = 0; i <= 12; i++)
            scene.skin[scene.skin_count++] =
                (struct bv_mm){-90 + 15 * i + any(-5, 5), any(-6, 3)};
    }
    scene.needles[0].length_mm = any(30, 70);
    scene.needles[1].length_mm = any(40, 130);
    scene.angle_least_deg = any(0, 25);
    scene.angle_most_deg = any(40, 90);
    scene.clearance_mm = any(0, 1) < 0.5 ? 0 : any(0, 2);
    for (int count = (int)any(0, 7); count > 0; count--)
        add_random_structure();
}

/* Everything anew, and by sampling: points of the shaft against pieces of
 * outlines. Written apart from what it tests. */
static double point_to_piece(double x, double y, struct bv_mm a, struct bv_mm b)
{
    double dx = b.lateral - a.lateral, dy = b.depth - a.depth;
    double part =
        ((x - a.lateral) * dx + (y - a.depth) * dy) / (dx * dx + dy * dy);

    part = fmin(fmax(part, 0), 1);
    return hypot(x - a.lateral - part * dx, y - a.depth - part * dy);
}

static double brute_clearance(const struct bv_mm_outline *outline,
                              struct bv_mm entry, struct bv_mm aim, int steps)
{
    double least = INFINITY;

    for (int i = 0; i <= steps; i++) {
        double x = entry.lateral + (aim.lateral - entry.lateral) * i / steps;
        double y = entry.depth + (aim.depth - entry.depth) * i / steps;
        bool inside = false;

        for (int k = 0; k < outline->count; k++) {
            struct bv_mm a = outline->at[k];
            struct bv_mm b = outline->at[(k + 1) % outline->count];

            least = fmin(least, point_to_piece(x, y, a, b));
            if ((a.depth > y) != (b.depth > y) &&
                x < a.lateral + (y - a.depth) / (b.depth - a.depth) *
                                    (b.lateral - a.lateral))
                inside = !inside;
        }
        if (inside)
            return 0;
    }
    return least;
}

/* @return 1: meets all demands, -1: does not, 0: too near to the limit for
 * sampling to say. */
static int brute(double direction_deg, double *spare)
{
    double dx = cos(direction_deg * M_PI / 180);
    double dy = -sin(direction_deg * M_PI / 180), length = INFINITY, slope = 0;
    double half = scene.probe.curved
                      ? scene.probe.radius_mm *
                            sin(scene.probe.half_angle_deg * M_PI / 180)
                      : scene.probe.width_mm / 2;
    double reach =
        fmax(scene.needles[0].length_mm, scene.needles[1].length_mm) -
        scene.reserve_mm;
    double angle, off;
    struct bv_mm entry;

    for (int i = 0; i + 1 < scene.skin_count; i++) {
        struct bv_mm a = scene.skin[i], b = scene.skin[i + 1];
        double rise = (b.depth - a.depth) / (b.lateral - a.lateral);
        double t = (a.depth + rise * (scene.target.lateral - a.lateral) -
                    scene.target.depth) /
                   (dy - rise * dx);
        double x = scene.target.lateral + t * dx;

        if (t > 0 && x >= a.lateral && x <= b.lateral && t < length) {
            length = t;
            slope = atan(rise);
        }
    }
    if (!isfinite(length))
        return -1;
    entry = (struct bv_mm){scene.target.lateral + length * dx,
                           scene.target.depth + length * dy};
    angle = fabs(atan2(dy, dx) - slope) * 180 / M_PI;
    angle = fabs(angle - 180 * round(angle / 180));
    off = fmin(reach - length, fmin(angle - scene.angle_least_deg,
                                    scene.angle_most_deg - angle));
    off = fmin(off, fabs(entry.lateral) - half - scene.probe.rim_mm);
    *spare = INFINITY;
    for (int i = 0; i < scene.structure_count; i++) {
        double margin = fmax(scene.structures[i].margin_mm, scene.clearance_mm);
        double clear = brute_clearance(&scene.structures[i].outline, entry,
                                       scene.target, 200);

        *spare = fmin(*spare, clear - margin);
    }
    off = fmin(off, *spare);
    /* between two samples the distance changes by less than half a step */
    return fabs(off) < length / 400 + 1e-9 ? 0 : off > 0 ? 1 : -1;
}

static bool is_open(const struct bv_plan_open *open, int count, double at,
                    double *to_end)
{
    bool inside = false;

    *to_end = INFINITY;
    for (int i = 0; i < count; i++) {
        *to_end = fmin(*to_end, fmin(fabs(at - open[i].from_deg),
                                     fabs(at - open[i].to_deg)));
        inside |= at >= open[i].from_deg && at <= open[i].to_deg;
    }
    return inside;
}

static bool is_valid(void)
{
    return bv_plan_scene_check(&scene, NULL) == 0;
}

START_TEST(open_directions_are_those_that_brute_force_finds)
{
    struct bv_plan_open open[BV_PLAN_OPEN_MAX];
    int looked = 0, told = 0, opened = 0;

    for (int seed = 1; seed <= 60; seed++) {
        int count;

        random_scene(seed);
        if (!is_valid())
            continue;
        count = bv_plan_open_find(&scene, &everything, open);
        ck_assert_int_ge(count, 0);
        for (double at = -89.9; at < 270; at += 0.73) {
            double spare, to_end;
            int found = brute(at, &spare);
            bool is = is_open(open, count, at, &to_end);

            looked++;
            told += found != 0;
            opened += found > 0;
            if (found != 0 && to_end > 1e-7)
                ck_assert_msg((found > 0) == is, "seed %d at %.4f: %d", seed,
                              at, found);
        }
    }
    ck_assert_int_gt(looked, 20000);
    ck_assert_int_gt(told, looked * 0.93);
    ck_assert_int_gt(opened, 1500);
}
END_TEST

START_TEST(ends_of_open_directions_are_where_a_demand_is_met_just_so)
{
    struct bv_plan_open open[BV_PLAN_OPEN_MAX];
    int ends = 0;

    for (int seed = 1; seed <= 300; seed++) {
        int count;

        random_scene(seed);
        if (!is_valid())
            continue;
        count = bv_plan_open_find(&scene, &everything, open);
        for (int i = 0; i < 2 * count; i++) {
            double at = i & 1 ? open[i / 2].to_deg : open[i / 2].from_deg;
            double out = i & 1 ? 1e-7 : -1e-7;
            struct bv_plan_shaft shaft;

            ck_assert(bv_plan_shaft_find(&scene, at - out, &shaft) &&
                      bv_plan_shaft_meets(&scene, &shaft, &everything));
            ck_assert(!bv_plan_shaft_find(&scene, at + out, &shaft) ||
                      !bv_plan_shaft_meets(&scene, &shaft, &everything));
            ends++;
        }
    }
    ck_assert_int_gt(ends, 200);
}
END_TEST

START_TEST(no_way_crosses_a_margin_or_breaks_a_demand)
{
    int ways = 0, near = 0;

    for (int seed = 1; seed <= 150; seed++) {
        random_scene(seed);
        if (!is_valid())
            continue;
        make();
        for (int i = 0; i < plan.way_count; i++) {
            const struct bv_plan_way *way = &plan.ways[i];

            for (int k = 0; k < scene.structure_count; k++) {
                double margin =
                    fmax(scene.structures[k].margin_mm, scene.clearance_mm);
                double clear = brute_clearance(&scene.structures[k].outline,
                                               way->entry, scene.target, 1000);

                ck_assert_double_ge(clear, margin);
                ck_assert_double_ge(way->clearance_mm[k], margin);
                ck_assert_double_le(way->clearance_mm[k], clear + 1e-9);
                near += clear < margin + 0.01;
            }
            ck_assert_double_ge(way->insertion_deg, scene.angle_least_deg);
            ck_assert_double_le(way->insertion_deg, scene.angle_most_deg);
            ck_assert_double_ge(scene.needles[way->needle].length_mm,
                                way->length_mm + scene.reserve_mm);
            ck_assert_double_ge(way->beside_mm, scene.probe.rim_mm);
            ck_assert_double_gt(way->room_deg, 0);
            ways++;
        }
    }
    ck_assert_int_gt(ways, 100);
    ck_assert_int_gt(near, 10);
}
END_TEST

START_TEST(no_sample_is_better_than_the_best_way)
{
    for (int seed = 1; seed <= 30; seed++) {
        random_scene(seed);
        if (!is_valid())
            continue;
        make();
        for (double at = -89.9; at < 270; at += 0.53) {
            struct bv_plan_shaft shaft;
            double spare;

            if (brute(at, &spare) <= 0)
                continue;
            ck_assert_int_gt(plan.way_count, 0);
            ck_assert(bv_plan_shaft_find(&scene, at, &shaft));
            ck_assert_double_ge(shaft.length_mm + 0.01,
                                find(BV_PLAN_SHORTEST)->length_mm);
            if (scene.structure_count > 0) {
                const struct bv_plan_way *way = find(BV_PLAN_MOST_CLEARANCE);
                double most = way->clearance_mm[way->nearest] -
                              bv_plan_margin(&scene, way->nearest);

                ck_assert_double_le(spare, most + 0.15);
            }
        }
    }
}
END_TEST

START_TEST(a_side_without_a_way_says_why_and_one_with_a_way_does_not)
{
    int verdicts[BV_PLAN_COMES_NEAR + 1] = {0};

    for (int seed = 1; seed <= 300; seed++) {
        random_scene(seed);
        if (!is_valid())
            continue;
        make();
        for (int side = 0; side < 2; side++) {
            const struct bv_plan_side *told = &plan.sides[side];
            bool any_way = false;

            for (int i = 0; i < plan.way_count; i++)
                any_way |= plan.ways[i].from_right == (side == 1);
            ck_assert(!any_way || told->verdict == BV_PLAN_REACHED);
            ck_assert_int_eq(told->structures != 0,
                             told->verdict == BV_PLAN_IN_STRUCTURE ||
                                 told->verdict == BV_PLAN_BY_STRUCTURE ||
                                 told->verdict == BV_PLAN_CROSSES ||
                                 told->verdict == BV_PLAN_COMES_NEAR);
            ck_assert_ptr_null(strstr(words(side), "safe"));
            verdicts[told->verdict]++;
        }
    }
    ck_assert_int_gt(verdicts[BV_PLAN_REACHED], 50);
    ck_assert_int_gt(verdicts[BV_PLAN_CROSSES], 5);
    ck_assert_int_gt(verdicts[BV_PLAN_COMES_NEAR], 3);
    ck_assert_int_gt(verdicts[BV_PLAN_TOO_DEEP], 5);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        open_directions_are_those_that_brute_force_finds,
        ends_of_open_directions_are_where_a_demand_is_met_just_so,
        no_way_crosses_a_margin_or_breaks_a_demand,
        no_sample_is_better_than_the_best_way,
        a_side_without_a_way_says_why_and_one_with_a_way_does_not,
        NULL,
    };

    return bv_test_run("plan_brute", setup, NULL, tests);
}
