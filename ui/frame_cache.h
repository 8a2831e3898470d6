/**
 * @file
 * Frames of a clip that are kept, those nearest to the wanted one first,
 * within a set amount of memory. One thread at a time.
 */
#ifndef BV_UI_FRAME_CACHE_H
#define BV_UI_FRAME_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Zero-initialise, then set the most. */
struct bv_frame_cache {
    size_t most_bytes;
    size_t bytes;                   /**< Of what is kept. */
    uint32_t end;                   /**< Numbers that have room. */
    uint32_t low, high;             /**< What is kept lies in low..high. */
    const struct bv_frame **frames; /**< NULL: not kept. */
};

void bv_frame_cache_fini(struct bv_frame_cache *cache);

/** The frame, or NULL. The cache's. */
const struct bv_frame *bv_frame_cache_get(const struct bv_frame_cache *cache,
                                          uint32_t frame);

/**
 * Offer a frame. It is kept if there is room, or if it is nearer to the wanted
 * one than what is kept; what is farthest goes. No memory for it: it is not
 * kept.
 *
 * @param frame  Borrowed; a reference is taken.
 */
void bv_frame_cache_offer(struct bv_frame_cache *cache,
                          const struct bv_frame *frame, uint32_t wanted);

BV_END_DECLS

#endif
