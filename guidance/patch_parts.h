/**
 * @file
 * What sampling and finding a patch share; for guidance/patch*.c alone.
 */
#ifndef BV_GUIDANCE_PATCH_PARTS_H
#define BV_GUIDANCE_PATCH_PARTS_H

#include "core/geometry.h"
#include "guidance/patch.h"

BV_BEGIN_DECLS

/** The middle of a patch counts most, for what is marked is there: a bell of
 *  this standard deviation. */
#define BV_PATCH_WEIGHT_POINTS 10.0

/** Where a patch that starts at sample @p x, @p y has its middle, px. */
struct bv_px bv_patch_middle_px(const struct bv_patch_window *window, double x,
                                double y);

BV_END_DECLS

#endif
