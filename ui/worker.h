/**
 * @file
 * Does jobs one after another on a thread of its own, `worker`: what must not
 * make the window wait (refining a line, saving, importing).
 *
 * Functions are for the main thread.
 */
#ifndef BV_UI_WORKER_H
#define BV_UI_WORKER_H

#include "core/decls.h"

BV_BEGIN_DECLS

/** A job; put it first into a struct of one's own. */
struct bv_job {
    void (*run)(struct bv_job *job);              /**< On the worker. */
    void (*done)(struct bv_job *job, void *data); /**< On the main thread. */
    void (*free)(struct bv_job *job);             /**< Main thread, always. */
    struct bv_job *next;                          /**< The worker's. */
};

struct bv_worker;

/**
 * @param wake  Called on the worker after each job; may be NULL.
 * @return NULL: no memory, or no thread.
 */
struct bv_worker *bv_worker_new(void (*wake)(void *data), void *data);

/** Does all jobs that it has, then ends; done() is not called any more. NULL is
 *  ignored. */
void bv_worker_free(struct bv_worker *worker);

/** @param take_job  The worker's until it is done. */
void bv_worker_add(struct bv_worker *worker, struct bv_job *take_job);

/** Call done() of all jobs that are done, and free them. @param data  Given to
 *  done(). */
void bv_worker_finish(struct bv_worker *worker, void *data);

/** Wait until all jobs are done, then as bv_worker_finish(). */
void bv_worker_drain(struct bv_worker *worker, void *data);

BV_END_DECLS

#endif
