/**
 * @file
 * Where on a scanner's screen the ultrasound begins and ends, to the pixel.
 * The scan finder (scan_area.h) knows it to within a block. Pure.
 */
#ifndef BV_GUIDANCE_SCREEN_OUTLINE_H
#define BV_GUIDANCE_SCREEN_OUTLINE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/**
 * Move each side of a box to where texture begins: speckle fills rows and
 * columns, texts and rulers leave most of them plain.
 *
 * @param found  As the scan finder says; it may be the whole picture.
 * @return The same where there is no edge to be found.
 */
struct bv_px_box bv_outline_sharpen(const struct bv_frame *frame,
                                    const struct bv_px_box *found);

BV_END_DECLS

#endif
