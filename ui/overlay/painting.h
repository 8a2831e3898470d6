/**
 * @file
 * One result painted onto a canvas: the picture, its guidance, and under it a
 * line of words. For videos and sheets; the window paints its own.
 */
#ifndef BV_UI_OVERLAY_PAINTING_H
#define BV_UI_OVERLAY_PAINTING_H

#include <cairo.h>
#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

/** Paints frames of any size onto canvases. One thread at a time. */
struct bv_painter;

/** @return NULL: no memory. */
struct bv_painter *bv_painter_new(void);

/** NULL is ignored. */
void bv_painter_free(struct bv_painter *painter);

/** What a canvas is to hold. */
struct bv_painting {
    const struct bv_frame *frame;
    const struct bv_advice *advice;
    enum bv_showing showing;
    bool simulated;
    double x, y;           /**< Top left of the picture's room. */
    double width, height;  /**< Its room; the caption comes below. */
    double caption_height; /**< 0 for none. */
    double size;           /**< Of lines and letters; 1.0 on a screen. */
};

/**
 * Paint it: the picture as large as its room allows, in the middle.
 *
 * @retval 0
 * @retval -ENOMEM
 */
int bv_painter_paint(struct bv_painter *painter, cairo_t *cairo,
                     const struct bv_painting *painting) BV_MUST_USE;

BV_END_DECLS

#endif
