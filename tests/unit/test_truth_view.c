#include "support/test.h"

#include <math.h>
#include <string.h>

#include "acquisition/simulator/truth_view.h"

static struct bv_truth truth;

/* A needle from (0, 0) to (100, 100) in a picture of 200 x 200 px. */
static void make_truth(void)
{
    memset(&truth, 0, sizeof(truth));
    truth.mm_per_px = 0.1;
    truth.needle = truth.has_whole = truth.has_shaft = true;
    truth.tip_visible = truth.has_tip_mm = truth.has_target = true;
    truth.state = BV_NEEDLE_TIP_SEEN;
    truth.whole_px.to = truth.shaft_px.to = (struct bv_px){100, 100};
    truth.visible_mm = 14;
    truth.angle_deg = 45;
    truth.target_px = (struct bv_px){110, 100};
    truth.distance_mm = 1;
    truth.miss_mm = 0.7;
    truth.scan_area = (struct bv_scan_area){.shape = BV_SCAN_SECTOR,
                                            .box = {0, 0, 200, 200},
                                            .face_middle = {99.5, 10},
                                            .apex = {99.5, -40},
                                            .face_radius_px = 50,
                                            .end_radius_px = 240,
                                            .half_angle_deg = 30};
    truth.outline_count = 2;
    for (int i = 0; i < 2; i++) {
        truth.outlines[i].count = 4;
        truth.outlines[i].name = i ? "far" : "near";
        for (int k = 0; k < 4; k++)
            truth.outlines[i].px[k] =
                (struct bv_px){i * 130 + 40 + k, i * 130 + 40 + k % 2};
    }
}

static struct bv_truth_view moved_by(double x, double y)
{
    return (struct bv_truth_view){
        .scale = 1,
        .to = {x, y},
        .box = {(int)x, (int)y, (int)x + 200, (int)y + 200}};
}

START_TEST(a_moved_picture_moves_all_places_and_no_distance)
{
    struct bv_truth_view view = moved_by(300, 40);

    bv_truth_view_apply(&view, &truth);
    ck_assert_double_eq(truth.whole_px.to.x, 400);
    ck_assert_double_eq(truth.whole_px.to.y, 140);
    ck_assert_double_eq(truth.target_px.x, 410);
    ck_assert_double_eq(truth.mm_per_px, 0.1);
    ck_assert_double_eq(truth.visible_mm, 14);
    ck_assert_double_eq(truth.distance_mm, 1);
    ck_assert_int_eq(truth.state, BV_NEEDLE_TIP_SEEN);
    ck_assert_int_eq(truth.scan_area.box.left, 300);
    ck_assert_int_eq(truth.scan_area.box.bottom, 240);
    ck_assert_double_eq(truth.scan_area.apex.y, 0);
    ck_assert_double_eq(truth.scan_area.face_radius_px, 50);
    ck_assert_int_eq(truth.outline_count, 2);
    ck_assert_double_eq(truth.outlines[1].px[0].x, 470);
}
END_TEST

START_TEST(a_larger_picture_has_a_smaller_scale)
{
    struct bv_truth_view view = {
        .scale = 2, .from = {50, 50}, .to = {50, 50}, .box = {0, 0, 200, 200}};

    bv_truth_view_apply(&view, &truth);
    ck_assert_double_eq(truth.mm_per_px, 0.05);
    ck_assert_double_eq(truth.whole_px.to.x, 150);
    ck_assert_double_eq(truth.scan_area.face_radius_px, 100);
    ck_assert_double_eq(truth.scan_area.half_angle_deg, 30);
    ck_assert_int_eq(truth.scan_area.box.left, 0);
    ck_assert_int_eq(truth.scan_area.box.right, 200);
    ck_assert_double_eq(truth.scan_area.face_middle.y, -30);
    /* a quarter of the shaft lies outside */
    ck_assert_double_eq_tol(truth.shaft_px.from.x, -0.5, 1e-9);
    ck_assert_double_eq_tol(truth.visible_mm, 14 * 150.5 / 200, 1e-9);
    ck_assert_int_eq(truth.state, BV_NEEDLE_TIP_SEEN);
    ck_assert_int_eq(truth.outline_count, 1); /* the far one is outside */
    ck_assert_str_eq(truth.outlines[0].name, "near");
}
END_TEST

START_TEST(a_tip_outside_the_picture_is_not_in_the_truth)
{
    struct bv_truth_view view = {
        .scale = 3, .from = {0, 0}, .to = {0, 0}, .box = {0, 0, 200, 200}};

    bv_truth_view_apply(&view, &truth);
    ck_assert(!truth.has_whole);
    ck_assert(!truth.tip_visible);
    ck_assert(!truth.has_tip_mm);
    ck_assert(truth.needle);
    ck_assert(isnan(truth.angle_deg));
    ck_assert(isnan(truth.distance_mm));
    ck_assert(!truth.has_target);
    ck_assert_int_eq(truth.state, BV_NEEDLE_SHAFT_ONLY);
    ck_assert_double_eq_tol(truth.shaft_px.to.x, 199.5, 1e-9);
}
END_TEST

START_TEST(a_needle_outside_the_picture_is_none_that_shows)
{
    struct bv_truth_view view = {.scale = 2,
                                 .from = {190, 190},
                                 .to = {190, 190},
                                 .box = {0, 0, 200, 200}};

    truth.has_crossing = true;
    truth.crossing_px = (struct bv_px){20, 20};
    truth.state = BV_NEEDLE_CROSSING;
    bv_truth_view_apply(&view, &truth);
    ck_assert(!truth.has_crossing);
    ck_assert_int_ne(truth.state, BV_NEEDLE_CROSSING);
    make_truth();
    view.scale = 3;
    view.from = view.to = (struct bv_px){199, 0};
    bv_truth_view_apply(&view, &truth);
    ck_assert(!truth.has_shaft);
    ck_assert_double_eq(truth.visible_mm, 0);
    ck_assert_int_eq(truth.state, BV_NEEDLE_NONE);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_moved_picture_moves_all_places_and_no_distance,
                            a_larger_picture_has_a_smaller_scale,
                            a_tip_outside_the_picture_is_not_in_the_truth,
                            a_needle_outside_the_picture_is_none_that_shows,
                            NULL};

    return bv_test_run("truth_view", make_truth, NULL, tests);
}
