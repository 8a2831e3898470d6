#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/plan.h"
#include "guidance/plan_open.h"

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

static void add_box(const char *name, double left, double top, double right,
                    double bottom, double margin)
{
    struct bv_plan_structure *made = &scene.structures[scene.structure_count++];

    snprintf(made->name, sizeof(made->name), "%s", name);
    made->margin_mm = margin;
    made->outline = (struct bv_mm_outline){
        4, {{left, top}, {right, top}, {right, bottom}, {left, bottom}}};
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

START_TEST(an_open_field_is_planned_by_trigonometry)
{
    const struct bv_plan_way *way;

    make();
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_REACHED);
    ck_assert_int_eq(plan.sides[1].verdict, BV_PLAN_REACHED);
    /* 90 mm of the longest needle: the flattest way to 20 mm */
    way = find(BV_PLAN_MOST_VISIBLE);
    ck_assert_double_eq_tol(way->length_mm, 90, 1e-3);
    ck_assert_double_eq_tol(way->angle_deg, 180 / M_PI * asin(20.0 / 90), 1e-3);
    ck_assert_double_eq_tol(way->insertion_deg, way->angle_deg, 1e-9);
    ck_assert_double_eq_tol(way->steepest_deg, way->angle_deg, 1e-9);
    ck_assert_double_eq_tol(way->insonation_deg[1], 90 - way->angle_deg, 1e-9);
    ck_assert_int_eq(way->visibility, BV_PLAN_SEEN_BEST);
    ck_assert_int_eq(way->needle, 1);
    ck_assert_int_eq(way->nearest, -1);
    /* just beside the probe and its rim: the shortest */
    way = find(BV_PLAN_SHORTEST);
    ck_assert_double_eq_tol(fabs(way->entry.lateral), 22, 1e-3);
    ck_assert_double_eq_tol(way->beside_mm, 2, 1e-3);
    ck_assert_double_eq_tol(way->length_mm, hypot(22, 20), 1e-3);
    ck_assert_double_eq_tol(way->shown_mm, hypot(20, 20.0 * 20 / 22), 1e-3);
    ck_assert_int_eq(way->needle, 0);
    ck_assert_int_eq(way->visibility, BV_PLAN_SEEN_LESS);
}
END_TEST

START_TEST(an_artery_on_the_way_is_named_and_its_margin_kept)
{
    add_box("artery", -12, 8, -8, 14, 2);
    make();
    for (int i = 0; i < plan.way_count; i++)
        ck_assert_double_ge(plan.ways[i].clearance_mm[0], 2);
    ck_assert_int_eq(find(BV_PLAN_MOST_CLEARANCE)->nearest, 0);
    ck_assert(find(BV_PLAN_MOST_CLEARANCE)->from_right);
    /* a wall of it on the left */
    scene.structures[0].outline.at[0].depth = 0;
    scene.structures[0].outline.at[1].depth = 0;
    scene.structures[0].outline.at[2].depth = 25;
    scene.structures[0].outline.at[3].depth = 25;
    make();
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_CROSSES);
    ck_assert_uint_eq(plan.sides[0].structures, 1);
    ck_assert_str_eq(words(0), "the target cannot be reached from the left "
                               "without crossing the artery");
    ck_assert_int_eq(plan.sides[1].verdict, BV_PLAN_REACHED);
    for (int i = 0; i < plan.way_count; i++)
        ck_assert(plan.ways[i].from_right);
}
END_TEST

START_TEST(a_way_through_margins_alone_is_told_from_one_through_structures)
{
    add_box("nerve", -15, 2, -8, 9, 0);
    add_box("artery", -15, 16, -8, 25, 0);
    make();
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_REACHED);
    scene.clearance_mm = 2;
    make();
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_COMES_NEAR);
    ck_assert_ptr_nonnull(strstr(words(0), "without coming into the margin of "
                                           "the nerve or the artery"));
}
END_TEST

