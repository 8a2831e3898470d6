#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/crossing.h"

enum { width = 400, height = 300 };

static struct bv_evidence_maker *maker;
static struct bv_crossing *crossing;
static struct bv_frame *frame;
static uint8_t mask[width * height];
static uint8_t tissue[width * height];

/* Speckle: noise, smoothed, fixed in the tissue; as in real pictures wider
 * than high. */
static void make_tissue(uint32_t state)
{
    static float rough[width * height];

    for (int i = 0; i < width * height; i++) {
        state = state * 1664525u + 1013904223u;
        rough[i] = (float)((state >> 8) / 16777216.0 - 0.5);
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            float sum = 0;

            for (int j = -1; j <= 1; j++)
                for (int i = -6; i <= 6; i++)
                    sum += rough[(y + j + height) % height * width +
                                 (x + i + width) % width];
            tissue[y * width + x] = (uint8_t)(60 + 11 * sum);
        }
}

static void set_up(void)
{
    maker = bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    crossing = bv_crossing_new();
    frame = bv_frame_new(width, height);
    memset(mask, 255, sizeof(mask));
    make_tissue(7);
}

static void tear_down(void)
{
    bv_evidence_maker_free(maker);
    bv_crossing_free(crossing);
    bv_frame_unref(frame);
}

/* The tissue, moved to the right; what comes in wraps around. */
static void draw_tissue(int moved_px)
{
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            frame->pixels[y * frame->stride_bytes + x] =
                tissue[y * width + (x - moved_px + 4 * width) % width];
}

/* A probe that turns about where the dots are: to both sides of it other
 * tissue comes in, so much of it, wider speckle than was there. */
static void draw_turned(double part)
{
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            double now = tissue[y * width + x], other = 0;

            for (int i = -12; i <= 12; i += 2)
                other += tissue[(height - 1 - y) * width +
                                (2 * width - 1 - x + i) % width] /
                         13.0;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(abs(x - 210) < 50 ? now : now + part * (other - now));
        }
}

/* A smooth blob, so bright; half widths in px. */
static void draw_blob_of(double levels, double x0, double y0, double wide,
                         double high)
{
    int top = (int)fmax(0, y0 - 4 * high), left = (int)fmax(0, x0 - 4 * wide);

    for (int y = top; y < fmin(height, y0 + 4 * high); y++)
        for (int x = left; x < fmin(width, x0 + 4 * wide); x++) {
            uint8_t *at = frame->pixels + y * frame->stride_bytes + x;
            double across = (x - x0) / wide, down = (y - y0) / high;

            *at = (uint8_t)fmin(
                *at + levels * exp(-0.5 * (across * across + down * down)),
                255);
        }
}

static void draw_blob(double x, double y, double wide, double high)
{
    draw_blob_of(120, x, y, wide, high);
}

static void draw_dot(double x, double y)
{
    draw_blob(x, y, 2.5, 5);
}

static const struct bv_crossing_track *
step_beside(double time_s, const struct bv_px_segment *shaft)
{
    struct bv_scan_area area = {.shape = BV_SCAN_UNKNOWN};
    struct bv_evidence evidence;

    frame->time_ns = (int64_t)llround(time_s * 1e9);
    ck_assert_int_eq(bv_evidence_step(maker, frame, &area, mask, &evidence), 0);
    return bv_crossing_step(crossing, time_s, &evidence, NULL, shaft != NULL,
                            shaft);
}

static const struct bv_crossing_track *step(double time_s)
{
    return step_beside(time_s, NULL);
}

/* Frames without a dot, for a second and a half up to 1 s. */
static void watch_tissue(double rate_hz)
{
    for (int i = (int)(-0.5 * rate_hz); i < rate_hz; i++) {
        draw_tissue(0);
        ck_assert_ptr_null(step(i / rate_hz));
    }
}

