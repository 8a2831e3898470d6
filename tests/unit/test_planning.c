/*
 * The plan of a picture: what is read of it, what is said, what is drawn.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "ui/overlay/way_draw.h"
#include "ui/planning.h"

static struct bv_advice advice;
static struct bv_planning planning;
static struct bv_ways ways;
static struct bv_fault fault;
static struct bv_way_needle needle;

/* 40 mm wide and 40 deep, the target 20 mm down. */
static void begin(void)
{
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, 400, 400},
                                             .face_middle = {199.5, 0}};
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = (struct bv_px){200, 200};
    fault = (struct bv_fault){0};
    needle = (struct bv_way_needle){0};
    planning = (struct bv_planning){0};
}

/* A vessel, a box on the picture. */
static void avoid(double left, double top, double right, double bottom)
{
    struct bv_landmark *mark = &advice.landmark[advice.landmark_count++].mark;

    *mark = (struct bv_landmark){.id = advice.landmark_count,
                                 .kind = BV_LANDMARK_VESSEL,
                                 .role = BV_LANDMARK_AVOID,
                                 .name = "artery",
                                 .margin_mm = 2,
                                 .outline = {.count = 4,
                                             .at = {{left, top},
                                                    {right, top},
                                                    {right, bottom},
                                                    {left, bottom}}}};
}

static void plan(void)
{
    ck_assert_int_eq(bv_ways_read(&advice, &needle, &ways.scene, &fault), 0);
    ck_assert_int_eq(bv_plan_make(&ways.scene, &ways.plan, &fault), 0);
    bv_planning_begin(&planning);
    bv_planning_made(&planning, &ways);
}

START_TEST(it_plans_with_the_needle_that_is_at_hand)
{
    plan();
    ck_assert_int_gt(ways.scene.needle_count, 1);
    ck_assert_ptr_null(strstr(planning.line, "needle's"));
    needle = (struct bv_way_needle){22, 50, 50};
    plan();
    ck_assert_int_eq(ways.scene.needle_count, 1);
    ck_assert_double_eq(ways.scene.needles[0].gauge, 22);
    ck_assert_ptr_nonnull(strstr(planning.line, "of the needle's 50 mm"));
    needle = (struct bv_way_needle){0, 45, 90};
    plan();
    ck_assert_int_eq(ways.scene.needle_count, 5); /* 45, 50, 60, 80, 90 */
    ck_assert_double_eq(ways.scene.needles[0].length_mm, 45);
    ck_assert_double_eq(ways.scene.needles[4].length_mm, 90);
}
END_TEST

START_TEST(a_needle_that_is_too_short_is_said)
{
    needle = (struct bv_way_needle){25, 25, 25};
    plan();
    ck_assert_int_eq(ways.plan.way_count, 0);
    ck_assert_int_eq(ways.plan.sides[0].verdict, BV_PLAN_TOO_DEEP);
}
END_TEST

START_TEST(a_plan_lacks_what_it_says)
{
    advice.target = BV_TARGET_NONE;
    ck_assert_int_eq(bv_ways_read(&advice, &needle, &ways.scene, &fault),
                     -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "without a target"));
    begin();
    advice.mm_per_px = 0;
    ck_assert_int_eq(bv_ways_read(&advice, &needle, &ways.scene, &fault),
                     -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "without a scale"));
    begin();
    avoid(80, 80, 120, 120);
    advice.landmark[0].state = BV_LANDMARK_LOST;
    ck_assert_int_eq(bv_ways_read(&advice, &needle, &ways.scene, &fault),
                     -EINVAL);
    ck_assert_ptr_nonnull(strstr(fault.text, "the artery is lost"));
}
END_TEST

START_TEST(ways_are_stepped_through_and_it_ends_after_the_last)
{
    int steps = 0;

    plan();
    ck_assert_int_gt(ways.plan.way_count, 1);
    for (; planning.phase == BV_PLANNING_SHOWS && steps < 20; steps++) {
        ck_assert_ptr_nonnull(strstr(planning.line, "beside the probe"));
        ck_assert_ptr_nonnull(strstr(planning.line, "No marks to avoid"));
        bv_planning_step(&planning);
    }
    ck_assert_int_eq(steps, ways.plan.way_count);
    ck_assert_str_eq(planning.line, "");
}
END_TEST

