/**
 * @file
 * A picture of what was found on a scanner's screen: scan area, ruler, texts,
 * and the scale that they give.
 */
#ifndef BV_COMMANDS_SCALE_PICTURE_H
#define BV_COMMANDS_SCALE_PICTURE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"
#include "guidance/screen/scale_reading.h"

BV_BEGIN_DECLS

/**
 * Write it as PNG, the screen with a line of words below.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_scale_picture_write(const struct bv_frame *frame,
                           const struct bv_scale_reading *reading,
                           const char *path,
                           struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
