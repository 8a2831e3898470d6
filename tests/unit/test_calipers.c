/*
 * What was measured, as pixels: its value is never cut at the edge.
 */
#include "support/test.h"

#include <cairo.h>
#include <stdint.h>

#include "ui/overlay/calipers.h"

enum { WIDTH = 300, HEIGHT = 120 };

/* Pixels drawn on in a box. */
static int count(cairo_surface_t *surface, int left, int top, int right,
                 int bottom)
{
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface), found = 0;

    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            const uint32_t *row =
                (const void *)(pixels + (ptrdiff_t)y * stride);

            found += row[x] != 0xffffffff;
        }
    return found;
}

static cairo_surface_t *draw_distance(struct bv_px from, struct bv_px to,
                                      const char *text)
{
    const struct bv_measure measure = {BV_MEASURE_DISTANCE, 2, {from, to}};
    const struct bv_view view = {0, 0, 1};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
    cairo_t *cairo = cairo_create(surface);

    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    bv_calipers_draw(cairo, &measure, text, &view, 1);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

/* Of the value alone: what is drawn with it less what is without. */
static int count_value(struct bv_px from, struct bv_px to)
{
    cairo_surface_t *with = draw_distance(from, to, "12.3 mm");
    cairo_surface_t *without = draw_distance(from, to, "");
    int found =
        count(with, 0, 0, WIDTH, HEIGHT) - count(without, 0, 0, WIDTH, HEIGHT);

    cairo_surface_destroy(with);
    cairo_surface_destroy(without);
    return found;
}

START_TEST(value_stands_right_of_what_was_measured)
{
    cairo_surface_t *surface = draw_distance(
        (struct bv_px){40, 60}, (struct bv_px){100, 60}, "12.3 mm");

    ck_assert_int_gt(count(surface, 115, 40, 200, 80), 500);
    ck_assert_int_eq(count(surface, 0, 40, 30, 80), 0);
    cairo_surface_destroy(surface);
}
END_TEST

START_TEST(value_is_whole_at_every_edge)
{
    /* but for pixels of which a part is drawn on */
    int whole =
        count_value((struct bv_px){40, 60}, (struct bv_px){100, 60}) * 9 / 10;

    ck_assert_int_ge(
        count_value((struct bv_px){200, 60}, (struct bv_px){290, 60}), whole);
    ck_assert_int_ge(
        count_value((struct bv_px){200, 110}, (struct bv_px){290, 110}), whole);
    ck_assert_int_ge(count_value((struct bv_px){40, 2}, (struct bv_px){100, 2}),
                     whole);
    ck_assert_int_ge(
        count_value((struct bv_px){40, 117}, (struct bv_px){100, 117}), whole);
}
END_TEST

START_TEST(value_stays_in_where_the_measure_spans_the_picture)
{
    cairo_surface_t *surface = draw_distance(
        (struct bv_px){2, 60}, (struct bv_px){298, 60}, "12.3 mm");

    ck_assert_int_gt(count(surface, 200, 74, 295, 100), 1500);
    ck_assert_int_eq(count(surface, 0, 74, 200, 120), 0);
    cairo_surface_destroy(surface);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        value_stands_right_of_what_was_measured, value_is_whole_at_every_edge,
        value_stays_in_where_the_measure_spans_the_picture, NULL};

    return bv_test_run("calipers", NULL, NULL, tests);
}
