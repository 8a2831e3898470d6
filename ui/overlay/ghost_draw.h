/**
 * @file
 * Marks from before, that nobody has confirmed on this picture: broken lines,
 * and said to be so. They guide nothing. Drawn with cairo and pango, without
 * GTK.
 */
#ifndef BV_UI_OVERLAY_GHOST_DRAW_H
#define BV_UI_OVERLAY_GHOST_DRAW_H

#include <cairo.h>

#include "core/decls.h"
#include "core/landmark.h"
#include "ui/overlay/draw.h"

BV_BEGIN_DECLS

/** All borrowed. */
struct bv_ghosts {
    const struct bv_px *target; /**< NULL: none. */
    const struct bv_landmark *mark;
    int count;
};

void bv_ghosts_draw(cairo_t *cairo, const struct bv_ghosts *ghosts,
                    const struct bv_view *view, double size);

BV_END_DECLS

#endif
