#include "ui/overlay/label_draw.h"

#include <math.h>
#include <stddef.h>

#include "ui/overlay/palette.h"

static const double line_width = 2, halo_width = 2.4, halo_alpha = 0.72;

/* How the present path is stroked. */
struct pen {
    unsigned colour;
    double width, dash;
};

/* Halo and line of the present path. */
static void stroke(cairo_t *cairo, const struct pen *pen, double size)
{
    double dash[2] = {pen->dash * size, 0.8 * pen->dash * size};

    cairo_set_line_cap(cairo, pen->dash > 0 ? CAIRO_LINE_CAP_BUTT
                                            : CAIRO_LINE_CAP_ROUND);
    if (pen->dash > 0)
        cairo_set_dash(cairo, dash, 2, 0);
    cairo_set_line_width(cairo, (pen->width + halo_width) * size);
    bv_cairo_set_colour(cairo, 0x000000u, halo_alpha);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, pen->width * size);
    bv_cairo_set_colour(cairo, pen->colour, 1);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

/* Where the rails end short of a ring that they run into. */
static double rail_gap(const struct bv_label_marks *marks, double size)
{
    return marks->ring == BV_RING_NONE ? 0
                                       : sqrt(BV_LABEL_RING * BV_LABEL_RING -
                                              BV_LABEL_RAIL * BV_LABEL_RAIL) *
                                             size;
}

static void draw_shaft(cairo_t *cairo, const struct bv_label_marks *marks,
                       const struct bv_view *view, double size)
{
    struct bv_px_segment on = {bv_view_to_surface(view, marks->shaft_px.from),
                               bv_view_to_surface(view, marks->shaft_px.to)};
    double length = fmax(bv_px_segment_length(&on), 1e-6);
    double x = (on.to.x - on.from.x) / length;
    double y = (on.to.y - on.from.y) / length;
    double end = fmax(length - rail_gap(marks, size), 0);
    double rail = BV_LABEL_RAIL * size;
    double open = asin(BV_LABEL_RAIL / BV_LABEL_RING);
    struct pen pen = {BV_COLOUR_TRUTH, line_width, marks->carried ? 7 : 0};

    for (int side = -1; side <= 1; side += 2) {
        double left = -y * rail * side, down = x * rail * side;

        cairo_move_to(cairo, on.from.x + left, on.from.y + down);
        cairo_line_to(cairo, on.from.x + x * end + left,
                      on.from.y + y * end + down);
    }
    cairo_move_to(cairo, on.from.x - y * rail, on.from.y + x * rail);
    cairo_line_to(cairo, on.from.x + y * rail, on.from.y - x * rail);
    if (marks->ring == BV_RING_SEEN) {
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, on.to.x, on.to.y, BV_LABEL_RING * size,
                  atan2(-y, -x) + open, atan2(-y, -x) - open + 2 * M_PI);
    }
    stroke(cairo, &pen, size);
    if (marks->ring != BV_RING_DASHED)
        return;
    pen.dash = 4;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, on.to.x, on.to.y, BV_LABEL_RING * size,
              atan2(-y, -x) + open, atan2(-y, -x) - open + 2 * M_PI);
    stroke(cairo, &pen, size);
}

/* Four arms around a place that stays free. */
static void draw_arms(cairo_t *cairo, struct bv_px at, double start, double end,
                      const struct pen *pen, double size)
{
    for (int i = 0; i < 4; i++) {
        double x = i % 2 ? 0 : i - 1, y = i % 2 ? i - 2 : 0;

        cairo_move_to(cairo, at.x + x * start * size, at.y + y * start * size);
        cairo_line_to(cairo, at.x + x * end * size, at.y + y * end * size);
    }
    stroke(cairo, pen, size);
}

static void draw_crossing(cairo_t *cairo, const struct bv_label_marks *marks,
                          const struct bv_view *view, double size)
{
    struct bv_px at = bv_view_to_surface(view, marks->crossing_px);
    struct pen pen = {BV_COLOUR_TRUTH, line_width, marks->carried ? 4 : 0};
    double reach = 12 * size, arm = 7 * size;

    for (int i = 0; i < 4; i++) {
        double x = i & 1 ? 1 : -1, y = i & 2 ? 1 : -1;

        cairo_move_to(cairo, at.x + x * (reach - arm), at.y + y * reach);
        cairo_line_to(cairo, at.x + x * reach, at.y + y * reach);
        cairo_line_to(cairo, at.x + x * reach, at.y + y * (reach - arm));
    }
    stroke(cairo, &pen, size);
}

/* A line that is begun, as far as the pointer. */
static void draw_begun(cairo_t *cairo, const struct bv_label_marks *marks,
                       const struct bv_view *view, double size)
{
    const struct pen thin = {BV_COLOUR_TRUTH, 1.2, 5};
    const struct pen pen = {BV_COLOUR_TRUTH, line_width, 0};
    struct bv_px first = bv_view_to_surface(view, marks->first_px);
    struct bv_px other = bv_view_to_surface(view, marks->pointer_px);
    double length = bv_px_distance(first, other), gap = 12 * size;

    if (marks->has_pointer && length > 2 * gap) {
        double x = (other.x - first.x) / length;
        double y = (other.y - first.y) / length;

        /* free at both ends: there the eye needs the echo */
        cairo_move_to(cairo, first.x + x * gap, first.y + y * gap);
        cairo_line_to(cairo, other.x - x * gap, other.y - y * gap);
        stroke(cairo, &thin, size);
    }
    draw_arms(cairo, first, 4, 10, &pen, size);
}

void bv_label_draw(cairo_t *cairo, const struct bv_label_marks *marks,
                   const struct bv_view *view, double size)
{
    const struct pen cursor = {BV_COLOUR_TEXT, 1.8, 0};

    cairo_save(cairo);
    cairo_new_path(cairo);
    if (marks->has_shaft)
        draw_shaft(cairo, marks, view, size);
    if (marks->has_crossing)
        draw_crossing(cairo, marks, view, size);
    if (marks->has_first)
        draw_begun(cairo, marks, view, size);
    if (marks->has_cursor)
        draw_arms(cairo, bv_view_to_surface(view, marks->cursor_px), 4, 14,
                  &cursor, size);
    cairo_restore(cairo);
}
