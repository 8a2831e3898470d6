#include "support/test.h"

#include <math.h>

#include "core/clock.h"
#include "guidance/alarm.h"

static struct bv_alarms alarms;
static struct bv_advice advice;
static struct bv_landmark_advice *vessel = &advice.landmark[0];

/* A vessel 100 px wide that begins 300 px from the left, a margin of 2 mm, a
 * tip that comes from there, 0.1 mm a px, known to 0.1 mm along its shaft. */
static void set_up(void)
{
    alarms = (struct bv_alarms){.count = 0};
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.has_shaft = advice.has_tip = true;
    advice.tip_sd_px = 1;
    advice.mm_per_px = 0.1;
    advice.landmark_count = 1;
    *vessel = (struct bv_landmark_advice){
        .mark = {.id = 7,
                 .role = BV_LANDMARK_AVOID,
                 .kind = BV_LANDMARK_VESSEL,
                 .outline = {4, {{300, 0}, {400, 0}, {400, 200}, {300, 200}}},
                 .margin_mm = 2}};
}

/* The tip so far from the vessel, mm; negative inside. */
static enum bv_alarm at(double time_s, double mm)
{
    advice.time_ns = bv_s_to_ns(time_s);
    advice.tip_px = (struct bv_px){300 - mm / 0.1, 100};
    advice.shaft_px = (struct bv_px_segment){{0, 100}, advice.tip_px};
    bv_alarms_step(&alarms, &advice);
    return vessel->alarm;
}

START_TEST(near_is_by_the_nearest_edge_of_the_ellipse)
{
    ck_assert_int_eq(at(0, 2.3), BV_ALARM_NONE);
    ck_assert_int_eq(at(0.1, 2.2), BV_ALARM_NEAR); /* 2.146 sd are 0.21 mm */
    set_up();
    advice.tip_sd_px = 5;
    ck_assert_int_eq(at(0, 3), BV_ALARM_NEAR);
    set_up();
    advice.tip_sd_px = 20; /* it is the shaft that runs beside the vessel */
    advice.tip_px = (struct bv_px){270, 100};
    advice.shaft_px = (struct bv_px_segment){{270, 0}, {270, 100}};
    bv_alarms_step(&alarms, &advice);
    ck_assert_int_eq(vessel->alarm, BV_ALARM_NONE);
}
END_TEST

START_TEST(inside_is_said_with_no_margin_and_no_scale)
{
    vessel->mark.margin_mm = 0;
    ck_assert_int_eq(at(0, 0.05), BV_ALARM_NONE);
    ck_assert_int_eq(at(0.1, -0.2), BV_ALARM_INSIDE);
    set_up();
    advice.mm_per_px = 0;
    ck_assert_int_eq(at(0, 0.5), BV_ALARM_NONE);
    ck_assert_int_eq(at(0.1, -0.2), BV_ALARM_INSIDE);
}
END_TEST

START_TEST(an_alarm_comes_at_once_and_goes_after_its_time)
{
    ck_assert_int_eq(at(0, 5), BV_ALARM_NONE);
    ck_assert_int_eq(at(0.03, -1), BV_ALARM_INSIDE);
    ck_assert_int_eq(at(0.06, 5), BV_ALARM_INSIDE);
    ck_assert_int_eq(at(0.5, 5), BV_ALARM_INSIDE);
    ck_assert_int_eq(at(0.54, 5), BV_ALARM_NONE);
}
END_TEST

START_TEST(a_tip_on_the_margin_does_not_make_it_flicker)
{
    ck_assert_int_eq(at(0, 2.2), BV_ALARM_NEAR);
    for (int i = 1; i < 100; i++)
        ck_assert_int_eq(at(i / 30.0, i % 2 ? 2.6 : 2.2), BV_ALARM_NEAR);
    ck_assert_int_eq(at(4, 2.8), BV_ALARM_NONE);
    ck_assert_int_eq(at(4.1, 2.6), BV_ALARM_NONE);
}
END_TEST

START_TEST(it_goes_some_time_after_the_tip_was_last_seen)
{
    ck_assert_int_eq(at(0, 1), BV_ALARM_NEAR);
    advice.has_tip = false;
    ck_assert_int_eq(at(0.3, 1), BV_ALARM_NEAR);
    ck_assert_int_eq(at(0.6, 1), BV_ALARM_NONE);
}
END_TEST

START_TEST(on_a_stale_picture_or_for_a_lost_mark_there_is_none)
{
    ck_assert_int_eq(at(0, -1), BV_ALARM_INSIDE);
    advice.picture = BV_PICTURE_STOPPED;
    ck_assert_int_eq(at(0.1, -1), BV_ALARM_NONE);
    set_up();
    ck_assert_int_eq(at(0, -1), BV_ALARM_INSIDE);
    vessel->state = BV_LANDMARK_LOST;
    ck_assert_int_eq(at(0.1, -1), BV_ALARM_NONE);
}
END_TEST

START_TEST(a_target_never_alarms)
{
    vessel->mark.role = BV_LANDMARK_TARGET;
    ck_assert_int_eq(at(0, -1), BV_ALARM_NONE);
}
END_TEST

START_TEST(a_point_to_avoid_alarms_by_its_margin)
{
    vessel->mark.outline.count = 0;
    vessel->mark.at = (struct bv_px){300, 100};
    ck_assert_int_eq(at(0, 3), BV_ALARM_NONE);
    ck_assert_int_eq(at(0.1, 2), BV_ALARM_NEAR);
}
END_TEST

START_TEST(in_a_recording_that_is_wound_back_none_stays)
{
    ck_assert_int_eq(at(9, -1), BV_ALARM_INSIDE);
    ck_assert_int_eq(at(1, 5), BV_ALARM_NONE);
}
END_TEST

START_TEST(each_mark_has_its_own)
{
    advice.landmark[1] = *vessel;
    advice.landmark[1].mark.id = 8;
    for (int i = 0; i < 4; i++)
        advice.landmark[1].mark.outline.at[i].x += 300;
    advice.landmark_count = 2;
    ck_assert_int_eq(at(0, -1), BV_ALARM_INSIDE);
    ck_assert_int_eq(advice.landmark[1].alarm, BV_ALARM_NONE);
    advice.landmark[0] = advice.landmark[1]; /* the first is taken away */
    advice.landmark_count = 1;
    ck_assert_int_eq(at(0.1, -1), BV_ALARM_NONE);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {near_is_by_the_nearest_edge_of_the_ellipse,
                            inside_is_said_with_no_margin_and_no_scale,
                            an_alarm_comes_at_once_and_goes_after_its_time,
                            a_tip_on_the_margin_does_not_make_it_flicker,
                            it_goes_some_time_after_the_tip_was_last_seen,
                            on_a_stale_picture_or_for_a_lost_mark_there_is_none,
                            a_target_never_alarms,
                            a_point_to_avoid_alarms_by_its_margin,
                            in_a_recording_that_is_wound_back_none_stays,
                            each_mark_has_its_own,
                            NULL};

    return bv_test_run("alarm", set_up, NULL, tests);
}
