#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/review/review_parts.h"
#include "support/scripted_review.h"

enum { rate = BV_NEEDLE_SCRIPT_RATE_HZ };

START_TEST(a_needle_that_is_seen_all_the_way_has_its_path_and_no_moment)
{
    go(BV_NEEDLE_TIP_SEEN, 4, 8, 24);
    make();
    ck_assert_uint_eq(review.moment_count, 0);
    ck_assert_double_eq_tol(value("path_mm"), 16, 0.5);
    ck_assert_double_eq_tol(value("visible_advance"), 100, 1e-9);
    ck_assert_double_eq_tol(value("tip_seen"), 100, 1e-9);
    ck_assert_double_eq_tol(value("insertion_angle_deg"), 30, 0.1);
    ck_assert_double_eq_tol(value("advance_mm_s"), 4, 0.2);
}
END_TEST

START_TEST(what_came_on_between_two_sightings_advanced_unseen)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 6, 10);
    go(BV_NEEDLE_NONE, 3, 10, 22);
    go(BV_NEEDLE_TIP_SEEN, 2, 22, 22);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_ADVANCED_UNSEEN), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_ADVANCED_UNSEEN)->amount, 12, 0.5);
    ck_assert_double_eq_tol(first(BV_MOMENT_ADVANCED_UNSEEN)->start_s, 2, 0.1);
    ck_assert_double_eq_tol(first(BV_MOMENT_ADVANCED_UNSEEN)->end_s, 5, 0.1);
    ck_assert_double_eq_tol(value("visible_advance"), 25, 3);
}
END_TEST

START_TEST(a_loss_while_the_needle_stands_and_the_probe_hunts_is_no_advance)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 6, 10);
    for (int i = 0; i < 3 * rate; i++)
        add(BV_NEEDLE_NONE, 10, 30, i < 45 ? 1.5 : -1.5);
    go(BV_NEEDLE_TIP_SEEN, 2, 10, 10);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_ADVANCED_UNSEEN), 0);
    ck_assert_int_eq(count_kind(BV_MOMENT_PROBE_MOTION), 1);
    ck_assert(first(BV_MOMENT_PROBE_MOTION)->needle_idle);
    ck_assert_double_eq_tol(first(BV_MOMENT_PROBE_MOTION)->amount, 6.75, 0.3);
    ck_assert_double_eq(value("probe_motion_idle"), 1);
}
END_TEST

START_TEST(a_probe_that_slides_advances_no_needle)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    for (int i = 0; i < rate; i++)
        add(BV_NEEDLE_TIP_SEEN, 10, 30, 2);
    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    make();
    ck_assert_double_eq_tol(value("path_mm"), 0, 1e-6);
    ck_assert_int_eq(count_kind(BV_MOMENT_PROBE_MOTION), 1);
}
END_TEST

START_TEST(in_again_after_it_was_drawn_back_is_another_pass)
{
    go(BV_NEEDLE_TIP_SEEN, 3, 6, 18);
    go(BV_NEEDLE_TIP_SEEN, 2, 18, 8);
    go(BV_NEEDLE_TIP_SEEN, 1, 8, 8);
    go(BV_NEEDLE_TIP_SEEN, 3, 8, 20);
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 18.8); /* too little to be one */
    go(BV_NEEDLE_TIP_SEEN, 1, 18.8, 22);
    make();
    ck_assert_double_eq(value("passes"), 2);
    ck_assert_int_eq(count_kind(BV_MOMENT_WITHDRAWAL), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_WITHDRAWAL)->amount, 10, 0.5);
    ck_assert_double_eq_tol(first(BV_MOMENT_PASS)->amount, 14, 0.5);
    ck_assert_double_gt(first(BV_MOMENT_PASS)->start_s, 5.9);
    ck_assert_double_gt(value("path_inefficiency"), 50);
}
END_TEST

START_TEST(a_shaft_that_turns_in_the_tissue_is_redirected)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    for (int i = 0; i < rate; i++)
        add(BV_NEEDLE_TIP_SEEN, 10, 30 + 12.0 * i / rate, 0);
    for (int i = 0; i < rate; i++)
        add(BV_NEEDLE_TIP_SEEN, 10, 42, 0);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_REDIRECTION), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_REDIRECTION)->amount, 12, 1);
}
END_TEST

