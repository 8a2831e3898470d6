/**
 * @file
 * A frame with the outline that a click in it proposed, as a PNG.
 */
#ifndef BV_COMMANDS_OUTLINE_PICTURE_H
#define BV_COMMANDS_OUTLINE_PICTURE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/outline.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * @param outline  Count 0: none, then the click alone is drawn.
 * @param words    Below the picture.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_outline_picture_write(const struct bv_frame *frame, struct bv_px click,
                             const struct bv_outline *outline,
                             const char *words, const char *path,
                             struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