START_TEST(a_dot_that_appears_and_stays_is_a_crossing)
{
    int first = -1;

    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        const struct bv_crossing_track *found;

        draw_tissue(0);
        draw_dot(210, 140);
        found = step(i / 30.0);
        if (found && first < 0)
            first = i;
        if (first >= 0) {
            ck_assert_ptr_nonnull(found);
            ck_assert_double_eq_tol(found->middle.x, 210, 2);
            ck_assert_double_eq_tol(found->middle.y, 140, 4);
        }
    }
    ck_assert_int_ge(first, 33);
    ck_assert_int_le(first, 36);
}
END_TEST

START_TEST(a_dot_is_a_crossing_as_soon_at_another_rate)
{
    int first = -1;

    watch_tissue(60);
    for (int i = 60; i < 90; i++) {
        draw_tissue(0);
        draw_dot(210, 140);
        if (step(i / 60.0) && first < 0)
            first = i;
    }
    ck_assert_int_ge(first, 66);
    ck_assert_int_le(first, 72);
}
END_TEST

START_TEST(a_dot_that_stays_for_half_a_minute_is_kept)
{
    watch_tissue(30);
    for (int i = 30; i < 330; i++) {
        bool settled = i > 40;

        draw_tissue(0);
        draw_dot(210, 140);
        ck_assert(step(1 + (i - 30) / 10.0) || !settled);
    }
}
END_TEST

/* A line in the plane that ends far from the dots. */
static const struct bv_px_segment elsewhere = {{0, 60}, {90, 100}};

START_TEST(a_dot_in_which_a_line_ends_was_its_tip)
{
    static const struct bv_px_segment ends_in_it = {{0, 40}, {205, 136}};

    watch_tissue(30);
    for (int i = 30; i < 75; i++) {
        draw_tissue(0);
        draw_dot(210, 140);
        if (i < 60)
            ck_assert(step(i / 30.0) || i <= 40);
        else
            ck_assert_ptr_null(step_beside(i / 30.0, &ends_in_it));
    }
    ck_assert(!bv_crossing_came_first(crossing));
}
END_TEST

START_TEST(a_dot_beside_a_needle_in_the_plane_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 75; i++) {
        draw_tissue(0);
        draw_dot(210, 140);
        ck_assert_ptr_null(step_beside(i / 30.0, &elsewhere));
        ck_assert(!bv_crossing_came_first(crossing));
    }
}
END_TEST

START_TEST(a_crossing_goes_before_a_line_that_was_confirmed_after_it)
{
    watch_tissue(30);
    for (int i = 30; i < 150; i++) {
        bool there = i < 120;
        const struct bv_crossing_track *found;

        draw_tissue(0);
        if (there)
            draw_dot(210, 140);
        found = step_beside(i / 30.0, i > 60 ? &elsewhere : NULL);
        ck_assert(!found || there);
        if (i > 40 && there)
            ck_assert(found && bv_crossing_came_first(crossing));
    }
    ck_assert(!bv_crossing_came_first(crossing));
}
END_TEST

