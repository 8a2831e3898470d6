#include "support/test.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "ui/trail.h"

static struct bv_trail trail;
static struct bv_trail_lanes lanes;
static struct bv_advice advice;

/* A seen tip, 12 mm from a target that is followed. */
static void setup(void)
{
    trail = (struct bv_trail){0};
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.target = BV_TARGET_FOLLOWED;
    advice.distance_mm = 12;
    advice.mm_per_px = 0.1;
    advice.last_seen_s = 0;
}

/* 30 pictures a second. */
static void play(double from_s, double to_s, enum bv_showing showing)
{
    for (double s = from_s; s < to_s - 1e-9; s += 1.0 / 30)
        bv_trail_note(&trail, &advice, showing, bv_s_to_ns(s));
}

static const struct bv_lane *make(int lane, double end_s)
{
    bv_trail_make(&trail, bv_s_to_ns(end_s), &lanes);
    return &lanes.timeline.lanes[lane];
}

START_TEST(what_is_seen_is_spans_and_the_distance_a_curve)
{
    const struct bv_lane *lane;

    play(100, 103, BV_SHOWING_LIVE);
    advice.state = BV_NEEDLE_SHAFT_ONLY;
    play(103, 104, BV_SHOWING_LIVE);
    advice.state = BV_NEEDLE_NONE;
    play(104, 106, BV_SHOWING_LIVE);
    lane = make(0, 106);
    ck_assert_uint_eq(lane->span_count, 3);
    ck_assert_int_eq(lane->spans[0].look, BV_SPAN_FULL);
    ck_assert_double_eq_tol(lane->spans[0].from_s, -6, 0.051);
    ck_assert_double_eq_tol(lane->spans[0].to_s, -3, 0.051);
    ck_assert_int_eq(lane->spans[1].look, BV_SPAN_PART);
    ck_assert_int_eq(lane->spans[2].look, BV_SPAN_HATCHED);
    ck_assert_double_eq_tol(lane->spans[2].to_s, 0, 0.051);
    ck_assert_double_nan(lane->values[0]);
    ck_assert_double_eq(lane->values[lanes.timeline.count - 80], 12);
    ck_assert_double_nan(lane->values[lanes.timeline.count - 1]);
    ck_assert_double_eq(lane->top, 20); /* a round number above it */
    ck_assert_double_eq(lane->bottom, 0);
}
END_TEST

START_TEST(before_any_needle_there_is_nothing_to_lose)
{
    advice.state = BV_NEEDLE_NONE;
    advice.last_seen_s = NAN;
    play(100, 105, BV_SHOWING_LIVE);
    ck_assert_uint_eq(make(0, 105)->span_count, 0);
}
END_TEST

START_TEST(a_predicted_tip_has_no_distance_and_a_stopped_picture_nothing)
{
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    play(100, 101, BV_SHOWING_LIVE);
    ck_assert_int_eq(make(0, 101)->spans[0].look, BV_SPAN_HATCHED);
    ck_assert_double_nan(lanes.distance_mm[0]);
    advice.has_shaft = true;
    setup();
    advice.picture = BV_PICTURE_STOPPED;
    play(101, 102, BV_SHOWING_STOPPED);
    ck_assert_uint_eq(make(0, 102)->span_count, 0);
    ck_assert_double_nan(lanes.distance_mm[0]);
}
END_TEST

START_TEST(a_tip_that_flickers_within_a_step_was_not_seen_in_it)
{
    bv_trail_note(&trail, &advice, BV_SHOWING_LIVE, bv_s_to_ns(100.001));
    advice.state = BV_NEEDLE_NONE;
    bv_trail_note(&trail, &advice, BV_SHOWING_LIVE, bv_s_to_ns(100.02));
    advice.state = BV_NEEDLE_TIP_SEEN;
    bv_trail_note(&trail, &advice, BV_SHOWING_LIVE, bv_s_to_ns(100.04));
    ck_assert_uint_eq(make(0, 100.04)->span_count, 1);
    ck_assert_int_eq(lanes.seen[0].look, BV_SPAN_HATCHED);
}
END_TEST

START_TEST(where_no_picture_came_there_is_a_gap)
{
    play(100, 101, BV_SHOWING_LIVE);
    play(104, 105, BV_SHOWING_LIVE);
    ck_assert_uint_eq(make(0, 105)->span_count, 2);
    ck_assert_double_lt(lanes.seen[0].to_s, -3.5);
    /* eight pictures a second are no gap */
    setup();
    for (double s = 200; s < 205; s += 0.125)
        bv_trail_note(&trail, &advice, BV_SHOWING_LIVE, bv_s_to_ns(s));
    ck_assert_uint_eq(make(0, 204.9)->span_count, 1);
}
END_TEST

