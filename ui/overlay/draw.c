#include "ui/overlay/draw.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "ui/overlay/fluid_draw.h"
#include "ui/overlay/landmark_draw.h"
#include "ui/overlay/palette.h"

/* Widths in surface units at size 1. */
static const double line_width = 2.2;
static const double halo_width = 2.6; /* beyond the line, both sides together */
static const double halo_alpha = 0.72;

struct bv_px bv_view_to_surface(const struct bv_view *view, struct bv_px px)
{
    return (struct bv_px){view->offset_x + view->scale * (px.x + 0.5),
                          view->offset_y + view->scale * (px.y + 0.5)};
}

struct bv_px bv_view_from_surface(const struct bv_view *view,
                                  struct bv_px surface)
{
    return (struct bv_px){(surface.x - view->offset_x) / view->scale - 0.5,
                          (surface.y - view->offset_y) / view->scale - 0.5};
}

/* How the present path is stroked. */
struct pen {
    unsigned colour;
    double alpha;
    double width; /* surface units at size 1 */
    double dash[2];
};

/*
 * Halos keep lines readable on bright tissue. All of them are drawn before all
 * lines, so that none cuts the line of its neighbour.
 */
enum layer { LAYER_HALO, LAYER_LINE, LAYER_COUNT };

static void stroke(cairo_t *cairo, const struct pen *pen, enum layer layer,
                   double size)
{
    double dash[2] = {pen->dash[0] * size, pen->dash[1] * size};

    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    if (pen->dash[0] > 0) {
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
        cairo_set_dash(cairo, dash, 2, 0);
    }
    if (layer == LAYER_HALO) {
        cairo_set_line_width(cairo, (pen->width + halo_width) * size);
        bv_cairo_set_colour(cairo, 0x000000u, halo_alpha * pen->alpha);
    } else {
        cairo_set_line_width(cairo, pen->width * size);
        bv_cairo_set_colour(cairo, pen->colour, pen->alpha);
    }
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

static void trace_line(cairo_t *cairo, const struct bv_view *view,
                       const struct bv_mark *mark)
{
    struct bv_px a = bv_view_to_surface(view, mark->a);
    struct bv_px b = bv_view_to_surface(view, mark->b);

    cairo_move_to(cairo, a.x, a.y);
    cairo_line_to(cairo, b.x, b.y);
}

/* A ring that is open where the shaft comes in, so that it joins the rails. */
static void trace_tip(cairo_t *cairo, const struct bv_view *view,
                      const struct bv_mark *mark)
{
    struct bv_px centre = bv_view_to_surface(view, mark->a);
    double open = asin(fmin(mark->radius_across_px / mark->radius_px, 1));
    double back = mark->angle_deg * M_PI / 180 + M_PI;

    cairo_new_sub_path(cairo);
    cairo_arc(cairo, centre.x, centre.y, mark->radius_px * view->scale,
              back + open, back + 2 * M_PI - open);
}

static void trace_ellipse(cairo_t *cairo, const struct bv_view *view,
                          const struct bv_mark *mark)
{
    struct bv_px centre = bv_view_to_surface(view, mark->a);

    cairo_save(cairo);
    cairo_translate(cairo, centre.x, centre.y);
    cairo_rotate(cairo, mark->angle_deg * M_PI / 180);
    cairo_scale(cairo, mark->radius_px * view->scale,
                mark->radius_across_px * view->scale);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(cairo);
}

static void trace_ring(cairo_t *cairo, const struct bv_view *view,
                       const struct bv_mark *mark)
{
    struct bv_px centre = bv_view_to_surface(view, mark->a);

    cairo_new_sub_path(cairo);
    cairo_arc(cairo, centre.x, centre.y, mark->radius_px * view->scale, 0,
              2 * M_PI);
}

/* Four ticks outside a ring, from @p start to @p end radii. */
static void trace_ticks(cairo_t *cairo, const struct bv_view *view,
                        const struct bv_mark *mark, double start, double end)
{
    struct bv_px centre = bv_view_to_surface(view, mark->a);
    double radius = mark->radius_px * view->scale;

    for (int i = 0; i < 4; i++) {
        double x = i % 2 ? 0 : i - 1, y = i % 2 ? i - 2 : 0;

        cairo_move_to(cairo, centre.x + x * radius * start,
                      centre.y + y * radius * start);
        cairo_line_to(cairo, centre.x + x * radius * end,
                      centre.y + y * radius * end);
    }
}

/* Corners of a square, open between them. */
static void trace_corners(cairo_t *cairo, const struct bv_view *view,
                          const struct bv_mark *mark)
{
    struct bv_px centre = bv_view_to_surface(view, mark->a);
    double reach = mark->radius_px * view->scale, arm = reach * 0.55;

    for (int i = 0; i < 4; i++) {
        double x = i & 1 ? 1 : -1, y = i & 2 ? 1 : -1;

        cairo_move_to(cairo, centre.x + x * (reach - arm),
                      centre.y + y * reach);
        cairo_line_to(cairo, centre.x + x * reach, centre.y + y * reach);
        cairo_line_to(cairo, centre.x + x * reach,
                      centre.y + y * (reach - arm));
    }
}

static void draw_mark(cairo_t *cairo, const struct bv_mark *mark,
                      const struct bv_view *view, enum layer layer, double size)
{
    struct pen pen = {BV_COLOUR_NEEDLE, 1, line_width, {0, 0}};

    switch (mark->kind) {
    case BV_MARK_LANDMARK:
    case BV_MARK_FLUID:
    case BV_MARK_NO_SPREAD:
        return; /* below all others */
    case BV_MARK_RAIL:
        trace_line(cairo, view, mark);
        break;
    case BV_MARK_TIP:
        trace_tip(cairo, view, mark);
        pen.width = 2.8;
        break;
    case BV_MARK_TIP_PREDICTED:
        trace_ellipse(cairo, view, mark);
        pen = (struct pen){BV_COLOUR_NEEDLE, 0.85, 1.8, {3, 4}};
        break;
    case BV_MARK_PATH:
        trace_line(cairo, view, mark);
        pen = (struct pen){BV_COLOUR_NEEDLE, 0.95, 2, {8, 6}};
        break;
    case BV_MARK_CROSSING:
        trace_corners(cairo, view, mark);
        break;
    case BV_MARK_TARGET:
        trace_ring(cairo, view, mark);
        trace_ticks(cairo, view, mark, 1, 1.5);
        pen = (struct pen){BV_COLOUR_TARGET, 1, 2.6, {0, 0}};
        break;
    case BV_MARK_CURSOR:
        trace_ticks(cairo, view, mark, 0.3, 1.4);
        pen = (struct pen){BV_COLOUR_TEXT, 1, 1.8, {0, 0}};
        break;
    }
    stroke(cairo, &pen, layer, size);
}

static void draw_marks(cairo_t *cairo, const struct bv_marks *marks,
                       const struct bv_view *view, double size, bool cursors)
{
    for (int layer = 0; layer < LAYER_COUNT; layer++)
        for (int i = 0; i < marks->count; i++)
            if ((marks->mark[i].kind == BV_MARK_CURSOR) == cursors)
                draw_mark(cairo, &marks->mark[i], view, (enum layer)layer,
                          size);
}

/*
 * Keep every later stroke out of a disc. Wider strokes than expected or marks
 * that overlap cannot cover what must stay free.
 */
static void keep_out(cairo_t *cairo, struct bv_px centre, double radius)
{
    double left, top, right, bottom;

    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    cairo_save(cairo);
    cairo_new_path(cairo);
    cairo_rectangle(cairo, left, top, right - left, bottom - top);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, centre.x, centre.y, radius, 0, 2 * M_PI);
    cairo_restore(cairo);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(cairo);
}

/* What stays free inside a ring: all but half of its own stroke. */
static double free_radius(const struct bv_mark *mark,
                          const struct bv_view *view, double size)
{
    return mark->radius_px * view->scale - (line_width + halo_width) * size / 2;
}

void bv_overlay_draw(cairo_t *cairo, const struct bv_marks *marks,
                     const struct bv_view *view, double size)
{
    cairo_save(cairo);
    cairo_new_path(cairo);
    for (int i = 0; i < marks->count; i++) {
        const struct bv_mark *mark = &marks->mark[i];
        double radius = free_radius(mark, view, size);

        if (radius > 0 &&
            (mark->kind == BV_MARK_TIP || mark->kind == BV_MARK_TARGET))
            keep_out(cairo, bv_view_to_surface(view, mark->a), radius);
    }
    bv_fluid_draw(cairo, marks, view, size);
    bv_landmarks_draw(cairo, marks, view, size);
    draw_marks(cairo, marks, view, size, false);
    cairo_restore(cairo);
    draw_marks(cairo, marks, view, size, true);
}
