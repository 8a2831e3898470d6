#include "support/test.h"

#include <math.h>

#include "core/outline.h"

static const double tolerance = 1e-9;

static const struct bv_outline square = {
    .count = 4, .at = {{10, 10}, {30, 10}, {30, 30}, {10, 30}}};

/* A U, open to the top: its middle is not inside. */
static const struct bv_outline bent = {.count = 8,
                                       .at = {{0, 0},
                                              {2, 0},
                                              {2, 18},
                                              {18, 18},
                                              {18, 0},
                                              {20, 0},
                                              {20, 20},
                                              {0, 20}}};

START_TEST(an_outline_has_the_area_and_the_middle_of_its_inside)
{
    struct bv_px middle = bv_outline_middle(&square);

    ck_assert_double_eq_tol(bv_outline_area(&square), 400, tolerance);
    ck_assert_double_eq_tol(middle.x, 20, tolerance);
    ck_assert_double_eq_tol(middle.y, 20, tolerance);
    ck_assert_double_eq_tol(bv_outline_area(&bent), 400 - 16 * 18, tolerance);
    ck_assert(!bv_outline_contains(&bent, bv_outline_middle(&bent)));
}
END_TEST

START_TEST(an_outline_is_the_same_whichever_way_round_its_points_go)
{
    struct bv_outline back = {.count = bent.count};
    struct bv_px px = {5, 17};

    for (int i = 0; i < bent.count; i++)
        back.at[i] = bent.at[bent.count - 1 - i];
    ck_assert_double_eq_tol(bv_outline_area(&back), bv_outline_area(&bent),
                            tolerance);
    ck_assert_double_eq_tol(bv_outline_distance(&back, px, NULL),
                            bv_outline_distance(&bent, px, NULL), tolerance);
}
END_TEST

START_TEST(distances_are_positive_outside_and_negative_inside)
{
    struct bv_px nearest;

    ck_assert_double_eq_tol(
        bv_outline_distance(&square, (struct bv_px){5, 20}, &nearest), 5,
        tolerance);
    ck_assert_double_eq_tol(nearest.x, 10, tolerance);
    ck_assert_double_eq_tol(nearest.y, 20, tolerance);
    ck_assert_double_eq_tol(
        bv_outline_distance(&square, (struct bv_px){27, 18}, NULL), -3,
        tolerance);
    ck_assert_double_eq_tol(
        bv_outline_distance(&square, (struct bv_px){33, 34}, NULL), 5,
        tolerance);
    ck_assert_double_eq_tol(
        bv_outline_distance(&bent, (struct bv_px){10, 8}, NULL), 8, tolerance);
}
END_TEST

START_TEST(a_line_misses_by_its_nearest_point_and_through_it_by_nothing)
{
    struct bv_px_segment above = {{0, 4}, {1, 4}};
    struct bv_px_segment below = {{9, 37}, {0, 37}};
    struct bv_px_segment through = {{0, 0}, {1, 1}};

    ck_assert_double_eq_tol(bv_outline_miss(&square, &above), 6, tolerance);
    ck_assert_double_eq_tol(bv_outline_miss(&square, &below), -7, tolerance);
    ck_assert_double_eq(bv_outline_miss(&square, &through), 0);
}
END_TEST

START_TEST(a_piece_is_as_near_as_its_nearest_point_and_no_nearer)
{
    struct bv_px_segment short_of = {{0, 20}, {7, 20}};
    struct bv_px_segment across = {{0, 20}, {40, 20}};
    struct bv_px_segment inside = {{15, 15}, {25, 25}};
    struct bv_px_segment past_a_corner = {{0, 12}, {12, 0}};

    ck_assert_double_eq_tol(bv_outline_segment_distance(&square, &short_of), 3,
                            tolerance);
    ck_assert_double_eq(bv_outline_segment_distance(&square, &across), 0);
    ck_assert_double_eq(bv_outline_segment_distance(&square, &inside), 0);
    ck_assert_double_eq_tol(
        bv_outline_segment_distance(&square, &past_a_corner), 4 * sqrt(2),
        tolerance);
}
END_TEST

START_TEST(what_crosses_itself_or_has_no_area_or_number_is_no_outline)
{
    struct bv_outline bow = {.count = 4,
                             .at = {{0, 0}, {10, 10}, {10, 0}, {0, 9}}};
    struct bv_outline flat = {.count = 3, .at = {{0, 0}, {5, 0}, {9, 0}}};
    struct bv_outline unknown = square;
    struct bv_outline two = {.count = 2, .at = {{0, 0}, {5, 5}}};
    struct bv_outline many = square;

    unknown.at[2].y = NAN;
    many.count = BV_OUTLINE_POINTS_MOST + 1;
    ck_assert(bv_outline_is_valid(&square));
    ck_assert(bv_outline_is_valid(&bent));
    ck_assert(!bv_outline_is_valid(&bow));
    ck_assert(!bv_outline_is_valid(&flat));
    ck_assert(!bv_outline_is_valid(&unknown));
    ck_assert(!bv_outline_is_valid(&two));
    ck_assert(!bv_outline_is_valid(&many));
}
END_TEST

START_TEST(a_map_takes_the_whole_outline_along)
{
    struct bv_px_map twice = {2, 0, 5, 0, 2, -5};
    struct bv_outline there = bv_outline_map(&square, &twice);
    struct bv_px_segment box = bv_outline_box(&there);

    ck_assert_double_eq_tol(bv_outline_area(&there), 1600, tolerance);
    ck_assert_double_eq_tol(box.from.x, 25, tolerance);
    ck_assert_double_eq_tol(box.from.y, 15, tolerance);
    ck_assert_double_eq_tol(box.to.x, 65, tolerance);
    ck_assert_double_eq_tol(box.to.y, 55, tolerance);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        an_outline_has_the_area_and_the_middle_of_its_inside,
        an_outline_is_the_same_whichever_way_round_its_points_go,
        distances_are_positive_outside_and_negative_inside,
        a_line_misses_by_its_nearest_point_and_through_it_by_nothing,
        a_piece_is_as_near_as_its_nearest_point_and_no_nearer,
        what_crosses_itself_or_has_no_area_or_number_is_no_outline,
        a_map_takes_the_whole_outline_along,
        NULL};

    return bv_test_run("outline", NULL, NULL, tests);
}
