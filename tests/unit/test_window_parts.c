/*
 * What the window needs of its own, without GTK: when the picture is stale,
 * how it is being shown, undo, latencies, and the scaling for the screen.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "ui/freshness.h"
#include "ui/latency.h"
#include "ui/prescale.h"
#include "ui/showing.h"

/* Freshness */

static struct bv_freshness fresh;
static struct bv_advice advice;

static int64_t ms(double value)
{
    return (int64_t)(value * 1e6);
}

/* A picture arrives at its own time. */
static void arrive(double at_ms, bool repeat)
{
    advice.time_ns = ms(at_ms);
    advice.repeat = repeat;
    bv_freshness_note(&fresh, &advice, ms(at_ms) + BV_NS_PER_S);
}

static bool stale_at(double at_ms)
{
    return bv_freshness_is_stale(&fresh, ms(at_ms) + BV_NS_PER_S);
}

static void setup(void)
{
    fresh = (struct bv_freshness){0};
    advice = bv_advice_none();
}

START_TEST(a_picture_is_stale_a_quarter_second_after_its_last_new_content)
{
    arrive(0, false);
    arrive(33, false);
    ck_assert(!stale_at(33 + 249));
    ck_assert(stale_at(33 + 250));
}
END_TEST

START_TEST(the_same_pixels_again_do_not_make_it_fresh)
{
    for (int i = 0; i < 10; i++)
        arrive(33 * i, i > 0);
    ck_assert(stale_at(300));
    ck_assert_double_eq_tol(bv_freshness_age_s(&fresh, ms(300) + BV_NS_PER_S),
                            0.3, 1e-9);
}
END_TEST

START_TEST(a_slow_source_has_two_of_its_own_intervals)
{
    arrive(0, false);
    arrive(200, false);
    ck_assert(!stale_at(200 + 399));
    ck_assert(stale_at(200 + 400));
}
END_TEST

START_TEST(a_pause_is_not_taken_for_an_interval)
{
    arrive(0, false);
    arrive(33, false);
    arrive(5033, false);
    ck_assert(stale_at(5033 + 260));
}
END_TEST

START_TEST(before_the_first_picture_there_is_no_age)
{
    ck_assert_double_eq(bv_freshness_age_s(&fresh, BV_NS_PER_S), 0);
    ck_assert(!bv_freshness_is_stale(&fresh, BV_NS_PER_S));
}
END_TEST

/* Showing */

static struct bv_source_info info;
static struct bv_pipeline_counts counts;

static enum bv_showing find(bool frozen, double now_ms)
{
    return bv_showing_find(
        &(struct bv_showing_facts){.info = &info,
                                   .counts = &counts,
                                   .advice = fresh.any ? &advice : NULL,
                                   .freshness = &fresh,
                                   .frozen = frozen,
                                   .now_ns = ms(now_ms) + BV_NS_PER_S});
}

static void setup_showing(void)
{
    setup();
    memset(&info, 0, sizeof(info));
    memset(&counts, 0, sizeof(counts));
}

START_TEST(only_a_device_is_live)
{
    setup_showing();
    ck_assert_int_eq(find(false, 0), BV_SHOWING_NOTHING);
    arrive(0, false);
    ck_assert_int_eq(find(false, 1), BV_SHOWING_PLAYING);
    info.live = true;
    ck_assert_int_eq(find(false, 1), BV_SHOWING_LIVE);
}
END_TEST

START_TEST(a_picture_that_stopped_does_not_guide_by_either_clock)
{
    setup_showing();
    arrive(0, false);
    ck_assert_int_eq(find(false, 251), BV_SHOWING_STOPPED);
    arrive(300, false);
    advice.picture = BV_PICTURE_STOPPED;
    ck_assert_int_eq(find(false, 301), BV_SHOWING_STOPPED);
    advice.picture = BV_PICTURE_TOO_SLOW;
    ck_assert_int_eq(find(false, 301), BV_SHOWING_TOO_SLOW);
    ck_assert(!bv_showing_guides(BV_SHOWING_STOPPED));
    ck_assert(!bv_showing_guides(BV_SHOWING_TOO_SLOW));
}
END_TEST

START_TEST(a_frozen_picture_stays_frozen_whatever_happens_behind_it)
{
    setup_showing();
    arrive(0, false);
    ck_assert_int_eq(find(true, 5000), BV_SHOWING_FROZEN);
    counts.ended = true;
    counts.end_error = -ENODEV;
    ck_assert_int_eq(find(true, 5000), BV_SHOWING_FROZEN);
    ck_assert_int_eq(find(false, 5000), BV_SHOWING_GONE);
}
END_TEST

