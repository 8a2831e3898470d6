#include "support/test.h"

#include <errno.h>
#include <math.h>

#include "core/measure.h"

static const struct bv_scan_area area = {.shape = BV_SCAN_RECTANGLE,
                                         .box = {0, 10, 100, 210},
                                         .face_middle = {50, 10}};
static const struct bv_scan_area unknown = {.shape = BV_SCAN_UNKNOWN};
static const double scale = 0.1, tolerance = 1e-9;

static struct bv_measured values;

static int read(const struct bv_measure *measure)
{
    return bv_measure_read(measure, &area, scale, &values);
}

START_TEST(a_distance_is_between_two_points)
{
    struct bv_measure measure = {BV_MEASURE_DISTANCE, 2, {{10, 20}, {40, 60}}};

    ck_assert_int_eq(read(&measure), 0);
    ck_assert_double_eq_tol(values.length_mm, 5, tolerance);
    ck_assert(isnan(values.area_mm2) && isnan(values.angle_deg));
}
END_TEST

START_TEST(an_ellipse_has_both_axes_and_the_area_between_them)
{
    /* the third point gives the width alone, wherever along it lies */
    struct bv_measure measure = {
        BV_MEASURE_ELLIPSE, 3, {{10, 50}, {50, 50}, {22, 60}}};
    struct bv_px ends[4];

    ck_assert_int_eq(read(&measure), 0);
    ck_assert_double_eq_tol(values.length_mm, 4, tolerance);
    ck_assert_double_eq_tol(values.width_mm, 2, tolerance);
    ck_assert_double_eq_tol(values.area_mm2, 3.14159265358979 * 2 * 1, 1e-6);
    bv_measure_ellipse_axes(&measure, ends);
    ck_assert_double_eq_tol(ends[2].x, 30, tolerance);
    ck_assert_double_eq_tol(fabs(ends[2].y - ends[3].y), 20, tolerance);
    measure.at[2] = (struct bv_px){22, 120};
    ck_assert_int_eq(read(&measure), 0);
    ck_assert_double_eq_tol(values.length_mm, 14, tolerance);
    ck_assert_double_eq_tol(values.width_mm, 4, tolerance);
}
END_TEST

START_TEST(an_area_is_that_of_its_outline_and_one_that_crosses_itself_has_none)
{
    struct bv_measure square = {
        BV_MEASURE_AREA, 4, {{10, 10}, {30, 10}, {30, 40}, {10, 40}}};
    struct bv_measure bow = {
        BV_MEASURE_AREA, 4, {{10, 10}, {30, 40}, {30, 10}, {10, 41}}};

    ck_assert_int_eq(read(&square), 0);
    ck_assert_double_eq_tol(values.area_mm2, 6, tolerance);
    ck_assert_int_eq(read(&bow), -EINVAL);
}
END_TEST

START_TEST(an_angle_is_at_the_second_point_and_needs_no_scale)
{
    struct bv_measure measure = {
        BV_MEASURE_ANGLE, 3, {{10, 0}, {0, 0}, {10, 10}}};

    ck_assert_int_eq(bv_measure_read(&measure, &unknown, 0, &values), 0);
    ck_assert_double_eq_tol(values.angle_deg, 45, tolerance);
    measure.at[2] = (struct bv_px){-5, 0};
    ck_assert_int_eq(read(&measure), 0);
    ck_assert_double_eq_tol(values.angle_deg, 180, tolerance);
    measure.at[2] = measure.at[1];
    ck_assert_int_eq(read(&measure), -EINVAL);
}
END_TEST

START_TEST(a_depth_is_below_the_face)
{
    struct bv_measure measure = {BV_MEASURE_DEPTH, 1, {{70, 60}}};

    ck_assert_int_eq(read(&measure), 0);
    ck_assert_double_eq_tol(values.length_mm, 5, tolerance);
    ck_assert_int_eq(bv_measure_read(&measure, &unknown, scale, &values),
                     -EDOM);
}
END_TEST

START_TEST(without_a_scale_or_with_points_missing_there_is_no_value)
{
    struct bv_measure measure = {BV_MEASURE_DISTANCE, 2, {{10, 20}, {40, 60}}};

    values.length_mm = 77;
    ck_assert_int_eq(bv_measure_read(&measure, &area, 0, &values), -EDOM);
    measure.count = 1;
    ck_assert_int_eq(read(&measure), -EAGAIN);
    ck_assert_double_eq(values.length_mm, 77);
}
END_TEST

START_TEST(values_are_said_with_their_units)
{
    struct bv_measure measure = {
        BV_MEASURE_ELLIPSE, 3, {{10, 50}, {50, 50}, {22, 60}}};
    char text[64];

    ck_assert_int_eq(read(&measure), 0);
    bv_measure_say(&measure, &values, text, sizeof(text));
    ck_assert_str_eq(text, "4.0 \u00d7 2.0 mm, 0.06 cm\u00b2");
    measure.kind = BV_MEASURE_DISTANCE;
    ck_assert_int_eq(read(&measure), 0);
    bv_measure_say(&measure, &values, text, sizeof(text));
    ck_assert_str_eq(text, "4.0 mm");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_distance_is_between_two_points,
        an_ellipse_has_both_axes_and_the_area_between_them,
        an_area_is_that_of_its_outline_and_one_that_crosses_itself_has_none,
        an_angle_is_at_the_second_point_and_needs_no_scale,
        a_depth_is_below_the_face,
        without_a_scale_or_with_points_missing_there_is_no_value,
        values_are_said_with_their_units,
        NULL};

    return bv_test_run("measure", NULL, NULL, tests);
}
