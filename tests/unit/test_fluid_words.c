/*
 * What may be said and drawn of fluid that is injected or drawn off.
 */
#include "support/test.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "ui/declaring.h"
#include "ui/fluid_history.h"
#include "ui/overlay/fluid_words.h"

static struct bv_advice advice;
static struct bv_fluid_words words;

/* A square of 20 px around a place. */
static struct bv_outline around(double x, double y)
{
    return (struct bv_outline){4,
                               {{x - 10, y - 10},
                                {x + 10, y - 10},
                                {x + 10, y + 10},
                                {x - 10, y + 10}}};
}

static void inject(enum bv_spread_state state)
{
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.fluid.spread.state = state;
    advice.fluid.spread.since_s = 3.4;
    if (state == BV_SPREAD_SEEN) {
        advice.fluid.spread.in_view = true;
        advice.fluid.spread.outline = around(100, 100);
        advice.fluid.spread.area_px2 = 3449;
    }
}

static void aspirate(void)
{
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.fluid.aspirate.state = BV_ASPIRATE_FOLLOWED;
    advice.fluid.aspirate.outline = around(100, 100);
    advice.fluid.aspirate.area_px2 = 20000;
    advice.fluid.aspirate.first_px2 = 34567;
}

static void say(enum bv_showing showing)
{
    bv_fluid_words_make(&advice, showing, &words);
}

START_TEST(undeclared_it_says_that_spread_is_not_watched)
{
    advice = bv_advice_none();
    say(BV_SHOWING_LIVE);
    ck_assert_int_eq(words.does, BV_SYRINGE_IDLE);
    ck_assert_str_eq(words.sentence, "Spread is not watched.");
    bv_fluid_words_make(NULL, BV_SHOWING_NOTHING, &words);
    ck_assert_str_eq(words.sentence, "Spread is not watched.");
}
END_TEST

START_TEST(spread_that_is_seen_has_an_area_of_two_digits)
{
    inject(BV_SPREAD_SEEN);
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Spread seen");
    ck_assert_str_eq(words.area, "34");
    advice.fluid.spread.area_px2 = 127600;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.area, "1300");
    ck_assert_int_eq(words.tone, BV_TONE_PLAIN);
    ck_assert(!words.alarms);
}
END_TEST

START_TEST(around_a_nerve_it_says_how_far_and_where)
{
    inject(BV_SPREAD_SEEN);
    advice.fluid.spread.extent_deg = 150;
    advice.fluid.spread.side = BV_SPREAD_BELOW;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "150° around the nerve, below it");
    advice.fluid.spread.extent_deg = 0;
    advice.fluid.spread.side = BV_SPREAD_NO_SIDE;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "none beside the nerve");
}
END_TEST

START_TEST(spread_that_is_not_seen_alarms)
{
    inject(BV_SPREAD_NOT_SEEN);
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Spread not seen");
    ck_assert(words.alarms);
    ck_assert_int_eq(words.tone, BV_TONE_ALERT);
    ck_assert_str_eq(words.area, "");
}
END_TEST

START_TEST(until_the_dead_time_is_over_it_says_how_long_that_is)
{
    inject(BV_SPREAD_WATCHING);
    advice.fluid.spread.dead_s = 7.5;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "not seen after 7.5 s is said");
    ck_assert(!words.alarms);
}
END_TEST

START_TEST(dead_times_are_offered_from_the_usual_one_on)
{
    char text[32];

    bv_declaring_say_dead_time(bv_declaring_dead_times_s[0], text,
                               sizeof(text));
    ck_assert_str_eq(text, "Dead time 2 s");
    for (int i = 0; bv_declaring_dead_times_s[i] > 0; i++) {
        ck_assert_int_ge(bv_declaring_dead_times_s[i], BV_DEAD_TIME_USUAL_S);
        ck_assert_int_le(bv_declaring_dead_times_s[i], BV_DEAD_TIME_MOST_S);
    }
}
END_TEST

START_TEST(a_void_comparison_is_said_with_its_reason_and_no_area)
{
    inject(BV_SPREAD_VOID);
    advice.fluid.spread.reason = BV_FLUID_PROBE_MOVED;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Comparison void");
    ck_assert_ptr_nonnull(strstr(words.note, "the probe moved"));
    aspirate();
    advice.fluid.aspirate.state = BV_ASPIRATE_VOID;
    advice.fluid.aspirate.reason = BV_FLUID_PLANE_LEFT;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Comparison void");
    ck_assert_str_eq(words.area, "");
    ck_assert(isnan(words.area_mm2));
}
END_TEST

START_TEST(fluid_drawn_off_is_an_area_then_and_now_and_no_part_of_it)
{
    aspirate();
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.area, "200");
    ck_assert_str_eq(words.note, "350 mm² when it began");
    ck_assert_ptr_null(strchr(words.sentence, '%'));
    ck_assert_ptr_null(strstr(words.sentence, "mL"));
}
END_TEST

START_TEST(without_a_scale_there_is_no_area)
{
    inject(BV_SPREAD_SEEN);
    advice.mm_per_px = 0;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.area, "");
    aspirate();
    advice.mm_per_px = 0;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.area, "");
    ck_assert_str_eq(words.note, "no area: the scale is not known");
}
END_TEST

