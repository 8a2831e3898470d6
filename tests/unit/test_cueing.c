/*
 * When the distance is heard: its rhythm, its words, and the silence where the
 * tip is not seen.
 */
#include "support/test.h"

#include <math.h>

#include "ui/cues/cueing.h"

static struct bv_cueing cueing;
static int64_t now_ns;
static int beats, losses, words, last_mm;

static void setup(void)
{
    cueing = (struct bv_cueing){.is_seen = false};
    now_ns = 5000000000;
    beats = losses = words = last_mm = 0;
}

/* So long at a distance, 20 times a second; counts what is heard. */
static void hear(double distance_mm, double seconds)
{
    beats = losses = words = 0;
    for (int i = 0; i < (int)lround(seconds * 20); i++) {
        struct bv_heard heard = bv_cueing_step(&cueing, distance_mm, now_ns);

        beats += heard.tone == BV_CUE_BEAT;
        losses += heard.tone == BV_CUE_LOST;
        words += heard.word == BV_CUE_BEAT;
        if (heard.word == BV_CUE_BEAT)
            last_mm = heard.word_mm;
        now_ns += 50000000;
    }
}

START_TEST(the_nearer_the_faster)
{
    double before = 0;

    for (double mm = 0; mm <= 60; mm += 0.5) {
        double interval_s = bv_cueing_interval_s(mm);

        ck_assert_double_ge(interval_s, before);
        before = interval_s;
    }
    ck_assert_double_eq_tol(bv_cueing_interval_s(0), 0.15, 1e-9);
    ck_assert_double_eq_tol(bv_cueing_interval_s(60), 1.2, 1e-9);
}
END_TEST

START_TEST(the_beat_is_that_of_the_distance)
{
    hear(40, 12);
    ck_assert_int_eq(beats, 10);
    setup();
    hear(1, 3);
    ck_assert_int_eq(beats, 20);
}
END_TEST

START_TEST(a_tip_that_is_not_seen_is_silent_and_lost_once)
{
    hear(NAN, 5);
    ck_assert_int_eq(beats + losses + words, 0); /* never seen: not lost */
    hear(10, 2);
    ck_assert_int_gt(beats, 0);
    hear(NAN, 10);
    ck_assert_int_eq(losses, 1);
    ck_assert_int_eq(beats, 0);
    ck_assert_int_eq(words, 0);
}
END_TEST

START_TEST(a_tip_that_flickers_is_not_lost)
{
    for (int i = 0; i < 10; i++) {
        hear(10, 0.5);
        hear(NAN, 0.3);
        ck_assert_int_eq(losses, 0);
        ck_assert_int_eq(beats, 0); /* but silent meanwhile */
    }
}
END_TEST

START_TEST(what_is_seen_again_is_heard_at_once)
{
    hear(40, 1);
    hear(NAN, 1);
    hear(40, 0.05);
    ck_assert_int_eq(beats, 1);
    ck_assert_int_eq(words, 1);
}
END_TEST

START_TEST(a_number_is_said_when_it_is_another_and_not_too_soon)
{
    hear(12.2, 10);
    ck_assert_int_eq(words, 1);
    ck_assert_int_eq(last_mm, 12);
    hear(11.3, 0.05);
    ck_assert_int_eq(words, 1);
    hear(10.1, 1);
    ck_assert_int_eq(words, 0); /* the one before is being said */
    hear(9.4, 2);
    ck_assert_int_eq(words, 1);
    ck_assert_int_eq(last_mm, 9);
}
END_TEST

START_TEST(nonsense_is_silent)
{
    static const double nonsense[] = {-1, INFINITY, -INFINITY, 1e9};

    for (int i = 0; i < 4; i++) {
        hear(nonsense[i], 2);
        ck_assert_int_eq(beats + words + losses, 0);
    }
}
END_TEST

START_TEST(rest_is_silent_and_no_loss)
{
    hear(5, 1);
    bv_cueing_rest(&cueing);
    hear(NAN, 3);
    ck_assert_int_eq(losses, 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_nearer_the_faster,
        the_beat_is_that_of_the_distance,
        a_tip_that_is_not_seen_is_silent_and_lost_once,
        a_tip_that_flickers_is_not_lost,
        what_is_seen_again_is_heard_at_once,
        a_number_is_said_when_it_is_another_and_not_too_soon,
        nonsense_is_silent,
        rest_is_silent_and_no_loss,
        NULL};

    return bv_test_run("cueing", setup, NULL, tests);
}
