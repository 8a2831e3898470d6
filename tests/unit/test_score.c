/* Every definition of guidance/review/score.h, on cases worked out by hand.
 * The scale is 0.1 mm/px, so 3 mm are 30 px and 8 mm are 80 px. */
#include "support/test.h"

#include <math.h>

#include "core/clock.h"
#include "guidance/review/score.h"

static struct bv_clip_score *score;
static struct bv_truth_frame truth;
static struct bv_advice advice;
static uint32_t next_frame;

static void begin(void)
{
    struct bv_clip_about about = {.width_px = 1000};

    score = bv_clip_score_new(&about);
    next_frame = 0;
    /* A level shaft, 20 mm, with its tip seen exactly. */
    truth = (struct bv_truth_frame){.needle = true,
                                    .has_shaft = true,
                                    .shaft_px = {{100, 200}, {300, 200}},
                                    .has_tip = true,
                                    .tip_px = {300, 200},
                                    .tip = BV_TIP_VISIBLE,
                                    .visible_mm = 20,
                                    .out_of_plane_mm = 0,
                                    .mm_per_px = 0.1};
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.confidence = 0.9;
    advice.has_shaft = advice.has_tip = true;
    advice.shaft_px = truth.shaft_px;
    advice.tip_px = truth.tip_px;
    advice.tip_sd_px = 2;
}

static void end(void)
{
    bv_clip_score_free(score);
}

/* Score one frame at a time of its own, s. */
static const struct bv_frame_score *add_at(const struct bv_truth_frame *of,
                                           double time_s)
{
    advice.sequence = next_frame++;
    advice.time_ns = bv_s_to_ns(time_s);
    ck_assert_int_eq(bv_clip_score_add(score, of, &advice, 1), 0);
    return &score->frames[score->frame_count - 1];
}

static const struct bv_frame_score *add(void)
{
    return add_at(&truth, next_frame * 0.1);
}

static void claim_nothing(void)
{
    advice = bv_advice_none();
}

START_TEST(right_claim_has_no_error)
{
    const struct bv_frame_score *frame = add();

    ck_assert_uint_eq(frame->flags & BV_SCORE_RIGHT, BV_SCORE_RIGHT);
    ck_assert_uint_ne(frame->flags & BV_SCORE_WITHIN_2_MM, 0);
    ck_assert_uint_ne(frame->flags & BV_SCORE_IN_ELLIPSE, 0);
    ck_assert_double_eq(frame->tip_mm, 0);
    ck_assert_double_eq(frame->turn_deg, 0);
    ck_assert_double_eq(frame->ahead_mm, 0);
    ck_assert_double_eq(bv_frame_score_badness(frame), 0);
}
END_TEST

START_TEST(miss_is_an_infinite_error)
{
    const struct bv_frame_score *frame;

    claim_nothing();
    frame = add();
    ck_assert(isinf(frame->tip_mm));
    ck_assert(isinf(frame->turn_deg));
    ck_assert(isinf(frame->ahead_mm));
    ck_assert_uint_eq(frame->flags & BV_SCORE_CLAIMED, 0);
}
END_TEST

START_TEST(candidate_is_a_claim_in_a_still_alone_and_from_one_half_on)
{
    struct bv_clip_about still = {.width_px = 1000, .still = true};

    advice.state = BV_NEEDLE_CANDIDATE;
    ck_assert_uint_eq(add()->flags & BV_SCORE_CLAIMED, 0);
    bv_clip_score_free(score);
    score = bv_clip_score_new(&still);
    advice.confidence = 0.49;
    ck_assert_uint_eq(add()->flags & BV_SCORE_CLAIMED, 0);
    advice.confidence = 0.5;
    ck_assert_uint_ne(add()->flags & BV_SCORE_RIGHT, 0);
}
END_TEST

START_TEST(needle_free_frame_has_no_error_and_never_one_of_zero)
{
    static const struct bv_truth_frame none = {.needle = false};
    const struct bv_frame_score *frame = add_at(&none, 0);

    ck_assert(isnan(frame->tip_mm));
    ck_assert(isnan(frame->turn_deg));
    ck_assert(isnan(frame->ahead_mm));
    ck_assert(isnan(frame->crossing_mm));
    ck_assert_uint_eq(frame->flags & (BV_SCORE_RIGHT | BV_SCORE_WITHIN_2_MM),
                      0);
    ck_assert_double_ge(bv_frame_score_badness(frame), 3);
}
END_TEST

