/**
 * @file
 * Draws what a person measured on a picture that stands: thin lines between
 * crosses, and the value beside them. Cairo only.
 */
#ifndef BV_UI_OVERLAY_CALIPERS_H
#define BV_UI_OVERLAY_CALIPERS_H

#include <cairo.h>

#include "core/decls.h"
#include "core/measure.h"
#include "ui/overlay/draw.h"

BV_BEGIN_DECLS

/**
 * Draw one, also while points of it are missing. Its value stays within what
 * the context may draw on.
 *
 * @param text  Its value; empty: none is written.
 * @param size  As of bv_overlay_draw().
 */
void bv_calipers_draw(cairo_t *cairo, const struct bv_measure *measure,
                      const char *text, const struct bv_view *view,
                      double size);

BV_END_DECLS

#endif
