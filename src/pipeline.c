#include "pipeline_inside.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "core/latest.h"
#include "look_back.h"

/* How long a thread sleeps at most before it looks for a stop. */
enum { wait_ms = 50 };

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
    bv_ahead_free(pipeline->ahead);
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

int bv_pipeline_advise(struct bv_pipeline *pipeline,
                       struct bv_frame *take_frame,
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

int bv_pipeline_read(struct bv_pipeline *pipeline, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    int error = pipeline->ahead
                    ? bv_ahead_take(pipeline->ahead, frame, fault)
                    : bv_source_read(pipeline->source, wait_ms, frame, fault);

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
        error = bv_pipeline_read(pipeline, frame, fault);
    while (error == -ETIMEDOUT && !bv_source_info(pipeline->source)->paced);
    return error;
}

int bv_pipeline_step(struct bv_pipeline *pipeline,
                     const struct bv_result **result, struct bv_fault *fault)
{
    struct bv_frame *frame;
    int error = wait_frame(pipeline, &frame, fault);

    return error < 0 ? error : bv_pipeline_advise(pipeline, frame, result);
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

int bv_pipeline_read_ahead(struct bv_pipeline *pipeline)
{
    assert(!pipeline->started && !pipeline->ahead);
    assert(!bv_source_info(pipeline->source)->paced);
    return bv_ahead_start(pipeline->source, &pipeline->ahead);
}

int bv_pipeline_seek(struct bv_pipeline *pipeline, uint32_t number,
                     int64_t time_ns, struct bv_fault *fault)
{
    assert(!pipeline->started && !pipeline->ahead);
    return bv_source_seek(pipeline->source, number, time_ns, fault);
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
    bv_ahead_free(pipeline->ahead);
    pipeline->ahead = NULL;
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
    bv_pipeline_measure_last(pipeline);
    return 0;
}

void bv_pipeline_drop_scale(struct bv_pipeline *pipeline)
{
    bv_pipeline_requests_scale(&pipeline->requests, NULL, NULL);
    bv_pipeline_measure_last(pipeline);
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
