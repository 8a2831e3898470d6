#include <assert.h>
#include <errno.h>
#include <time.h>

#include "core/clock.h"
#include "core/latest.h"
#include "core/log.h"
#include "guidance/course.h"
#include "pipeline_inside.h"

/* How long a frame may take before its guide counts as stuck. */
static const int64_t patience_ns = 5 * BV_NS_PER_S;

static bool stopping(struct bv_pipeline *pipeline)
{
    bool stop;

    pthread_mutex_lock(&pipeline->lock);
    stop = pipeline->stop;
    pthread_mutex_unlock(&pipeline->lock);
    return stop;
}

/* Note why no more frames will come; the first reason stays. */
static void end(struct bv_pipeline *pipeline, int error,
                const struct bv_fault *fault)
{
    pthread_mutex_lock(&pipeline->lock);
    if (!pipeline->counts.ended) {
        pipeline->counts.ended = true;
        pipeline->counts.end_error = error;
        if (fault)
            pipeline->counts.fault = *fault;
    }
    pthread_mutex_unlock(&pipeline->lock);
}

/*
 * Hold a frame of a recording back until its own time has come. Where the
 * machine fell behind by more than a quarter second the schedule starts anew
 * from here: nobody wants the backlog in fast motion.
 */
static void pace(struct bv_pipeline *pipeline, int64_t *base_ns,
                 int64_t time_ns)
{
    int64_t now = bv_clock_now_ns(), due = *base_ns + time_ns;
    struct timespec until;

    if (*base_ns == 0 || now - due > BV_NS_PER_S / 4) {
        *base_ns = now - time_ns;
        return;
    }
    until = (struct timespec){.tv_sec = (time_t)(due / BV_NS_PER_S),
                              .tv_nsec = (long)(due % BV_NS_PER_S)};
    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->stop &&
           pthread_cond_timedwait(&pipeline->changed, &pipeline->lock,
                                  &until) == 0)
        ;
    pthread_mutex_unlock(&pipeline->lock);
}

/* Unpaced: wait until the guide has taken the frame before. */
static void await_guide(struct bv_pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    while (pipeline->waiting_frame && !pipeline->stop)
        pthread_cond_wait(&pipeline->changed, &pipeline->lock);
    pipeline->waiting_frame = true;
    pthread_mutex_unlock(&pipeline->lock);
}

static void *run_acquire(void *data)
{
    struct bv_pipeline *pipeline = data;
    bool paced = bv_source_info(pipeline->source)->paced;
    int64_t base_ns = 0;
    struct bv_fault fault = {0};

    while (!stopping(pipeline)) {
        struct bv_frame *frame;
        int error = bv_pipeline_read(pipeline, &frame, &fault);

        if (error == -ETIMEDOUT)
            continue;
        if (error < 0) {
            end(pipeline, error, &fault);
            break;
        }
        if (pipeline->schedule.unpaced) {
            await_guide(pipeline);
        } else if (!paced) {
            pace(pipeline, &base_ns, frame->time_ns);
            /* A played frame arrives when it is due: latency counts from
             * here. Nobody else has seen it yet. */
            frame->arrived_ns = bv_clock_now_ns();
        }
        bv_pipeline_recording_put(&pipeline->recording, frame);
        bv_latest_put(pipeline->frames, frame);
    }
    bv_pipeline_recording_end(&pipeline->recording, !stopping(pipeline));
    bv_latest_close(pipeline->frames);
    return NULL;
}

static void wake(struct bv_pipeline *pipeline)
{
    if (pipeline->schedule.wake)
        pipeline->schedule.wake(pipeline->schedule.data);
}