START_TEST(no_way_comes_into_the_margin_of_what_is_marked)
{
    avoid(60, 60, 140, 140);
    plan();
    for (int i = 0; i < ways.plan.way_count; i++)
        ck_assert_double_ge(ways.plan.ways[i].clearance_mm[0], 2 - 1e-9);
    ck_assert_ptr_nonnull(strstr(planning.line, "mm to the artery"));
}
END_TEST

START_TEST(what_cannot_be_reached_is_an_answer)
{
    avoid(20, 20, 130, 390);
    avoid(270, 20, 380, 390);
    plan();
    ck_assert_int_eq(ways.plan.way_count, 0);
    ck_assert_ptr_nonnull(
        strstr(planning.line, "cannot be reached from the left without"));
    bv_planning_step(&planning);
    ck_assert_ptr_nonnull(
        strstr(planning.line, "cannot be reached from the right without"));
    bv_planning_step(&planning);
    ck_assert_int_eq(planning.phase, BV_PLANNING_OFF);
}
END_TEST

START_TEST(a_plan_that_was_left_is_not_shown)
{
    plan();
    bv_planning_end(&planning);
    bv_planning_made(&planning, &ways);
    ck_assert_int_eq(planning.phase, BV_PLANNING_OFF);
}
END_TEST

/* Pixels of a black surface that a way paints within a disc. */
static int painted(const struct bv_px_segment *way, bool to_point,
                   struct bv_px at, double radius)
{
    const struct bv_view view = {0, 0, 1};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_A8, 400, 400);
    cairo_t *cairo = cairo_create(surface);
    const unsigned char *pixels;
    int found = 0;

    bv_way_draw(cairo, way, to_point, &advice, &view, 1);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    pixels = cairo_image_surface_get_data(surface);
    for (int y = 0; y < 400; y++)
        for (int x = 0; x < 400; x++)
            found +=
                hypot(x - at.x, y - at.y) <= radius &&
                pixels[y * cairo_image_surface_get_stride(surface) + x] > 0;
    cairo_surface_destroy(surface);
    return found;
}

START_TEST(a_way_leaves_the_target_and_the_echo_of_the_tip_free)
{
    struct bv_px_segment way;
    struct bv_px middle;
    bool to_point;

    plan();
    ck_assert(bv_planning_get_way(&planning, &advice, &way, &to_point));
    ck_assert(to_point);
    ck_assert_int_eq(painted(&way, to_point, advice.target_px, 15), 0);
    middle = bv_px_segment_at(&way, bv_px_segment_length(&way) - 100);
    ck_assert_int_gt(painted(&way, to_point, middle, 10), 0);
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.has_tip = true;
    advice.tip_px = middle;
    ck_assert_int_eq(painted(&way, to_point, middle, 10), 0);
}
END_TEST

START_TEST(a_way_to_an_outline_ends_at_its_border)
{
    struct bv_px_segment way;
    bool to_point;

    advice.target = BV_TARGET_NONE;
    avoid(160, 160, 240, 240);
    advice.landmark[0].mark.kind = BV_LANDMARK_CYST;
    advice.landmark[0].mark.role = BV_LANDMARK_TARGET;
    plan();
    ck_assert(bv_planning_get_way(&planning, &advice, &way, &to_point));
    ck_assert(!to_point);
    ck_assert_double_le(fabs(bv_outline_distance(
                            &advice.landmark[0].mark.outline, way.to, NULL)),
                        3);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_plan_lacks_what_it_says,
        it_plans_with_the_needle_that_is_at_hand,
        a_needle_that_is_too_short_is_said,
        ways_are_stepped_through_and_it_ends_after_the_last,
        no_way_comes_into_the_margin_of_what_is_marked,
        what_cannot_be_reached_is_an_answer,
        a_plan_that_was_left_is_not_shown,
        a_way_leaves_the_target_and_the_echo_of_the_tip_free,
        a_way_to_an_outline_ends_at_its_border,
        NULL};

    return bv_test_run("planning", begin, NULL, tests);
}