START_TEST(a_redirection_is_from_angle_to_angle_however_the_shaft_trembles)
{
    for (int i = 0; i < 2 * rate; i++) /* with an extreme of 0.3 s */
        add(BV_NEEDLE_TIP_SEEN, 20, i / 9 == 3 ? 33 : 30, 0);
    for (int i = 0; i < rate / 2; i++)
        add(BV_NEEDLE_TIP_SEEN, 20, 30 - 20.0 * i / rate, 0);
    for (int i = 0; i < 2 * rate; i++)
        add(BV_NEEDLE_TIP_SEEN, 20, i / 9 == 5 ? 17 : 20, 0);
    for (int i = 0; i < rate; i++) /* what is left of it tells no angle */
        add(BV_NEEDLE_TIP_SEEN, 20 - 16.0 * i / rate,
            20 - 16.0 * i / rate < 8 ? 10 : 20, 0);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_REDIRECTION), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_REDIRECTION)->amount, -10, 0.5);
}
END_TEST

START_TEST(what_was_drawn_back_unseen_was_so_since_it_was_lost)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 24);
    go(BV_NEEDLE_NONE, 2, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 14);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_WITHDRAWAL), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_WITHDRAWAL)->start_s, 2, 0.3);
    ck_assert_double_eq_tol(first(BV_MOMENT_WITHDRAWAL)->end_s, 4, 0.3);
}
END_TEST

START_TEST(a_needle_that_is_lost_was_drawn_back_by_so_much_or_more)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 24);
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 24);
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 14);
    go(BV_NEEDLE_NONE, 2, 14, 0);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_WITHDRAWAL), 2);
    for (size_t i = 0; i < review.moment_count; i++)
        if (review.moments[i].kind == BV_MOMENT_WITHDRAWAL)
            ck_assert(review.moments[i].at_least ==
                      (review.moments[i].start_s > 4));
    ck_assert(!first(BV_MOMENT_PASS)->at_least);
}
END_TEST

START_TEST(a_probe_that_rocks_redirects_no_needle_neither_seen_nor_in_truth)
{
    struct bv_review truly;
    double turned_deg = 0, step_deg = 10.0 / rate;

    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    for (int i = 0; i < rate; i++) {
        double c = cos(step_deg / 57.29577951), s = sin(step_deg / 57.29577951);

        turned_deg += step_deg;
        add(BV_NEEDLE_TIP_SEEN, 10, 30 + turned_deg, 0);
        frames[script.count - 1].tissue.map =
            (struct bv_px_map){c, -s, 0, s, c, 0};
        truth[script.count - 1].turned_deg = turned_deg;
    }
    for (int i = 0; i < rate; i++) {
        add(BV_NEEDLE_TIP_SEEN, 10, 30 + turned_deg, 0);
        truth[script.count - 1].turned_deg = turned_deg;
    }
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_REDIRECTION), 0);
    ck_assert_int_eq(bv_review_make_true(truth, script.count, &rules, &truly),
                     0);
    ck_assert_double_eq(bv_review_measure(&truly, "redirections")->value, 0);
    bv_review_fini(&truly);
}
END_TEST

START_TEST(what_trembles_and_does_not_come_on_has_no_speed)
{
    for (int i = 0; i < 3 * rate; i++)
        add(BV_NEEDLE_TIP_SEEN, 20 + (i / 4 % 2 ? 0.3 : -0.3), 30, 0);
    go(BV_NEEDLE_TIP_SEEN, 2, 20, 14); /* drawn back, it did not advance */
    make();
    ck_assert_double_eq_tol(value("advance_mm"), 0, 1e-9);
    ck_assert(isnan(value("advance_mm_s")));
    ck_assert_str_eq(bv_review_measure(&review, "advance_mm_s")->note,
                     "no advance was seen");
}
END_TEST

START_TEST(what_is_drawn_back_is_seen_a_picture_late)
{
    const double late_mm = 10 * 0.03; /* at 10 mm a second */

    go(BV_NEEDLE_TIP_SEEN, 1, 35, 35);
    go(BV_NEEDLE_TIP_SEEN, 2, 35 + late_mm, 15 + late_mm);
    make();
    ck_assert_double_eq_tol(value("path_mm"), 20, 0.1);
}
END_TEST

START_TEST(what_goes_in_is_where_it_is_seen)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 15, 15);
    go(BV_NEEDLE_TIP_SEEN, 2, 15, 35);
    make();
    ck_assert_double_eq_tol(value("path_mm"), 20, 0.1);
}
END_TEST

