/**
 * @file
 * A line of text with cairo and pango, in bevel's face.
 */
#ifndef BV_UI_OVERLAY_TEXT_H
#define BV_UI_OVERLAY_TEXT_H

#include <cairo.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** How a line is set. */
struct bv_text_style {
    double size; /**< Of the em, surface units. */
    bool bold;
    unsigned colour; /**< Of the palette. */
    double align;    /**< 0: x is the left end, 0.5 the middle, 1 the right. */
    double width;    /**< Cut with an ellipsis beyond; 0 never. */
};

/**
 * Draw one line with the middle of its capitals at @p y.
 * @return Its width, surface units.
 */
double bv_text_draw(cairo_t *cairo, const char *text, double x, double y,
                    const struct bv_text_style *style);

BV_END_DECLS

#endif
