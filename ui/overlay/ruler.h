/**
 * @file
 * The depth ruler beside a picture, in cm, and the orientation marker above
 * it. Drawn with cairo and pango, without GTK.
 */
#ifndef BV_UI_OVERLAY_RULER_H
#define BV_UI_OVERLAY_RULER_H

#include <cairo.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "ui/overlay/draw.h"

BV_BEGIN_DECLS

/** Where the picture ends, surface units. */
struct bv_picture_box {
    double left, top, right, bottom;
};

/**
 * Draw the ruler along the picture's right edge. Draws nothing where the
 * scale or the scan area is unknown: no mm without a scale.
 *
 * @param size  1.0 for a window at arm's length, more for bedside.
 */
void bv_ruler_draw(cairo_t *cairo, const struct bv_scan_area *area,
                   double mm_per_px, const struct bv_view *view,
                   const struct bv_picture_box *box, double size);

/** A caret on the ruler at the depth of @p px, in a colour of the palette. */
void bv_ruler_draw_caret(cairo_t *cairo, struct bv_px px, unsigned colour,
                         const struct bv_view *view,
                         const struct bv_picture_box *box, double size);

/**
 * Draw the orientation marker above the picture's left or right corner, or,
 * where the side is unknown, say so. It never names a side of the patient.
 */
void bv_orientation_draw(cairo_t *cairo, enum bv_side marked_side,
                         const struct bv_picture_box *box, double size);

/**
 * Centimetres from number to number, so that they do not run into one another.
 * @param unit_per_mm  Of the surface.
 * @return 1, 2, 5, 10, ...
 */
int bv_ruler_step_cm(double unit_per_mm, double size);

BV_END_DECLS

#endif
