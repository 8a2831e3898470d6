/**
 * @file
 * A bounded queue in order of arrival: what must not be lost (recording). It
 * never blocks the thread that puts; a full queue is an answer.
 */
#ifndef BV_CORE_QUEUE_H
#define BV_CORE_QUEUE_H

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_queue;

/** @param capacity  At least 1. @param drop  Called for what is left in it by
 *  bv_queue_free(). */
struct bv_queue *bv_queue_new(int capacity, void (*drop)(void *item));

/** Frees the queue; no thread may be waiting. NULL is ignored. */
void bv_queue_free(struct bv_queue *queue);

/**
 * Append an item; on 0 it is the queue's. Any thread, never waits.
 * @retval -EAGAIN  Full: @p item stays the caller's.
 * @retval -EPIPE   Closed: the same.
 */
int bv_queue_put(struct bv_queue *queue, void *item) BV_MUST_USE;

/**
 * Take the oldest item, waiting for one.
 * @param[out] item  The caller's; written only on 0.
 * @retval -EPIPE    Closed, and nothing is left.
 */
int bv_queue_take(struct bv_queue *queue, void **item) BV_MUST_USE;

/** No more items: readers finish what is in it, then get -EPIPE. */
void bv_queue_close(struct bv_queue *queue);

BV_END_DECLS

#endif
