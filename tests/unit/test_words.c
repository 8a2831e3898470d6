/*
 * What may be said beside the picture.
 */
#include "support/test.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/overlay/words.h"

static struct bv_advice advice;
static struct bv_words words;

static void see_everything(void)
{
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.confidence = 0.95;
    advice.has_shaft = advice.has_tip = advice.has_tip_mm = true;
    advice.tip_mm = (struct bv_mm){-6, 15.3};
    advice.angle_deg = 34.2;
    advice.last_seen_s = 0;
    advice.mm_per_px = 0.1;
    advice.scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, 400, 300}};
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = (struct bv_px){200, 196};
    advice.distance_mm = 6.8;
    advice.miss_mm = -2.4;
}

static void say(enum bv_showing showing)
{
    bv_words_make(&advice, showing, 0, &words);
}

START_TEST(a_seen_tip_gives_whole_mm_a_fact_and_an_angle)
{
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.distance, "7");
    ck_assert_str_eq(words.tip_depth, "15");
    ck_assert_str_eq(words.target_depth, "20");
    ck_assert_str_eq(words.headline, "Passes 2 mm shallow");
    ck_assert_str_eq(words.note, "");
    ck_assert_str_eq(words.angle, "34°");
    ck_assert_str_eq(words.confidence, "High");
}
END_TEST

START_TEST(a_crossing_has_a_depth_and_no_distance)
{
    advice.state = BV_NEEDLE_CROSSING;
    advice.has_tip = advice.has_tip_mm = advice.has_shaft = false;
    advice.has_crossing = true;
    advice.crossing_px = advice.target_px;
    advice.distance_mm = advice.miss_mm = NAN;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Crosses 20 mm deep");
    ck_assert_str_eq(words.note, "stays as you advance: shaft");
    ck_assert_str_eq(words.distance, "");
    ck_assert_str_eq(words.tip_depth, "");
    advice.mm_per_px = 0;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Crosses the plane");
}
END_TEST

START_TEST(a_line_beyond_the_target_passes_deep)
{
    advice.miss_mm = 3.2;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Passes 3 mm deep");
}
END_TEST

START_TEST(what_is_under_a_millimetre_is_not_given_a_number)
{
    advice.miss_mm = 0.6;
    advice.distance_mm = 0.3;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Passes within 1 mm");
    ck_assert_str_eq(words.distance, "<1");
}
END_TEST

START_TEST(a_verb_is_said_only_where_the_guide_has_one)
{
    advice.course = BV_COURSE_STEEPEN;
    advice.correction_deg = 3.4;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "Steepen 3°");
    ck_assert(words.is_correction);
    advice.course = BV_COURSE_FLATTEN;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "Flatten 3°");
    advice.course = BV_COURSE_WITHDRAW;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "Withdraw and re-angle");
}
END_TEST

static void assert_no_needle_numbers(void)
{
    ck_assert_str_eq(words.distance, "");
    ck_assert_str_eq(words.tip_depth, "");
    ck_assert(isnan(words.tip_depth_mm));
    ck_assert(isnan(words.miss_mm));
    ck_assert(!words.is_correction);
}

START_TEST(without_a_seen_tip_there_are_no_distances)
{
    const enum bv_needle_state states[] = {
        BV_NEEDLE_NONE, BV_NEEDLE_CANDIDATE, BV_NEEDLE_SHAFT_ONLY,
        BV_NEEDLE_TIP_PREDICTED, BV_NEEDLE_CROSSING};

    for (int i = 0; i < 5; i++) {
        advice.state = states[i]; /* the numbers stay, as a trap */
        advice.last_seen_s = 0.5;
        say(BV_SHOWING_LIVE);
        assert_no_needle_numbers();
        ck_assert_int_eq(words.tone, BV_TONE_ALERT);
    }
}
END_TEST

START_TEST(a_needle_that_is_gone_is_said_with_its_age)
{
    advice.state = BV_NEEDLE_NONE;
    advice.last_seen_s = 1;
    bv_words_make(&advice, BV_SHOWING_LIVE, 0.2, &words);
    ck_assert_str_eq(words.headline, "Needle not seen");
    ck_assert_str_eq(words.note, "last seen 1.2 s ago");
    ck_assert_int_eq(words.tone, BV_TONE_ALERT);
    advice.last_seen_s = 10;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "last seen 10.0 s ago");
    ck_assert_int_eq(words.tone, BV_TONE_DIM);
    advice.last_seen_s = NAN;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.note, "not seen so far");
}
END_TEST

