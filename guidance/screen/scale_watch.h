/**
 * @file
 * Watches the parts of a screen that a confirmed scale was read from: ruler,
 * depth text, zoom. The scale holds while they look the same.
 *
 * One thread at a time; a step allocates nothing.
 */
#ifndef BV_GUIDANCE_SCREEN_SCALE_WATCH_H
#define BV_GUIDANCE_SCREEN_SCALE_WATCH_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/screen_scale.h"

BV_BEGIN_DECLS

struct bv_scale_watch;

/**
 * Remember how they look.
 *
 * @param screen  The frame that the scale was read from; looked at here alone.
 * @return NULL: no memory.
 */
struct bv_scale_watch *bv_scale_watch_new(const struct bv_screen_scale *scale,
                                          const struct bv_frame *screen);

/** NULL is ignored. */
void bv_scale_watch_free(struct bv_scale_watch *watch);

/**
 * Look at the next frame.
 *
 * @return Whether they still look the same. One frame that differs is let
 *         pass (a damaged one); the second in a row is the end.
 */
bool bv_scale_watch_holds(struct bv_scale_watch *watch,
                          const struct bv_frame *frame);

BV_END_DECLS

#endif