void bv_pipeline_measure_last(struct bv_pipeline *pipeline)
{
    struct bv_result *made = NULL;
    struct bv_screen_scale scale;

    pthread_mutex_lock(&pipeline->lock);
    if (pipeline->last && !(bv_frame_own_scale(pipeline->last->frame) > 0) &&
        bv_pipeline_requests_take_scale(&pipeline->requests,
                                        pipeline->last->frame, &scale))
        made = bv_result_pool_take(pipeline->pool);
    if (made) {
        made->frame = bv_frame_ref(pipeline->last->frame);
        made->advice = pipeline->last->advice;
        made->timings = pipeline->last->timings;
        bv_course_measure(&made->advice, scale.mm_per_px, scale.origin);
        bv_result_unref(pipeline->last);
        pipeline->last = bv_result_ref(made);
    }
    pthread_mutex_unlock(&pipeline->lock);
    if (!made)
        return;
    bv_latest_put(pipeline->results, made);
    wake(pipeline);
}

static void *run_guide(void *data)
{
    struct bv_pipeline *pipeline = data;
    const struct bv_result *last = NULL;
    void *frame;

    while (bv_latest_take(pipeline->frames, -1, &frame) == 0) {
        const struct bv_result *result;
        int error;

        pthread_mutex_lock(&pipeline->lock);
        pipeline->waiting_frame = false;
        pthread_cond_broadcast(&pipeline->changed);
        pthread_mutex_unlock(&pipeline->lock);
        error = bv_pipeline_advise(pipeline, frame, &result);
        if (error < 0) {
            end(pipeline, error, NULL);
            break;
        }
        bv_result_unref(last);
        last = bv_result_ref(result);
        bv_latest_put(pipeline->results, (void *)result);
        wake(pipeline);
    }
    wake(pipeline);
    pthread_mutex_lock(&pipeline->lock);
    pipeline->last = last;
    pthread_mutex_unlock(&pipeline->lock);
    bv_pipeline_measure_last(pipeline); /* what was asked just before */
    pthread_mutex_lock(&pipeline->lock);
    pipeline->guided = true;
    pthread_cond_broadcast(&pipeline->changed);
    pthread_mutex_unlock(&pipeline->lock);
    return NULL;
}

int bv_pipeline_start(struct bv_pipeline *pipeline,
                      const struct bv_pipeline_schedule *schedule)
{
    int error;

    assert(!pipeline->started);
    pipeline->schedule = *schedule;
    error = -pthread_create(&pipeline->guide_thread, NULL, run_guide, pipeline);
    if (error < 0)
        return error;
    error =
        -pthread_create(&pipeline->acquire_thread, NULL, run_acquire, pipeline);
    if (error < 0) {
        bv_latest_close(pipeline->frames);
        pthread_join(pipeline->guide_thread, NULL);
        return error;
    }
    pthread_setname_np(pipeline->guide_thread, "guide");
    pthread_setname_np(pipeline->acquire_thread, "acquire");
    pipeline->started = true;
    return 0;
}

/* Wait for the guide. @return false: it is stuck in a frame. */
static bool await_end_of_guide(struct bv_pipeline *pipeline)
{
    int64_t due_ns = bv_clock_now_ns() + patience_ns;
    const struct timespec due = {.tv_sec = (time_t)(due_ns / BV_NS_PER_S),
                                 .tv_nsec = (long)(due_ns % BV_NS_PER_S)};
    bool ended;

    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->guided &&
           pthread_cond_timedwait(&pipeline->changed, &pipeline->lock, &due) ==
               0)
        ;
    ended = !pipeline->guiding; /* if not yet, then at once */
    pipeline->deserted = !ended;
    pthread_mutex_unlock(&pipeline->lock);
    return ended;
}

int bv_pipeline_stop(struct bv_pipeline *pipeline)
{
    if (pipeline->deserted)
        return -ETIMEDOUT;
    if (!pipeline->started)
        return 0;
    pthread_mutex_lock(&pipeline->lock);
    pipeline->stop = true;
    pthread_cond_broadcast(&pipeline->changed);
    pthread_mutex_unlock(&pipeline->lock);
    pthread_join(pipeline->acquire_thread, NULL);
    if (!await_end_of_guide(pipeline)) {
        bv_log(BV_LOG_ERROR, "The guide hangs in a frame, and is left there.");
        pthread_detach(pipeline->guide_thread);
        pipeline->started = false;
        return -ETIMEDOUT;
    }
    pthread_join(pipeline->guide_thread, NULL);
    pipeline->started = false;
    return 0;
}
