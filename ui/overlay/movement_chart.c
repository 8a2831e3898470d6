#include "ui/overlay/movement_chart.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"

/* Of a chart, or so many px where there are no mm: so wide that noise does not
 * look like movement. */
static const double range_least_mm = 2;

/* Frames that are farther apart have something between them that is not there:
 * nothing is drawn across it. */
static const double gap_s = 0.5;

struct bv_chart_axis bv_movement_chart_time(const struct bv_series *series)
{
    size_t last = series->count - 1;
    double each_s =
        last > 0 ? (series->time_s[last] - series->time_s[0]) / (double)last
                 : 1;

    return (struct bv_chart_axis){"s", series->time_s[0],
                                  series->time_s[last] + fmax(each_s, 1e-3)};
}

/* The strip alone, a pixel of the surface for each of the box. */
static cairo_surface_t *make_strip(const struct bv_series *series, int width,
                                   int height)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    struct bv_chart_axis time = bv_movement_chart_time(series);
    size_t frame = 0;

    if (!pixels)
        return surface; /* in an error state, which draws nothing */
    cairo_surface_flush(surface);
    for (int x = 0; x < width; x++) {
        double time_s = time.from + (x + 0.5) / width * (time.to - time.from);

        while (frame + 1 < series->count && series->time_s[frame + 1] <= time_s)
            frame++;
        for (int y = 0; y < height; y++) {
            int row = y * series->rows / height;
            float level =
                series->levels[frame * (size_t)series->rows + (size_t)row];
            uint32_t grey = (uint32_t)(level + 0.5f) * 0x010101u;

            if (time_s - series->time_s[frame] > gap_s)
                grey = 0;
            memcpy(pixels + y * stride + 4 * x, &grey, sizeof(grey));
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

void bv_movement_chart_strip(cairo_t *cairo, const struct bv_series *series,
                             double length_px, const struct bv_chart_box *box)
{
    struct bv_chart_axis time = bv_movement_chart_time(series);
    struct bv_chart_axis along = {.label = bv_series_unit_name(series),
                                  .from = length_px * bv_series_unit(series)};
    cairo_surface_t *strip =
        make_strip(series, (int)box->width, (int)box->height);

    cairo_save(cairo);
    cairo_translate(cairo, box->left, box->top);
    cairo_set_source_surface(cairo, strip, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(cairo);
    cairo_restore(cairo);
    cairo_surface_destroy(strip);
    bv_chart_draw_axes(cairo, &time, &along, box);
}

static struct bv_chart_note note_at(const struct bv_series *series, long i,
                                    const char *what, char *text, size_t size)
{
    double value = series->value_px[i] * bv_series_unit(series);

    snprintf(text, size, _("%s %.1f %s at %.2f s"), what,
             fabs(value) < 0.05 ? 0 : value, bv_series_unit_name(series),
             series->time_s[i]);
    return (struct bv_chart_note){series->time_s[i], value, text};
}

/* Times and values in the series' unit, with a gap where frames are far apart.
 * @param time_s, values  Of twice its count. @return How many. */
static size_t list_values(const struct bv_series *series, double *time_s,
                          double *values)
{
    size_t count = 0;

    for (size_t i = 0; i < series->count; i++) {
        if (i > 0 && series->time_s[i] - series->time_s[i - 1] > gap_s) {
            time_s[count] = series->time_s[i];
            values[count++] = NAN;
        }
        time_s[count] = series->time_s[i];
        values[count++] = series->value_px[i] * bv_series_unit(series);
    }
    return count;
}

void bv_movement_chart_curve(cairo_t *cairo, const struct bv_series *series,
                             const struct bv_chart_box *box)
{
    char least_text[96], most_text[96];
    struct bv_chart_note notes[2];
    double *time_s = malloc(2 * series->count * sizeof(*time_s));
    struct bv_chart chart = {.time_s = time_s,
                             .notes = notes,
                             .time = bv_movement_chart_time(series)};
    double *values = malloc(2 * series->count * sizeof(*values));
    double low = 0, high = 1, room;
    long least, most;

    if (!time_s || !values) {
        free(time_s);
        free(values);
        return; /* an empty box: the figures are said beside it */
    }
    chart.count = list_values(series, time_s, values);
    bv_series_range(series, &least, &most);
    if (least >= 0) {
        low = series->value_px[least] * bv_series_unit(series);
        high = series->value_px[most] * bv_series_unit(series);
        notes[0] =
            note_at(series, least, _("least"), least_text, sizeof(least_text));
        notes[1] =
            note_at(series, most, _("most"), most_text, sizeof(most_text));
        chart.note_count = 2;
    }
    room = fmax((high - low) * 0.2, (range_least_mm - (high - low)) / 2);
    chart.value = values;
    chart.values = (struct bv_chart_axis){bv_series_unit_name(series),
                                          low - room, high + room};
    bv_chart_draw(cairo, &chart, box);
    free(time_s);
    free(values);
}
