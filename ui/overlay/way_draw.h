/**
 * @file
 * Draws a planned way of the needle with cairo: long dashes that look like no
 * sighting, with an arrow's head where they end.
 */
#ifndef BV_UI_OVERLAY_WAY_DRAW_H
#define BV_UI_OVERLAY_WAY_DRAW_H

#include <cairo.h>
#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "ui/overlay/draw.h"

BV_BEGIN_DECLS

/** Draw it, from the skin on; the echo of a seen tip stays free.
 *  @param to_point  It ends before the ring of a point.
 *  @param size  As of bv_overlay_draw(). */
void bv_way_draw(cairo_t *cairo, const struct bv_px_segment *way, bool to_point,
                 const struct bv_advice *advice, const struct bv_view *view,
                 double size);

BV_END_DECLS

#endif
