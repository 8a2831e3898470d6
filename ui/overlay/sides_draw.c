#include "ui/overlay/sides_draw.h"

#include <math.h>

#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* The middle of the words above the picture, what the marker takes beside
 * them, and the air between them and what else stands there. */
static const double above = 17, of_marker = 26, air = 14;
/* How far outside of the scan its border is, and how it is broken. */
static const double outside = 2, dash = 7;
/* No colour: it says nothing of what is seen. */
static const unsigned border_colour = 0xb4b4b4u;

struct bv_picture_box bv_sides_draw(cairo_t *cairo,
                                    const struct bv_drawn_sides *sides,
                                    enum bv_side marked_side,
                                    const struct bv_picture_box *box,
                                    double size)
{
    struct bv_text_style style = {.size = 16 * size,
                                  .bold = true,
                                  .colour = BV_COLOUR_TEXT,
                                  .width = (box->right - box->left) / 2};
    struct bv_picture_box left = *box;
    double y = box->top - above * size;

    if (sides->left[0]) {
        double from =
            box->left + (marked_side == BV_SIDE_LEFT ? of_marker * size : 0);

        left.left +=
            bv_text_draw(cairo, sides->left, from, y, &style) + air * size;
    }
    if (sides->right[0]) {
        double to =
            box->right - (marked_side == BV_SIDE_RIGHT ? of_marker * size : 0);

        style.align = 1;
        left.right -=
            bv_text_draw(cairo, sides->right, to, y, &style) + air * size;
    }
    return left;
}

static void trace_sector(cairo_t *cairo, const struct bv_scan_area *area,
                         const struct bv_view *view, double air_px)
{
    struct bv_px apex = bv_view_to_surface(view, area->apex);
    double half = area->half_angle_deg * M_PI / 180;
    /* along its sides so much outside is another angle at each radius */
    double near = area->face_radius_px * view->scale - air_px;
    double far = area->end_radius_px * view->scale + air_px;

    if (!(near > 0) || !(far > near))
        return;
    cairo_arc(cairo, apex.x, apex.y, near, M_PI / 2 - half - air_px / near,
              M_PI / 2 + half + air_px / near);
    cairo_arc_negative(cairo, apex.x, apex.y, far,
                       M_PI / 2 + half + air_px / far,
                       M_PI / 2 - half - air_px / far);
    cairo_close_path(cairo);
}

void bv_scan_border_draw(cairo_t *cairo, const struct bv_scan_area *area,
                         const struct bv_view *view, double size)
{
    double air_px = outside * size, dashes[] = {dash * size, dash * size};
    struct bv_px from, to;

    if (area->shape == BV_SCAN_UNKNOWN)
        return;
    cairo_save(cairo);
    if (area->shape == BV_SCAN_SECTOR) {
        trace_sector(cairo, area, view, air_px);
    } else {
        from = bv_view_to_surface(
            view, (struct bv_px){area->box.left - 0.5, area->box.top - 0.5});
        to = bv_view_to_surface(view, (struct bv_px){area->box.right - 0.5,
                                                     area->box.bottom - 0.5});
        cairo_rectangle(cairo, from.x - air_px, from.y - air_px,
                        to.x - from.x + 2 * air_px, to.y - from.y + 2 * air_px);
    }
    cairo_set_dash(cairo, dashes, 2, 0);
    cairo_set_line_width(cairo, 1.5 * size);
    bv_cairo_set_colour(cairo, border_colour, 1);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}