START_TEST(one_tip_that_lies_off_all_others_is_no_sighting)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    add(BV_NEEDLE_TIP_SEEN, 19, 30, 0);
    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    make();
    ck_assert_double_eq_tol(value("path_mm"), 0, 1e-6);
}
END_TEST

START_TEST(a_shafts_end_is_a_sighting_once_it_stands)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 6, 10);
    go(BV_NEEDLE_NONE, 2, 10, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 1, 20, 20);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_ADVANCED_UNSEEN), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_ADVANCED_UNSEEN)->amount, 10, 0.5);
}
END_TEST

START_TEST(where_the_thread_is_lost_the_skin_tells_how_far_it_came)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 12);
    go(BV_NEEDLE_NONE, 2, 12, 20);
    frames[script.count - rate].tissue.part = 0; /* nothing moved alike */
    go(BV_NEEDLE_TIP_SEEN, 2, 20, 20);
    make();
    ck_assert_int_eq(review.way.breaks, 1);
    ck_assert_int_eq(count_kind(BV_MOMENT_ADVANCED_UNSEEN), 1);
    ck_assert_double_eq_tol(first(BV_MOMENT_ADVANCED_UNSEEN)->amount, 8, 0.3);
}
END_TEST

START_TEST(of_a_shafts_end_that_stands_in_two_places_the_nearer_counts)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 12);
    go(BV_NEEDLE_NONE, 2, 12, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 1, 22.4, 22.4); /* it runs on beyond the tip */
    go(BV_NEEDLE_SHAFT_ONLY, 1, 20, 20);
    make();
    ck_assert_double_eq_tol(first(BV_MOMENT_ADVANCED_UNSEEN)->amount, 8, 0.3);
    ck_assert_int_eq(count_kind(BV_MOMENT_WITHDRAWAL), 0);
}
END_TEST

START_TEST(a_shafts_end_that_stands_on_its_way_out_counts_each_time)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 0.1, 20, 18);
    go(BV_NEEDLE_SHAFT_ONLY, 0.6, 18, 18);
    go(BV_NEEDLE_SHAFT_ONLY, 0.1, 18, 16);
    go(BV_NEEDLE_SHAFT_ONLY, 0.6, 16, 16);
    go(BV_NEEDLE_TIP_SEEN, 1, 16, 16);
    make();
    ck_assert_double_eq_tol(first(BV_MOMENT_WITHDRAWAL)->amount, 4, 0.3);
    ck_assert_double_eq_tol(first(BV_MOMENT_WITHDRAWAL)->start_s, 1, 0.15);
}
END_TEST

START_TEST(a_tip_that_stays_behind_before_it_is_lost_was_none)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 20);
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 10);
    go(BV_NEEDLE_TIP_SEEN, 0.3, 10, 10); /* while the needle goes on out */
    go(BV_NEEDLE_NONE, 1, 7, 0);
    make();
    ck_assert_double_eq_tol(
        bv_way_s(&review.way, review.way.first, review.way.last), 2, 0.15);
    ck_assert_double_eq_tol(first(BV_MOMENT_WITHDRAWAL)->amount, 10, 0.3);
}
END_TEST

START_TEST(
    what_a_needle_comes_on_by_before_it_is_long_enough_to_be_found_is_seen)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 20);
    go(BV_NEEDLE_TIP_SEEN, 2, 20, 6);
    go(BV_NEEDLE_TIP_SEEN, 1.5, 6, 6); /* near the skin: perhaps it is that */
    go(BV_NEEDLE_NONE, 1, 6, 10.5);
    go(BV_NEEDLE_TIP_SEEN, 2, 10.5, 20);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_ADVANCED_UNSEEN), 0);
    ck_assert_double_eq(value("passes"), 2);
}
END_TEST

START_TEST(a_short_line_at_another_entry_is_not_the_needle)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 12);
    go(BV_NEEDLE_NONE, 1, 12, 16);
    for (int i = 0; i < rate; i++) {
        add(BV_NEEDLE_TIP_SEEN, 24, 30, 0);
        frames[script.count - 1].shaft_px.from.x += 60; /* 6 mm to the right */
        frames[script.count - 1].shaft_px.to.x += 60;
        frames[script.count - 1].tip_px.x += 60;
    }
    go(BV_NEEDLE_NONE, 1, 12, 12);
    go(BV_NEEDLE_TIP_SEEN, 2, 12, 12);
    make();
    ck_assert_int_eq(count_kind(BV_MOMENT_ADVANCED_UNSEEN), 0);
    ck_assert_int_eq(count_kind(BV_MOMENT_WITHDRAWAL), 0);
}
END_TEST

