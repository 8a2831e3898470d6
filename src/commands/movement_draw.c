#include "commands/movement_draw.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>

#include "commands/render_file.h"
#include "ui/overlay/movement_chart.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Around the strip or the curve, px: for the axes, and the title. */
enum { LEFT = 76, RIGHT = 28, TOP = 74, BOTTOM = 56 };

enum { WIDTH_LEAST = 640, WIDTH_MOST = 8000, CHART_HEIGHT = 320 };

/* The strip's rows, by how often a pixel is repeated. */
static const int strip_height_least = 240;

static int frame_width(const struct bv_series *series)
{
    int width = (int)fmin((double)series->count, WIDTH_MOST);
    int times = (WIDTH_LEAST + width - 1) / width;

    return width * (times > 1 ? times : 1);
}

static int frame_height(const struct bv_series *series)
{
    int times;

    if (series->rows == 0)
        return CHART_HEIGHT;
    times = (strip_height_least + series->rows - 1) / series->rows;
    return series->rows * times;
}

static void make_title(const struct bv_series *series,
                       enum bv_movement_kind kind, char *text, size_t size)
{
    long least, most;

    bv_series_range(series, &least, &most);
    if (kind == BV_MOVEMENT_STRIP)
        snprintf(text, size, "M-mode along the line");
    else if (kind == BV_MOVEMENT_BETWEEN)
        snprintf(text, size, "Distance between two marks");
    else if (least < 0)
        snprintf(text, size, "How far the tendon glides");
    else
        snprintf(text, size, "Excursion %.1f %s",
                 (series->value_px[most] - series->value_px[least]) *
                     bv_series_unit(series),
                 bv_series_unit_name(series));
}

int bv_movement_draw(const struct bv_series *series,
                     const struct bv_movement_request *request,
                     const char *path, struct bv_fault *fault)
{
    struct bv_text_style style = {
        .size = 18, .bold = true, .colour = BV_COLOUR_TEXT};
    struct bv_chart_box box = {LEFT, TOP, frame_width(series),
                               frame_height(series)};
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, LEFT + (int)box.width + RIGHT,
        TOP + (int)box.height + BOTTOM);
    cairo_t *cairo = cairo_create(surface);
    char title[96];
    int error;

    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 1);
    cairo_paint(cairo);
    style.width = box.width + RIGHT;
    make_title(series, request->kind, title, sizeof(title));
    bv_text_draw(cairo, title, LEFT, 24, &style);
    if (request->kind == BV_MOVEMENT_STRIP)
        bv_movement_chart_strip(cairo, series,
                                bv_px_segment_length(&request->line_px), &box);
    else
        bv_movement_chart_curve(cairo, series, &box);
    cairo_destroy(cairo);
    error = bv_png_write(surface, path, fault);
    cairo_surface_destroy(surface);
    return error;
}