START_TEST(a_dot_that_comes_while_the_probe_turns_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 90; i++) {
        draw_turned(fmin(1, (i - 30) / 6.0));
        if (i >= 36)
            draw_dot(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dot_there_from_the_start_is_none)
{
    for (int i = 0; i < 90; i++) {
        draw_tissue(0);
        draw_dot(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dot_in_tissue_that_was_not_watched_is_none)
{
    for (int i = 0; i < 90; i++) {
        draw_tissue(0);
        if (i >= 20)
            draw_dot(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

/* Tissue that was turned out of the beam's way and back. */
START_TEST(a_dot_that_was_there_a_second_ago_is_none)
{
    for (int i = -30; i < 60; i++) {
        draw_tissue(0);
        if (i < 0 || i >= 30)
            draw_dot(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

/* A thin bright line that turns down to the right and goes on steeply. */
static void draw_arch(double x0, double y0)
{
    for (int i = -20; i <= 60; i++) {
        double turned = i * M_PI / 120;

        draw_blob_of(20, x0 - 24 + 24 * sin(turned), y0 - 24 * cos(turned), 2.2,
                     2.2);
    }
    for (int i = 1; i < 12; i++)
        draw_blob_of(30, x0, y0 + i, 2.2, 2.2);
}

START_TEST(a_steep_wall_that_goes_on_to_the_side_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 75; i++) {
        draw_tissue(0);
        draw_arch(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dot_that_leans_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 75; i++) {
        draw_tissue(0);
        for (int k = -8; k <= 8; k++)
            draw_blob_of(35, 210 + 0.6 * k, 140 + 1.2 * k, 2.2, 2.2);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dot_that_goes_with_the_tissue_is_none)
{
    for (int i = 0; i < 120; i++) {
        int moved = (int)lround(25 * sin(i * 0.1));

        draw_tissue(moved);
        draw_dot(210 + moved, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_flash_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        draw_tissue(0);
        if (i < 33)
            draw_dot(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_new_bright_line_across_the_beam_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        draw_tissue(0);
        draw_blob(210, 140, 25, 2.5);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(new_dots_all_over_the_picture_are_none)
{
    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        draw_tissue(0);
        for (int k = 0; k < 8; k++)
            draw_dot(60 + 40 * k, 60 + 60 * (k % 4));
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dim_dot_in_fluid_is_none)
{
    for (int y = 100; y < 180; y++)
        memset(tissue + y * width + 150, 8, 120);
    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        draw_tissue(0);
        draw_blob_of(55, 210, 140, 2.5, 5);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dot_at_the_border_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        draw_tissue(0);
        draw_dot(8, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_dot_that_walks_down_is_followed)
{
    const struct bv_crossing_track *found = NULL;

    watch_tissue(30);
    for (int i = 30; i < 90; i++) {
        draw_tissue(0);
        draw_dot(210, 90 + 1.5 * (i - 30));
        found = step(i / 30.0);
    }
    ck_assert_ptr_nonnull(found);
    ck_assert_double_eq_tol(found->middle.y, 90 + 1.5 * 59, 5);
}
END_TEST

START_TEST(a_dot_that_is_gone_is_not_drawn_and_comes_back_where_it_was)
{
    watch_tissue(30);
    for (int i = 30; i < 150; i++) {
        bool there = i < 60 || i >= 105;
        const struct bv_crossing_track *found;

        draw_tissue(0);
        if (there)
            draw_dot(210, 140);
        found = step(i / 30.0);
        if (!there)
            ck_assert_ptr_null(found);
        if ((i > 40 && i < 60) || i > 115)
            ck_assert_ptr_nonnull(found);
    }
}
END_TEST

/* As a vein's wall does, which it went through. */
START_TEST(a_weaker_echo_that_stays_where_a_needle_was_is_none)
{
    watch_tissue(30);
    for (int i = 30; i < 120; i++) {
        bool there = i < 60;
        const struct bv_crossing_track *found;

        draw_tissue(0);
        draw_blob_of(there ? 90 : 46, 210, 140, 2.5, 5);
        found = step(i / 30.0);
        if (i >= 40 && there)
            ck_assert_ptr_nonnull(found);
        if (i >= 75)
            ck_assert_ptr_null(found);
    }
}
END_TEST

START_TEST(a_streak_is_crossed_in_its_middle)
{
    const struct bv_crossing_track *found = NULL;

    watch_tissue(30);
    for (int i = 30; i < 60; i++) {
        draw_tissue(0);
        draw_blob(210, 140, 2.5, 14);
        found = step(i / 30.0);
    }
    ck_assert_ptr_nonnull(found);
    ck_assert_double_eq_tol(found->middle.x, 210, 2);
    ck_assert_double_eq_tol(found->middle.y, 140, 5);
}
END_TEST

/* Bright layers across the beam, each 5 px high; between them speckle. */
static void draw_layers(void)
{
    for (int k = 0; k < 3; k++)
        for (int y = 110 + 24 * k; y < 115 + 24 * k; y++)
            memset(frame->pixels + y * frame->stride_bytes, 180, width);
}

START_TEST(a_streak_through_bright_layers_is_a_crossing)
{
    const struct bv_crossing_track *found = NULL;

    for (int i = -15; i < 60; i++) {
        draw_tissue(0);
        draw_layers();
        if (i >= 30)
            draw_blob(210, 136, 2.5, 14);
        found = step(i / 30.0);
        if (i < 30)
            ck_assert_ptr_null(found);
    }
    ck_assert_ptr_nonnull(found);
    ck_assert_double_eq_tol(found->middle.x, 210, 2);
}
END_TEST

START_TEST(a_dot_that_comes_slowly_is_a_crossing)
{
    const struct bv_crossing_track *found = NULL;

    watch_tissue(30);
    for (int i = 30; i < 90; i++) {
        draw_tissue(0);
        draw_blob_of(fmin(120, 2.5 * (i - 30)), 210, 140, 2.5, 5);
        found = step(i / 30.0);
    }
    ck_assert_ptr_nonnull(found);
}
END_TEST

/* As the end of a bone's slope does when the probe turns, in tissue that shows
 * where it stays. */
START_TEST(a_dot_that_slides_and_then_stays_is_none)
{
    for (int i = 0; i < width * height; i++)
        tissue[i] = (uint8_t)(tissue[i] < 60 ? 30 : 90);
    watch_tissue(30);
    for (int i = 30; i < 120; i++) {
        double along = fmin(50, 2 * (i - 30));

        draw_tissue(0);
        draw_dot(200 + along, 130 + 0.5 * along);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

/* As the dots of a ruler that lie on the picture. */
START_TEST(a_dot_that_stays_on_the_screen_while_tissue_moves_is_none)
{
    for (int i = 0; i < 120; i++) {
        draw_tissue((int)lround(25 * sin(i * 0.05)));
        draw_dot(210, 140);
        ck_assert_ptr_null(step(i / 30.0));
    }
}
END_TEST

START_TEST(a_needle_that_comes_where_a_faint_dot_was_is_a_crossing)
{
    const struct bv_crossing_track *found = NULL;

    watch_tissue(30);
    for (int i = 30; i < 180; i++) {
        draw_tissue(0);
        draw_blob_of(i < 120 ? 42 : 140, 210, 140, 2.5, 5);
        found = step(i / 30.0);
        if (i < 120)
            ck_assert_ptr_null(found);
    }
    ck_assert_ptr_nonnull(found);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_dot_that_appears_and_stays_is_a_crossing,
        a_dot_is_a_crossing_as_soon_at_another_rate,
        a_dot_that_stays_for_half_a_minute_is_kept,
        a_dot_in_which_a_line_ends_was_its_tip,
        a_dot_beside_a_needle_in_the_plane_is_none,
        a_crossing_goes_before_a_line_that_was_confirmed_after_it,
        a_dot_that_comes_while_the_probe_turns_is_none,
        a_dot_there_from_the_start_is_none,
        a_dot_in_tissue_that_was_not_watched_is_none,
        a_dot_that_was_there_a_second_ago_is_none,
        a_steep_wall_that_goes_on_to_the_side_is_none,
        a_dot_that_leans_is_none,
        a_dot_that_goes_with_the_tissue_is_none,
        a_flash_is_none,
        a_new_bright_line_across_the_beam_is_none,
        new_dots_all_over_the_picture_are_none,
        a_dim_dot_in_fluid_is_none,
        a_dot_at_the_border_is_none,
        a_dot_that_walks_down_is_followed,
        a_dot_that_is_gone_is_not_drawn_and_comes_back_where_it_was,
        a_weaker_echo_that_stays_where_a_needle_was_is_none,
        a_streak_through_bright_layers_is_a_crossing,
        a_dot_that_comes_slowly_is_a_crossing,
        a_dot_that_slides_and_then_stays_is_none,
        a_dot_that_stays_on_the_screen_while_tissue_moves_is_none,
        a_needle_that_comes_where_a_faint_dot_was_is_a_crossing,
        a_streak_is_crossed_in_its_middle,
        NULL};

    return bv_test_run("crossing", set_up, tear_down, tests);
}