START_TEST(frame_without_truth_has_no_error)
{
    const struct bv_frame_score *frame = add_at(NULL, 0);

    ck_assert(isnan(frame->tip_mm));
    ck_assert_uint_eq(frame->flags & BV_SCORE_LABELLED, 0);
    ck_assert_uint_eq(score->labelled_count, 0);
}
END_TEST

START_TEST(tip_error_is_a_distance_in_mm)
{
    advice.tip_px = (struct bv_px){300 + 30, 200 + 40}; /* 3, 4, 5 */
    ck_assert_double_eq_tol(add()->tip_mm, 5, 1e-6);
}
END_TEST

START_TEST(predicted_tip_is_a_miss_and_is_counted_apart)
{
    const struct bv_frame_score *frame;

    advice.state = BV_NEEDLE_TIP_PREDICTED;
    advice.tip_px.x += 7;
    frame = add();
    ck_assert(isinf(frame->tip_mm));
    ck_assert_double_eq_tol(frame->predicted_mm, 0.7, 1e-6);
}
END_TEST

START_TEST(tip_that_is_not_visible_can_be_claimed_but_not_missed)
{
    const struct bv_frame_score *frame;

    truth.tip = BV_TIP_HIDDEN;
    frame = add();
    ck_assert(isnan(frame->tip_mm));
    ck_assert_uint_ne(frame->flags & BV_SCORE_TIP_HIDDEN, 0);
    ck_assert_uint_ne(frame->flags & BV_SCORE_TIP_SEEN, 0);
    ck_assert_double_ge(bv_frame_score_badness(frame), 1);
    claim_nothing();
    ck_assert_uint_eq(add()->flags & BV_SCORE_TIP_SEEN, 0);
}
END_TEST

START_TEST(line_beside_by_more_than_3_mm_is_wrong)
{
    advice.shaft_px.from.y = advice.shaft_px.to.y = 229;
    ck_assert_uint_ne(add()->flags & BV_SCORE_RIGHT, 0);
    advice.shaft_px.from.y = advice.shaft_px.to.y = 231;
    ck_assert_uint_eq(add()->flags & BV_SCORE_RIGHT, 0);
    ck_assert_double_eq(score->frames[1].turn_deg, 0);
    ck_assert_double_eq_tol(score->frames[1].ahead_mm, 3.1, 1e-6);
}
END_TEST

START_TEST(line_beside_by_more_than_2_mm_is_not_within_them)
{
    advice.shaft_px.from.y = advice.shaft_px.to.y = 219;
    ck_assert_uint_ne(add()->flags & BV_SCORE_WITHIN_2_MM, 0);
    advice.shaft_px.from.y = advice.shaft_px.to.y = 221;
    ck_assert_uint_eq(add()->flags & BV_SCORE_WITHIN_2_MM, 0);
}
END_TEST

START_TEST(line_turned_by_more_than_3_degrees_is_wrong)
{
    const double pi = 3.14159265358979;

    /* Both ends stay within 30 px: half of 200 px turned by 4 degrees. */
    advice.shaft_px.from.y = 200 - 100 * tan(2.9 * pi / 180);
    advice.shaft_px.to.y = 200 + 100 * tan(2.9 * pi / 180);
    ck_assert_uint_ne(add()->flags & BV_SCORE_RIGHT, 0);
    ck_assert_double_eq_tol(score->frames[0].turn_deg, 2.9, 1e-4);
    advice.shaft_px.from.y = 200 - 100 * tan(4 * pi / 180);
    advice.shaft_px.to.y = 200 + 100 * tan(4 * pi / 180);
    ck_assert_uint_eq(add()->flags & BV_SCORE_RIGHT, 0);
    ck_assert_double_eq_tol(score->frames[1].turn_deg, 4, 1e-4);
}
END_TEST

START_TEST(line_that_covers_less_than_half_of_the_shaft_is_wrong)
{
    advice.shaft_px.to.x = 201;
    ck_assert_uint_ne(add()->flags & BV_SCORE_RIGHT, 0);
    advice.shaft_px.to.x = 199;
    ck_assert_uint_eq(add()->flags & BV_SCORE_RIGHT, 0);
    /* But it lies on the needle, which one beyond it does not. */
    ck_assert_uint_ne(add()->flags & BV_SCORE_ON_NEEDLE, 0);
    advice.shaft_px = (struct bv_px_segment){{310, 200}, {600, 200}};
    ck_assert_uint_eq(add()->flags & (BV_SCORE_RIGHT | BV_SCORE_ON_NEEDLE), 0);
}
END_TEST

