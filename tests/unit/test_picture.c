#include "support/test.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/picture.h"
#include "support/speckle.h"

enum { width = 160, height = 120 };

static struct bv_picture *picture;
static struct bv_frame *frame;
static int count;

static void set_up(void)
{
    picture = bv_picture_new();
    frame = bv_frame_new(width, height);
    count = 0;
}

static void tear_down(void)
{
    bv_picture_free(picture);
    bv_frame_unref(frame);
}

static struct bv_picture_report step(double time_s)
{
    struct bv_picture_report report;

    frame->time_ns = bv_s_to_ns(time_s);
    frame->sequence = (uint32_t)count++;
    ck_assert_int_eq(bv_picture_step(picture, frame, &report), 0);
    return report;
}

/* Tissue with this frame's own noise. */
static void paint(struct speckle_view view)
{
    view.noise_seed = (uint32_t)count + 1;
    speckle_paint(frame, &view);
}

/* Noise that is other in every frame: new content, and quick to make. */
static void sparkle(void)
{
    for (int y = 0; y < height; y++)
        for (int x = y % 3; x < width; x += 3)
            frame->pixels[y * frame->stride_bytes + x] ^=
                (uint8_t)(1 + (count + x) % 7);
}

/* Live for a second and a half, so that habits are known. */
static double live(double frames_per_s)
{
    int frames = (int)(1.5 * frames_per_s);

    for (int i = 0; i < frames; i++) {
        struct bv_picture_report report;

        paint((struct speckle_view){.seed = 1, .right = 0.3 * i});
        report = step(i / frames_per_s);
        ck_assert_int_eq(report.state, BV_PICTURE_FRESH);
        ck_assert(!report.repeat);
        ck_assert(!report.changed && !report.scale_changed);
        ck_assert(report.still_s == 0);
    }
    return frames / frames_per_s;
}

static void restart(void)
{
    bv_picture_free(picture);
    picture = bv_picture_new();
    count = 0;
}

static void at_each_rate(void (*check)(double rate))
{
    static const double rates[] = {10, 30, 60};

    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        restart();
        check(rates[i]);
    }
}

START_TEST(only_every_pixel_the_same_is_a_repeat)
{
    paint((struct speckle_view){.seed = 1});
    ck_assert(!step(0).repeat);
    ck_assert(step(0.1).repeat);
    frame->pixels[77 * frame->stride_bytes + 99] ^= 1;
    ck_assert(!step(0.2).repeat);
    ck_assert(step(0.3).repeat);
    memset(frame->pixels + width, 7, (size_t)(frame->stride_bytes - width));
    ck_assert(step(0.4).repeat); /* behind the row's end: not the picture */
}
END_TEST

START_TEST(a_change_of_colour_alone_is_no_repeat)
{
    struct bv_frame_pool *pool = bv_frame_pool_new(1, width, height, true);
    struct bv_frame *grey = frame;

    ck_assert_int_eq(bv_frame_pool_take(pool, &frame), 0);
    ck_assert(!step(0).repeat);
    ck_assert(step(0.1).repeat);
    frame->saturation[50 * frame->stride_bytes + 50] = 9;
    ck_assert(!step(0.2).repeat);
    ck_assert(step(0.3).repeat);
    bv_frame_unref(frame);
    bv_frame_pool_unref(pool);
    frame = grey;
    ck_assert(!step(0.4).repeat);
}
END_TEST

static void check_frozen(double rate)
{
    double from = live(rate), limit = fmax(0.25, 2 / rate);
    double still = 0;

    for (int i = 0; still < 1; i++) {
        struct bv_picture_report report = step(from + i / rate);

        still = (i + 1) / rate;
        ck_assert(report.repeat);
        ck_assert_double_eq_tol(report.still_s, still, 1e-6);
        ck_assert_int_eq(report.state, still > limit - 1e-6 ? BV_PICTURE_STOPPED
                                                            : BV_PICTURE_FRESH);
    }
    paint((struct speckle_view){.seed = 1});
    ck_assert_int_ne(step(from + still).state, BV_PICTURE_STOPPED);
}

START_TEST(a_frozen_picture_stops_though_fresh_copies_come)
{
    at_each_rate(check_frozen);
}
END_TEST