START_TEST(freezing_a_picture_that_did_not_guide_does_not_bring_guidance_back)
{
    struct bv_showing_facts facts = {.info = &info,
                                     .counts = &counts,
                                     .advice = &advice,
                                     .freshness = &fresh,
                                     .frozen = true,
                                     .frozen_bare = true};

    setup_showing();
    arrive(0, false);
    ck_assert_int_eq(bv_showing_find(&facts), BV_SHOWING_FROZEN_BARE);
    ck_assert(!bv_showing_guides(BV_SHOWING_FROZEN_BARE));
    ck_assert(!bv_showing_may_mark(BV_SHOWING_FROZEN_BARE));
    ck_assert_str_eq(bv_showing_name(BV_SHOWING_FROZEN_BARE), "FROZEN");
}
END_TEST

START_TEST(the_end_of_a_clip_and_a_fault_are_different_and_neither_guides)
{
    setup_showing();
    arrive(0, false);
    counts.ended = true;
    counts.end_error = -ENODATA;
    ck_assert_int_eq(find(false, 1), BV_SHOWING_ENDED);
    counts.end_error = -EBADMSG;
    ck_assert_int_eq(find(false, 1), BV_SHOWING_GONE);
    ck_assert(!bv_showing_guides(BV_SHOWING_ENDED));
    ck_assert(!bv_showing_guides(BV_SHOWING_GONE));
}
END_TEST

START_TEST(a_still_never_gets_old_and_is_never_marked)
{
    setup_showing();
    info.still = true;
    arrive(0, false);
    counts.ended = true;
    counts.end_error = -ENODATA;
    ck_assert_int_eq(find(false, 9000), BV_SHOWING_STILL);
    ck_assert(!bv_showing_may_mark(BV_SHOWING_STILL));
    ck_assert(!bv_showing_may_mark(BV_SHOWING_FROZEN));
    ck_assert(bv_showing_may_mark(BV_SHOWING_PLAYING));
}
END_TEST

START_TEST(a_source_over_a_network_says_how_its_connection_stands)
{
    static const struct bv_control_spec link = {
        "link", "Connection", "", BV_CONTROL_KIND_TOLD, 0, 5, 1};
    char text[160];

    setup_showing();
    strcpy(info.title, "scanner:18944");
    ck_assert(
        !bv_showing_say_link(&info, BV_SHOWING_NOTHING, text, sizeof(text)));

    info.controls = bv_controls_new(&link, 1);
    ck_assert(
        bv_showing_say_link(&info, BV_SHOWING_NOTHING, text, sizeof(text)));
    ck_assert_str_eq(text, "Waiting for scanner:18944");
    bv_controls_tell(info.controls, 0, 1);
    ck_assert(
        bv_showing_say_link(&info, BV_SHOWING_STOPPED, text, sizeof(text)));
    ck_assert_str_eq(text,
                     "Connected to scanner:18944, which sends no picture");
    ck_assert(!bv_showing_say_link(&info, BV_SHOWING_LIVE, text, sizeof(text)));
    bv_controls_tell(info.controls, 0, 2);
    ck_assert(
        bv_showing_say_link(&info, BV_SHOWING_STOPPED, text, sizeof(text)));
    ck_assert_str_eq(text,
                     "scanner:18944 is gone: waiting for it to come back");
    bv_controls_tell(info.controls, 0, 3);
    ck_assert(
        bv_showing_say_link(&info, BV_SHOWING_NOTHING, text, sizeof(text)));
    ck_assert_str_eq(
        text, "You may not use scanner:18944: `bevel sources` says what to do");
    bv_controls_free(info.controls);
}
END_TEST

/* Latency */

START_TEST(percentiles_are_of_the_last_samples)
{
    struct bv_latency latency = {0};

    ck_assert_int_eq(bv_latency_percentile_ns(&latency, 0.5), -1);
    for (int i = 0; i < 500; i++)
        bv_latency_add(&latency, 1000000); /* overwritten below */
    for (int i = 1; i <= BV_LATENCY_KEPT; i++)
        bv_latency_add(&latency, i);
    ck_assert_int_eq(bv_latency_percentile_ns(&latency, 0.5),
                     BV_LATENCY_KEPT / 2);
    ck_assert_int_eq(bv_latency_percentile_ns(&latency, 0.95),
                     BV_LATENCY_KEPT * 95 / 100);
    ck_assert_int_eq(bv_latency_percentile_ns(&latency, 1), BV_LATENCY_KEPT);
}
END_TEST

START_TEST(a_latency_has_room_however_long_it_is)
{
    struct bv_latency latency = {0};
    char text[80], spoken[80];

    bv_latency_add(&latency, ms(110));
    bv_latency_add(&latency, ms(168));
    bv_latency_say(&latency, text, sizeof(text), spoken, sizeof(spoken));
    ck_assert_str_eq(text, "110 ms in bevel");
    ck_assert_str_eq(spoken, "Latency in bevel: median 110.0 ms, "
                             "95th percentile 168.0 ms");
    for (int i = 0; i < BV_LATENCY_KEPT; i++)
        bv_latency_add(&latency, 3600 * BV_NS_PER_S);
    bv_latency_say(&latency, text, sizeof(text), spoken, sizeof(spoken));
    ck_assert_str_eq(text, "9999 ms in bevel");
    ck_assert_uint_le(strlen(text), BV_LATENCY_TEXT_MOST);
}
END_TEST

