/**
 * @file
 * A line above the picture: what it is and how old. Beside it are the
 * orientation marker, or the words that its side is not known.
 */
#ifndef BV_UI_OVERLAY_CAPTION_H
#define BV_UI_OVERLAY_CAPTION_H

#include <cairo.h>

#include "core/decls.h"
#include "core/frame.h"
#include "ui/overlay/ruler.h"

BV_BEGIN_DECLS

/**
 * Draw it, as large as its room allows.
 *
 * @param text  Empty: nothing is drawn.
 * @param size  1.0 for a window at arm's length.
 */
void bv_caption_draw(cairo_t *cairo, const char *text, enum bv_side marked_side,
                     const struct bv_picture_box *box, double size);

BV_END_DECLS

#endif