START_TEST(a_shaft_without_its_tip_says_that_the_tip_is_not_seen)
{
    advice.state = BV_NEEDLE_SHAFT_ONLY;
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Tip not seen");
    ck_assert_str_eq(words.angle, "34°");
}
END_TEST

START_TEST(nothing_is_measured_on_a_picture_that_does_not_guide)
{
    const enum bv_showing showings[] = {BV_SHOWING_NOTHING,  BV_SHOWING_STOPPED,
                                        BV_SHOWING_TOO_SLOW, BV_SHOWING_ENDED,
                                        BV_SHOWING_GONE,     BV_SHOWING_STILL};

    for (int i = 0; i < 6; i++) {
        say(showings[i]);
        assert_no_needle_numbers();
        ck_assert_str_eq(words.angle, "");
        ck_assert_str_eq(words.target_depth, "");
        ck_assert_str_eq(words.confidence, "");
        ck_assert_str_ne(words.headline, "");
    }
}
END_TEST

START_TEST(a_stopped_picture_in_the_advice_counts_whatever_is_showing)
{
    advice.picture = BV_PICTURE_STOPPED;
    advice.still_s = 0.3;
    bv_words_make(&advice, BV_SHOWING_LIVE, 0.1, &words);
    ck_assert_str_eq(words.headline, "Picture stopped");
    ck_assert_str_eq(words.note, "nothing new for 0.4 s");
    assert_no_needle_numbers();
    advice.picture = BV_PICTURE_TOO_SLOW;
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.headline, "Too slow for guidance");
}
END_TEST

START_TEST(a_frozen_picture_keeps_its_words)
{
    bv_words_make(&advice, BV_SHOWING_FROZEN, 60, &words);
    ck_assert_str_eq(words.distance, "7");
    ck_assert_str_eq(words.headline, "Passes 2 mm shallow");
}
END_TEST

START_TEST(a_picture_frozen_after_it_stopped_gives_no_guidance)
{
    bv_words_make(&advice, BV_SHOWING_FROZEN_BARE, 60, &words);
    ck_assert_str_eq(words.headline, "Frozen, no guidance");
    assert_no_needle_numbers();
}
END_TEST

START_TEST(a_lost_target_takes_its_distances_along)
{
    advice.target = BV_TARGET_LOST; /* a stale distance stays, as a trap */
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Target lost");
    ck_assert_str_eq(words.distance, "");
    ck_assert_str_eq(words.target_depth, "");
}
END_TEST

START_TEST(a_lost_target_is_said_whatever_the_needle_does)
{
    const enum bv_needle_state states[] = {
        BV_NEEDLE_SHAFT_ONLY, BV_NEEDLE_TIP_PREDICTED, BV_NEEDLE_CROSSING};

    advice.target = BV_TARGET_LOST;
    for (int i = 0; i < 3; i++) {
        advice.state = states[i];
        say(BV_SHOWING_LIVE);
        ck_assert_str_eq(words.note, "target lost: mark it again");
        ck_assert(words.target_lost);
    }
    advice.state = BV_NEEDLE_NONE;
    say(BV_SHOWING_LIVE);
    ck_assert(words.target_lost);
    advice.target = BV_TARGET_FOLLOWED;
    say(BV_SHOWING_LIVE);
    ck_assert(!words.target_lost);
}
END_TEST

START_TEST(without_a_scale_there_are_no_mm)
{
    advice.mm_per_px = 0;
    advice.has_tip_mm = false;
    advice.distance_mm = advice.miss_mm = NAN;
    say(BV_SHOWING_LIVE);
    assert_no_needle_numbers();
    ck_assert_str_eq(words.target_depth, "");
    ck_assert_str_eq(words.headline, "Scale not known");
    ck_assert(words.scale_unknown);
}
END_TEST

START_TEST(before_the_first_picture_bevel_waits)
{
    bv_words_make(NULL, BV_SHOWING_LIVE, 0, &words);
    ck_assert_str_eq(words.headline, "Waiting for a picture");
}
END_TEST