/* Prescale */

static uint8_t grey[64 * 48], rgb[200 * 150 * 3];

static void scale(int width, int height, int out_width, int out_height)
{
    struct bv_prescale *prescale = bv_prescale_new();
    const struct bv_prescale_input input = {grey, width, height, width};
    const struct bv_prescale_output output = {rgb, out_width, out_height,
                                              out_width * 3};

    ck_assert_int_eq(bv_prescale_run(prescale, &input, &output), 0);
    ck_assert_int_eq(bv_prescale_run(prescale, &input, &output), 0);
    bv_prescale_free(prescale);
}

START_TEST(a_picture_of_its_own_size_is_copied_exactly)
{
    for (int i = 0; i < 64 * 48; i++)
        grey[i] = (uint8_t)(i * 37);
    scale(64, 48, 64, 48);
    for (int i = 0; i < 64 * 48; i++) {
        ck_assert_uint_eq(rgb[3 * i], grey[i]);
        ck_assert_uint_eq(rgb[3 * i + 1], grey[i]);
        ck_assert_uint_eq(rgb[3 * i + 2], grey[i]);
    }
}
END_TEST

START_TEST(an_even_picture_stays_even_at_any_size)
{
    const int sizes[][2] = {{1, 1},   {7, 5},     {63, 47},
                            {65, 49}, {129, 100}, {200, 150}};

    memset(grey, 201, sizeof(grey));
    for (int s = 0; s < 6; s++) {
        memset(rgb, 0, sizeof(rgb));
        scale(64, 48, sizes[s][0], sizes[s][1]);
        for (int i = 0; i < sizes[s][0] * sizes[s][1] * 3; i++)
            ck_assert_uint_eq(rgb[i], 201);
    }
}
END_TEST

START_TEST(shrinking_keeps_the_mean)
{
    double before = 0, after = 0;

    srand(1);
    for (int i = 0; i < 64 * 48; i++)
        before += grey[i] = (uint8_t)(rand() & 255);
    scale(64, 48, 16, 12);
    for (int i = 0; i < 16 * 12; i++)
        after += rgb[3 * i];
    ck_assert_double_eq_tol(after / (16 * 12), before / (64 * 48), 3);
}
END_TEST

START_TEST(growing_keeps_a_ramp_straight_and_where_it_is)
{
    for (int y = 0; y < 48; y++)
        for (int x = 0; x < 64; x++)
            grey[y * 64 + x] = (uint8_t)(x * 4);
    scale(64, 48, 128, 96);
    for (int x = 4; x < 124; x++)
        ck_assert_double_eq_tol(rgb[(50 * 128 + x) * 3],
                                ((x + 0.5) / 2 - 0.5) * 4, 1.0);
}
END_TEST

START_TEST(a_picture_is_fitted_into_its_box_with_its_shape)
{
    int width, height;

    bv_prescale_fit(640, 480, 800, 800, &width, &height);
    ck_assert_int_eq(width, 800);
    ck_assert_int_eq(height, 600);
    bv_prescale_fit(640, 480, 1000, 300, &width, &height);
    ck_assert_int_eq(width, 400);
    ck_assert_int_eq(height, 300);
    bv_prescale_fit(8192, 32, 10, 10, &width, &height);
    ck_assert_int_eq(width, 10);
    ck_assert_int_eq(height, 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_picture_is_stale_a_quarter_second_after_its_last_new_content,
        the_same_pixels_again_do_not_make_it_fresh,
        a_slow_source_has_two_of_its_own_intervals,
        a_pause_is_not_taken_for_an_interval,
        before_the_first_picture_there_is_no_age,
        only_a_device_is_live,
        a_picture_that_stopped_does_not_guide_by_either_clock,
        a_frozen_picture_stays_frozen_whatever_happens_behind_it,
        freezing_a_picture_that_did_not_guide_does_not_bring_guidance_back,
        the_end_of_a_clip_and_a_fault_are_different_and_neither_guides,
        a_still_never_gets_old_and_is_never_marked,
        a_source_over_a_network_says_how_its_connection_stands,
        percentiles_are_of_the_last_samples,
        a_latency_has_room_however_long_it_is,
        a_picture_of_its_own_size_is_copied_exactly,
        an_even_picture_stays_even_at_any_size,
        shrinking_keeps_the_mean,
        growing_keeps_a_ramp_straight_and_where_it_is,
        a_picture_is_fitted_into_its_box_with_its_shape,
        NULL};

    return bv_test_run("window parts", setup, NULL, tests);
}
