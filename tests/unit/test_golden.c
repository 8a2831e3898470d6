/*
 * The overlay of each state is what it was: beside the pictures that somebody
 * looked at and kept (tests/golden).
 *
 * After a change that is meant: BEVEL_GOLDEN=keep test_golden writes them
 * anew; look at each before it is committed. Where one differs, what was drawn
 * lies beside the program as golden-NAME.png.
 */
#include "support/test.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

enum {
    width_px = 320,
    height_px = 240,
    differs_by = 32,    /* grey levels: more is no rounding */
    differ_at_most = 24 /* pixels: the thinnest mark has more */
};

static struct bv_advice advice;
static struct bv_marks_options options;

/* A needle from the left, its tip seen 5 mm before the target. */
static void set_up(void)
{
    options = (struct bv_marks_options){0};
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.confidence = 0.9;
    advice.has_shaft = advice.has_tip = true;
    advice.shaft_px = (struct bv_px_segment){{10, 40}, {150, 120}};
    advice.tip_px = advice.shaft_px.to;
    advice.tip_sd_px = 3;
    advice.last_seen_s = 0;
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = (struct bv_px){210, 150};
}

/* A vessel beside the way, and a nerve far from it; without names, which would
 * be in the machine's letters. */
static void add_landmarks(void)
{
    advice.landmark_count = 2;
    advice.landmark[0] = (struct bv_landmark_advice){
        .mark = {.id = 1,
                 .role = BV_LANDMARK_AVOID,
                 .kind = BV_LANDMARK_VESSEL,
                 .outline = {4, {{200, 60}, {240, 60}, {240, 90}, {200, 90}}}}};
    advice.landmark[1] = (struct bv_landmark_advice){
        .mark = {.id = 2,
                 .role = BV_LANDMARK_TARGET,
                 .kind = BV_LANDMARK_NERVE,
                 .outline = {4,
                             {{60, 170}, {110, 165}, {120, 205}, {70, 210}}}},
        .state = BV_LANDMARK_HELD};
}

/* Something like tissue: on one grey a halo would not show. */
static cairo_surface_t *draw(double size)
{
    const struct bv_view view = {0, 0, 1};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
    unsigned char *levels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    struct bv_marks marks;
    cairo_t *cairo;

    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            memset(levels + (size_t)y * (size_t)stride + (size_t)x * 4,
                   40 + (x / 8 * 5 + y / 8 * 11) % 64, 4);
    cairo_surface_mark_dirty(surface);
    cairo = cairo_create(surface);
    bv_marks_make(&advice, &options, &marks);
    bv_overlay_draw(cairo, &marks, &view, size);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

static int count_differing(cairo_surface_t *a, cairo_surface_t *b)
{
    int count = 0;

    for (int y = 0; y < height_px; y++) {
        const unsigned char *row[2];

        row[0] = cairo_image_surface_get_data(a) +
                 (ptrdiff_t)y * cairo_image_surface_get_stride(a);
        row[1] = cairo_image_surface_get_data(b) +
                 (ptrdiff_t)y * cairo_image_surface_get_stride(b);
        for (int x = 0; x < width_px; x++) {
            int most = 0;

            for (int i = 4 * x; i < 4 * x + 3; i++)
                if (abs(row[0][i] - row[1][i]) > most)
                    most = abs(row[0][i] - row[1][i]);
            count += most > differs_by;
        }
    }
    return count;
}

static void compare_sized(const char *name, double size)
{
    const char *folder = getenv("BEVEL_GOLDEN_DIR");
    const char *does = getenv("BEVEL_GOLDEN");
    cairo_surface_t *drawn = draw(size), *kept;
    char path[4096], actual[256];
    int count;

    ck_assert_msg(folder != NULL, "BEVEL_GOLDEN_DIR is not set");
    ck_assert_int_lt(snprintf(path, sizeof(path), "%s/%s.png", folder, name),
                     (int)sizeof(path));
    ck_assert_int_lt(snprintf(actual, sizeof(actual), "golden-%s.png", name),
                     (int)sizeof(actual));
    if (does && strcmp(does, "keep") == 0)
        ck_assert_int_eq(cairo_surface_write_to_png(drawn, path),
                         CAIRO_STATUS_SUCCESS);
    kept = cairo_image_surface_create_from_png(path);
    ck_assert_msg(cairo_surface_status(kept) == CAIRO_STATUS_SUCCESS,
                  "%s cannot be read", path);
    ck_assert_int_eq(cairo_image_surface_get_width(kept), width_px);
    ck_assert_int_eq(cairo_image_surface_get_height(kept), height_px);
    count = count_differing(drawn, kept);
    if (count > differ_at_most)
        (void)!cairo_surface_write_to_png(drawn, actual);
    ck_assert_msg(count <= differ_at_most, "%d pixels differ: see %s", count,
                  actual);
    cairo_surface_destroy(drawn);
    cairo_surface_destroy(kept);
}

static void compare(const char *name)
{
    compare_sized(name, 1);
}

START_TEST(a_seen_tip_on_its_way_to_the_target)
{
    compare("tip-seen");
}
END_TEST

START_TEST(the_same_at_the_bedside)
{
    compare_sized("tip-seen-bedside", 1.6);
}
END_TEST

START_TEST(a_shaft_without_its_tip)
{
    advice.state = BV_NEEDLE_SHAFT_ONLY;
    advice.has_tip = false;
    compare("shaft-only");
}
END_TEST

START_TEST(a_tip_that_is_predicted)
{
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    advice.last_seen_s = 0.2;
    compare("tip-predicted");
}
END_TEST

START_TEST(a_needle_that_crosses_the_plane)
{
    advice.state = BV_NEEDLE_CROSSING;
    advice.has_shaft = advice.has_tip = false;
    advice.has_crossing = true;
    advice.crossing_px = (struct bv_px){150, 120};
    compare("crossing");
}
END_TEST

START_TEST(nothing_seen_leaves_the_target_alone)
{
    advice.state = BV_NEEDLE_NONE;
    advice.has_shaft = advice.has_tip = false;
    compare("none");
}
END_TEST

START_TEST(a_lost_target_is_not_there)
{
    advice.target = BV_TARGET_LOST;
    compare("target-lost");
}
END_TEST

START_TEST(what_is_avoided_and_what_is_aimed_at)
{
    add_landmarks();
    compare("landmarks");
}
END_TEST

START_TEST(a_cursor_while_marking)
{
    options.has_cursor = true;
    options.cursor_px = (struct bv_px){240, 60};
    compare("cursor");
}
END_TEST

START_TEST(on_a_stale_picture_nothing)
{
    options.hide_guidance = true;
    compare("stale");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_seen_tip_on_its_way_to_the_target,
                            the_same_at_the_bedside,
                            a_shaft_without_its_tip,
                            a_tip_that_is_predicted,
                            a_needle_that_crosses_the_plane,
                            nothing_seen_leaves_the_target_alone,
                            a_lost_target_is_not_there,
                            what_is_avoided_and_what_is_aimed_at,
                            a_cursor_while_marking,
                            on_a_stale_picture_nothing,
                            NULL};

    return bv_test_run("golden", set_up, NULL, tests);
}