START_TEST(at_five_frames_a_second_two_intervals_must_pass)
{
    for (int i = 0; i < 10; i++) {
        sparkle();
        step(i * 0.2);
    }
    ck_assert_int_ne(step(10 * 0.2).state, BV_PICTURE_STOPPED);
    ck_assert_int_ne(step(10 * 0.2 + 0.19).state, BV_PICTURE_STOPPED);
    ck_assert_int_eq(step(10 * 0.2 + 0.2).state, BV_PICTURE_STOPPED);
}
END_TEST

START_TEST(under_eight_new_frames_a_second_is_too_slow_after_a_second)
{
    static const double slow_rates[] = {2, 5, 7, 7.9, 8, 8.5, 10, 30, 60};

    for (size_t i = 0; i < sizeof(slow_rates) / sizeof(slow_rates[0]); i++) {
        bool slow = slow_rates[i] < 8;
        double time = 0;

        restart();
        for (int n = 0; time < 3; n++) {
            time = n / slow_rates[i];
            sparkle();
            ck_assert_int_eq(step(time).state, slow && time >= 1
                                                   ? BV_PICTURE_TOO_SLOW
                                                   : BV_PICTURE_FRESH);
        }
    }
}
END_TEST

START_TEST(repeats_do_not_count_as_new_frames)
{
    /* A screen recording: content in every third frame is 20 a second, in
       every ninth 6.7 a second. */
    for (int each = 3; each <= 9; each += 6) {
        restart();
        for (int i = 0; i < 180; i++) {
            struct bv_picture_report report;

            if (i % each == 0)
                sparkle();
            report = step(i / 60.0);
            ck_assert(report.repeat == (i % each != 0));
            ck_assert_int_eq(report.state, each == 9 && i >= 60
                                               ? BV_PICTURE_TOO_SLOW
                                               : BV_PICTURE_FRESH);
        }
    }
}
END_TEST

static void check_clock(double rate)
{
    double from = live(rate);

    for (int i = 0; i < 5 * rate; i++) {
        struct bv_picture_report report;

        if (i % (int)(rate / 5) == 0) /* five times a second */
            for (int y = 2; y < 8; y++)
                frame->pixels[y * frame->stride_bytes + 5 + y] ^= 0xff;
        report = step(from + i / rate);
        if ((i + 1) / rate > 0.26)
            ck_assert_int_eq(report.state, BV_PICTURE_STOPPED);
        ck_assert(!report.changed);
    }
}

START_TEST(a_clock_that_runs_on_a_frozen_scanner_is_no_new_content)
{
    at_each_rate(check_clock);
}
END_TEST

START_TEST(a_needle_on_a_picture_that_never_moves_is_new_content)
{
    for (int i = 0; i < 60; i++) {
        struct bv_px_segment needle = {{10, 10}, {20 + i, 15 + i / 2.0}};

        speckle_line(frame, &needle);
        ck_assert_int_eq(step(i / 30.0).state, BV_PICTURE_FRESH);
    }
}
END_TEST

static void check_moving(double rate)
{
    for (int i = 0; i < 2 * rate; i++) {
        double time = i / rate;
        struct bv_px_segment needle = {{0, 20}, {60 * time, 20 + 30 * time}};
        struct bv_picture_report report;

        /* A slide at a third of the picture's width a second, breathing. */
        paint((struct speckle_view){.seed = 1,
                                    .right = 50 * time,
                                    .down = 5 * sin(2 * time),
                                    .new_part = 0.5 * time});
        speckle_line(frame, &needle);
        report = step(time);
        ck_assert(!report.changed && !report.scale_changed);
    }
}

START_TEST(moving_tissue_and_an_entering_needle_are_no_change)
{
    at_each_rate(check_moving);
}
END_TEST

START_TEST(another_depth_is_a_change_of_scale)
{
    static const double scales[] = {0.5, 0.67, 0.8, 0.9, 1.1, 1.25, 1.5, 2};

    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        struct speckle_view view = {.seed = 1, .scale = scales[i]};
        struct bv_picture_report report;
        double time;

        restart();
        time = live(30);
        view.right = 0.3 * 45;
        paint(view);
        report = step(time);
        ck_assert(report.changed && report.scale_changed);
        paint(view);
        report = step(time + 1 / 30.0);
        ck_assert(!report.changed && !report.scale_changed);
    }
}
END_TEST

