#include "ui/overlay/chart.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"
#include "ui/overlay/timeline.h"

static const double text_size = 14;

double bv_chart_step(double length, int most)
{
    double ten = pow(10, floor(log10(length / most)));
    double part = length / most / ten;

    return ten * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

static double at(const struct bv_chart_axis *axis, double value)
{
    return (value - axis->from) / (axis->to - axis->from);
}

static double at_x(const struct bv_chart_axis *time,
                   const struct bv_chart_box *box, double time_s)
{
    return box->left + at(time, time_s) * box->width;
}

static double at_y(const struct bv_chart_axis *values,
                   const struct bv_chart_box *box, double value)
{
    return box->top + (1 - at(values, value)) * box->height;
}

static void write_number(cairo_t *cairo, const struct bv_timeline_inks *inks,
                         double value, double step, double x, double y,
                         double align)
{
    struct bv_text_style style = {
        .size = text_size, .colour = inks->dim, .align = align};
    int decimals = (int)fmax(0, ceil(-log10(step) - 1e-9));
    char text[32];

    snprintf(text, sizeof(text), "%.*f", decimals,
             fabs(value) < step / 2 ? 0 : value);
    bv_text_draw(cairo, text, x, y, &style);
}

static void draw_line(cairo_t *cairo, double x, double y, double dx, double dy)
{
    cairo_move_to(cairo, x, y);
    cairo_rel_line_to(cairo, dx, dy);
    cairo_stroke(cairo);
}

static void draw_axes(cairo_t *cairo, const struct bv_timeline_inks *inks,
                      const struct bv_chart_axis *time,
                      const struct bv_chart_axis *values,
                      const struct bv_chart_box *box)
{
    struct bv_text_style style = {.size = text_size, .colour = inks->dim};
    double step = bv_chart_step(time->to - time->from, 8);
    double bottom = box->top + box->height;
    double low = fmin(values->from, values->to);
    double high = fmax(values->from, values->to);

    cairo_set_line_width(cairo, 1);
    for (double t = ceil(time->from / step) * step; t <= time->to + step * 1e-6;
         t += step) {
        bv_cairo_set_colour(cairo, inks->line, 1);
        draw_line(cairo, at_x(time, box, t), bottom, 0, 6);
        write_number(cairo, inks, t, step, at_x(time, box, t), bottom + 18,
                     0.5);
    }
    step = bv_chart_step(high - low, 6);
    for (double v = ceil(low / step) * step; v <= high + step * 1e-6;
         v += step) {
        bv_cairo_set_colour(cairo, inks->line, 1);
        draw_line(cairo, box->left - 6, at_y(values, box, v), 6, 0);
        write_number(cairo, inks, v, step, box->left - 10, at_y(values, box, v),
                     1);
    }
    bv_text_draw(cairo, values->label, box->left, box->top - 16, &style);
    style.align = 1;
    bv_text_draw(cairo, time->label, box->left + box->width, bottom + 38,
                 &style);
}

void bv_chart_draw_axes(cairo_t *cairo, const struct bv_chart_axis *time,
                        const struct bv_chart_axis *values,
                        const struct bv_chart_box *box)
{
    draw_axes(cairo, &bv_timeline_dark, time, values, box);
}

static const struct bv_timeline_inks *inks_of(const struct bv_chart *chart)
{
    return chart->inks ? chart->inks : &bv_timeline_dark;
}

static void draw_grid(cairo_t *cairo, const struct bv_chart *chart,
                      const struct bv_chart_box *box)
{
    double step = bv_chart_step(chart->values.to - chart->values.from, 6);

    bv_cairo_set_colour(cairo, inks_of(chart)->box, 1);
    cairo_rectangle(cairo, box->left, box->top, box->width, box->height);
    cairo_fill(cairo);
    bv_cairo_set_colour(cairo, inks_of(chart)->line, 1);
    cairo_set_line_width(cairo, 1);
    for (double v = ceil(chart->values.from / step) * step;
         v <= chart->values.to; v += step)
        draw_line(cairo, box->left, at_y(&chart->values, box, v), box->width,
                  0);
}

static void draw_curve(cairo_t *cairo, const struct bv_chart *chart,
                       const struct bv_chart_box *box)
{
    bool drawing = false;

    bv_cairo_set_colour(cairo, inks_of(chart)->needle, 1);
    cairo_set_line_width(cairo, 2);
    for (size_t i = 0; i < chart->count; i++) {
        double x = at_x(&chart->time, box, chart->time_s[i]);
        double y = at_y(&chart->values, box, chart->value[i]);

        if (isnan(chart->value[i])) {
            drawing = false;
            continue;
        }
        if (drawing)
            cairo_line_to(cairo, x, y);
        else
            cairo_move_to(cairo, x, y);
        drawing = true;
    }
    cairo_stroke(cairo);
}

static void draw_note(cairo_t *cairo, const struct bv_chart *chart,
                      const struct bv_chart_box *box,
                      const struct bv_chart_note *note)
{
    double x = at_x(&chart->time, box, note->time_s);
    double y = at_y(&chart->values, box, note->value);
    bool right = x > box->left + box->width * 0.75;
    bool low = y > box->top + box->height / 2;
    struct bv_text_style style = {.size = text_size,
                                  .bold = true,
                                  .colour = inks_of(chart)->target,
                                  .align = right ? 1 : 0};

    bv_cairo_set_colour(cairo, inks_of(chart)->target, 1);
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, 5, 0, 6.28318530718);
    cairo_set_line_width(cairo, 2);
    cairo_stroke(cairo);
    /* below the least, above the most: off the curve */
    bv_text_draw(cairo, note->text, x + (right ? -10 : 10),
                 y + (low ? 14 : -14), &style);
}

void bv_chart_draw(cairo_t *cairo, const struct bv_chart *chart,
                   const struct bv_chart_box *box)
{
    draw_grid(cairo, chart, box);
    draw_curve(cairo, chart, box);
    draw_axes(cairo, inks_of(chart), &chart->time, &chart->values, box);
    for (int i = 0; i < chart->note_count; i++)
        draw_note(cairo, chart, box, &chart->notes[i]);
}
