/**
 * @file
 * What `bevel serve` tells of a frame, as OpenIGTLink messages: the picture
 * (IMAGE "Image"), a STATUS "Needle", and, only where the tip is seen in this
 * frame and the scale is known, the needle's place (TRANSFORM "NeedleToImage",
 * POINT "NeedleTip"). Pure.
 *
 * mm are from the middle of the picture's top left pixel, x to the right, y
 * down, and so are the IMAGE's. A transform's first axis runs along the needle
 * to its tip, its third is the picture's own. A prediction is never sent.
 */
#ifndef BV_ACQUISITION_IGTL_TOLD_H
#define BV_ACQUISITION_IGTL_TOLD_H

#include <stddef.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Room that is enough for a picture of this size and all that goes with it;
 *  0 by 0: for a status alone. */
size_t bv_igtl_told_bytes(int width_px, int height_px);

/**
 * Tell a frame.
 *
 * @param time_ns  Since 1970, UTC.
 * @param[out] to  bv_igtl_told_bytes() of its size.
 * @return How many bytes it came to.
 */
size_t bv_igtl_tell(const struct bv_frame *frame,
                    const struct bv_advice *advice, int64_t time_ns,
                    uint8_t *to);

/** Tell that no new picture comes: nothing of the needle holds any more. */
size_t bv_igtl_tell_stopped(int64_t time_ns, uint8_t *to);

BV_END_DECLS

#endif
