#ifndef BV_PIPELINE_INSIDE_H
#define BV_PIPELINE_INSIDE_H

/**
 * @file
 * What the pipeline's files share: pipeline.c holds it together and takes one
 * step, pipeline_threads.c runs it on threads.
 */
#include <pthread.h>

#include "pipeline.h"
#include "pipeline_ahead.h"
#include "pipeline_recording.h"
#include "pipeline_requests.h"
#include "pipeline_results.h"

BV_BEGIN_DECLS

struct bv_pipeline {
    struct bv_source *source;
    struct bv_ahead *ahead; /* NULL: it is read by who takes the frame */
    struct bv_guide *guide;
    struct bv_guide_options guide_options;

    pthread_mutex_t lock;
    pthread_cond_t changed;           /* stop was asked for, or a frame taken */
    struct bv_pipeline_counts counts; /* under lock */
    bool waiting_frame;               /* under lock, unpaced only */
    bool stop;                        /* under lock */
    bool guiding;                     /* under lock: the guide has a frame */
    bool guided;                      /* under lock: its thread ends */
    bool deserted;                    /* under lock: it did not, in time */

    struct bv_pipeline_requests requests;
    const struct bv_result *last; /* under lock: of the run that is over */

    struct bv_pipeline_recording recording;
    struct bv_screen_follower *follower; /* NULL: not asked for */
    struct bv_look_back *look_back;      /* the same */

    struct bv_result_pool *pool;
    bool started;
    struct bv_pipeline_schedule schedule;
    pthread_t acquire_thread, guide_thread;
    struct bv_latest *frames, *results;
};

/** Read a frame, and count it. @return As bv_source_read(). */
int bv_pipeline_read(struct bv_pipeline *pipeline, struct bv_frame **frame,
                     struct bv_fault *fault) BV_MUST_USE;

/** Advise on a frame, on this thread. @return 0 or a negative errno. */
int bv_pipeline_advise(struct bv_pipeline *pipeline,
                       struct bv_frame *take_frame,
                       const struct bv_result **result) BV_MUST_USE;

/** A scale that came after the last frame: what was seen in that is measured by
 *  it, and waited for no less. */
void bv_pipeline_measure_last(struct bv_pipeline *pipeline);

BV_END_DECLS

#endif