START_TEST(what_blocks_only_together_is_named_together)
{
    add_box("vein", -15, -1, -8, 13, 0);   /* the steep ways */
    add_box("artery", -14, 14, -9, 30, 0); /* the flat ones */
    make();
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_CROSSES);
    ck_assert_uint_eq(plan.sides[0].structures, 3);
    ck_assert(plan.sides[0].together);
    ck_assert_ptr_nonnull(strstr(words(0), "the vein or the artery"));
}
END_TEST

START_TEST(needles_that_are_too_short_say_what_is_needed)
{
    scene.needles[0].length_mm = scene.needles[1].length_mm = 30;
    make();
    ck_assert_int_eq(plan.way_count, 0);
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_TOO_DEEP);
    ck_assert_double_eq_tol(plan.sides[0].need_mm, hypot(22, 20), 0.1);
    ck_assert_ptr_nonnull(strstr(words(1), "too deep from the right for the "
                                           "needles at hand"));
}
END_TEST

START_TEST(angles_that_are_not_allowed_say_which_is_nearest)
{
    scene.angle_least_deg = 60;
    make();
    ck_assert_int_eq(plan.sides[1].verdict, BV_PLAN_NO_ANGLE);
    ck_assert_double_eq_tol(plan.sides[1].need_deg, 180 / M_PI * atan2(20, 22),
                            0.5);
    ck_assert_ptr_nonnull(strstr(words(1), "at the allowed angles"));
}
END_TEST

START_TEST(a_longer_needle_is_asked_for_where_it_would_go_past)
{
    add_box("artery", -15, 2, -8, 14, 0);
    scene.needles[1].length_mm = 50;
    make();
    /* through its lower left corner: 50 mm beside the target, 20 deep */
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_CROSSES);
    ck_assert_double_eq_tol(plan.sides[0].need_mm, hypot(50, 20), 0.01);
    ck_assert_double_eq(plan.sides[0].need_deg, 0);
    ck_assert_str_eq(words(0), "the target cannot be reached from the left "
                               "without crossing the artery; a way past takes "
                               "a needle with 54 mm in tissue");
}
END_TEST

START_TEST(a_target_in_a_structure_or_its_margin_is_told)
{
    add_box("nerve", -3, 17, 3, 23, 1);
    make();
    ck_assert_int_eq(plan.way_count, 0);
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_IN_STRUCTURE);
    ck_assert_str_eq(words(0), "the target lies inside the nerve");
    scene.structures[0].outline.at[0].depth = 20.5;
    scene.structures[0].outline.at[1].depth = 20.5;
    make();
    ck_assert_int_eq(plan.sides[1].verdict, BV_PLAN_BY_STRUCTURE);
    ck_assert_str_eq(words(1), "the target lies within the margin of the "
                               "nerve");
}
END_TEST

START_TEST(skin_that_ends_at_the_probe_leads_nowhere)
{
    scene.skin[0].lateral = -21; /* within the rim */
    make();
    ck_assert_int_eq(plan.sides[0].verdict, BV_PLAN_NO_SKIN);
    ck_assert_int_eq(plan.sides[1].verdict, BV_PLAN_REACHED);
}
END_TEST

/* The angle between two lines, 0 to 90 degrees. */
static double folded(double radians)
{
    return 180 / M_PI * acos(fabs(cos(radians)));
}

