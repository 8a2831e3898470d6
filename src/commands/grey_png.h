/**
 * @file
 * A grey picture as PNG, as it is: 8 bits, one channel.
 */
#ifndef BV_COMMANDS_GREY_PNG_H
#define BV_COMMANDS_GREY_PNG_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * Write a frame's pixels; the file gets its name when it is whole (0600).
 * Any thread.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_grey_png_write(const struct bv_frame *frame, const char *path,
                      struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
