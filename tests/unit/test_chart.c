/*
 * A chart's axes, as pixels.
 */
#include "support/test.h"

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/overlay/chart.h"

static const struct bv_chart_box box = {60, 20, 100, 100};
static const struct bv_chart_axis second = {"s", 0, 1};

/* Whether a tick stands left of the box at this height. */
static bool has_tick(cairo_surface_t *surface, int y)
{
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);

    for (int beside = -1; beside <= 1; beside++) {
        const uint32_t *row =
            (const void *)(pixels + (ptrdiff_t)(y + beside) * stride);

        if (row[57] & 0xffffff)
            return true;
    }
    return false;
}

static cairo_surface_t *draw_values(double from, double to)
{
    const struct bv_chart_axis values = {"mm", from, to};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 180);
    cairo_t *cairo = cairo_create(surface);

    bv_chart_draw_axes(cairo, &second, &values, &box);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

START_TEST(values_that_rise_have_their_ticks)
{
    cairo_surface_t *surface = draw_values(0, 5);

    ck_assert(has_tick(surface, 20) && has_tick(surface, 40));
    ck_assert(has_tick(surface, 120) && !has_tick(surface, 70));
    cairo_surface_destroy(surface);
}
END_TEST

START_TEST(values_that_fall_have_theirs_too)
{
    cairo_surface_t *surface = draw_values(4.5, 0);

    ck_assert(has_tick(surface, 20)); /* 0 is on top */
    ck_assert(has_tick(surface, 20 + 89));
    ck_assert(!has_tick(surface, 120));
    cairo_surface_destroy(surface);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {values_that_rise_have_their_ticks,
                                  values_that_fall_have_theirs_too, NULL};

    return bv_test_run("chart", NULL, NULL, tests);
}