START_TEST(a_curved_probes_beams_are_counted_where_the_shaft_lies)
{
    const struct bv_plan_way *way;
    double shaft, beam;

    scene.probe = (struct bv_plan_probe){
        .curved = true, .radius_mm = 60, .half_angle_deg = 30, .depth_mm = 80};
    scene.target = (struct bv_mm){10, 40};
    scene.needles[1].length_mm = 150;
    bv_plan_skin_flat(&scene);
    make();
    for (int i = 0; i < plan.way_count; i++) {
        way = &plan.ways[i];
        shaft = atan2(10 - way->entry.lateral, 40 - way->entry.depth);
        beam = atan2(10, 40 + 60);
        ck_assert_double_eq_tol(way->insonation_deg[1], folded(shaft - beam),
                                1e-6);
        /* where it comes into the picture the side beam lies */
        beam = (way->from_right ? 30 : -30) * M_PI / 180;
        ck_assert_double_eq_tol(way->insonation_deg[0], folded(shaft - beam),
                                1e-6);
        ck_assert_double_eq_tol(
            way->steepest_deg,
            90 - fmin(way->insonation_deg[0], way->insonation_deg[1]), 1e-9);
        ck_assert_double_lt(way->shown_mm, way->length_mm);
    }
}
END_TEST

START_TEST(scenes_that_make_no_sense_get_a_sentence)
{
    struct bv_plan_scene good = scene;

#define REFUSES(change, says)                                                  \
    do {                                                                       \
        scene = good;                                                          \
        memset(&fault, 0, sizeof(fault));                                      \
        change;                                                                \
        ck_assert_int_eq(bv_plan_make(&scene, &plan, &fault), -EINVAL);        \
        ck_assert_msg(strstr(fault.text, says), "%s", fault.text);             \
    } while (0)
    REFUSES(scene.target.depth = -1, "above the skin");
    REFUSES(scene.target.depth = 41, "outside the picture");
    REFUSES(scene.target.depth = NAN, "too far");
    REFUSES(scene.target.lateral = 500, "no skin above");
    REFUSES(scene.probe.width_mm = 0, "probe");
    REFUSES(scene.probe.depth_mm = INFINITY, "probe");
    REFUSES(scene.skin_count = 1, "left to right");
    REFUSES(scene.skin[1].lateral = -500, "left to right");
    REFUSES(scene.needle_count = 0, "needles");
    REFUSES(scene.needles[0].length_mm = NAN, "needle");
    REFUSES(scene.angle_least_deg = 91, "angles");
    REFUSES(scene.angle_most_deg = -1, "angles");
    REFUSES(scene.reserve_mm = -1, "reserve");
    REFUSES((add_box("box", 0, 0, 0, 5, 1)), "\"box\"");
    REFUSES((add_box("box", 5, 5, 9, 9, -1)), "margin of \"box\"");
    REFUSES((add_box("box", 5, 5, NAN, 9, 1)), "\"box\"");
#undef REFUSES
}
END_TEST

START_TEST(what_is_aimed_at_lies_inside_the_outline)
{
    static const struct bv_mm_outline bent = {8,
                                              {{0, 0},
                                               {30, 0},
                                               {30, 20},
                                               {26, 20},
                                               {26, 4},
                                               {4, 4},
                                               {4, 20},
                                               {0, 20}}};
    struct bv_outline px = bv_plan_outline(&bent);
    struct bv_mm aim = bv_plan_outline_aim(&bent);

    ck_assert_double_lt(
        bv_outline_distance(&px, (struct bv_px){aim.lateral, aim.depth}, NULL),
        -1.5);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        an_open_field_is_planned_by_trigonometry,
        an_artery_on_the_way_is_named_and_its_margin_kept,
        a_way_through_margins_alone_is_told_from_one_through_structures,
        what_blocks_only_together_is_named_together,
        needles_that_are_too_short_say_what_is_needed,
        angles_that_are_not_allowed_say_which_is_nearest,
        a_longer_needle_is_asked_for_where_it_would_go_past,
        a_target_in_a_structure_or_its_margin_is_told,
        skin_that_ends_at_the_probe_leads_nowhere,
        a_curved_probes_beams_are_counted_where_the_shaft_lies,
        scenes_that_make_no_sense_get_a_sentence,
        what_is_aimed_at_lies_inside_the_outline,
        NULL,
    };

    return bv_test_run("plan", setup, NULL, tests);
}
