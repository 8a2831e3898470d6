/**
 * @file
 * Thin short bars in one column of a screen: what ticks of a ruler are made
 * of, and dashes, and parts of letters. Private to the ruler.
 */
#ifndef BV_GUIDANCE_SCREEN_BARS_H
#define BV_GUIDANCE_SCREEN_BARS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

#define BV_BARS_MAX 200

/** A bar's middle is ground again so many rows above and below, and brighter
 *  than that by so many grey levels; so many px are the longest. */
enum { BV_BAR_THIN_PX = 4, BV_BAR_BRIGHT_LEAST = 22, BV_BAR_LONG_PX = 44 };

/** All bars that cross one column, from the top. */
struct bv_bars {
    int count;
    double y[BV_BARS_MAX]; /**< The middle row, finer than a pixel. */
    int left[BV_BARS_MAX], right[BV_BARS_MAX]; /**< Columns left..right-1. */
    int strokes[BV_BARS_MAX]; /**< Columns that go on above or below it. */
};

/**
 * Mark what may be the middle of a bar.
 *
 * @param but         Columns that are left out, left..right-1.
 * @param[out] marks  0 or 1, the frame's size, rows without padding.
 */
void bv_bars_mark(const struct bv_frame *frame, const struct bv_px_box *but,
                  uint8_t *marks);

/** Read a column. @return Whether all its bars fit into the list. */
bool bv_bars_read(const struct bv_frame *frame, const uint8_t *marks, int x,
                  struct bv_bars *bars);

BV_END_DECLS

#endif
