/**
 * @file
 * A scale that was read off a screen, and where on it. Data alone.
 */
#ifndef BV_CORE_SCREEN_SCALE_H
#define BV_CORE_SCREEN_SCALE_H

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Numbers beside a ruler that are watched. */
#define BV_SCREEN_NUMBERS_MAX 12

/** Ruler, depth text, zoom, numbers. */
#define BV_SCREEN_SCALE_BOXES (3 + BV_SCREEN_NUMBERS_MAX)

/** What a picture's pixel can be, mm. */
#define BV_SCREEN_SCALE_LEAST 0.005
#define BV_SCREEN_SCALE_MOST 2.0

struct bv_screen_scale {
    double mm_per_px; /**< 0: nothing is proposed. */
    enum bv_scale_origin origin;
    char why[200]; /**< What it rests on, or why there is none. */
    int boxes;     /**< What to watch, px of the frame: it holds while they
                        look as they did. */
    struct bv_px_box box[BV_SCREEN_SCALE_BOXES];
};

BV_END_DECLS

#endif
