#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/movement.h"
#include "commands/render_file.h"
#include "ui/overlay/chart.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Around the strip or the curve, px: for the axes, and the title. */
enum { LEFT = 76, RIGHT = 28, TOP = 74, BOTTOM = 56 };

enum { WIDTH_LEAST = 640, WIDTH_MOST = 8000, CHART_HEIGHT = 320 };

/* Of a chart, or so many px where there are no mm. */
static const double range_least_mm = 2;

/* The strip's rows, by how often a pixel is repeated. */
static const int strip_height_least = 240;

struct page {
    cairo_surface_t *surface;
    cairo_t *cairo;
    struct bv_chart_box box;
    struct bv_chart_axis time;
    double unit; /* mm a px, or 1 */
};

static int frame_width(const struct bv_series *series)
{
    int width = (int)fmin((double)series->count, WIDTH_MOST);
    int times = (WIDTH_LEAST + width - 1) / width;

    return width * (times > 1 ? times : 1);
}

static void open_page(struct page *page, const struct bv_series *series,
                      int height, const char *title)
{
    struct bv_text_style style = {
        .size = 18, .bold = true, .colour = BV_COLOUR_TEXT};
    int width = frame_width(series);
    size_t last = series->count - 1;
    double each_s =
        last > 0 ? (series->time_s[last] - series->time_s[0]) / (double)last
                 : 1;

    page->surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, LEFT + width + RIGHT, TOP + height + BOTTOM);
    page->cairo = cairo_create(page->surface);
    page->box = (struct bv_chart_box){LEFT, TOP, width, height};
    page->time = (struct bv_chart_axis){
        "s", series->time_s[0], series->time_s[last] + fmax(each_s, 1e-3)};
    page->unit = series->mm_per_px > 0 ? series->mm_per_px : 1;
    bv_cairo_set_colour(page->cairo, BV_COLOUR_BACKGROUND, 1);
    cairo_paint(page->cairo);
    style.width = width + RIGHT;
    bv_text_draw(page->cairo, title, LEFT, 24, &style);
}

static int close_page(struct page *page, const char *path,
                      struct bv_fault *fault)
{
    int error;

    cairo_destroy(page->cairo);
    error = bv_png_write(page->surface, path, fault);
    cairo_surface_destroy(page->surface);
    return error;
}

static const char *unit_name(const struct bv_series *series)
{
    return series->mm_per_px > 0 ? "mm" : "px";
}

/* Each column of the picture is the frame that was on the screen then. */
static void fill_strip(const struct page *page, const struct bv_series *series)
{
    unsigned char *pixels = cairo_image_surface_get_data(page->surface);
    int stride = cairo_image_surface_get_stride(page->surface);
    int width = (int)page->box.width, height = (int)page->box.height;
    size_t frame = 0;

    if (!pixels)
        return; /* in an error state, seen when it is written */
    cairo_surface_flush(page->surface);
    for (int x = 0; x < width; x++) {
        double time_s = page->time.from +
                        (x + 0.5) / width * (page->time.to - page->time.from);

        while (frame + 1 < series->count && series->time_s[frame + 1] <= time_s)
            frame++;
        for (int y = 0; y < height; y++) {
            int row = y * series->rows / height;
            float level =
                series->levels[frame * (size_t)series->rows + (size_t)row];
            uint32_t grey = (uint32_t)(level + 0.5f) * 0x010101u;

            memcpy(pixels + (TOP + y) * stride + 4 * (LEFT + x), &grey,
                   sizeof(grey));
        }
    }
    cairo_surface_mark_dirty(page->surface);
}

static int draw_strip(const struct bv_series *series,
                      const struct bv_px_segment *line, const char *path,
                      struct bv_fault *fault)
{
    int times = (strip_height_least + series->rows - 1) / series->rows;
    double length = bv_px_segment_length(line);
    struct bv_chart_axis along = {.label = unit_name(series)};
    struct page page;

    open_page(&page, series, series->rows * times, "M-mode along the line");
    fill_strip(&page, series);
    along.from = length * page.unit; /* the line's start is on top */
    along.to = 0;
    bv_chart_draw_axes(page.cairo, &page.time, &along, &page.box);
    return close_page(&page, path, fault);
}

static struct bv_chart_note note_at(const struct page *page,
                                    const struct bv_series *series, long i,
                                    const char *what, char *text, size_t size)
{
    double value = series->value_px[i] * page->unit;

    snprintf(text, size, "%s %.1f %s at %.2f s", what,
             fabs(value) < 0.05 ? 0 : value, unit_name(series),
             series->time_s[i]);
    return (struct bv_chart_note){series->time_s[i], value, text};
}

static int draw_chart(const struct bv_series *series,
                      enum bv_movement_kind kind, const char *path,
                      struct bv_fault *fault)
{
    bool glides = kind == BV_MOVEMENT_GLIDE;
    char least_text[64], most_text[64], title[96];
    struct bv_chart_note notes[2];
    struct bv_chart chart = {.time_s = series->time_s, .count = series->count};
    double *values = malloc(series->count * sizeof(*values));
    double low = 0, high = 1, room;
    long least, most;
    struct page page;

    if (!values)
        return -ENOMEM;
    bv_series_range(series, &least, &most);
    snprintf(title, sizeof(title), "%s",
             glides ? "How far the tendon glides"
                    : "Distance between two marks");
    if (glides && least >= 0)
        snprintf(title, sizeof(title), "Excursion %.1f %s",
                 (series->value_px[most] - series->value_px[least]) *
                     (series->mm_per_px > 0 ? series->mm_per_px : 1),
                 unit_name(series));
    open_page(&page, series, CHART_HEIGHT, title);
    for (size_t i = 0; i < series->count; i++)
        values[i] = series->value_px[i] * page.unit;
    if (least >= 0) {
        low = values[least];
        high = values[most];
        notes[0] = note_at(&page, series, least, "least", least_text,
                           sizeof(least_text));
        notes[1] =
            note_at(&page, series, most, "most", most_text, sizeof(most_text));
        chart.notes = notes;
        chart.note_count = 2;
    }
    /* so wide that noise does not look like movement */
    room = fmax((high - low) * 0.2, (range_least_mm - (high - low)) / 2);
    chart.value = values;
    chart.time = page.time;
    chart.values =
        (struct bv_chart_axis){unit_name(series), low - room, high + room};
    bv_chart_draw(page.cairo, &chart, &page.box);
    free(values);
    return close_page(&page, path, fault);
}

int bv_movement_draw(const struct bv_series *series,
                     const struct bv_movement_request *request,
                     const char *path, struct bv_fault *fault)
{
    return request->kind == BV_MOVEMENT_STRIP
               ? draw_strip(series, &request->line_px, path, fault)
               : draw_chart(series, request->kind, path, fault);
}
