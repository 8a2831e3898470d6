#include "ui/gauge.h"

#include <math.h>

#include "ui/overlay/palette.h"
#include "ui/settings/look.h"

/* The course bar ends at this miss to either side. */
static const double course_most_mm = 10;

struct gauge {
    enum bv_gauge_kind kind;
    double a, b;
};

static void round_bar(cairo_t *cairo, double left, double right, double y,
                      double thickness, unsigned colour)
{
    double radius = thickness / 2;

    if (right - left < thickness)
        right = left + thickness;
    cairo_new_path(cairo);
    cairo_arc(cairo, right - radius, y, radius, -M_PI / 2, M_PI / 2);
    cairo_arc(cairo, left + radius, y, radius, M_PI / 2, 3 * M_PI / 2);
    cairo_close_path(cairo);
    bv_cairo_set_colour(cairo, colour, 1);
    cairo_fill(cairo);
}

static void ring(cairo_t *cairo, double x, double y, double radius,
                 unsigned colour)
{
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
    bv_cairo_set_colour(cairo, bv_look_colour(BV_SHADE_CARD), 1);
    cairo_fill_preserve(cairo);
    bv_cairo_set_colour(cairo, colour, 1);
    cairo_set_line_width(cairo, radius / 3);
    cairo_stroke(cairo);
}

static void draw_depth(const struct gauge *gauge, cairo_t *cairo, double width,
                       double height)
{
    double y = height / 2, radius = height * 0.42, bar = height * 0.4;
    double most = fmax(isnan(gauge->a) ? 0 : gauge->a,
                       isnan(gauge->b) ? 0 : gauge->b * 1.05);
    double left = radius, room = width - 2 * radius;

    round_bar(cairo, 0, width, y, bar, bv_look_colour(BV_SHADE_TRACK));
    if (!(most > 0))
        return;
    if (!isnan(gauge->a)) {
        double x = left + room * fmax(gauge->a, 0) / most;

        round_bar(cairo, 0, x, y, bar, bv_look_colour(BV_SHADE_NEEDLE));
        ring(cairo, x, y, radius * 0.85, bv_look_colour(BV_SHADE_NEEDLE));
    }
    if (!isnan(gauge->b))
        ring(cairo, left + room * fmax(gauge->b, 0) / most, y, radius,
             bv_look_colour(BV_SHADE_TARGET));
}

static void draw_course(const struct gauge *gauge, cairo_t *cairo, double width,
                        double height)
{
    double radius = height * 0.26, y = height - radius - 1;
    double room = width / 2 - radius;

    round_bar(cairo, 0, width, y, height * 0.2, bv_look_colour(BV_SHADE_TRACK));
    bv_cairo_set_colour(cairo, bv_look_colour(BV_SHADE_DIM), 0.7);
    for (int i = -2; i <= 2; i++)
        cairo_rectangle(cairo, floor(width / 2 + room * i / 2), y - height / 8,
                        1, height / 4);
    cairo_fill(cairo);
    if (isnan(gauge->a))
        return;
    ring(cairo, width / 2, y, radius, bv_look_colour(BV_SHADE_TARGET));
    {
        double miss = CLAMP(gauge->a, -course_most_mm, course_most_mm);
        double x = width / 2 + room * miss / course_most_mm;
        double half = height * 0.24, bottom = y - radius - 1;

        cairo_move_to(cairo, x, bottom);
        cairo_line_to(cairo, x - half, bottom - half * 1.4);
        cairo_line_to(cairo, x + half, bottom - half * 1.4);
        cairo_close_path(cairo);
        bv_cairo_set_colour(cairo, bv_look_colour(BV_SHADE_NEEDLE), 1);
        cairo_fill(cairo);
    }
}

static void draw_confidence(const struct gauge *gauge, cairo_t *cairo,
                            double width, double height)
{
    double gap = 6, step = (width - 2 * gap) / 3;
    double bar = fmin(height, 12);

    for (int i = 0; i < 3; i++)
        round_bar(cairo, i * (step + gap), i * (step + gap) + step, height / 2,
                  bar,
                  i < gauge->a ? bv_look_colour(BV_SHADE_NEEDLE)
                               : bv_look_colour(BV_SHADE_TRACK));
}

static void draw(GtkDrawingArea *area, cairo_t *cairo, int width, int height,
                 gpointer data)
{
    static void (*const drawing[])(const struct gauge *, cairo_t *, double,
                                   double) = {
        [BV_GAUGE_DEPTH] = draw_depth,
        [BV_GAUGE_COURSE] = draw_course,
        [BV_GAUGE_CONFIDENCE] = draw_confidence,
    };
    const struct gauge *gauge = data;

    (void)area;
    drawing[gauge->kind](gauge, cairo, width, height);
}

static void redraw(void *data)
{
    gtk_widget_queue_draw(data);
}

GtkWidget *bv_gauge_new(enum bv_gauge_kind kind)
{
    GtkWidget *widget = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    struct gauge *gauge = g_new0(struct gauge, 1);

    *gauge = (struct gauge){kind, NAN, NAN};
    g_object_set_data_full(G_OBJECT(widget), "gauge", gauge, g_free);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(widget), draw, gauge, NULL);
    bv_look_tell(widget, redraw, widget);
    return widget;
}

static bool same(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

void bv_gauge_set(GtkWidget *widget, double a, double b)
{
    struct gauge *gauge = g_object_get_data(G_OBJECT(widget), "gauge");

    if (same(gauge->a, a) && same(gauge->b, b))
        return;
    gauge->a = a;
    gauge->b = b;
    gtk_widget_queue_draw(widget);
}
