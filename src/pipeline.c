#include "pipeline.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "core/clock.h"
#include "core/latest.h"
#include "core/log.h"
#include "guidance/course.h"
#include "look_back.h"
#include "pipeline_recording.h"
#include "pipeline_requests.h"
#include "pipeline_results.h"

/* How long a thread sleeps at most before it looks for a stop. */
enum { wait_ms = 50 };

struct bv_pipeline {
    struct bv_source *source;
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

/* How long a frame may take before its guide counts as stuck. */
static const int64_t patience_ns = 5 * BV_NS_PER_S;

static void drop_frame(void *frame)
{
    bv_frame_unref(frame);
}

static void drop_result(void *result)
{
    bv_result_unref(result);
}

struct bv_pipeline *
bv_pipeline_new(struct bv_source *take_source,
                const struct bv_guide_options *guide_options)
{
    struct bv_pipeline *pipeline = calloc(1, sizeof(*pipeline));
    pthread_condattr_t attributes;

    if (!pipeline) {
        bv_source_close(take_source);
        return NULL;
    }
    pipeline->source = take_source;
    pthread_mutex_init(&pipeline->lock, NULL);
    bv_pipeline_recording_init(&pipeline->recording);
    bv_pipeline_requests_init(&pipeline->requests);
    if (guide_options)
        bv_pipeline_set_out_of_plane(pipeline, guide_options->out_of_plane);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pipeline->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    if (guide_options)
        pipeline->guide_options = *guide_options;
    pipeline->pool = bv_result_pool_new();
    pipeline->guide = bv_guide_new(&pipeline->guide_options);
    pipeline->frames = bv_latest_new(drop_frame);
    pipeline->results = bv_latest_new(drop_result);
    if (!pipeline->pool || !pipeline->guide || !pipeline->frames ||
        !pipeline->results) {
        bv_pipeline_free(pipeline);
        return NULL;
    }
    return pipeline;
}

void bv_pipeline_free(struct bv_pipeline *pipeline)
{
    if (!pipeline)
        return;
    if (bv_pipeline_stop(pipeline) < 0)
        return; /* the guide is still in it */
    bv_latest_free(pipeline->results);
    bv_latest_free(pipeline->frames);
    bv_result_unref(pipeline->last);
    bv_guide_free(pipeline->guide);
    bv_source_close(pipeline->source);
    bv_result_pool_unref(pipeline->pool);
    pthread_cond_destroy(&pipeline->changed);
    bv_pipeline_recording_fini(&pipeline->recording);
    bv_pipeline_requests_fini(&pipeline->requests);
    bv_screen_follower_free(pipeline->follower);
    pthread_mutex_destroy(&pipeline->lock);
    free(pipeline);
}

const struct bv_source_info *
bv_pipeline_source_info(const struct bv_pipeline *pipeline)
{
    return bv_source_info(pipeline->source);
}

/* The scale that the screen shows, where that is asked for. */
static int follow_screen(struct bv_pipeline *pipeline,
                         const struct bv_frame *frame)
{
    struct bv_screen_scale scale;
    int found;

    if (pipeline->guide_options.stills)
        bv_guide_drop_scale(pipeline->guide); /* each stands alone */
    found = bv_screen_follower_step(pipeline->follower, frame, &scale);
    return found > 0 ? bv_guide_set_scale(pipeline->guide, &scale, frame)
                     : found;
}

/* Advise on one frame. Takes the frame, also on failure. */
/*
 * One frame through the guide. Where it took so long that it was deserted,
 * what the pipeline had is no longer there: the thread ends.
 */
static int step_guide(struct bv_pipeline *pipeline, struct bv_result *made)
{
    bool deserted;
    int error;

    pthread_mutex_lock(&pipeline->lock);
    pipeline->guiding = true;
    pthread_mutex_unlock(&pipeline->lock);
    error = bv_guide_step(pipeline->guide, made->frame, &made->advice,
                          &made->timings);
    pthread_mutex_lock(&pipeline->lock);
    pipeline->guiding = false;
    deserted = pipeline->deserted;
    pthread_mutex_unlock(&pipeline->lock);
    if (deserted)
        pthread_exit(NULL);
    return error;
}

static int advise(struct bv_pipeline *pipeline, struct bv_frame *take_frame,
                  const struct bv_result **result)
{
    struct bv_result *made = bv_result_pool_take(pipeline->pool);
    enum bv_mark_request request;
    struct bv_px px;
    int error;

    if (!made) {
        bv_frame_unref(take_frame);
        return -ENOMEM;
    }
    made->frame = take_frame;
    error = bv_pipeline_requests_apply(&pipeline->requests, pipeline->guide,
                                       &request, &px);
    if (error == 0 && pipeline->follower)
        error = follow_screen(pipeline, take_frame);
    if (error == 0)
        error = step_guide(pipeline, made);
    if (error < 0) {
        bv_result_unref(made);
        return error;
    }
    bv_pipeline_recording_note(&pipeline->recording, take_frame, &made->advice,
                               request, px);
    if (pipeline->follower)
        bv_screen_follower_note(pipeline->follower, &made->advice);
    if (pipeline->look_back)
        bv_look_back_put(pipeline->look_back, made);
    pthread_mutex_lock(&pipeline->lock);
    pipeline->counts.guided++;
    pthread_mutex_unlock(&pipeline->lock);
    *result = made;
    return 0;
}

static int read_frame(struct bv_pipeline *pipeline, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    int error = bv_source_read(pipeline->source, wait_ms, frame, fault);

    if (error == 0) {
        pthread_mutex_lock(&pipeline->lock);
        pipeline->counts.frames++;
        pthread_mutex_unlock(&pipeline->lock);
    }
    return error;
}

/* One that is not paced by a device is waited for. */
static int wait_frame(struct bv_pipeline *pipeline, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    int error;

    assert(!pipeline->started);
    do
        error = read_frame(pipeline, frame, fault);
    while (error == -ETIMEDOUT && !bv_source_info(pipeline->source)->paced);
    return error;
}

int bv_pipeline_step(struct bv_pipeline *pipeline,
                     const struct bv_result **result, struct bv_fault *fault)
{
    struct bv_frame *frame;
    int error = wait_frame(pipeline, &frame, fault);

    return error < 0 ? error : advise(pipeline, frame, result);
}

int bv_pipeline_pass(struct bv_pipeline *pipeline, int64_t *time_ns,
                     struct bv_fault *fault)
{
    struct bv_frame *frame;
    int error = wait_frame(pipeline, &frame, fault);

