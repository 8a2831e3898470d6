#include "ui/overlay/calipers.h"

#include <math.h>

#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

static const double cross_half = 6, text_size = 17, text_air = 14;
static const double ground_air = 4; /* left and right of the text */

/* The points of a finer border are not told apart. */
enum { crosses_most = 16 };

struct pen {
    cairo_t *cairo;
    const struct bv_view *view;
    double size;
};

/* Twice: a dark halo, then the line. */
static void stroke(const struct pen *pen)
{
    bv_cairo_set_colour(pen->cairo, BV_COLOUR_BACKGROUND, 0.6);
    cairo_set_line_width(pen->cairo, 4 * pen->size);
    cairo_stroke_preserve(pen->cairo);
    bv_cairo_set_colour(pen->cairo, BV_COLOUR_TEXT, 1);
    cairo_set_line_width(pen->cairo, 1.5 * pen->size);
    cairo_stroke(pen->cairo);
}

static struct bv_px at(const struct pen *pen, struct bv_px px)
{
    return bv_view_to_surface(pen->view, px);
}

static void draw_cross(const struct pen *pen, struct bv_px px)
{
    struct bv_px there = at(pen, px);
    double half = cross_half * pen->size;

    cairo_move_to(pen->cairo, there.x - half, there.y);
    cairo_line_to(pen->cairo, there.x + half, there.y);
    cairo_move_to(pen->cairo, there.x, there.y - half);
    cairo_line_to(pen->cairo, there.x, there.y + half);
    stroke(pen);
}

static void add_line(const struct pen *pen, struct bv_px from, struct bv_px to)
{
    struct bv_px a = at(pen, from), b = at(pen, to);

    cairo_move_to(pen->cairo, a.x, a.y);
    cairo_line_to(pen->cairo, b.x, b.y);
}

static void draw_ellipse(const struct pen *pen,
                         const struct bv_measure *measure)
{
    struct bv_px ends[4], a, b, c, d;

    bv_measure_ellipse_axes(measure, ends);
    a = at(pen, ends[0]);
    b = at(pen, ends[1]);
    c = at(pen, ends[2]);
    d = at(pen, ends[3]);
    add_line(pen, ends[0], ends[1]);
    add_line(pen, ends[2], ends[3]);
    for (int i = 0; i <= 72; i++) {
        double turn = i * 6.283185307179586 / 72;
        double u = cos(turn) / 2, v = sin(turn) / 2;
        double x = (a.x + b.x) / 2 + u * (b.x - a.x) + v * (d.x - c.x);
        double y = (a.y + b.y) / 2 + u * (b.y - a.y) + v * (d.y - c.y);

        if (i == 0)
            cairo_move_to(pen->cairo, x, y);
        else
            cairo_line_to(pen->cairo, x, y);
    }
    stroke(pen);
}

static void draw_lines(const struct pen *pen, const struct bv_measure *measure)
{
    if (measure->kind == BV_MEASURE_ELLIPSE && measure->count == 3) {
        draw_ellipse(pen, measure);
        return;
    }
    for (int i = 1; i < measure->count; i++)
        add_line(pen, measure->at[i - 1], measure->at[i]);
    if (measure->kind == BV_MEASURE_AREA && measure->count > 2)
        add_line(pen, measure->at[measure->count - 1], measure->at[0]);
    stroke(pen);
}

/* Where the text begins: beside the rightmost point, and where it would be cut
 * at the edge of what is drawn on, below it or above. */
static struct bv_px find_room(const struct pen *pen,
                              const struct bv_measure *measure, double width,
                              double height)
{
    double air = text_air * pen->size, rim = ground_air * pen->size;
    struct bv_px right = at(pen, measure->at[0]), found;
    double x0, y0, x1, y1;

    for (int i = 1; i < measure->count; i++) {
        struct bv_px there = at(pen, measure->at[i]);

        right = there.x > right.x ? there : right;
    }
    cairo_clip_extents(pen->cairo, &x0, &y0, &x1, &y1);
    found = (struct bv_px){right.x + air, right.y};
    if (found.x + width + rim > x1) {
        found.x = fmax(x1 - rim - width, x0 + rim);
        found.y += air + height / 2;
        if (found.y + height / 2 > y1)
            found.y = right.y - air - height / 2;
    }
    found.y = fmax(fmin(found.y, y1 - height / 2), y0 + height / 2);
    return found;
}

/* The value, on a dark ground. */
static void write_value(const struct pen *pen, const struct bv_measure *measure,
                        const char *text)
{
    struct bv_text_style style = {
        .size = text_size * pen->size, .bold = true, .colour = BV_COLOUR_TEXT};
    double height = style.size * 1.6, rim = ground_air * pen->size, width;
    struct bv_px there;

    cairo_push_group(pen->cairo);
    width = bv_text_draw(pen->cairo, text, 0, 0, &style);
    cairo_pattern_destroy(cairo_pop_group(pen->cairo));
    there = find_room(pen, measure, width, height);
    bv_cairo_set_colour(pen->cairo, BV_COLOUR_BACKGROUND, 0.75);
    cairo_rectangle(pen->cairo, there.x - rim, there.y - height / 2,
                    width + 2 * rim, height);
    cairo_fill(pen->cairo);
    bv_text_draw(pen->cairo, text, there.x, there.y, &style);
}

void bv_calipers_draw(cairo_t *cairo, const struct bv_measure *measure,
                      const char *text, const struct bv_view *view, double size)
{
    const struct pen pen = {cairo, view, size};

    if (measure->count == 0)
        return;
    draw_lines(&pen, measure);
    for (int i = 0; i < measure->count && measure->count <= crosses_most; i++)
        draw_cross(&pen, measure->at[i]);
    if (text[0])
        write_value(&pen, measure, text);
}
