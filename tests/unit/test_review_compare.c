/* A review beside what truly was. */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/review/review_parts.h"
#include "support/scripted_review.h"

enum { rate = BV_NEEDLE_SCRIPT_RATE_HZ };

START_TEST(the_truth_by_the_same_rules_is_what_is_compared_with)
{
    struct bv_review truly;
    struct bv_compare compare;

    go(BV_NEEDLE_TIP_SEEN, 2, 6, 10);
    go(BV_NEEDLE_NONE, 3, 10, 22);
    go(BV_NEEDLE_TIP_SEEN, 2, 22, 22);
    compare_with_truth(&truly, &compare);
    ck_assert_int_eq(compare.kinds[BV_MOMENT_ADVANCED_UNSEEN].there, 1);
    ck_assert_int_eq(compare.kinds[BV_MOMENT_ADVANCED_UNSEEN].found, 1);
    ck_assert_int_eq(compare.kinds[BV_MOMENT_ADVANCED_UNSEEN].right, 1);
    ck_assert_int_eq(compare.kinds[BV_MOMENT_ADVANCED_UNSEEN].untrue, 0);
    ck_assert_double_eq_tol(compare.path_mm, compare.path_true_mm, 0.5);
    bv_review_fini(&truly);
}
END_TEST

START_TEST(six_pictures_late_is_in_time_and_seven_are_not)
{
    struct bv_review truly;
    struct bv_compare compare;

    for (size_t late = 6; late <= 7; late++) {
        bv_needle_script_start(&script);
        go(BV_NEEDLE_TIP_SEEN, 11.5, 20, 20);
        for (size_t i = 0; i < script.count; i++) {
            struct bv_px px = at(20, 30);

            px.x += i < 317 ? 50 : 5;
            truth[i].has_target = frames[i].has_target = true;
            truth[i].target_px = frames[i].target_px = px;
            frames[i].distance_mm = i < 317 + late ? 5 : 0.5;
        }
        compare_with_truth(&truly, &compare);
        ck_assert_double_eq_tol(compare.reached_off_s, (double)late / rate,
                                1e-6);
        ck_assert(compare.reached_in_time == (late == 6));
        bv_review_fini(&truly);
        bv_review_fini(&review);
    }
    review = (struct bv_review){0};
}
END_TEST

START_TEST(a_path_is_compared_where_the_tip_is_said_to_be_seen_and_shows)
{
    struct bv_review truly;
    struct bv_compare compare;
    size_t from;

    go(BV_NEEDLE_TIP_SEEN, 2, 8, 16);
    from = script.count;
    go(BV_NEEDLE_TIP_SEEN, 2, 16, 16); /* that is its shaft, while it goes on */
    for (size_t i = from; i < script.count; i++) {
        truth[i].tip_visible = false;
        truth[i].whole_px.to = at(16 + 0.1 * (double)(i - from), 30);
    }
    compare_with_truth(&truly, &compare);
    ck_assert_double_eq_tol(compare.path_true_mm, 8, 0.3);
    ck_assert_double_eq_tol(compare.path_mm, 8, 0.3);
    ck_assert_double_eq_tol(compare.tip_s, 4, 0.1);
    ck_assert_double_eq_tol(compare.tip_untrue_s, 2, 0.1);
    bv_review_fini(&truly);
}
END_TEST

START_TEST(a_piece_too_short_for_a_movement_is_compared_by_its_ends)
{
    struct bv_review truly;
    struct bv_compare compare;

    go(BV_NEEDLE_TIP_SEEN, 0.5, 20, 21.4); /* by 1.6 mm, truly */
    go(BV_NEEDLE_NONE, 1, 21.6, 21.6);
    go(BV_NEEDLE_TIP_SEEN, 1, 21.6, 12);
    for (size_t i = 0; i < 15; i++)
        truth[i].whole_px.to = at(20 + 1.7 * (double)(i + 1) / 15, 30);
    compare_with_truth(&truly, &compare);
    ck_assert_double_eq_tol(compare.path_true_mm, 11, 0.4);
    ck_assert_double_eq_tol(compare.path_mm, compare.path_true_mm, 0.5);
    bv_review_fini(&truly);
}
END_TEST

START_TEST(each_moment_is_true_or_untrue_and_what_lacks_was_missed)
{
    struct bv_moment_match matches[16];
    struct bv_review truly, clear;
    bool missed[16] = {false};

    go(BV_NEEDLE_TIP_SEEN, 2, 6, 10);
    go(BV_NEEDLE_NONE, 3, 10, 22);
    go(BV_NEEDLE_TIP_SEEN, 2, 22, 22);
    make();
    ck_assert_uint_eq(review.moment_count, 1);
    ck_assert_int_eq(bv_review_make_true(truth, script.count, &rules, &truly),
                     0);
    ck_assert_int_eq(bv_compare_moments(&review, &truly, truth, script.count,
                                        &rules, matches, missed),
                     0);
    ck_assert_int_eq(matches[0].truth, BV_MOMENT_TRUE);
    ck_assert_int_eq(truly.moments[matches[0].truly].kind,
                     BV_MOMENT_ADVANCED_UNSEEN);
    ck_assert(!missed[matches[0].truly]);
    for (size_t i = 0; i < script.count; i++)
        truth[i].tip_visible = true;
    ck_assert_int_eq(bv_review_make_true(truth, script.count, &rules, &clear),
                     0);
    ck_assert_int_eq(bv_compare_moments(&review, &clear, truth, script.count,
                                        &rules, matches, missed),
                     0);
    ck_assert_int_eq(matches[0].truth, BV_MOMENT_UNTRUE);
    ck_assert_int_eq(bv_compare_moments(&clear, &truly, truth, script.count,
                                        &rules, matches, missed),
                     0);
    ck_assert(missed[0]);
    bv_review_fini(&truly);
    bv_review_fini(&clear);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_truth_by_the_same_rules_is_what_is_compared_with,
        six_pictures_late_is_in_time_and_seven_are_not,
        a_path_is_compared_where_the_tip_is_said_to_be_seen_and_shows,
        a_piece_too_short_for_a_movement_is_compared_by_its_ends,
        each_moment_is_true_or_untrue_and_what_lacks_was_missed,
        NULL};

    return bv_test_run("review_compare", scripted_set_up, scripted_tear_down,
                       tests);
}