START_TEST(trajectory_is_measured_30_mm_beyond_the_true_tip)
{
    /* Turned about its skin end: 1 px down in 100. The point ahead lies
     * 500 px from there. */
    advice.shaft_px.to.y = 202;
    ck_assert_double_eq_tol(add()->ahead_mm, 0.5 * cos(atan(0.01)), 1e-4);
}
END_TEST

START_TEST(needle_is_visible_from_8_mm_on)
{
    truth.visible_mm = 8;
    truth.shaft_px.to.x = advice.shaft_px.to.x = 180;
    truth.tip_px.x = advice.tip_px.x = 180;
    ck_assert_uint_ne(add()->flags & BV_SCORE_VISIBLE, 0);
    truth.visible_mm = 7.9;
    ck_assert_uint_eq(add()->flags & BV_SCORE_VISIBLE, 0);
    ck_assert(isnan(score->frames[1].turn_deg));
    ck_assert_uint_ne(score->frames[1].flags & BV_SCORE_TIP_POOR, 0);
    ck_assert_double_eq(score->frames[1].tip_mm, 0);
}
END_TEST

START_TEST(visibility_is_the_share_of_the_needle_that_shows)
{
    truth.has_whole = true;
    truth.whole_px = (struct bv_px_segment){{-100, 200}, {300, 200}};
    truth.visible_mm = 19.9; /* of 40 */
    ck_assert_uint_eq(add()->visibility, BV_SCORE_VISIBILITY_POOR);
    ck_assert_uint_ne(score->frames[0].flags & BV_SCORE_TIP_POOR, 0);
    truth.visible_mm = 29.9;
    ck_assert_uint_eq(add()->visibility, BV_SCORE_VISIBILITY_FAIR);
    ck_assert_uint_eq(score->frames[1].flags & BV_SCORE_TIP_POOR, 0);
    truth.visible_mm = 30.1;
    ck_assert_uint_eq(add()->visibility, BV_SCORE_VISIBILITY_GOOD);
}
END_TEST

START_TEST(without_a_scale_3_mm_are_2_per_cent_and_there_are_no_mm)
{
    const struct bv_frame_score *frame;

    truth.mm_per_px = 0;
    truth.visible_mm = NAN;
    advice.shaft_px.from.y = advice.shaft_px.to.y = 219;
    frame = add();
    ck_assert_uint_ne(frame->flags & BV_SCORE_RIGHT, 0);
    ck_assert(isnan(frame->tip_mm));
    ck_assert(isnan(frame->ahead_mm));
    ck_assert_double_eq(frame->turn_deg, 0);
    advice.shaft_px.from.y = advice.shaft_px.to.y = 221;
    ck_assert_uint_eq(add()->flags & BV_SCORE_RIGHT, 0);
    ck_assert(!score->scaled);
}
END_TEST

START_TEST(ninety_per_cent_interval_is_1_645_deviations_along_the_shaft)
{
    advice.tip_px = (struct bv_px){303.2, 240}; /* 3.29 along at most */
    ck_assert_uint_ne(add()->flags & BV_SCORE_IN_ELLIPSE, 0);
    advice.tip_px.x = 303.4;
    ck_assert_uint_eq(add()->flags & BV_SCORE_IN_ELLIPSE, 0);
}
END_TEST

START_TEST(crossing_is_right_within_2_mm)
{
    const struct bv_frame_score *frame;

    truth.has_shaft = truth.has_tip = false;
    truth.tip = BV_TIP_UNKNOWN;
    truth.visible_mm = 0;
    truth.has_crossing = true;
    truth.crossing_px = (struct bv_px){200, 200};
    claim_nothing();
    ck_assert(isinf(add()->crossing_mm));
    advice.state = BV_NEEDLE_CROSSING;
    advice.has_crossing = true;
    advice.crossing_px = (struct bv_px){219, 200};
    frame = add();
    ck_assert_double_eq_tol(frame->crossing_mm, 1.9, 1e-6);
    ck_assert_uint_ne(frame->flags & BV_SCORE_RIGHT, 0);
    advice.crossing_px.x = 221;
    ck_assert_uint_eq(add()->flags & BV_SCORE_RIGHT, 0);
}
END_TEST

