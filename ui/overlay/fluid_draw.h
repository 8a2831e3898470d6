/**
 * @file
 * Draws fluid that is injected or drawn off: its border alone, in dots and
 * dashes, never inside a target or a vessel; and a word where none is seen
 * while it goes in. Nothing else draws it.
 */
#ifndef BV_UI_OVERLAY_FLUID_DRAW_H
#define BV_UI_OVERLAY_FLUID_DRAW_H

#include <cairo.h>

#include "core/decls.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

BV_BEGIN_DECLS

/** @param size  As bv_overlay_draw(), which calls this. */
void bv_fluid_draw(cairo_t *cairo, const struct bv_marks *marks,
                   const struct bv_view *view, double size);

BV_END_DECLS

#endif