START_TEST(a_few_tips_of_another_line_are_no_pass)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 18);
    for (int i = 0; i < 8; i++)
        add(BV_NEEDLE_TIP_SEEN, 11 + 0.1 * i, 30, 0);
    go(BV_NEEDLE_TIP_SEEN, 2, 18, 22);
    make();
    ck_assert_double_eq(value("passes"), 1);
    ck_assert_int_eq(count_kind(BV_MOMENT_WITHDRAWAL), 0);
}
END_TEST

START_TEST(what_only_stands_deeper_after_a_loss_is_no_pass)
{
    go(BV_NEEDLE_TIP_SEEN, 3, 6, 18);
    go(BV_NEEDLE_TIP_SEEN, 1, 18, 9);
    go(BV_NEEDLE_NONE, 1, 9, 15);
    go(BV_NEEDLE_TIP_SEEN, 1, 15, 15);
    make();
    ck_assert_double_eq(value("passes"), 1);
    ck_assert_ptr_nonnull(bv_review_measure(&review, "passes")->note);
    ck_assert_int_eq(count_kind(BV_MOMENT_PASS), 0);
}
END_TEST

START_TEST(what_comes_on_after_a_loss_is_a_pass)
{
    go(BV_NEEDLE_TIP_SEEN, 3, 6, 18);
    go(BV_NEEDLE_TIP_SEEN, 1, 18, 9);
    go(BV_NEEDLE_NONE, 1, 9, 13);
    go(BV_NEEDLE_TIP_SEEN, 1, 13, 17);
    make();
    ck_assert_double_eq(value("passes"), 2);
    ck_assert_double_eq_tol(first(BV_MOMENT_PASS)->amount, 8, 0.5);
}
END_TEST

START_TEST(a_small_withdrawal_after_what_was_no_pass_hides_no_later_one)
{
    go(BV_NEEDLE_TIP_SEEN, 3, 6, 18);
    go(BV_NEEDLE_TIP_SEEN, 1, 18, 9);
    go(BV_NEEDLE_NONE, 1, 9, 15);
    go(BV_NEEDLE_TIP_SEEN, 1, 15, 15);
    go(BV_NEEDLE_TIP_SEEN, 0.5, 15, 13);
    go(BV_NEEDLE_TIP_SEEN, 2, 13, 20);
    make();
    ck_assert_double_eq(value("passes"), 2);
}
END_TEST

START_TEST(near_in_and_blind_injection_are_told_with_their_times)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 8, 12);
    go(BV_NEEDLE_NONE, 1, 12, 12);
    for (size_t i = 10; i < 20; i++) {
        frames[i].alarm = BV_ALARM_NEAR;
        frames[i].alarm_id = 3;
    }
    for (size_t i = 20; i < script.count; i++)
        frames[i].syringe = BV_SYRINGE_INJECTS;
    for (size_t i = 50; i < script.count; i++)
        frames[i].spread = BV_SPREAD_NOT_SEEN;
    make();
    ck_assert_int_eq(first(BV_MOMENT_NEAR_STRUCTURE)->structure, 3);
    ck_assert_double_eq_tol(first(BV_MOMENT_NEAR_STRUCTURE)->end_s, 19.0 / rate,
                            1e-6);
    ck_assert_double_eq_tol(first(BV_MOMENT_TIP_UNSEEN_INJECTED)->start_s, 1,
                            0.04);
    ck_assert_int_eq(count_kind(BV_MOMENT_SPREAD_UNSEEN), 1);
    ck_assert_double_eq_tol(value("injected_tip_seen"), 25, 3);
}
END_TEST

START_TEST(without_a_scale_nothing_in_mm_is_said)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 6, 10);
    go(BV_NEEDLE_NONE, 3, 10, 22);
    go(BV_NEEDLE_TIP_SEEN, 2, 22, 22);
    for (size_t i = 0; i < script.count; i++)
        frames[i].mm_per_px = 0;
    make();
    ck_assert_uint_eq(review.moment_count, 0);
    ck_assert(isnan(value("path_mm")));
    ck_assert_double_eq_tol(value("tip_seen"), 57, 3);
}
END_TEST