    if (error < 0)
        return error;
    *time_ns = frame->time_ns;
    bv_frame_unref(frame);
    return 0;
}

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
        int error = read_frame(pipeline, &frame, &fault);

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

/* A scale that came after the last frame: what was seen in that is measured
 * by it. */
static void measure_last(struct bv_pipeline *pipeline)
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
        error = advise(pipeline, frame, &result);
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
    measure_last(pipeline); /* what was asked just before */
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

/* What a run leaves behind, but for the results: a reader may be at them. */
static int forget_run(struct bv_pipeline *pipeline)
{
    struct bv_guide *guide = bv_guide_new(&pipeline->guide_options);
    struct bv_latest *frames = bv_latest_new(drop_frame);

    if (!guide || !frames) {
        bv_guide_free(guide);
        bv_latest_free(frames);
        return -ENOMEM;
    }
    bv_guide_free(pipeline->guide);
    pipeline->guide = guide;
    bv_pipeline_requests_clear(&pipeline->requests);
    if (pipeline->look_back)
        bv_look_back_clear(pipeline->look_back);
    pthread_mutex_lock(&pipeline->lock);
    bv_latest_free(pipeline->frames);
    pipeline->frames = frames;
    bv_result_unref(pipeline->last);
    pipeline->last = NULL;
    pipeline->counts = (struct bv_pipeline_counts){0};
    pipeline->waiting_frame = pipeline->stop = pipeline->guided = false;
    pthread_mutex_unlock(&pipeline->lock);
    return 0;
}

int bv_pipeline_replay(struct bv_pipeline *pipeline,
                       struct bv_source *take_source)
{
    bool started = pipeline->started;
    int error = bv_pipeline_stop(pipeline);

