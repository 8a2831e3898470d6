/*
 * What sounds are made of, and which comes first: alarms are told by ear from
 * one another and from the distance, and none is lost.
 */
#include "support/test.h"

#include <stdlib.h>

#include "ui/cues/tones.h"

static int16_t samples[BV_TONES_SAMPLES_MOST];

/* How many notes it has: stretches of sound with at least 20 ms of silence
 * between them. */
static int count_notes(int count)
{
    int notes = 0, quiet = BV_TONES_RATE_HZ;

    for (int i = 0; i < count; i++)
        if (abs(samples[i]) < 300) {
            quiet++;
        } else {
            notes += quiet > BV_TONES_RATE_HZ / 50;
            quiet = 0;
        }
    return notes;
}

/* Its mean pitch, from how often it changes sign while it sounds. */
static double find_pitch_hz(int from, int to)
{
    int crossings = 0, sounding = 0;

    for (int i = from + 1; i < to; i++) {
        crossings += (samples[i - 1] < 0) != (samples[i] < 0);
        sounding += abs(samples[i]) > 0;
    }
    return crossings / 2.0 * BV_TONES_RATE_HZ / (sounding > 0 ? sounding : 1);
}

static int find_peak(int count)
{
    int peak = 0;

    for (int i = 0; i < count; i++)
        peak = abs(samples[i]) > peak ? abs(samples[i]) : peak;
    return peak;
}

START_TEST(every_sound_has_its_own_number_of_notes_or_pitch)
{
    static const int notes[BV_CUES] = {[BV_CUE_BEAT] = 1,
                                       [BV_CUE_LOST] = 1,
                                       [BV_CUE_NEAR] = 2,
                                       [BV_CUE_SPREAD] = 3,
                                       [BV_CUE_INSIDE] = 5};

    for (int cue = BV_CUE_BEAT; cue < BV_CUES; cue++) {
        int count = bv_tones_make((enum bv_cue)cue, samples);

        ck_assert_int_gt(count, 0);
        ck_assert_int_le(count, BV_TONES_SAMPLES_MOST);
        ck_assert_int_eq(count_notes(count), notes[cue]);
    }
}
END_TEST

START_TEST(the_most_urgent_is_the_highest_and_the_loudest)
{
    double inside_hz, near_hz;
    int inside, near, beat, count;

    count = bv_tones_make(BV_CUE_INSIDE, samples);
    inside_hz = find_pitch_hz(0, count);
    inside = find_peak(count);
    count = bv_tones_make(BV_CUE_NEAR, samples);
    near_hz = find_pitch_hz(0, count);
    near = find_peak(count);
    count = bv_tones_make(BV_CUE_BEAT, samples);
    beat = find_peak(count);
    ck_assert_double_gt(inside_hz, 1.8 * near_hz);
    ck_assert_int_gt(inside, near);
    ck_assert_int_gt(near, beat);
}
END_TEST

START_TEST(spread_that_is_not_seen_rises_and_a_lost_tip_falls)
{
    int count = bv_tones_make(BV_CUE_SPREAD, samples);

    ck_assert_double_gt(find_pitch_hz(2 * count / 3, count),
                        1.3 * find_pitch_hz(0, count / 3));
    count = bv_tones_make(BV_CUE_LOST, samples);
    ck_assert_double_lt(find_pitch_hz(2 * count / 3, count),
                        0.8 * find_pitch_hz(0, count / 3));
}
END_TEST

START_TEST(no_sound_begins_or_ends_with_a_click)
{
    for (int cue = BV_CUE_BEAT; cue < BV_CUES; cue++) {
        int count = bv_tones_make((enum bv_cue)cue, samples);

        ck_assert_int_lt(abs(samples[0]), 300);
        ck_assert_int_lt(abs(samples[count - 1]), 300);
    }
}
END_TEST

START_TEST(the_most_urgent_comes_first_and_no_alarm_is_lost)
{
    unsigned asked = 1U << BV_CUE_BEAT | 1U << BV_CUE_NEAR |
                     1U << BV_CUE_INSIDE | 1U << BV_CUE_SPREAD;

    ck_assert_int_eq(bv_cue_take(&asked), BV_CUE_INSIDE);
    ck_assert_int_eq(bv_cue_take(&asked), BV_CUE_SPREAD);
    ck_assert_int_eq(bv_cue_take(&asked), BV_CUE_NEAR);
    ck_assert_int_eq(bv_cue_take(&asked), BV_CUE_NONE); /* it was of then */
    asked = 1U << BV_CUE_BEAT;
    ck_assert_int_eq(bv_cue_take(&asked), BV_CUE_BEAT);
    ck_assert_uint_eq(asked, 0);
}
END_TEST

START_TEST(only_a_more_urgent_alarm_breaks_a_sound_off)
{
    ck_assert(bv_cue_gives_way(BV_CUE_BEAT, 1U << BV_CUE_NEAR));
    ck_assert(bv_cue_gives_way(BV_CUE_NEAR, 1U << BV_CUE_INSIDE));
    ck_assert(!bv_cue_gives_way(BV_CUE_BEAT, 1U << BV_CUE_LOST));
    ck_assert(!bv_cue_gives_way(BV_CUE_INSIDE, ~0U));
    ck_assert(!bv_cue_gives_way(BV_CUE_NEAR, 1U << BV_CUE_NEAR));
    ck_assert(!bv_cue_gives_way(BV_CUE_NEAR, 1U << BV_CUE_BEAT));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {every_sound_has_its_own_number_of_notes_or_pitch,
                            the_most_urgent_is_the_highest_and_the_loudest,
                            spread_that_is_not_seen_rises_and_a_lost_tip_falls,
                            no_sound_begins_or_ends_with_a_click,
                            the_most_urgent_comes_first_and_no_alarm_is_lost,
                            only_a_more_urgent_alarm_breaks_a_sound_off,
                            NULL};

    return bv_test_run("tones", NULL, NULL, tests);
}
