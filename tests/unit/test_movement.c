#include "support/test.h"

#include <math.h>
#include <stdint.h>

#include "core/clock.h"
#include "guidance/movement/glide.h"
#include "guidance/movement/mmode.h"

enum { WIDTH = 400, HEIGHT = 120, TOP = 50, BOTTOM = 70 };

static const struct bv_px_segment strip = {{60, 60}, {340, 60}};
static const double thick_px = 14;

static struct bv_frame *frame;

static void set_up(void)
{
    frame = bv_frame_new(WIDTH, HEIGHT);
    ck_assert_ptr_nonnull(frame);
}

static void tear_down(void)
{
    bv_frame_unref(frame);
}

static double hash(int x, int y)
{
    uint32_t h = (uint32_t)x * 73856093u ^ (uint32_t)y * 19349663u;

    h = (h ^ (h >> 13)) * 0x5bd1e995u;
    return ((h ^ (h >> 15)) & 0xffff) / 65535.0;
}

/* Blurred speckle: grains of 6 px along and 3 across. */
static double speckle(double x, double y, int seed)
{
    double u = x / 6, v = y / 3, fx = u - floor(u), fy = v - floor(v);
    int ix = (int)floor(u), iy = (int)floor(v) + 1000 * seed;

    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    return (hash(ix, iy) * (1 - fx) + hash(ix + 1, iy) * fx) * (1 - fy) +
           (hash(ix, iy + 1) * (1 - fx) + hash(ix + 1, iy + 1) * fx) * fy;
}

/* A tendon that slid so far in tissue that did not, all moved down by some. */
static void draw(double slid_px, double down_px, double time_s)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            double from = y - down_px;
            bool tendon = from >= TOP && from < BOTTOM;
            double level =
                tendon ? speckle(x - slid_px, from, 1) : speckle(x, from, 2);

            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(30 + 160 * level);
        }
    frame->time_ns = bv_s_to_ns(time_s);
}

START_TEST(a_column_is_what_lies_along_the_line_in_that_frame)
{
    struct bv_px_segment across = {{10, 20}, {10, 24}};
    struct bv_px_segment half = {{10.5, 20}, {10.5, 24}};
    struct bv_px_segment beyond = {{10, 118}, {10, 122}};
    float levels[5];

    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            frame->pixels[y * frame->stride_bytes + x] = (uint8_t)(y + x % 2);
    bv_mmode_column(frame, &across, 5, levels);
    for (int i = 0; i < 5; i++)
        ck_assert_float_eq(levels[i], (float)(20 + i));
    bv_mmode_column(frame, &half, 5, levels);
    for (int i = 0; i < 5; i++)
        ck_assert_float_eq_tol(levels[i], (float)(20.5 + i), 1e-4f);
    bv_mmode_column(frame, &beyond, 5, levels);
    ck_assert_float_eq(levels[1], 119);
    ck_assert_float_eq(levels[2], 0);
    ck_assert_float_eq(levels[4], 0);
}
END_TEST

/* There and back by so much. @return The largest error, px. */
static double glide_by(double most_px, double down_px)
{
    struct bv_glide *glide;
    struct bv_glide_result result;
    double worst = 0;

    draw(0, 0, 0);
    glide = bv_glide_new(frame, &strip, thick_px);
    ck_assert_ptr_nonnull(glide);
    for (int i = 1; i <= 60; i++) {
        double part = 0.5 - 0.5 * cos(i * 3.14159265 / 30);

        draw(most_px * part, down_px * part, i / 30.0);
        bv_glide_step(glide, frame, &result);
        ck_assert(result.found);
        worst = fmax(worst, fabs(result.along_px - most_px * part));
        ck_assert_double_eq_tol(result.across_px, down_px * part, 1);
    }
    bv_glide_free(glide);
    return worst;
}

START_TEST(a_tendon_that_glides_in_still_tissue_is_followed_there_and_back)
{
    ck_assert_double_le(glide_by(20, 0), 0.5);
    ck_assert_double_le(glide_by(-20, 0), 0.5);
}
END_TEST

START_TEST(it_may_glide_farther_than_the_strip_is_seen_at_once)
{
    ck_assert_double_le(glide_by(150, 0), 3);
}
END_TEST

START_TEST(it_is_followed_across_too)
{
    ck_assert_double_le(glide_by(20, 8), 0.6);
}
END_TEST

START_TEST(still_tissue_does_not_glide)
{
    ck_assert_double_le(glide_by(0, 0), 0.05);
}
END_TEST

START_TEST(another_picture_is_lost_within_half_a_second_and_for_good)
{
    struct bv_glide *glide;
    struct bv_glide_result result;

    draw(0, 0, 0);
    glide = bv_glide_new(frame, &strip, thick_px);
    for (int i = 1; i <= 18; i++) {
        draw(5000 + 900 * i, 0, i / 30.0);
        bv_glide_step(glide, frame, &result);
        ck_assert(!result.found);
    }
    ck_assert(result.lost);
    draw(0, 0, 1);
    bv_glide_step(glide, frame, &result);
    ck_assert(result.lost && !result.found);
    bv_glide_free(glide);
}
END_TEST

START_TEST(where_there_is_nothing_to_tell_it_by_it_is_lost_at_once)
{
    struct bv_px_segment tiny = {{60, 60}, {80, 60}};
    struct bv_glide_result result;
    struct bv_glide *glide = bv_glide_new(frame, &strip, thick_px);

    ck_assert_ptr_nonnull(glide);
    bv_glide_step(glide, frame, &result);
    ck_assert(result.lost && !result.found);
    bv_glide_free(glide);
    ck_assert_ptr_null(bv_glide_new(frame, &tiny, thick_px));
    ck_assert_ptr_null(bv_glide_new(frame, &strip, 1));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_column_is_what_lies_along_the_line_in_that_frame,
        a_tendon_that_glides_in_still_tissue_is_followed_there_and_back,
        it_may_glide_farther_than_the_strip_is_seen_at_once,
        it_is_followed_across_too,
        still_tissue_does_not_glide,
        another_picture_is_lost_within_half_a_second_and_for_good,
        where_there_is_nothing_to_tell_it_by_it_is_lost_at_once,
        NULL};

    return bv_test_run("movement", set_up, tear_down, tests);
}
