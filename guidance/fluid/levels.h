/**
 * @file
 * A picture's ultrasound at full, half, quarter ... size: speckle is averaged
 * by as much as what is looked for is large.
 *
 * One thread at a time.
 */
#ifndef BV_GUIDANCE_FLUID_LEVELS_H
#define BV_GUIDANCE_FLUID_LEVELS_H

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

#define BV_LEVELS_MOST 6

/** Level k is the box of the ultrasound, each side divided by 2^k. */
struct bv_levels {
    struct bv_px_box box; /**< In the frame, px. */
    int count;
    int width[BV_LEVELS_MOST], height[BV_LEVELS_MOST];
    float *level[BV_LEVELS_MOST]; /**< Grey, 0 to 255; negative: not of the
                                       ultrasound. */
};

/**
 * @param area  Shape unknown: the whole picture.
 * @param[out] levels  Free with bv_levels_fini(); written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_levels_init(struct bv_levels *levels, const struct bv_frame *frame,
                   const struct bv_scan_area *area) BV_MUST_USE;

/** What bv_levels_init() made, or zero. */
void bv_levels_fini(struct bv_levels *levels);

/**
 * Grey at a position of the frame, between pixels of level @p k.
 * @return Negative: outside the ultrasound.
 */
float bv_levels_at(const struct bv_levels *levels, int k, struct bv_px px);

BV_END_DECLS

#endif
