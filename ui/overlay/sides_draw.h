/**
 * @file
 * What stands around the picture for orientation: what its sides are called,
 * and the border of the scan. Drawn with cairo and pango, without GTK.
 */
#ifndef BV_UI_OVERLAY_SIDES_DRAW_H
#define BV_UI_OVERLAY_SIDES_DRAW_H

#include <cairo.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/ruler.h"

BV_BEGIN_DECLS

enum { BV_SIDE_NAME_SIZE = 32 };

/** Of the picture; empty: nothing. */
struct bv_drawn_sides {
    char left[BV_SIDE_NAME_SIZE], right[BV_SIDE_NAME_SIZE];
};

/**
 * Draw the names above the picture's corners, beside the marker. The caller
 * draws them only where the user has confirmed them (design, rule 7).
 *
 * @return What is left between them for other words: a box as wide.
 */
struct bv_picture_box bv_sides_draw(cairo_t *cairo,
                                    const struct bv_drawn_sides *sides,
                                    enum bv_side marked_side,
                                    const struct bv_picture_box *box,
                                    double size);

/** Draw the border of the scan as broken grey lines, just outside of it. */
void bv_scan_border_draw(cairo_t *cairo, const struct bv_scan_area *area,
                         const struct bv_view *view, double size);

BV_END_DECLS

#endif