START_TEST(needle_free_time_counts_every_interval_and_each_beginning)
{
    static const struct bv_truth_frame none = {.needle = false};
    static const bool claimed[] = {false, true, true, false, true, false};

    for (int i = 0; i < 6; i++) {
        advice.state = claimed[i] ? BV_NEEDLE_SHAFT_ONLY : BV_NEEDLE_NONE;
        add_at(&none, i * 0.5);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_double_eq_tol(score->free_s, 3, 1e-9); /* the last one too */
    ck_assert_uint_eq(score->alarm_count, 2);
    ck_assert_uint_eq(score->alarm_frame_count, 3);
    ck_assert_uint_eq(score->insertion_count, 0);
}
END_TEST

START_TEST(track_that_outlives_its_needle_is_drawn_but_has_not_begun)
{
    static const struct bv_truth_frame none = {.needle = false};

    add();
    add_at(&none, 0.1);
    claim_nothing();
    add_at(&none, 0.2);
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->alarm_count, 0);
    ck_assert_uint_eq(score->alarm_frame_count, 1);
}
END_TEST

START_TEST(doubled_frames_change_no_figure_and_are_counted)
{
    static const struct bv_truth_frame none = {.needle = false};

    /* 20 needle-free pictures in 2 s, each twice; claimed on two of them. */
    for (int i = 0; i < 20; i++) {
        advice.state = i == 5 || i == 6 ? BV_NEEDLE_SHAFT_ONLY : BV_NEEDLE_NONE;
        advice.repeat = false;
        add_at(&none, i * 0.1);
        advice.repeat = true;
        add_at(&none, i * 0.1 + 0.05);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->frame_count, 40);
    ck_assert_uint_eq(score->repeat_count, 20);
    ck_assert_double_eq_tol(score->free_s, 2, 1e-9);
    ck_assert_uint_eq(score->alarm_count, 1);
    ck_assert_uint_eq(score->alarm_frame_count, 4);
}
END_TEST

/* Frames of a needle that becomes visible at 1 s and is claimed rightly from
 * @p found_s on, 10 a second. */