START_TEST(another_picture_counts_as_a_change_of_scale)
{
    double time = live(30);
    struct bv_picture_report report;

    paint((struct speckle_view){.seed = 500});
    report = step(time);
    ck_assert(report.changed && report.scale_changed);
}
END_TEST

START_TEST(a_blank_screen_in_between_counts_as_a_change_of_scale)
{
    double time = live(30);
    struct bv_picture_report report;

    memset(frame->pixels, 0, (size_t)frame->stride_bytes * height);
    report = step(time);
    ck_assert(report.changed && report.scale_changed);
}
END_TEST

START_TEST(another_gain_is_a_change_that_keeps_the_scale)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        struct bv_picture_report report;
        double time;

        restart();
        time = live(30);
        paint((struct speckle_view){
            .seed = 1, .right = 0.3 * 45, .gain_levels = 15.0 * sign});
        report = step(time);
        ck_assert(report.changed && !report.scale_changed);
    }
}
END_TEST

START_TEST(lost_and_regained_contact_is_no_change)
{
    double from = live(30);

    for (int i = 0; i < 60; i++) {
        double lifted = fmin(fmin(i, 60 - i) / 8.0, 1);
        struct bv_picture_report report;

        paint((struct speckle_view){.seed = 1, .right = 0.3 * 45});
        for (int y = 12; y < height; y++) /* echoes at the face stay */
            for (int x = 0; x < width; x++) {
                uint8_t *level = frame->pixels + y * frame->stride_bytes + x;

                *level = (uint8_t)(*level * (1 - 0.97 * lifted));
            }
        report = step(from + i / 30.0);
        ck_assert(!report.scale_changed);
    }
}
END_TEST

START_TEST(another_frame_size_scale_or_scan_area_is_a_change_of_scale)
{
    double time = live(30);
    struct bv_picture_report report;

    frame->mm_per_px = 0.1;
    report = step(time);
    ck_assert(report.changed && report.scale_changed);
    frame->scan_area.shape = BV_SCAN_RECTANGLE;
    frame->scan_area.box = (struct bv_px_box){0, 0, width, height};
    report = step(time + 0.1);
    ck_assert(report.changed && report.scale_changed);
    ck_assert(!step(time + 0.2).changed);
    frame->scan_area.box.bottom -= 10;
    report = step(time + 0.3);
    ck_assert(report.changed && report.scale_changed);

    bv_frame_unref(frame);
    frame = bv_frame_new(width + 2, height);
    report = step(time + 0.4);
    ck_assert(report.changed && report.scale_changed && !report.repeat);
    ck_assert(!step(time + 0.5).changed);
}
END_TEST

START_TEST(a_recording_wound_back_starts_its_times_afresh)
{
    double time = live(30);
    struct bv_picture_report report;

    report = step(time - 1);
    ck_assert(report.changed && !report.scale_changed);
    ck_assert(report.still_s == 0);
    ck_assert_int_eq(report.state, BV_PICTURE_FRESH);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        only_every_pixel_the_same_is_a_repeat,
        a_change_of_colour_alone_is_no_repeat,
        a_frozen_picture_stops_though_fresh_copies_come,
        at_five_frames_a_second_two_intervals_must_pass,
        under_eight_new_frames_a_second_is_too_slow_after_a_second,
        repeats_do_not_count_as_new_frames,
        a_clock_that_runs_on_a_frozen_scanner_is_no_new_content,
        a_needle_on_a_picture_that_never_moves_is_new_content,
        moving_tissue_and_an_entering_needle_are_no_change,
        another_depth_is_a_change_of_scale,
        another_picture_counts_as_a_change_of_scale,
        a_blank_screen_in_between_counts_as_a_change_of_scale,
        another_gain_is_a_change_that_keeps_the_scale,
        lost_and_regained_contact_is_no_change,
        another_frame_size_scale_or_scan_area_is_a_change_of_scale,
        a_recording_wound_back_starts_its_times_afresh,
        NULL};

    return bv_test_run("picture", set_up, tear_down, tests);
}
