/**
 * @file
 * Draws what a person says is in a picture: truth, in its own colour, so that
 * nobody takes it for what bevel sees. Cairo only.
 *
 * Rails beside the echo, never on it. A seen tip is a ring that is open
 * towards the shaft; a tip that does not show leaves the rails' end open; a
 * tip that nobody spoke of is a dashed ring.
 */
#ifndef BV_UI_OVERLAY_LABEL_DRAW_H
#define BV_UI_OVERLAY_LABEL_DRAW_H

#include <cairo.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "ui/overlay/draw.h"

BV_BEGIN_DECLS

/** Radius of a tip's ring, and half the rails' distance; surface units at size
 *  1. */
#define BV_LABEL_RING 9.0
#define BV_LABEL_RAIL 5.0

enum bv_label_ring { BV_RING_NONE, BV_RING_SEEN, BV_RING_DASHED };

/** What is drawn; places are px of the frame. */
struct bv_label_marks {
    bool has_shaft;
    struct bv_px_segment shaft_px; /**< Skin side first. */
    enum bv_label_ring ring;
    bool has_crossing;
    struct bv_px crossing_px;
    bool carried; /**< Not checked yet: dashed. */

    bool has_first; /**< One end is clicked. */
    struct bv_px first_px;
    bool has_pointer; /**< Where the other would be. */
    struct bv_px pointer_px;
    bool has_cursor; /**< The keyboard's. */
    struct bv_px cursor_px;
};

/** Draw them. @param size  As of bv_overlay_draw(). */
void bv_label_draw(cairo_t *cairo, const struct bv_label_marks *marks,
                   const struct bv_view *view, double size);

BV_END_DECLS

#endif
