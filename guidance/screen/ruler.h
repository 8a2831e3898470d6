/**
 * @file
 * The ruler that a scanner draws beside its picture: ticks in one column, the
 * same distance apart. Pure: a picture in, rulers out.
 */
#ifndef BV_GUIDANCE_SCREEN_RULER_H
#define BV_GUIDANCE_SCREEN_RULER_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Most rulers that are told apart. */
#define BV_RULERS_MAX 4

/** Fewer ticks than this are no ruler. */
#define BV_RULER_TICKS_MIN 4

/** One ruler down the screen. */
struct bv_ruler {
    int left, right;    /**< Columns of its ticks: left..right-1, px. */
    int ticks;          /**< How many, first to last. */
    double first_px;    /**< The first one's middle row, px. */
    double pitch_px;    /**< From one to the next, fitted over all. */
    double pitch_sd_px; /**< How far that may be off: standard deviation. */
    int missing;        /**< Of the ticks, not seen where they should be. */
    int long_every;     /**< Every so many is longer; 0: all are alike, -1:
                             some are, without an order. */
    int long_first;     /**< Index of the first that is longer. */
};

/**
 * Find the rulers down a screen.
 *
 * @param scan         The ultrasound, in which no ruler is looked for; empty:
 *                     nowhere.
 * @param[out] rulers  BV_RULERS_MAX; the one with the most ticks first.
 * @return How many were found, or -ENOMEM.
 */
int bv_rulers_find(const struct bv_frame *frame, const struct bv_px_box *scan,
                   struct bv_ruler *rulers);

BV_END_DECLS

#endif
