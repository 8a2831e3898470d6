#include "support/test.h"

#include <math.h>

#include "core/clock.h"
#include "guidance/guide.h"
#include "support/speckle.h"

/*
 * A needle, and a change of depth, zoom or gain: what may be drawn in the
 * pictures after it.
 */
enum { width = 400, height = 300, frames_per_s = 30 };

static const double middle = (width - 1) / 2.0;
static const double entry_y = 30, angle_deg = 25, speed_px_s = 75;

static struct bv_guide *guide;
static struct bv_frame *frame;
static uint32_t count;

static void set_up(void)
{
    guide = bv_guide_new(NULL);
    frame = bv_frame_new(width, height);
    frame->scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, width, height},
                                             .face_middle = {middle, -0.5}};
    count = 0;
}

static void tear_down(void)
{
    bv_guide_free(guide);
    bv_frame_unref(frame);
}

static double time_s(void)
{
    return (double)count / frames_per_s;
}

/* A place of the tissue in the picture: scaled about its top middle. */
static struct bv_px place(const struct speckle_view *view, double along_px)
{
    double scale = view->scale > 0 ? view->scale : 1;
    double x = along_px * cos(angle_deg * M_PI / 180);
    double y = entry_y + along_px * sin(angle_deg * M_PI / 180);

    return (struct bv_px){middle + (x - middle) * scale, y * scale};
}

/* The next picture: tissue, and a needle in it so long; 0 none. */
static struct bv_advice step(struct speckle_view view, double needle_px)
{
    struct bv_px_segment needle = {place(&view, 0), place(&view, needle_px)};
    struct bv_advice advice;

    view.noise_seed = count + 1;
    speckle_paint(frame, &view);
    if (needle_px > 0)
        speckle_line(frame, &needle);
    frame->sequence = count;
    frame->time_ns = count++ * BV_NS_PER_S / frames_per_s;
    ck_assert_int_eq(bv_guide_step(guide, frame, &advice, NULL), 0);
    return advice;
}

static double needle_px(void)
{
    return 60 + speed_px_s * time_s();
}

static const struct speckle_view as_it_was = {.seed = 1};

static void bring_needle_in(void)
{
    struct bv_advice advice = {0};

    while (time_s() < 1.2)
        advice = step(as_it_was, needle_px());
    ck_assert(bv_needle_state_is_drawn(advice.state));
}

static void check_on_needle(const struct bv_advice *advice,
                            const struct speckle_view *view)
{
    struct bv_px_segment line = {place(view, 0), place(view, 100)};
    double beside;

    bv_px_segment_project(&line, advice->shaft_px.from, NULL, &beside);
    ck_assert_double_le(fabs(beside), 3);
    bv_px_segment_project(&line, advice->shaft_px.to, NULL, &beside);
    ck_assert_double_le(fabs(beside), 3);
}

static const struct speckle_view changes[] = {
    {.seed = 1, .scale = 1 / 1.4},
    {.seed = 1, .scale = 1.3},
    {.seed = 1, .gain_levels = 25},
    {.seed = 1, .gain_levels = -25},
};

START_TEST(a_needle_is_drawn_again_within_a_tenth_of_a_second_of_a_change)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        double changed_s;

        tear_down();
        set_up();
        bring_needle_in();
        changed_s = time_s();
        while (time_s() < changed_s + 0.5) {
            bool soon = time_s() < changed_s + 0.1;
            struct bv_advice advice = step(changes[i], 150);

            if (bv_needle_state_is_drawn(advice.state))
                check_on_needle(&advice, &changes[i]);
            else
                ck_assert(soon);
        }
    }
}
END_TEST

START_TEST(nothing_is_drawn_where_no_needle_shows_in_the_changed_picture)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        double changed_s;

        tear_down();
        set_up();
        bring_needle_in();
        changed_s = time_s();
        while (time_s() < changed_s + 0.5) {
            struct bv_advice advice = step(changes[i], 0);

            ck_assert(advice.state < BV_NEEDLE_SHAFT_ONLY ||
                      advice.state == BV_NEEDLE_TIP_PREDICTED);
            ck_assert(changes[i].scale == 0 ||
                      !bv_needle_state_is_drawn(advice.state));
        }
    }
}
END_TEST

START_TEST(nothing_is_drawn_on_a_picture_of_something_else)
{
    const struct speckle_view other = {.seed = 500};

    bring_needle_in();
    for (int i = 0; i < frames_per_s; i++)
        ck_assert(!bv_needle_state_is_drawn(step(other, 170).state));
}
END_TEST

START_TEST(a_needle_that_was_not_confirmed_before_a_change_starts_anew)
{
    double drawn_s = 0;

    while (!bv_needle_state_is_drawn(step(as_it_was, needle_px()).state))
        drawn_s = time_s();
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        tear_down();
        set_up();
        while (time_s() < drawn_s - 0.05)
            step(as_it_was, needle_px());
        for (double most_px = needle_px(); time_s() < drawn_s + 0.5;)
            ck_assert(
                !bv_needle_state_is_drawn(step(changes[i], most_px).state));
    }
}
END_TEST

START_TEST(a_recording_that_is_wound_back_shows_no_needle_of_later)
{
    bring_needle_in();
    count = 0;
    for (int i = 0; i < 10; i++)
        ck_assert(!bv_needle_state_is_drawn(step(as_it_was, 170).state));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_needle_is_drawn_again_within_a_tenth_of_a_second_of_a_change,
        nothing_is_drawn_where_no_needle_shows_in_the_changed_picture,
        nothing_is_drawn_on_a_picture_of_something_else,
        a_needle_that_was_not_confirmed_before_a_change_starts_anew,
        a_recording_that_is_wound_back_shows_no_needle_of_later,
        NULL};

    return bv_test_run("changes", set_up, tear_down, tests);
}
