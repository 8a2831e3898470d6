/**
 * @file
 * Sees on the coarse picture whether the screen became another one: another
 * depth or zoom, another gain, another picture. A slide of the probe, and
 * contact that is lost and comes back, are none of these.
 *
 * One thread at a time. Nothing is allocated after bv_coarse_watch_new().
 */
#ifndef BV_GUIDANCE_COARSE_WATCH_H
#define BV_GUIDANCE_COARSE_WATCH_H

#include <stdint.h>

#include "core/decls.h"
#include "guidance/coarse.h"

BV_BEGIN_DECLS

/** What became of the screen between two frames. */
enum bv_coarse_change {
    BV_COARSE_SAME,  /**< The same view: moved, or contact lost or regained. */
    BV_COARSE_GAIN,  /**< The same view, brighter or darker all over. */
    BV_COARSE_OTHER, /**< Another depth or zoom, or another picture. */
};

struct bv_coarse_watch;

/** For coarse pictures like @p like. @return NULL: no memory. */
struct bv_coarse_watch *bv_coarse_watch_new(const struct bv_coarse *like);

/** NULL is ignored. */
void bv_coarse_watch_free(struct bv_coarse_watch *watch);

/** Begin with this picture. */
void bv_coarse_watch_start(struct bv_coarse_watch *watch,
                           const struct bv_coarse *now, int64_t time_ns);

/** Compare a picture of new content with the one before. */
enum bv_coarse_change bv_coarse_watch_step(struct bv_coarse_watch *watch,
                                           const struct bv_coarse *now,
                                           int64_t time_ns) BV_MUST_USE;

BV_END_DECLS

#endif
