/*
 * When an alarm is heard: once as it begins, for each structure by itself, and
 * whatever else is silenced.
 */
#include "support/test.h"

#include "ui/cues/alarming.h"

enum {
    near = 1U << BV_CUE_NEAR,
    inside = 1U << BV_CUE_INSIDE,
    spread = 1U << BV_CUE_SPREAD
};

static struct bv_alarming alarming;
static struct bv_advice advice;
static unsigned silenced;

static void setup(void)
{
    alarming = (struct bv_alarming){.count = 0};
    advice = bv_advice_none();
    advice.landmark_count = 2;
    for (int i = 0; i < 2; i++) {
        advice.landmark[i].mark.id = 7 + i;
        advice.landmark[i].mark.margin_mm = 2;
    }
    silenced = 0;
}

/* What is heard as the two structures alarm so. */
static unsigned hear(enum bv_alarm nerve, enum bv_alarm vessel)
{
    advice.landmark[0].alarm = nerve;
    advice.landmark[1].alarm = vessel;
    return bv_alarming_step(&alarming, &advice, silenced);
}

START_TEST(an_alarm_is_heard_once_as_it_begins)
{
    ck_assert_uint_eq(hear(BV_ALARM_NONE, BV_ALARM_NONE), 0);
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), near);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), 0);
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), inside);
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), 0);
    ck_assert_uint_eq(hear(BV_ALARM_NONE, BV_ALARM_NONE), 0);
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), near);
}
END_TEST

START_TEST(a_second_structure_is_heard_while_the_first_alarms)
{
    hear(BV_ALARM_INSIDE, BV_ALARM_NONE);
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NEAR), near);
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_INSIDE), inside);
    setup();
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_INSIDE), near | inside);
}
END_TEST

START_TEST(one_that_is_silenced_hides_no_other)
{
    silenced = inside;
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), near);
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NEAR), near);
    setup();
    silenced = near;
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), 0);
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), inside);
    setup();
    silenced = near | inside;
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NEAR), 0);
}
END_TEST

START_TEST(what_has_no_margin_is_never_near)
{
    silenced = inside;
    advice.landmark[0].mark.margin_mm = 0;
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), 0);
}
END_TEST

START_TEST(structures_are_known_again_when_one_is_removed)
{
    hear(BV_ALARM_NONE, BV_ALARM_NEAR);
    advice.landmark[0] = advice.landmark[1];
    advice.landmark_count = 1;
    ck_assert_uint_eq(bv_alarming_step(&alarming, &advice, 0), 0);
}
END_TEST

START_TEST(spread_that_is_not_seen_is_heard_once_and_whatever_else_alarms)
{
    advice.fluid.spread.state = BV_SPREAD_WATCHING;
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), inside);
    advice.fluid.spread.state = BV_SPREAD_NOT_SEEN;
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), spread);
    ck_assert_uint_eq(hear(BV_ALARM_INSIDE, BV_ALARM_NONE), 0);
    advice.fluid.spread.state = BV_SPREAD_SEEN;
    hear(BV_ALARM_INSIDE, BV_ALARM_NONE);
    advice.fluid.spread.state = BV_SPREAD_NOT_SEEN;
    ck_assert_uint_eq(hear(BV_ALARM_NONE, BV_ALARM_NONE), spread);
    setup();
    silenced = spread;
    advice.fluid.spread.state = BV_SPREAD_NOT_SEEN;
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), near);
}
END_TEST

START_TEST(after_a_time_without_guidance_an_alarm_is_news)
{
    hear(BV_ALARM_NEAR, BV_ALARM_NONE);
    ck_assert_uint_eq(bv_alarming_step(&alarming, NULL, 0), 0);
    ck_assert_uint_eq(hear(BV_ALARM_NEAR, BV_ALARM_NONE), near);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        an_alarm_is_heard_once_as_it_begins,
        a_second_structure_is_heard_while_the_first_alarms,
        one_that_is_silenced_hides_no_other,
        what_has_no_margin_is_never_near,
        structures_are_known_again_when_one_is_removed,
        spread_that_is_not_seen_is_heard_once_and_whatever_else_alarms,
        after_a_time_without_guidance_an_alarm_is_news,
        NULL};

    return bv_test_run("alarming", setup, NULL, tests);
}
