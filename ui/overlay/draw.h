/**
 * @file
 * Draws marks with cairo: the one function that puts guidance on a picture,
 * used by the window, `bevel render`, tests and reports.
 */
#ifndef BV_UI_OVERLAY_DRAW_H
#define BV_UI_OVERLAY_DRAW_H

#include <cairo.h>

#include "core/decls.h"
#include "ui/overlay/marks.h"

BV_BEGIN_DECLS

/** Where the picture lies on the surface: surface = offset + scale x px. */
struct bv_view {
    double offset_x, offset_y; /**< Surface position of px (-0.5, -0.5). */
    double scale;              /**< Surface units a picture pixel, > 0. */
};

/** Surface position of a picture position. */
struct bv_px bv_view_to_surface(const struct bv_view *view, struct bv_px px);

/** The way back. */
struct bv_px bv_view_from_surface(const struct bv_view *view,
                                  struct bv_px surface);

/**
 * Draw all marks. Line widths are in surface units, with a dark halo.
 *
 * Whatever the marks are, nothing is painted over the echo of a seen tip or
 * inside the ring of the target, the cursor apart.
 *
 * @param size  1.0 for a window at arm's length, more for bedside.
 */
void bv_overlay_draw(cairo_t *cairo, const struct bv_marks *marks,
                     const struct bv_view *view, double size);

BV_END_DECLS

#endif
