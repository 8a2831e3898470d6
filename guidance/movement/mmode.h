/**
 * @file
 * M-mode: what lies along one line of the picture, frame after frame. Each
 * frame gives one column, as it is: nothing is smoothed or made up in between.
 */
#ifndef BV_GUIDANCE_MOVEMENT_MMODE_H
#define BV_GUIDANCE_MOVEMENT_MMODE_H

#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/**
 * Read the levels along a line, between pixels in proportion.
 *
 * @param count        At least 2: the first is at `from`, the last at `to`,
 *                     the others evenly between.
 * @param[out] levels  0 to 255 each; 0 outside the picture.
 */
void bv_mmode_column(const struct bv_frame *frame,
                     const struct bv_px_segment *line, int count,
                     float *levels);

BV_END_DECLS

#endif
