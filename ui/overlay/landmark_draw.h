/**
 * @file
 * Draws what is marked with cairo: outlines, and what is said of each beside
 * it. Nothing is drawn inside an outline, nor over a point; a label that has
 * no place outside all of them is left out.
 *
 * A target's line is whole, that of a structure to avoid is dashed. One that
 * is lost is dotted, faint, and says so. An alarm is a thicker line, a
 * triangle and a word.
 */
#ifndef BV_UI_OVERLAY_LANDMARK_DRAW_H
#define BV_UI_OVERLAY_LANDMARK_DRAW_H

#include <cairo.h>

#include "core/decls.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

BV_BEGIN_DECLS

/** Those of kind BV_MARK_LANDMARK. @param size  As of bv_overlay_draw(). */
void bv_landmarks_draw(cairo_t *cairo, const struct bv_marks *marks,
                       const struct bv_view *view, double size);

BV_END_DECLS

#endif
