#include "support/test.h"

#include <math.h>

#include "core/clock.h"
#include "guidance/guide.h"
#include "support/speckle.h"

/*
 * A dot that comes and stays is a crossing for who said that the needle comes
 * out of the plane, and for nobody else.
 */
enum { width = 320, height = 240, frames_per_s = 30 };

/* It comes after so many s, and stays. */
static const double dot_s = 2;

static struct bv_guide *guide;
static struct bv_frame *frame;
static int count;

static void open_guide(const struct bv_guide_options *options)
{
    guide = bv_guide_new(options);
    frame = bv_frame_new(width, height);
    frame->scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, width, height},
                                             .face_middle = {159.5, -0.5}};
    count = 0;
}

static void tear_down(void)
{
    bv_guide_free(guide);
    bv_frame_unref(frame);
}

static void draw_dot(double x0, double y0)
{
    for (int y = (int)y0 - 14; y < y0 + 14; y++)
        for (int x = (int)x0 - 8; x < x0 + 8; x++) {
            uint8_t *at = frame->pixels + y * frame->stride_bytes + x;
            double across = (x - x0) / 2, down = (y - y0) / 4;

            *at = (uint8_t)fmin(
                255, *at + 140 * exp(-0.5 * (across * across + down * down)));
        }
}

/* One frame more. @return What is said of it. */
static struct bv_advice step(double new_part)
{
    struct speckle_view view = {
        .seed = 1, .noise_seed = (uint32_t)count + 1, .new_part = new_part};
    struct bv_advice advice;

    speckle_paint(frame, &view);
    if (count >= dot_s * frames_per_s)
        draw_dot(160, 120);
    frame->sequence = (uint32_t)count;
    frame->time_ns = count++ * BV_NS_PER_S / frames_per_s;
    ck_assert_int_eq(bv_guide_step(guide, frame, &advice, NULL), 0);
    ck_assert(advice.has_crossing == (advice.state == BV_NEEDLE_CROSSING));
    return advice;
}

/* @return In how many of so many frames a crossing is said. */
static int watch(double seconds)
{
    int said = 0;

    for (int i = 0; i < seconds * frames_per_s; i++)
        said += step(0).has_crossing;
    return said;
}

START_TEST(a_dot_is_a_crossing_where_it_was_said_and_no_tip)
{
    struct bv_guide_options options = {.out_of_plane = true};
    struct bv_advice advice;

    open_guide(&options);
    ck_assert_int_eq(watch(dot_s), 0);
    ck_assert_int_gt(watch(1), 20);
    advice = step(0);
    ck_assert_int_eq(advice.state, BV_NEEDLE_CROSSING);
    ck_assert_double_eq_tol(advice.crossing_px.x, 160, 3);
    ck_assert_double_eq_tol(advice.crossing_px.y, 120, 5);
    ck_assert(!advice.has_tip && !advice.has_shaft);
    ck_assert(isnan(advice.distance_mm) && isnan(advice.miss_mm));
}
END_TEST

START_TEST(without_a_word_there_is_never_one)
{
    open_guide(NULL);
    ck_assert_int_eq(watch(4), 0);
}
END_TEST

START_TEST(it_is_taken_back_from_the_next_frame_on)
{
    open_guide(NULL);
    bv_guide_set_out_of_plane(guide, true);
    ck_assert_int_gt(watch(3), 20);
    bv_guide_set_out_of_plane(guide, false);
    ck_assert_int_eq(watch(1), 0);
}
END_TEST

/* Nothing is known of before. */
START_TEST(what_was_there_when_it_was_said_is_none)
{
    open_guide(NULL);
    ck_assert_int_eq(watch(3), 0);
    bv_guide_set_out_of_plane(guide, true);
    ck_assert_int_eq(watch(3), 0);
}
END_TEST

START_TEST(a_still_has_none)
{
    struct bv_guide_options options = {.out_of_plane = true, .stills = true};

    open_guide(&options);
    ck_assert_int_eq(watch(3), 0);
}
END_TEST

/* Other tissue comes in meanwhile: the dot may be of it. */
START_TEST(a_dot_that_comes_while_the_probe_tilts_is_none)
{
    struct bv_guide_options options = {.out_of_plane = true};

    open_guide(&options);
    for (int i = 0; i < 4 * frames_per_s; i++)
        ck_assert(!step(fmin(fmax(i / (double)frames_per_s - 1.2, 0), 1))
                       .has_crossing);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_dot_is_a_crossing_where_it_was_said_and_no_tip,
                            without_a_word_there_is_never_one,
                            it_is_taken_back_from_the_next_frame_on,
                            what_was_there_when_it_was_said_is_none,
                            a_still_has_none,
                            a_dot_that_comes_while_the_probe_tilts_is_none,
                            NULL};

    return bv_test_run("out_of_plane", NULL, tear_down, tests);
}
