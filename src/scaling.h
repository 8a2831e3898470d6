/**
 * @file
 * Finds the scale of a screen (screen_finder.h) on a thread of its own, for a
 * window: reading takes about a second, and disks as long as they like.
 *
 * All functions are for one thread, which is not that one.
 */
#ifndef BV_SCALING_H
#define BV_SCALING_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/screen_scale.h"
#include "core/status.h"
#include "screen_finder.h"

BV_BEGIN_DECLS

enum bv_scaling_job {
    BV_SCALING_READ,
    BV_SCALING_RECOGNISE,
    BV_SCALING_KEEP, /**< A scale that was confirmed. */
};

/** What came of one. */
struct bv_scaling_answer {
    enum bv_scaling_job job;
    const struct bv_frame *frame; /**< Which it is of; the taker's reference. */
    struct bv_screen_finding finding; /**< To keep: the scale. */
    struct bv_fault fault;            /**< Where it failed. */
};

struct bv_scaling;

/** @return NULL: no memory. */
struct bv_scaling *bv_scaling_new(void);

/** Waits for what is being done, and until all is kept. NULL is ignored. */
void bv_scaling_free(struct bv_scaling *scaling);

/**
 * Ask for a job; they are done in order.
 *
 * @param frame  A reference is held until it is taken.
 * @param keep   Of BV_SCALING_KEEP: what; copied.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EAGAIN  Too many wait.
 */
int bv_scaling_ask(struct bv_scaling *scaling, enum bv_scaling_job job,
                   const struct bv_frame *frame,
                   const struct bv_screen_scale *keep) BV_MUST_USE;

/**
 * What came of the next job, once; never waits.
 *
 * @param[out] answer  Written only on 0.
 * @retval 0
 * @retval -EAGAIN  Not yet, or nothing was asked.
 */
int bv_scaling_take(struct bv_scaling *scaling,
                    struct bv_scaling_answer *answer) BV_MUST_USE;

BV_END_DECLS

#endif
