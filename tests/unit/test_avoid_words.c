#include "support/test.h"

#include <math.h>
#include <stdio.h>

#include "ui/overlay/avoid_words.h"

static struct bv_advice advice;
static struct bv_avoid_words words;

static void add(const char *name, double distance_mm)
{
    struct bv_landmark_advice *landmark =
        &advice.landmark[advice.landmark_count++];

    *landmark = (struct bv_landmark_advice){.mark = {.role = BV_LANDMARK_AVOID,
                                                     .kind = BV_LANDMARK_VESSEL,
                                                     .margin_mm = 2},
                                            .distance_mm = distance_mm,
                                            .miss_mm = NAN};
    snprintf(landmark->mark.name, sizeof(landmark->mark.name), "%s", name);
}

/* A seen tip, 8 mm from the artery and 5.2 mm from the vein. */
static void setup(void)
{
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.mm_per_px = 0.1;
    add("artery", 8);
    add("vein", 5.2);
}

static const struct bv_avoid_words *say(enum bv_showing showing)
{
    bv_avoid_words_make(&advice, showing, &words);
    return &words;
}

START_TEST(the_nearest_is_named_with_whole_mm_and_its_margin)
{
    ck_assert(say(BV_SHOWING_LIVE)->has);
    ck_assert_str_eq(words.title, "To vein");
    ck_assert_str_eq(words.value, "5");
    ck_assert(words.is_mm);
    ck_assert_str_eq(words.note, "margin 2 mm");
    ck_assert_str_eq(words.sentence, "To vein: 5 mm, margin 2 mm");
    advice.landmark[1].distance_mm = 0.2;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->value, "<1");
}
END_TEST

START_TEST(what_alarms_goes_before_what_is_nearer)
{
    advice.landmark[0].alarm = BV_ALARM_NEAR;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->title, "To artery");
    ck_assert_int_eq(words.alarm, BV_ALARM_NEAR);
    advice.landmark[1].alarm = BV_ALARM_INSIDE;
    advice.landmark[1].distance_mm = -0.5;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->value, "tip inside");
    ck_assert(!words.is_mm);
}
END_TEST

START_TEST(without_a_seen_tip_nobody_knows_which_is_nearest)
{
    advice.state = BV_NEEDLE_SHAFT_ONLY;
    advice.landmark[0].distance_mm = advice.landmark[1].distance_mm = NAN;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->title, "To what is avoided");
    ck_assert_str_eq(words.value, "");
    ck_assert_str_eq(words.note, "");
    advice.landmark_count = 1;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->title, "To artery");
    ck_assert_str_eq(words.value, "");
}
END_TEST

START_TEST(a_lost_one_is_said_since_it_may_be_nearer)
{
    advice.landmark[1].state = BV_LANDMARK_LOST;
    advice.landmark[1].distance_mm = NAN;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->title, "To artery");
    ck_assert_str_eq(words.value, "8");
    ck_assert_str_eq(words.note, "vein lost");
    advice.landmark[0].state = BV_LANDMARK_LOST;
    advice.landmark[0].distance_mm = NAN;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->value, "");
    ck_assert_str_eq(words.note, "2 lost");
}
END_TEST

START_TEST(there_is_no_number_without_a_scale_or_on_a_stale_picture)
{
    ck_assert_str_eq(say(BV_SHOWING_STOPPED)->value, "");
    ck_assert_str_eq(say(BV_SHOWING_STILL)->value, "");
    ck_assert_str_eq(say(BV_SHOWING_FROZEN)->value, "5");
    ck_assert_str_eq(say(BV_SHOWING_FROZEN_BARE)->value, "");
    advice.picture = BV_PICTURE_TOO_SLOW;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->value, "");
    ck_assert(!bv_avoid_may_measure(&advice, BV_SHOWING_LIVE));
    advice.picture = BV_PICTURE_FRESH;
    ck_assert(bv_avoid_may_measure(&advice, BV_SHOWING_LIVE));
    advice.mm_per_px = 0;
    ck_assert_str_eq(say(BV_SHOWING_LIVE)->value, "");
}
END_TEST

START_TEST(where_nothing_is_to_be_avoided_nothing_is_said)
{
    advice.landmark[0].mark.role = advice.landmark[1].mark.role =
        BV_LANDMARK_TARGET;
    ck_assert(!say(BV_SHOWING_LIVE)->has);
    bv_avoid_words_make(NULL, BV_SHOWING_NOTHING, &words);
    ck_assert(!words.has);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_nearest_is_named_with_whole_mm_and_its_margin,
        what_alarms_goes_before_what_is_nearer,
        without_a_seen_tip_nobody_knows_which_is_nearest,
        a_lost_one_is_said_since_it_may_be_nearer,
        there_is_no_number_without_a_scale_or_on_a_stale_picture,
        where_nothing_is_to_be_avoided_nothing_is_said,
        NULL};

    return bv_test_run("avoid_words", setup, NULL, tests);
}
