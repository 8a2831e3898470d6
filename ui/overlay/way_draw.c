#include "ui/overlay/way_draw.h"

#include <math.h>
#include <stddef.h>

#include "ui/overlay/palette.h"

/* Surface units at size 1. */
static const double line_width = 2.6, halo_width = 2.6, halo_alpha = 0.72;
static const double dash = 18, gap = 8, head = 11, tip_least = 11.5;
static const double tip_mm = 1.15;
/* Around a point: its ring with the ticks, as in marks.c and draw.c. */
static const double ring_mm = 1.5, ring_least = 15, ticks = 1.6;

static double length(double mm, double least, const struct bv_advice *advice,
                     const struct bv_view *view, double size)
{
    double units =
        advice->mm_per_px > 0 ? mm / advice->mm_per_px * view->scale : 0;

    return fmax(least * size, units);
}

static void keep_tip_free(cairo_t *cairo, const struct bv_advice *advice,
                          const struct bv_view *view, double size)
{
    struct bv_px tip = bv_view_to_surface(view, advice->tip_px);
    double radius = length(tip_mm, tip_least, advice, view, size);
    double left, top, right, bottom;

    if (advice->state != BV_NEEDLE_TIP_SEEN || !advice->has_tip)
        return;
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    cairo_new_path(cairo);
    cairo_rectangle(cairo, left, top, right - left, bottom - top);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, tip.x, tip.y, radius, 0, 2 * M_PI);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(cairo);
}

static void stroke(cairo_t *cairo, double size)
{
    cairo_set_line_width(cairo, (line_width + halo_width) * size);
    bv_cairo_set_colour(cairo, 0x000000u, halo_alpha);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, line_width * size);
    bv_cairo_set_colour(cairo, BV_COLOUR_TEXT, 1);
    cairo_stroke(cairo);
}

void bv_way_draw(cairo_t *cairo, const struct bv_px_segment *way, bool to_point,
                 const struct bv_advice *advice, const struct bv_view *view,
                 double size)
{
    const double dashes[2] = {dash * size, gap * size};
    struct bv_px from = bv_view_to_surface(view, way->from);
    struct bv_px to = bv_view_to_surface(view, way->to);
    double back = atan2(from.y - to.y, from.x - to.x);
    double ring =
        to_point ? ticks * length(ring_mm, ring_least, advice, view, size) : 0;

    if (hypot(from.x - to.x, from.y - to.y) <= ring)
        return;
    to.x += ring * cos(back);
    to.y += ring * sin(back);
    cairo_save(cairo);
    keep_tip_free(cairo, advice, view, size);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    cairo_new_path(cairo);
    /* from its end, so that the dashes there stay when it turns */
    cairo_move_to(cairo, to.x, to.y);
    cairo_line_to(cairo, from.x, from.y);
    cairo_set_dash(cairo, dashes, 2, 0);
    stroke(cairo, size);
    cairo_set_dash(cairo, NULL, 0, 0);
    for (int side = -1; side <= 1; side += 2) {
        cairo_move_to(cairo, to.x, to.y);
        cairo_line_to(cairo, to.x + head * size * cos(back + side * 0.5),
                      to.y + head * size * sin(back + side * 0.5));
    }
    stroke(cairo, size);
    cairo_restore(cairo);
}
