/**
 * @file
 * A scale that was read off a screen, and where on it. Data alone.
 */
#ifndef BV_GUIDANCE_SCREEN_SCREEN_SCALE_H
#define BV_GUIDANCE_SCREEN_SCREEN_SCALE_H

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Ruler, depth text, zoom. */
#define BV_SCREEN_SCALE_BOXES 3

struct bv_screen_scale {
    double mm_per_px; /**< 0: nothing is proposed. */
    char why[200];    /**< What it rests on, or why there is none. */
    int boxes;        /**< What to watch, px of the frame: it holds while they
                           look as they did. */
    struct bv_px_box box[BV_SCREEN_SCALE_BOXES];
};

BV_END_DECLS

#endif
