/**
 * @file
 * Makes of a screen what can be read: its words dark on white and large,
 * whatever they were drawn on. Pure.
 */
#ifndef BV_GUIDANCE_SCREEN_TEXT_PICTURE_H
#define BV_GUIDANCE_SCREEN_TEXT_PICTURE_H

#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "guidance/screen/ruler.h"

BV_BEGIN_DECLS

/**
 * @param scan    Left out: the ultrasound.
 * @param rulers  @p count of them, whose ticks are left out: they are no
 *                dashes.
 * @param[out] out  width_px x height_px of the frame, rows without padding.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_text_picture_make(const struct bv_frame *frame,
                         const struct bv_px_box *scan,
                         const struct bv_ruler *rulers, int count,
                         uint8_t *out) BV_MUST_USE;

BV_END_DECLS

#endif
