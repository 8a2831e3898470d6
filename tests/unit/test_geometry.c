#include "support/test.h"

#include <errno.h>

#include "core/geometry.h"

static const double tolerance = 1e-9;

static const struct bv_scan_area rectangle = {
    .shape = BV_SCAN_RECTANGLE,
    .box = {10, 20, 110, 220},
    .face_middle = {59.5, 20},
};

static const struct bv_scan_area sector = {
    .shape = BV_SCAN_SECTOR,
    .box = {0, 0, 400, 300},
    .face_middle = {200, 50},
    .apex = {200, -50},
    .face_radius_px = 100,
    .end_radius_px = 300,
    .half_angle_deg = 30,
};

START_TEST(angle_is_below_the_horizontal_whichever_way_the_shaft_runs)
{
    struct bv_px_segment right = {{0, 0}, {10, 10}};
    struct bv_px_segment left = {{10, 0}, {0, 10}};
    struct bv_px_segment down = {{5, 0}, {5, 10}};

    ck_assert_double_eq_tol(bv_px_segment_angle_deg(&right), 45, tolerance);
    ck_assert_double_eq_tol(bv_px_segment_angle_deg(&left), 45, tolerance);
    ck_assert_double_eq_tol(bv_px_segment_angle_deg(&down), 90, tolerance);
    ck_assert_double_eq_tol(bv_px_segment_turn_deg(&right, &left), 90,
                            tolerance);
}
END_TEST

START_TEST(beside_is_positive_on_the_deeper_side_whichever_way_it_runs)
{
    struct bv_px_segment right = {{0, 0}, {10, 0}};
    struct bv_px_segment left = {{10, 0}, {0, 0}};
    double along, beside;

    bv_px_segment_project(&right, (struct bv_px){3, 4}, &along, &beside);
    ck_assert_double_eq_tol(along, 3, tolerance);
    ck_assert_double_eq_tol(beside, 4, tolerance);
    bv_px_segment_project(&left, (struct bv_px){3, 4}, &along, &beside);
    ck_assert_double_eq_tol(along, 7, tolerance);
    ck_assert_double_eq_tol(beside, 4, tolerance);
    bv_px_segment_project(&left, (struct bv_px){3, -4}, NULL, &beside);
    ck_assert_double_eq_tol(beside, -4, tolerance);
}
END_TEST

START_TEST(millimetres_are_refused_without_scale_or_scan_area)
{
    static const struct bv_scan_area unknown = {.shape = BV_SCAN_UNKNOWN};
    struct bv_mm mm = {-1, -1};

    ck_assert_int_eq(bv_px_to_mm(&rectangle, 0, (struct bv_px){0, 0}, &mm),
                     -EDOM);
    ck_assert_int_eq(bv_px_to_mm(&unknown, 0.1, (struct bv_px){0, 0}, &mm),
                     -EDOM);
    ck_assert(mm.lateral == -1 && mm.depth == -1);
}
END_TEST

START_TEST(millimetres_and_pixels_convert_back_and_forth)
{
    struct bv_px px = {80.25, 120.5}, back;
    struct bv_mm mm;

    ck_assert_int_eq(bv_px_to_mm(&rectangle, 0.1, px, &mm), 0);
    ck_assert_double_eq_tol(mm.lateral, 2.075, tolerance);
    ck_assert_double_eq_tol(mm.depth, 10.05, tolerance);
    ck_assert_int_eq(bv_mm_to_px(&rectangle, 0.1, mm, &back), 0);
    ck_assert_double_eq_tol(back.x, px.x, tolerance);
    ck_assert_double_eq_tol(back.y, px.y, tolerance);
}
END_TEST

START_TEST(sector_contains_its_fan_and_not_its_corners)
{
    ck_assert(bv_scan_area_contains(&sector, (struct bv_px){200, 150}));
    ck_assert(!bv_scan_area_contains(&sector, (struct bv_px){200, 40}));
    ck_assert(!bv_scan_area_contains(&sector, (struct bv_px){20, 60}));
    ck_assert(!bv_scan_area_contains(&sector, (struct bv_px){200, 260}));
    ck_assert_double_eq_tol(
        bv_scan_area_depth_px(&sector, (struct bv_px){200, 150}), 100,
        tolerance);
}
END_TEST

START_TEST(map_between_pictures_and_back_is_where_it_was)
{
    struct bv_px_map map = {0, -2, 99, 0.5, 0, 3};
    struct bv_px_map back = bv_px_map_inverse(&map);
    struct bv_px px = bv_px_map_apply(&map, (struct bv_px){10, 20});

    ck_assert_double_eq_tol(px.x, 59, tolerance);
    ck_assert_double_eq_tol(px.y, 8, tolerance);
    px = bv_px_map_apply(&back, px);
    ck_assert_double_eq_tol(px.x, 10, tolerance);
    ck_assert_double_eq_tol(px.y, 20, tolerance);
}
END_TEST

START_TEST(maps_join_in_the_order_in_which_they_are_named)
{
    struct bv_px_map turn = {0, -1, 0, 1, 0, 0}, shift = {1, 0, 5, 0, 1, 7};
    struct bv_px_map both = bv_px_map_join(&turn, &shift);
    struct bv_px px = bv_px_map_apply(&both, (struct bv_px){10, 20});

    ck_assert_double_eq_tol(px.x, -15, tolerance);
    ck_assert_double_eq_tol(px.y, 17, tolerance);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        angle_is_below_the_horizontal_whichever_way_the_shaft_runs,
        beside_is_positive_on_the_deeper_side_whichever_way_it_runs,
        millimetres_are_refused_without_scale_or_scan_area,
        millimetres_and_pixels_convert_back_and_forth,
        sector_contains_its_fan_and_not_its_corners,
        map_between_pictures_and_back_is_where_it_was,
        maps_join_in_the_order_in_which_they_are_named,
        NULL};

    return bv_test_run("geometry", NULL, NULL, tests);
}