static void insert(double until_s, double found_s)
{
    struct bv_advice right = advice;

    for (int i = 0; i * 0.1 < until_s; i++) {
        truth.visible_mm = i < 10 ? 2 : 20;
        advice = i * 0.1 >= found_s - 1e-9 ? right : bv_advice_none();
        add_at(&truth, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
}

START_TEST(waiting_starts_when_8_mm_are_visible)
{
    insert(3, 1.4);
    ck_assert_uint_eq(score->insertion_count, 1);
    ck_assert_uint_eq(score->wait_count, 1);
    ck_assert_double_eq_tol(score->waits[0].waited_s, 0.4, 1e-6);
    ck_assert(!score->waits[0].again);
}
END_TEST

START_TEST(needle_that_was_drawn_before_is_not_waited_for)
{
    insert(3, 0.5);
    ck_assert_double_eq(score->waits[0].waited_s, 0);
}
END_TEST

START_TEST(needle_that_is_never_found_is_waited_for_without_end)
{
    insert(3, 99);
    ck_assert_uint_eq(score->wait_count, 1);
    ck_assert(isinf(score->waits[0].waited_s));
}
END_TEST

START_TEST(wait_that_ends_within_one_and_a_half_seconds_proves_nothing)
{
    insert(2, 99);
    ck_assert_uint_eq(score->wait_count, 0);
    ck_assert_uint_eq(score->cut_short_count, 1);
}
END_TEST

START_TEST(needle_there_from_the_first_frame_is_waited_for_once_it_moves)
{
    struct bv_advice right = advice;

    for (int i = 0; i < 40; i++) {
        if (i >= 20) /* 0.2 mm a frame: 1 mm after five of them, at 2.4 s */
            truth.tip_px.x += 2;
        advice = i >= 27 ? right : bv_advice_none();
        add_at(&truth, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->wait_count, 1);
    ck_assert_double_eq_tol(score->waits[0].waited_s, 0.3, 1e-6);
}
END_TEST

START_TEST(second_insertion_is_waited_for_by_itself)
{
    static const struct bv_truth_frame none = {.needle = false};
    struct bv_advice right = advice, silent = bv_advice_none();

    for (int i = 0; i < 60; i++) {
        bool there = i < 20 || i >= 40;

        truth.visible_mm = i == 0 ? 2 : 20; /* not from the first frame */
        advice = (i >= 2 && i < 20) || i >= 43 ? right : silent;
        add_at(there ? &truth : &none, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->insertion_count, 2);
    ck_assert_uint_eq(score->wait_count, 2);
    ck_assert_double_eq_tol(score->waits[0].waited_s, 0.1, 1e-6);
    ck_assert_double_eq_tol(score->waits[1].waited_s, 0.3, 1e-6);
    ck_assert(!score->waits[1].again);
}
END_TEST

START_TEST(needle_unseen_for_a_second_is_waited_for_again)
{
    struct bv_advice right = advice, silent = bv_advice_none();

    for (int i = 0; i < 60; i++) {
        truth.visible_mm = i == 0 || (i >= 20 && i < 32) ? 2 : 20;
        advice = i >= 20 && i < 34 ? silent : right;
        add_at(&truth, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->insertion_count, 1);
    ck_assert_uint_eq(score->wait_count, 2);
    ck_assert(score->waits[1].again);
    ck_assert_double_eq_tol(score->waits[1].waited_s, 0.2, 1e-6);
}
END_TEST

START_TEST(jitter_is_about_the_mean_of_a_still_needle)
{
    /* Off by 10 px always, and by 3 px to and fro: 0.3 mm RMS. */
    for (int i = 0; i < 20; i++) {
        advice.tip_px.x = 310 + (i % 2 ? 3 : -3);
        add_at(&truth, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->jitter_count, 20);
    ck_assert_double_eq_tol(
        sqrt(score->jitter_mm2 / (double)score->jitter_count), 0.3, 1e-9);
}
END_TEST

START_TEST(moving_needle_has_no_jitter_but_a_lag)
{
    /* 20 mm/s at 10 frames/s: 20 px a frame. The claim is one frame late. */
    for (int i = 0; i < 20; i++) {
        truth.tip_px.x = 300 + 20 * i;
        advice.tip_px.x = truth.tip_px.x - 20;
        add_at(&truth, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->jitter_count, 0);
    ck_assert(isnan(score->frames[0].lag_frames));
    ck_assert_double_eq_tol(score->frames[7].lag_frames, 1, 1e-6);
}
END_TEST

START_TEST(still_needle_is_kept_on_the_frames_on_which_it_is_right)
{
    struct bv_advice right = advice, silent = bv_advice_none();

    /* 20 s; found after 2 s, lost for 3 s of the rest. */
    for (int i = 0; i < 200; i++) {
        advice = i < 20 || (i >= 100 && i < 130) ? silent : right;
        add_at(&truth, i * 0.1);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert_uint_eq(score->still_count, 180);
    ck_assert_uint_eq(score->kept_count, 150);
}
END_TEST

START_TEST(sparse_labels_give_errors_but_no_times)
{
    add();
    add_at(NULL, 0.1);
    add_at(NULL, 1.2);
    add();
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    ck_assert(!score->dense);
    ck_assert_uint_eq(score->labelled_count, 2);
    ck_assert_uint_eq(score->insertion_count, 0);
    ck_assert_uint_eq(score->wait_count + score->cut_short_count, 0);
    ck_assert_double_eq(score->free_s, 0);
    ck_assert_double_eq(score->frames[3].tip_mm, 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        right_claim_has_no_error,
        miss_is_an_infinite_error,
        candidate_is_a_claim_in_a_still_alone_and_from_one_half_on,
        needle_free_frame_has_no_error_and_never_one_of_zero,
        frame_without_truth_has_no_error,
        tip_error_is_a_distance_in_mm,
        predicted_tip_is_a_miss_and_is_counted_apart,
        tip_that_is_not_visible_can_be_claimed_but_not_missed,
        line_beside_by_more_than_3_mm_is_wrong,
        line_beside_by_more_than_2_mm_is_not_within_them,
        line_turned_by_more_than_3_degrees_is_wrong,
        line_that_covers_less_than_half_of_the_shaft_is_wrong,
        trajectory_is_measured_30_mm_beyond_the_true_tip,
        needle_is_visible_from_8_mm_on,
        visibility_is_the_share_of_the_needle_that_shows,
        without_a_scale_3_mm_are_2_per_cent_and_there_are_no_mm,
        ninety_per_cent_interval_is_1_645_deviations_along_the_shaft,
        crossing_is_right_within_2_mm,
        needle_free_time_counts_every_interval_and_each_beginning,
        track_that_outlives_its_needle_is_drawn_but_has_not_begun,
        doubled_frames_change_no_figure_and_are_counted,
        waiting_starts_when_8_mm_are_visible,
        needle_that_was_drawn_before_is_not_waited_for,
        needle_that_is_never_found_is_waited_for_without_end,
        wait_that_ends_within_one_and_a_half_seconds_proves_nothing,
        needle_there_from_the_first_frame_is_waited_for_once_it_moves,
        second_insertion_is_waited_for_by_itself,
        needle_unseen_for_a_second_is_waited_for_again,
        jitter_is_about_the_mean_of_a_still_needle,
        moving_needle_has_no_jitter_but_a_lag,
        still_needle_is_kept_on_the_frames_on_which_it_is_right,
        sparse_labels_give_errors_but_no_times,
        NULL};

    return bv_test_run("score", begin, end, tests);
}
