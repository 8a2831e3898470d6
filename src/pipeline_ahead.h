/**
 * @file
 * Reads a source ahead of who takes its frames, on a thread of its own: a file
 * is decoded on one core while its frames are looked at on another. The same
 * frames in the same order, whatever the threads do. Private to the pipeline.
 */
#ifndef BV_PIPELINE_AHEAD_H
#define BV_PIPELINE_AHEAD_H

#include "acquisition/source.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_ahead;

/**
 * Begin to read.
 *
 * @param source      Borrowed; the thread's alone until bv_ahead_free().
 * @param[out] ahead  Written only on 0.
 * @return 0 or a negative errno: there is no thread, or no memory.
 */
int bv_ahead_start(struct bv_source *source,
                   struct bv_ahead **ahead) BV_MUST_USE;

/**
 * Wait for the next frame. One thread, the same as of bv_ahead_free().
 *
 * @param[out] frame  One reference for the caller; written only on 0.
 * @return As bv_source_read(), but for -ETIMEDOUT; an end repeats.
 */
int bv_ahead_take(struct bv_ahead *ahead, struct bv_frame **frame,
                  struct bv_fault *fault) BV_MUST_USE;

/** End the thread, and let go of what was read and not taken. The source is
 *  the caller's again, as far ahead as it was read. NULL is ignored. */
void bv_ahead_free(struct bv_ahead *ahead);

BV_END_DECLS

#endif
