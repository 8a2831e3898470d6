/**
 * @file
 * A picture's ultrasound at full, half, quarter ... size: speckle is averaged
 * by as much as what is looked for is large.
 *
 * One thread at a time.
 */
#ifndef BV_GUIDANCE_FLUID_LEVELS_H
#define BV_GUIDANCE_FLUID_LEVELS_H

#include <stddef.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

#define BV_LEVELS_MOST 6

/** Starts as zero. Level k is the box of the ultrasound, each side divided by
 * 2^k. */
struct bv_levels {
    struct bv_px_box box; /**< In the frame, px. */
    int count;
    int width[BV_LEVELS_MOST], height[BV_LEVELS_MOST];
    float *level[BV_LEVELS_MOST]; /**< Grey, 0 to 255; negative: not of the
                                       ultrasound. */
    float *pixels;                /**< Of all levels. */
    size_t room;                  /**< How many. */
};

/**
 * Take a picture. Nothing is allocated where the one before was as large.
 *
 * @param area   Shape unknown: the whole picture.
 * @param shaft  A needle's, whose echo is painted over with what lies on its
 *               two sides; NULL: none.
 * @param[in,out] levels  Free with bv_levels_fini().
 * @retval 0
 * @retval -ENOMEM  There are none.
 */
int bv_levels_take(struct bv_levels *levels, const struct bv_frame *frame,
                   const struct bv_scan_area *area,
                   const struct bv_px_segment *shaft) BV_MUST_USE;

/** What bv_levels_take() made, or zero. */
void bv_levels_fini(struct bv_levels *levels);

/**
 * Grey at a position of the frame, between pixels of level @p k.
 * @return Negative: outside the ultrasound.
 */
float bv_levels_at(const struct bv_levels *levels, int k, struct bv_px px);

BV_END_DECLS

#endif