static void assert_never_promises(const char *text)
{
    static const char *const forbidden[] = {"safe", "clear", "inject", " go",
                                            "ok"};
    char lower[300];

    snprintf(lower, sizeof(lower), " %s", text);
    for (char *c = lower; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
        ck_assert_msg(!strstr(lower, forbidden[i]) || strstr(lower, " gone"),
                      "%s", text);
}

START_TEST(no_words_ever_say_safe_clear_inject_or_go)
{
    for (int state = BV_NEEDLE_NONE; state <= BV_NEEDLE_CROSSING; state++)
        for (int target = BV_TARGET_NONE; target <= BV_TARGET_LOST; target++)
            for (int showing = 0; showing <= BV_SHOWING_GONE; showing++)
                for (int course = 0; course <= BV_COURSE_WITHDRAW; course++) {
                    advice.state = (enum bv_needle_state)state;
                    advice.target = (enum bv_target_state)target;
                    advice.course = (enum bv_course_verb)course;
                    say((enum bv_showing)showing);
                    assert_never_promises(words.sentence);
                    assert_never_promises(words.target);
                }
}
END_TEST

START_TEST(a_distance_may_be_said_only_of_a_tip_and_a_target_that_are_seen)
{
    ck_assert(bv_words_may_measure(&advice, BV_SHOWING_LIVE));
    ck_assert(bv_words_may_measure(&advice, BV_SHOWING_FROZEN));
    ck_assert(!bv_words_may_measure(&advice, BV_SHOWING_FROZEN_BARE));
    ck_assert(!bv_words_may_measure(&advice, BV_SHOWING_STOPPED));
    ck_assert(!bv_words_may_measure(&advice, BV_SHOWING_ENDED));
    ck_assert(!bv_words_may_measure(NULL, BV_SHOWING_LIVE));
    advice.target = BV_TARGET_LOST;
    ck_assert(!bv_words_may_measure(&advice, BV_SHOWING_LIVE));
    advice.target = BV_TARGET_FOLLOWED;
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    ck_assert(!bv_words_may_measure(&advice, BV_SHOWING_LIVE));
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.picture = BV_PICTURE_TOO_SLOW;
    ck_assert(!bv_words_may_measure(&advice, BV_SHOWING_LIVE));
}
END_TEST

/* Wider ones would be cut at the card's right edge. */
START_TEST(every_headline_and_note_fits_its_line)
{
    for (int state = BV_NEEDLE_NONE; state <= BV_NEEDLE_CROSSING; state++)
        for (int target = BV_TARGET_NONE; target <= BV_TARGET_LOST; target++)
            for (int showing = 0; showing <= BV_SHOWING_GONE; showing++) {
                advice.state = (enum bv_needle_state)state;
                advice.target = (enum bv_target_state)target;
                advice.miss_mm = -188;
                advice.last_seen_s = 6000;
                say((enum bv_showing)showing);
                ck_assert_uint_le(strlen(words.headline), 24);
                ck_assert_uint_le(strlen(words.note), 30);
            }
}
END_TEST

START_TEST(a_screen_reader_hears_distance_and_course)
{
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.sentence,
                     "Tip to target 7 mm in the plane. Passes 2 mm shallow.");
}
END_TEST

START_TEST(an_outline_that_is_aimed_at_stands_in_for_the_target)
{
    struct bv_landmark_advice *aim = &advice.landmark[0];

    advice.target = BV_TARGET_NONE;
    advice.landmark_count = 1;
    aim->mark = (struct bv_landmark){.role = BV_LANDMARK_TARGET,
                                     .kind = BV_LANDMARK_CYST};
    aim->distance_mm = 6.8;
    aim->miss_mm = -2.4;
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.headline, "7 mm to the cyst");
    ck_assert_str_eq(words.note, "passes 2 mm shallow");
    aim->miss_mm = 0;
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.note, "the line goes through it");
    aim->distance_mm = -1;
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.headline, "Tip in the cyst");
    aim->mark.role = BV_LANDMARK_AVOID;
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.headline, "No target marked");
}
END_TEST

START_TEST(the_first_of_what_is_wrong_with_the_picture_is_said_in_any_showing)
{
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.check, "");
    advice.checks =
        BV_CHECK_BIT(BV_CHECK_GAIN_LOW) | BV_CHECK_BIT(BV_CHECK_CONTACT_LEFT);
    say(BV_SHOWING_PLAYING);
    ck_assert_str_eq(words.check,
                     bv_picture_check_sentence(BV_CHECK_CONTACT_LEFT));
    say(BV_SHOWING_FROZEN);
    ck_assert_str_ne(words.check, "");
}
END_TEST

