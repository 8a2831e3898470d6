/**
 * @file
 * Reads the scale off a screen on a thread of its own, for a window: it takes
 * about a second.
 *
 * All functions are for one thread, which is not that one.
 */
#ifndef BV_SCALING_H
#define BV_SCALING_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "guidance/screen/screen_scale.h"

BV_BEGIN_DECLS

struct bv_scaling;

/** @return NULL: no memory. */
struct bv_scaling *bv_scaling_new(void);

/** Waits for what is being read. NULL is ignored. */
void bv_scaling_free(struct bv_scaling *scaling);

/**
 * Start to read. One at a time: not before the last one was taken.
 *
 * @param frame  A reference is held until it is taken.
 * @return 0 or a negative errno.
 */
int bv_scaling_start(struct bv_scaling *scaling,
                     const struct bv_frame *frame) BV_MUST_USE;

/**
 * What was read, once; never waits.
 *
 * @param[out] scale  Written only on 0.
 * @param[out] frame  What it was read from; one reference for the caller.
 * @retval 0
 * @retval -EAGAIN    Not yet, or nothing was started.
 * @return or another negative errno: it could not be read.
 */
int bv_scaling_take(struct bv_scaling *scaling, struct bv_screen_scale *scale,
                    const struct bv_frame **frame) BV_MUST_USE;

BV_END_DECLS

#endif