    if (error < 0) {
        bv_source_close(take_source);
        return error;
    }
    bv_source_close(pipeline->source);
    pipeline->source = take_source;
    error = forget_run(pipeline);
    bv_result_unref(bv_pipeline_take(pipeline)); /* the last of the old run */
    return error == 0 && started
               ? bv_pipeline_start(pipeline, &pipeline->schedule)
               : error;
}

const struct bv_result *bv_pipeline_take(struct bv_pipeline *pipeline)
{
    void *result;

    if (bv_latest_take(pipeline->results, 0, &result) < 0)
        return NULL;
    return result;
}

void bv_pipeline_get_counts(struct bv_pipeline *pipeline,
                            struct bv_pipeline_counts *counts)
{
    pthread_mutex_lock(&pipeline->lock);
    *counts = pipeline->counts;
    counts->dropped = bv_latest_dropped(pipeline->frames);
    pthread_mutex_unlock(&pipeline->lock);
}

void bv_pipeline_mark_target(struct bv_pipeline *pipeline, struct bv_px px)
{
    bv_pipeline_requests_mark(&pipeline->requests, BV_MARK_SET, px);
}

void bv_pipeline_clear_target(struct bv_pipeline *pipeline)
{
    bv_pipeline_requests_mark(&pipeline->requests, BV_MARK_CLEAR,
                              (struct bv_px){0, 0});
}

void bv_pipeline_declare(struct bv_pipeline *pipeline, enum bv_syringe syringe,
                         struct bv_px at)
{
    bv_pipeline_requests_declare(&pipeline->requests, syringe, at);
}

void bv_pipeline_set_dead_time(struct bv_pipeline *pipeline, double seconds)
{
    bv_pipeline_requests_set_dead_time(&pipeline->requests, seconds);
}

double bv_pipeline_get_dead_time(struct bv_pipeline *pipeline)
{
    return bv_pipeline_requests_get_dead_time(&pipeline->requests);
}

void bv_pipeline_set_out_of_plane(struct bv_pipeline *pipeline,
                                  bool out_of_plane)
{
    bv_pipeline_requests_set_out_of_plane(&pipeline->requests, out_of_plane);
}

bool bv_pipeline_is_out_of_plane(struct bv_pipeline *pipeline)
{
    return bv_pipeline_requests_is_out_of_plane(&pipeline->requests);
}

int bv_pipeline_set_landmark(struct bv_pipeline *pipeline,
                             const struct bv_landmark *landmark,
                             struct bv_fault *fault)
{
    return bv_pipeline_requests_set_landmark(&pipeline->requests, landmark,
                                             NULL, fault);
}

int bv_pipeline_set_landmark_in(struct bv_pipeline *pipeline,
                                const struct bv_landmark *landmark,
                                const struct bv_frame *frame,
                                struct bv_fault *fault)
{
    return bv_pipeline_requests_set_landmark(&pipeline->requests, landmark,
                                             frame, fault);
}

void bv_pipeline_remove_landmark(struct bv_pipeline *pipeline, int id)
{
    bv_pipeline_requests_remove_landmark(&pipeline->requests, id);
}

void bv_pipeline_clear_landmarks(struct bv_pipeline *pipeline)
{
    bv_pipeline_requests_clear_landmarks(&pipeline->requests);
}

int bv_pipeline_set_scale(struct bv_pipeline *pipeline,
                          const struct bv_screen_scale *scale,
                          const struct bv_frame *screen)
{
    if (!(scale->mm_per_px > 0))
        return -EINVAL;
    bv_pipeline_requests_scale(&pipeline->requests, scale, screen);
    measure_last(pipeline);
    return 0;
}

void bv_pipeline_drop_scale(struct bv_pipeline *pipeline)
{
    bv_pipeline_requests_scale(&pipeline->requests, NULL, NULL);
    measure_last(pipeline);
}

void bv_pipeline_record(struct bv_pipeline *pipeline,
                        struct bv_recording *recording)
{
    bv_pipeline_recording_set(&pipeline->recording, recording);
}

void bv_pipeline_look_back(struct bv_pipeline *pipeline,
                           struct bv_look_back *look_back)
{
    assert(!pipeline->started);
    pipeline->look_back = look_back;
}

int bv_pipeline_follow_screen(struct bv_pipeline *pipeline,
                              enum bv_screen_how how)
{
    assert(!pipeline->started);
    bv_screen_follower_free(pipeline->follower);
    pipeline->follower = bv_screen_follower_new(how);
    return pipeline->follower ? 0 : -ENOMEM;
}

const char *bv_pipeline_missed_screen(const struct bv_pipeline *pipeline)
{
    return pipeline->follower ? bv_screen_follower_missed(pipeline->follower)
                              : NULL;
}