/* A nerve and a vessel, in their alarms. */
static void alarm(enum bv_alarm nerve, enum bv_alarm vessel)
{
    advice.landmark_count = 2;
    advice.landmark[0] =
        (struct bv_landmark_advice){.mark = {.id = 1,
                                             .role = BV_LANDMARK_AVOID,
                                             .kind = BV_LANDMARK_NERVE,
                                             .name = "C6"},
                                    .distance_mm = 1,
                                    .alarm = nerve};
    advice.landmark[1] =
        (struct bv_landmark_advice){.mark = {.id = 2,
                                             .role = BV_LANDMARK_AVOID,
                                             .kind = BV_LANDMARK_VESSEL},
                                    .distance_mm = 0.4,
                                    .alarm = vessel};
}

START_TEST(an_alarm_goes_before_the_course)
{
    advice.course = BV_COURSE_STEEPEN;
    advice.correction_deg = 3;
    alarm(BV_ALARM_NONE, BV_ALARM_NONE);
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Passes 2 mm shallow");
    alarm(BV_ALARM_NEAR, BV_ALARM_NONE);
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Tip near C6");
    ck_assert_str_eq(words.note, "within its margin");
    ck_assert(!words.is_correction);
    ck_assert_int_eq(words.tone, BV_TONE_ALERT);
    ck_assert_int_eq(words.alarm, BV_ALARM_NEAR);
    ck_assert_ptr_nonnull(strstr(words.sentence, "Tip near C6"));
    alarm(BV_ALARM_NEAR, BV_ALARM_NEAR); /* the nearest */
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Tip near vessel");
    alarm(BV_ALARM_INSIDE, BV_ALARM_NEAR); /* the loudest */
    say(BV_SHOWING_LIVE);
    ck_assert_str_eq(words.headline, "Tip inside C6");
    ck_assert_str_eq(words.note, "");
    ck_assert_str_eq(words.distance, "7");
}
END_TEST

START_TEST(on_a_picture_that_does_not_guide_no_alarm_is_said)
{
    alarm(BV_ALARM_INSIDE, BV_ALARM_INSIDE);
    say(BV_SHOWING_STOPPED);
    ck_assert_ptr_null(strstr(words.headline, "inside"));
    ck_assert_int_eq(words.alarm, BV_ALARM_NONE);
    say(BV_SHOWING_STILL);
    ck_assert_int_eq(words.alarm, BV_ALARM_NONE);
}
END_TEST

START_TEST(the_headline_of_an_alarm_fits_its_line)
{
    alarm(BV_ALARM_INSIDE, BV_ALARM_NONE);
    for (int kind = 0; kind < BV_LANDMARK_KINDS; kind++)
        for (int length = 0; length < 47; length++) {
            advice.landmark[0].mark.kind = (enum bv_landmark_kind)kind;
            memset(advice.landmark[0].mark.name, 'n', (size_t)length);
            advice.landmark[0].mark.name[length] = '\0';
            say(BV_SHOWING_LIVE);
            ck_assert_uint_le(strlen(words.headline), 24);
        }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_seen_tip_gives_whole_mm_a_fact_and_an_angle,
        a_crossing_has_a_depth_and_no_distance,
        a_line_beyond_the_target_passes_deep,
        what_is_under_a_millimetre_is_not_given_a_number,
        a_verb_is_said_only_where_the_guide_has_one,
        without_a_seen_tip_there_are_no_distances,
        a_needle_that_is_gone_is_said_with_its_age,
        a_shaft_without_its_tip_says_that_the_tip_is_not_seen,
        nothing_is_measured_on_a_picture_that_does_not_guide,
        a_stopped_picture_in_the_advice_counts_whatever_is_showing,
        a_frozen_picture_keeps_its_words,
        a_picture_frozen_after_it_stopped_gives_no_guidance,
        a_lost_target_takes_its_distances_along,
        a_lost_target_is_said_whatever_the_needle_does,
        without_a_scale_there_are_no_mm,
        before_the_first_picture_bevel_waits,
        no_words_ever_say_safe_clear_inject_or_go,
        a_distance_may_be_said_only_of_a_tip_and_a_target_that_are_seen,
        every_headline_and_note_fits_its_line,
        a_screen_reader_hears_distance_and_course,
        an_outline_that_is_aimed_at_stands_in_for_the_target,
        the_first_of_what_is_wrong_with_the_picture_is_said_in_any_showing,
        an_alarm_goes_before_the_course,
        on_a_picture_that_does_not_guide_no_alarm_is_said,
        the_headline_of_an_alarm_fits_its_line,
        NULL};

    return bv_test_run("words", see_everything, NULL, tests);
}
