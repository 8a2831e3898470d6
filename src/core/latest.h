/**
 * @file
 * A slot that holds the newest item only: what a slow reader missed is gone,
 * and counted. The way from the acquire thread to the guide thread, and from
 * there to the window.
 */
#ifndef BV_CORE_LATEST_H
#define BV_CORE_LATEST_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_latest;

/** @param drop  Called for items that are overwritten, by the putting thread;
 *                and for what is left, by bv_latest_free(). */
struct bv_latest *bv_latest_new(void (*drop)(void *item));

/** Frees the slot; no thread may be waiting. NULL is ignored. */
void bv_latest_free(struct bv_latest *latest);

/** Put an item, dropping an unread one. Takes @p item. Any thread. */
void bv_latest_put(struct bv_latest *latest, void *item);

/**
 * Take the newest item, waiting for it. One reader.
 *
 * @param timeout_ms  0 does not wait, negative waits until bv_latest_close().
 * @param[out] item   The caller's; written only on 0.
 * @retval -ETIMEDOUT Nothing new came.
 * @retval -EPIPE     Closed, and nothing is left.
 */
int bv_latest_take(struct bv_latest *latest, int timeout_ms,
                   void **item) BV_MUST_USE;

/** Wake the reader for good: what is in the slot can still be taken. */
void bv_latest_close(struct bv_latest *latest);

/** How many items were overwritten unread. Any thread. */
uint64_t bv_latest_dropped(struct bv_latest *latest);

BV_END_DECLS

#endif
