#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/simulator.h"
#include "commands/review_clip_area.h"
#include "commands/screen.h"
#include "core/clock.h"

/*
 * What of a scanner's screen gets into a clip that is given away.
 */
enum { frames_most = 14 };

static const double length_s = 3;

/* A clip of a screen, in memory, with where its scan truly lies. */
struct film {
    struct bv_frame *frames[frames_most];
    struct bv_scan_area areas[frames_most];
};

static void shoot(struct film *film, const char *name, int layout,
                  uint64_t seed)
{
    struct bv_screen *screen = bv_screen_new(layout, seed, length_s);
    struct bv_simulator_options options = {0};
    struct bv_simulator *simulator;
    struct bv_scene scene;
    struct bv_frame *scan;
    int width, height;

    ck_assert_int_eq(bv_scene_load(name, true, seed, &scene, NULL), 0);
    bv_screen_scan_size(screen, &options.width_px, &options.height_px);
    simulator = bv_simulator_new(&scene, &options);
    scan = bv_frame_new(options.width_px, options.height_px);
    bv_screen_size(screen, &width, &height);
    for (int i = 0; i < frames_most; i++) {
        struct bv_truth truth;

        film->frames[i] = bv_frame_new(width, height);
        bv_screen_turn_knobs(screen, simulator, length_s * i / frames_most);
        bv_simulator_render(simulator, scan);
        truth = *bv_simulator_truth(simulator);
        ck_assert_int_eq(
            bv_screen_dress(screen, simulator, scan, &truth, film->frames[i]),
            0);
        film->areas[i] = truth.scan_area;
        film->frames[i]->scan_area = (struct bv_scan_area){0}; /* untold */
        film->frames[i]->scan_box = (struct bv_px_box){0};
    }
    bv_frame_unref(scan);
    bv_simulator_free(simulator);
    bv_screen_free(screen);
}

/* Within a pixel: its edges are round. */
static bool lies_in(const struct bv_scan_area *area, int x, int y)
{
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            if (bv_scan_area_contains(area, (struct bv_px){x + dx, y + dy}))
                return true;
    return false;
}

/* How much got out, and how much of it is not of the scan and can be seen: the
 * screen itself is a dark grey. */
struct got_out {
    size_t shown, leaked;
};

static int give_out(const struct film *film, const struct bv_px_box *within,
                    struct got_out *got)
{
    struct bv_clip_area *area = bv_clip_area_new(within);
    struct bv_px_box box = {0};
    uint32_t *pixels;
    int width, error;

    for (int i = 0; i < frames_most; i++)
        ck_assert_int_eq(bv_clip_area_learn(area, film->frames[i]), 0);
    error = bv_clip_area_settle(area, &box);
    width = box.right - box.left;
    pixels = calloc((size_t)width * (size_t)(box.bottom - box.top) + 1,
                    sizeof(*pixels));
    for (int i = 0; i < frames_most && error == 0; i++) {
        ck_assert_int_eq(
            bv_clip_area_take(area, film->frames[i], pixels, width), 0);
        for (int y = box.top; y < box.bottom; y++)
            for (int x = box.left; x < box.right; x++) {
                uint32_t pixel =
                    pixels[(y - box.top) * width + x - box.left] & 255;
                got->shown += pixel > 0;
                got->leaked += pixel > 40 && !lies_in(&film->areas[i], x, y);
            }
    }
    free(pixels);
    bv_clip_area_free(area);
    return error;
}

/* Where the scan lies in all frames. */
static struct bv_px_box common(const struct film *film)
{
    struct bv_px_box box = film->areas[0].box;

    for (int i = 1; i < frames_most; i++) {
        const struct bv_px_box *other = &film->areas[i].box;

        box.left = other->left > box.left ? other->left : box.left;
        box.top = other->top > box.top ? other->top : box.top;
        box.right = other->right < box.right ? other->right : box.right;
        box.bottom = other->bottom < box.bottom ? other->bottom : box.bottom;
    }
    return box;
}

/* Untold it gives nothing away; told where the scan is it shows that. */
static void assert_no_leak(const char *scene, uint64_t seed)
{
    for (int layout = 1; bv_screen_names[layout]; layout++) {
        static struct film film;
        struct got_out got = {0};
        struct bv_px_box box;
        int error;

        shoot(&film, scene, layout, seed);
        box = common(&film);
        ck_assert_int_eq(give_out(&film, NULL, &got), -EDOM);
        ck_assert_uint_eq(got.shown, 0);
        error = give_out(&film, &box, &got);
        ck_assert_msg(error == 0 && got.leaked == 0 && got.shown > 100000,
                      "%s: %d, %zu of %zu", bv_screen_names[layout], error,
                      got.leaked, got.shown);
        for (int i = 0; i < frames_most; i++)
            bv_frame_unref(film.frames[i]);
    }
}

START_TEST(nothing_around_a_linear_scan_gets_out)
{
    assert_no_leak("nerve", 4); /* its depth is turned in mid-clip */
}
END_TEST

START_TEST(nothing_beside_a_sector_gets_out)
{
    assert_no_leak("hip", 3);
}
END_TEST

/* Without ultrasound there is nothing to show. */
START_TEST(a_picture_of_another_size_is_refused)
{
    struct bv_clip_area *area = bv_clip_area_new(NULL);
    struct bv_frame *small = bv_frame_new(64, 64);
    struct bv_frame *large = bv_frame_new(128, 64);
    struct bv_px_box box;

    ck_assert_int_eq(bv_clip_area_learn(area, small), 0);
    ck_assert_int_eq(bv_clip_area_learn(area, large), -ENOTSUP);
    ck_assert_int_eq(bv_clip_area_settle(area, &box), -ENODATA);
    bv_frame_unref(small);
    bv_frame_unref(large);
    bv_clip_area_free(area);
}
END_TEST

/* Its last pixel is the last one that may be named. */
START_TEST(an_area_beyond_the_picture_is_refused)
{
    static const struct bv_px_box whole = {0, 0, 64, 48};
    static const struct bv_px_box beyond[] = {
        {0, 0, 65, 48}, {0, 0, 64, 49}, {-1, 0, 64, 48}, {0, -1, 64, 48}};
    struct bv_clip_area *area = bv_clip_area_new(&whole);
    struct bv_frame *frame = bv_frame_new(64, 48);

    ck_assert_int_eq(bv_clip_area_learn(area, frame), 0);
    bv_clip_area_free(area);
    for (size_t i = 0; i < sizeof(beyond) / sizeof(*beyond); i++) {
        area = bv_clip_area_new(&beyond[i]);
        ck_assert_int_eq(bv_clip_area_learn(area, frame), -ERANGE);
        bv_clip_area_free(area);
    }
    bv_frame_unref(frame);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {nothing_around_a_linear_scan_gets_out,
                            nothing_beside_a_sector_gets_out,
                            a_picture_of_another_size_is_refused,
                            an_area_beyond_the_picture_is_refused, NULL};

    return bv_test_run("clip_area", NULL, NULL, tests);
}
