/**
 * @file
 * What sampling and finding a patch share; for guidance/patch*.c alone.
 */
#ifndef BV_GUIDANCE_PATCH_PARTS_H
#define BV_GUIDANCE_PATCH_PARTS_H

#include "core/geometry.h"
#include "guidance/patch.h"

BV_BEGIN_DECLS

/** Where a patch that starts at sample @p x, @p y has its middle, px. */
struct bv_px bv_patch_middle_px(const struct bv_patch_window *window, double x,
                                double y);

BV_END_DECLS

#endif
