/**
 * @file
 * How the parts of a screen look that a scale rests on: by that a change of
 * depth or zoom is seen, and a screen that was there before is known again.
 *
 * Plain pixels, one thread at a time.
 */
#ifndef BV_CORE_SCREEN_LOOK_H
#define BV_CORE_SCREEN_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/screen_scale.h"

BV_BEGIN_DECLS

struct bv_screen_look {
    int width_px, height_px; /**< Of the screen. */
    int boxes;
    struct bv_px_box box[BV_SCREEN_SCALE_BOXES]; /**< Inside the screen. */
    uint8_t *pixels; /**< Box after box, rows without padding; the look's. */
};

/**
 * Keep how the boxes of a scale look in a frame; what lies outside of it is
 * cut off.
 *
 * @param[out] look  Written only on 0; for bv_screen_look_fini().
 * @retval 0
 * @retval -ENOMEM
 */
int bv_screen_look_take(const struct bv_frame *frame,
                        const struct bv_screen_scale *scale,
                        struct bv_screen_look *look) BV_MUST_USE;

/** Free its pixels. One that is all zero has none. */
void bv_screen_look_fini(struct bv_screen_look *look);

/** How many bytes its pixels are. */
size_t bv_screen_look_bytes(const struct bv_screen_look *look);

/** Whether a frame of the same size looks the same in all boxes. */
bool bv_screen_look_same(const struct bv_screen_look *look,
                         const struct bv_frame *frame);

/**
 * Whether a screen can be known again by it: at least two boxes (ticks alone
 * say nothing of millimetres), each with something drawn in it.
 */
bool bv_screen_look_tells(const struct bv_screen_look *look);

BV_END_DECLS

#endif