START_TEST(without_guidance_nothing_is_watched)
{
    inject(BV_SPREAD_SEEN);
    say(BV_SHOWING_STOPPED);
    ck_assert_str_eq(words.headline, "Not watched now");
    ck_assert_str_eq(words.area, "");
    ck_assert_int_eq(words.tone, BV_TONE_ALERT);
}
END_TEST

START_TEST(no_word_says_that_all_is_well_or_what_to_do)
{
    static const char *const never[] = {"safe", "clear", "inject ", " go "};
    char low[sizeof(words.sentence)];

    for (int state = 0; state <= BV_SPREAD_VOID; state++) {
        inject((enum bv_spread_state)state);
        advice.fluid.spread.reason =
            state == BV_SPREAD_VOID ? BV_FLUID_LOST : BV_FLUID_VALID;
        say(BV_SHOWING_LIVE);
        for (size_t i = 0; i < sizeof(low); i++)
            low[i] = (char)tolower((unsigned char)words.sentence[i]);
        for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
            ck_assert_ptr_null(strstr(low, never[i]));
    }
}
END_TEST

START_TEST(a_key_toggles_and_a_pedal_holds)
{
    struct bv_declaring declaring = {.syringe = BV_SYRINGE_IDLE};

    ck_assert(bv_declaring_toggle(&declaring, BV_SYRINGE_INJECTS, NULL));
    ck_assert_int_eq(declaring.syringe, BV_SYRINGE_INJECTS);
    ck_assert(!bv_declaring_release(&declaring));
    ck_assert(bv_declaring_toggle(&declaring, BV_SYRINGE_INJECTS, NULL));
    ck_assert_int_eq(declaring.syringe, BV_SYRINGE_IDLE);
    ck_assert(bv_declaring_press(&declaring));
    ck_assert(!bv_declaring_press(&declaring)); /* keys repeat */
    ck_assert_int_eq(declaring.syringe, BV_SYRINGE_INJECTS);
    ck_assert(bv_declaring_release(&declaring));
    ck_assert_int_eq(declaring.syringe, BV_SYRINGE_IDLE);
}
END_TEST

START_TEST(what_is_drawn_off_is_what_is_aimed_at_or_is_asked_for)
{
    struct bv_declaring declaring = {.syringe = BV_SYRINGE_IDLE};

    advice = bv_advice_none();
    ck_assert(!bv_declaring_toggle(&declaring, BV_SYRINGE_ASPIRATES, &advice));
    ck_assert_ptr_nonnull(bv_declaring_get_line(&declaring));
    ck_assert(bv_declaring_point(&declaring, (struct bv_px){7, 8}));
    ck_assert_int_eq(declaring.syringe, BV_SYRINGE_ASPIRATES);
    ck_assert_double_eq(declaring.at_px.x, 7);
    ck_assert_ptr_null(bv_declaring_get_line(&declaring));
    bv_declaring_toggle(&declaring, BV_SYRINGE_ASPIRATES, &advice);
    advice.landmark_count = 1;
    advice.landmark[0].mark = (struct bv_landmark){
        .role = BV_LANDMARK_TARGET,
        .kind = BV_LANDMARK_CYST,
        .outline = around(50, 60),
    };
    ck_assert(bv_declaring_toggle(&declaring, BV_SYRINGE_ASPIRATES, &advice));
    ck_assert_double_eq_tol(declaring.at_px.x, 50, 1e-9);
    ck_assert_double_eq_tol(declaring.at_px.y, 60, 1e-9);
}
END_TEST

START_TEST(a_history_keeps_all_of_the_time_within_its_room)
{
    static struct bv_fluid_history history;

    for (int i = 0; i < 100000; i++)
        bv_fluid_history_add(&history, i / 30.0, i);
    ck_assert_int_le(history.count, BV_FLUID_HISTORY_MOST);
    ck_assert_int_gt(history.count, BV_FLUID_HISTORY_MOST / 3);
    ck_assert_double_eq(history.time_s[0], 0);
    ck_assert_double_gt(history.time_s[history.count - 1], 3300);
    bv_fluid_history_add(&history, 0, 5);
    ck_assert_int_eq(history.count, 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        undeclared_it_says_that_spread_is_not_watched,
        spread_that_is_seen_has_an_area_of_two_digits,
        around_a_nerve_it_says_how_far_and_where,
        spread_that_is_not_seen_alarms,
        until_the_dead_time_is_over_it_says_how_long_that_is,
        dead_times_are_offered_from_the_usual_one_on,
        a_void_comparison_is_said_with_its_reason_and_no_area,
        fluid_drawn_off_is_an_area_then_and_now_and_no_part_of_it,
        without_a_scale_there_is_no_area,
        without_guidance_nothing_is_watched,
        no_word_says_that_all_is_well_or_what_to_do,
        a_key_toggles_and_a_pedal_holds,
        what_is_drawn_off_is_what_is_aimed_at_or_is_asked_for,
        a_history_keeps_all_of_the_time_within_its_room,
        NULL};

    return bv_test_run("fluid_words", NULL, NULL, tests);
}