START_TEST(no_frame_and_no_needle_are_reviewed_too)
{
    ck_assert_int_eq(bv_review_make(frames, 0, &rules, &review), 0);
    bv_review_fini(&review);
    go(BV_NEEDLE_NONE, 1, 0, 0);
    make();
    ck_assert_uint_eq(review.moment_count, 0);
    ck_assert(isnan(value("path_mm")));
}
END_TEST

START_TEST(a_target_that_was_lost_is_not_said_to_be_missed)
{
    go(BV_NEEDLE_TIP_SEEN, 4, 8, 20);
    for (size_t i = 0; i < script.count; i++) {
        frames[i].mark_count = 1; /* a target */
        frames[i].has_target = i < script.count / 2;
        frames[i].target_px = at(24, 30);
    }
    make();
    ck_assert(isnan(value("first_pass")));
    ck_assert_str_eq(bv_review_measure(&review, "first_pass")->note,
                     "not reached while it was followed; it was lost for a "
                     "time");
}
END_TEST

START_TEST(a_target_that_was_taken_away_is_neither_lost_nor_reached)
{
    go(BV_NEEDLE_TIP_SEEN, 4, 8, 24);
    for (size_t i = 0; i < script.count / 2; i++) {
        frames[i].mark_count = 1;
        frames[i].has_target = true;
        frames[i].target_px = at(24, 30);
    }
    make();
    ck_assert_double_eq(value("first_pass"), 0);
    ck_assert_int_eq(count_kind(BV_MOMENT_TARGET_REACHED), 0);
}
END_TEST

START_TEST(what_is_drawn_and_is_no_needles_way_is_told_apart)
{
    make();
    ck_assert_str_eq(bv_review_say_unseen(&review), "No needle was seen.");
    bv_review_fini(&review);
    go(BV_NEEDLE_SHAFT_ONLY, 2, 10, 24); /* no tip, and it never stands */
    make();
    ck_assert(strstr(bv_review_say_unseen(&review), "is the scale right?"));
    bv_review_fini(&review);
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 24);
    make();
    ck_assert_ptr_null(bv_review_say_unseen(&review));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_needle_that_is_seen_all_the_way_has_its_path_and_no_moment,
        what_came_on_between_two_sightings_advanced_unseen,
        a_loss_while_the_needle_stands_and_the_probe_hunts_is_no_advance,
        a_probe_that_slides_advances_no_needle,
        in_again_after_it_was_drawn_back_is_another_pass,
        a_shaft_that_turns_in_the_tissue_is_redirected,
        a_redirection_is_from_angle_to_angle_however_the_shaft_trembles,
        what_was_drawn_back_unseen_was_so_since_it_was_lost,
        a_needle_that_is_lost_was_drawn_back_by_so_much_or_more,
        a_probe_that_rocks_redirects_no_needle_neither_seen_nor_in_truth,
        what_trembles_and_does_not_come_on_has_no_speed,
        what_is_drawn_back_is_seen_a_picture_late,
        what_goes_in_is_where_it_is_seen,
        one_tip_that_lies_off_all_others_is_no_sighting,
        a_shafts_end_is_a_sighting_once_it_stands,
        where_the_thread_is_lost_the_skin_tells_how_far_it_came,
        of_a_shafts_end_that_stands_in_two_places_the_nearer_counts,
        a_shafts_end_that_stands_on_its_way_out_counts_each_time,
        a_tip_that_stays_behind_before_it_is_lost_was_none,
        what_a_needle_comes_on_by_before_it_is_long_enough_to_be_found_is_seen,
        a_short_line_at_another_entry_is_not_the_needle,
        a_few_tips_of_another_line_are_no_pass,
        what_only_stands_deeper_after_a_loss_is_no_pass,
        what_comes_on_after_a_loss_is_a_pass,
        a_small_withdrawal_after_what_was_no_pass_hides_no_later_one,
        near_in_and_blind_injection_are_told_with_their_times,
        without_a_scale_nothing_in_mm_is_said,
        no_frame_and_no_needle_are_reviewed_too,
        a_target_that_was_lost_is_not_said_to_be_missed,
        a_target_that_was_taken_away_is_neither_lost_nor_reached,
        what_is_drawn_and_is_no_needles_way_is_told_apart,
        NULL};

    return bv_test_run("review", scripted_set_up, scripted_tear_down, tests);
}