START_TEST(what_is_older_than_what_is_held_goes)
{
    play(100, 110, BV_SHOWING_LIVE);
    advice.state = BV_NEEDLE_NONE;
    play(110, 145, BV_SHOWING_LIVE);
    ck_assert_uint_eq(make(0, 145)->span_count, 1);
    ck_assert_int_eq(lanes.seen[0].look, BV_SPAN_HATCHED);
    ck_assert_double_ge(lanes.seen[0].from_s, -BV_LOOK_BACK_S - 0.051);
    /* and all of it, after a long pause */
    setup();
    play(100, 110, BV_SHOWING_LIVE);
    play(1000, 1001, BV_SHOWING_LIVE);
    ck_assert_uint_eq(make(0, 1001)->span_count, 1);
    ck_assert_double_ge(lanes.seen[0].from_s, -1.1);
}
END_TEST

START_TEST(a_picture_from_before_is_ignored)
{
    play(100, 101, BV_SHOWING_LIVE);
    bv_trail_note(&trail, &advice, BV_SHOWING_LIVE, bv_s_to_ns(50));
    ck_assert_uint_eq(make(0, 101)->span_count, 1);
}
END_TEST

/* The name of the moment that came last. */
static const char *last_moment(void)
{
    static char text[64];
    int last = (trail.moment_next - 1 + BV_TRAIL_MOMENTS) % BV_TRAIL_MOMENTS;

    bv_trail_say(&trail.moment[last], text, sizeof(text));
    return text;
}

START_TEST(alarms_are_a_lane_and_begin_with_a_name)
{
    play(100, 101, BV_SHOWING_LIVE);
    advice.landmark_count = 1;
    advice.landmark[0] = (struct bv_landmark_advice){
        .mark = {.role = BV_LANDMARK_AVOID, .kind = BV_LANDMARK_NERVE},
        .alarm = BV_ALARM_NEAR};
    snprintf(advice.landmark[0].mark.name, sizeof(advice.landmark[0].mark.name),
             "C6");
    play(101, 102, BV_SHOWING_LIVE);
    ck_assert_str_eq(last_moment(), "near C6");
    advice.landmark[0].alarm = BV_ALARM_INSIDE;
    play(102, 103, BV_SHOWING_LIVE);
    ck_assert_str_eq(last_moment(), "inside C6");
    ck_assert_uint_eq(make(1, 103)->span_count, 2);
    ck_assert_int_eq(lanes.alarm[0].look, BV_SPAN_NEAR);
    ck_assert_int_eq(lanes.alarm[1].look, BV_SPAN_INSIDE);
    advice.fluid.spread.state = BV_SPREAD_NOT_SEEN;
    advice.landmark[0].alarm = BV_ALARM_NONE;
    play(103, 104, BV_SHOWING_LIVE);
    ck_assert_str_eq(last_moment(), "no spread");
    ck_assert_uint_eq(make(1, 104)->span_count, 3);
}
END_TEST

START_TEST(moments_are_named_once_and_the_oldest_go)
{
    advice.state = BV_NEEDLE_NONE;
    advice.target = BV_TARGET_NONE;
    play(100, 102, BV_SHOWING_LIVE);
    ck_assert_int_eq(trail.moment_count, 0);
    advice.target = BV_TARGET_FOLLOWED;
    play(102, 103, BV_SHOWING_LIVE);
    ck_assert_str_eq(last_moment(), "target");
    advice.state = BV_NEEDLE_TIP_SEEN;
    play(103, 104, BV_SHOWING_LIVE);
    ck_assert_str_eq(last_moment(), "needle");
    advice.target = BV_TARGET_LOST;
    play(104, 105, BV_SHOWING_LIVE);
    ck_assert_str_eq(last_moment(), "target lost");
    advice.target = BV_TARGET_FOLLOWED; /* found again is no mark */
    play(105, 106, BV_SHOWING_LIVE);
    ck_assert_int_eq(trail.moment_count, 3);
    for (int i = 0; i < 2 * BV_TRAIL_MOMENTS; i++)
        bv_trail_mark(&trail, BV_TRAIL_STILL, bv_s_to_ns(106));
    ck_assert_int_eq(trail.moment_count, BV_TRAIL_MOMENTS);
    ck_assert_str_eq(last_moment(), "still");
}
END_TEST

START_TEST(a_screen_reader_is_told_all_of_it)
{
    char text[200];

    play(100, 110, BV_SHOWING_LIVE);
    advice.state = BV_NEEDLE_NONE;
    play(110, 115, BV_SHOWING_LIVE);
    bv_trail_sum(&trail, bv_s_to_ns(115), text, sizeof(text));
    ck_assert_str_eq(text,
                     "Tip seen for 10 s, shaft alone for 0 s, not seen for 5 "
                     "s, an alarm for 0 s of the last 30 s");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_is_seen_is_spans_and_the_distance_a_curve,
        before_any_needle_there_is_nothing_to_lose,
        a_predicted_tip_has_no_distance_and_a_stopped_picture_nothing,
        a_tip_that_flickers_within_a_step_was_not_seen_in_it,
        where_no_picture_came_there_is_a_gap,
        what_is_older_than_what_is_held_goes,
        a_picture_from_before_is_ignored,
        alarms_are_a_lane_and_begin_with_a_name,
        moments_are_named_once_and_the_oldest_go,
        a_screen_reader_is_told_all_of_it,
        NULL};

    return bv_test_run("trail", setup, NULL, tests);
}
