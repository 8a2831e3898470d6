/**
 * @file
 * Memory for what is looked back at: frames of any size in order, the oldest
 * given up for the newest. For look_back.c alone; one thread at a time.
 *
 * All of its memory is asked for once, in pages that are used again. What was
 * never needed is never touched.
 */
#ifndef BV_LOOK_BACK_STORE_H
#define BV_LOOK_BACK_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "guidance/guide.h"

BV_BEGIN_DECLS

/** What is known of one that is kept. */
struct bv_kept {
    struct bv_frame about; /**< As it came, without its pixels. */
    struct bv_timings timings;
    struct bv_px_box box; /**< Of the pixels that are kept. */
    size_t advice_bytes;  /**< Of its bytes, the first; packed. */
    size_t bytes;         /**< All of them. */
};

struct bv_look_back_store;

/**
 * @param limit_bytes  Of all bytes; at least BV_LOOK_BACK_STORE_LEAST.
 * @param span_ns      No frame is kept that came so long before the newest.
 * @return NULL: no memory.
 */
struct bv_look_back_store *bv_look_back_store_new(size_t limit_bytes,
                                                  int64_t span_ns);

#define BV_LOOK_BACK_STORE_LEAST ((size_t)1 << 20)

/** NULL is ignored. */
void bv_look_back_store_free(struct bv_look_back_store *store);

/**
 * Keep one more; copied. The oldest go for it.
 * @retval 0
 * @retval -ENOSPC  It alone is more than the limit: nothing is kept then, as
 *                  a gap would look like a jump of the needle.
 */
int bv_look_back_store_add(struct bv_look_back_store *store,
                           const struct bv_kept *kept,
                           const uint8_t *bytes) BV_MUST_USE;

/** Give all up. Numbers go on. */
void bv_look_back_store_clear(struct bv_look_back_store *store);

int bv_look_back_store_count(const struct bv_look_back_store *store);

/** Of the oldest that is kept; each later one is one more. From 1. */
uint64_t bv_look_back_store_first(const struct bv_look_back_store *store);

/** @return NULL: that one is not kept. The store's, until it changes. */
const struct bv_kept *
bv_look_back_store_find(const struct bv_look_back_store *store,
                        uint64_t number);

/** Copy the bytes of one that is kept. @param[out] bytes  All of them. */
void bv_look_back_store_copy(const struct bv_look_back_store *store,
                             uint64_t number, uint8_t *bytes);

/** Memory in use now. */
size_t bv_look_back_store_bytes(const struct bv_look_back_store *store);

/** Whether the limit ended what is kept, before the span did. */
bool bv_look_back_store_is_full(const struct bv_look_back_store *store);

BV_END_DECLS

#endif
