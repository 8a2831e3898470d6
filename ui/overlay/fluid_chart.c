#include "ui/overlay/fluid_chart.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "ui/overlay/chart.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

static const double text_size = 14, left = 78, right = 6, top = 10, below = 22;
static const double shortest_s = 10, smallest_mm2 = 10;

struct plot {
    cairo_t *cairo;
    const struct bv_fluid_chart_inks *inks;
    double width, height; /* of the curve's part */
    double most_s, most_mm2;
};

static double at_x(const struct plot *plot, double time_s)
{
    return left + plot->width * time_s / plot->most_s;
}

static double at_y(const struct plot *plot, double area_mm2)
{
    return top + plot->height * (1 - area_mm2 / plot->most_mm2);
}

/* Both axes end at a round number that nothing goes beyond. */
static void measure(struct plot *plot, const double *time_s,
                    const double *area_mm2, int count)
{
    double s = shortest_s, mm2 = smallest_mm2, step;

    for (int i = 0; i < count; i++) {
        s = fmax(s, time_s[i]);
        mm2 = fmax(mm2, area_mm2[i]); /* a NAN is left out */
    }
    step = bv_chart_step(s, 4);
    plot->most_s = ceil(s / step) * step;
    step = bv_chart_step(mm2, 4);
    plot->most_mm2 = ceil(mm2 / step) * step;
}

static void draw_frame(const struct plot *plot)
{
    struct bv_text_style style = {
        .size = text_size, .colour = plot->inks->text, .align = 1};
    double bottom = top + plot->height;
    char text[32];

    bv_cairo_set_colour(plot->cairo, plot->inks->line, 1);
    cairo_set_line_width(plot->cairo, 1);
    for (int i = 0; i <= 1; i++) {
        cairo_move_to(plot->cairo, left, (i ? top : bottom) + 0.5);
        cairo_rel_line_to(plot->cairo, plot->width, 0);
    }
    cairo_stroke(plot->cairo);
    snprintf(text, sizeof(text), "%.0f mm\u00b2", plot->most_mm2);
    bv_text_draw(plot->cairo, text, left - 8, top, &style);
    bv_text_draw(plot->cairo, "0", left - 8, bottom, &style);
    snprintf(text, sizeof(text), "%.0f s", plot->most_s);
    bv_text_draw(plot->cairo, text, left + plot->width, bottom + 14, &style);
}

void bv_fluid_chart_draw(cairo_t *cairo, const double *time_s,
                         const double *area_mm2, int count, double width,
                         double height, const struct bv_fluid_chart_inks *inks)
{
    struct plot plot = {.cairo = cairo,
                        .inks = inks,
                        .width = width - left - right,
                        .height = height - top - below};
    bool drawing = false;

    if (!(plot.width > 0) || !(plot.height > 0))
        return;
    measure(&plot, time_s, area_mm2, count);
    draw_frame(&plot);
    bv_cairo_set_colour(cairo, inks->curve, 1);
    cairo_set_line_width(cairo, 2.5);
    for (int i = 0; i < count; i++) {
        double x = at_x(&plot, time_s[i]), y = at_y(&plot, area_mm2[i]);

        if (isnan(y))
            drawing = false;
        else if (drawing)
            cairo_line_to(cairo, x, y);
        else
            cairo_move_to(cairo, x, y);
        drawing = !isnan(y);
    }
    cairo_stroke(cairo);
}
