/*
 * What is drawn of fluid, asked of the pixels that cairo paints.
 */
#include "support/test.h"

#include <cairo.h>
#include <string.h>

#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

enum { width_px = 480, height_px = 360, ground = 0x70 };

static uint8_t levels[height_px][width_px][4];

/* While injecting no spread is seen; of the picture so much is in sight. */
static void paint(int from_px, int to_px)
{
    const struct bv_view view = {0, 0, 1};
    struct bv_advice advice = bv_advice_none();
    struct bv_marks marks;
    cairo_surface_t *surface;
    cairo_t *cairo;

    advice.fluid.spread.state = BV_SPREAD_NOT_SEEN;
    memset(levels, ground, sizeof(levels));
    surface = cairo_image_surface_create_for_data(
        levels[0][0], CAIRO_FORMAT_RGB24, width_px, height_px, width_px * 4);
    cairo = cairo_create(surface);
    cairo_rectangle(cairo, from_px, 0, to_px - from_px, height_px);
    cairo_clip(cairo);
    bv_marks_make(&advice, NULL, &marks);
    bv_overlay_draw(cairo, &marks, &view, 1);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
}

/* Pixels between two columns that are brighter than the ground. */
static int lit(int from_px, int to_px)
{
    int count = 0;

    for (int y = 0; y < height_px; y++)
        for (int x = from_px; x < to_px; x++)
            count += levels[y][x][2] > ground + 20;
    return count;
}

START_TEST(the_word_that_no_spread_is_seen_is_never_cut)
{
    paint(0, width_px);
    ck_assert_int_gt(lit(0, width_px), 500);
    ck_assert_int_eq(lit(0, 6) + lit(width_px - 6, width_px), 0);
    for (int room = 300; room >= 60; room -= 40) {
        paint(100, 100 + room);
        ck_assert_int_gt(lit(100, 100 + room), 20);
        ck_assert_int_eq(lit(100, 104) + lit(96 + room, 100 + room), 0);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_word_that_no_spread_is_seen_is_never_cut, NULL};

    return bv_test_run("fluid_draw", NULL, NULL, tests);
}
