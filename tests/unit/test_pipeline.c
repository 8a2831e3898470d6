#include "support/test.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/event_log.h"
#include "look_back.h"
#include "pipeline.h"
#include "recording.h"

enum { width_px = 160, height_px = 120, rate_hz = 30, frames_most = 90 };

/* A probe that is written here: speckle, and a bright line that advances.
 * Its name says how many frames it has and what ends it: "60 -61". */
struct scripted {
    unsigned next, count;
    int end_error;
    struct bv_frame_pool *pool;
};

static int scripted_open(void *self, const char *name,
                         const struct bv_source_options *options,
                         struct bv_source_info *info, struct bv_fault *fault)
{
    struct scripted *scripted = self;

    (void)options;
    (void)fault;
    if (sscanf(name, "%u %d", &scripted->count, &scripted->end_error) != 2)
        return -EINVAL;
    scripted->pool =
        bv_frame_pool_new(frames_most + 8, width_px, height_px, false);
    if (!scripted->pool)
        return -ENOMEM;
    info->width_px = width_px;
    info->height_px = height_px;
    info->frame_rate_hz = rate_hz;
    info->frame_count = scripted->count;
    return 0;
}

static void draw(struct bv_frame *frame, unsigned number)
{
    uint32_t random = 12345; /* the same speckle in every frame */

    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++) {
            random = random * 1664525u + 1013904223u;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(30 + random % 50 + random / 7 % 3);
        }
    for (unsigned i = 0; i < number + 10 && i < 100; i++) {
        uint8_t *at =
            &frame->pixels[(20 + (int)i * 3 / 4) * frame->stride_bytes + 10 +
                           (int)i];

        at[0] = at[frame->stride_bytes] = 230;
    }
    frame->pixels[0] = (uint8_t)number; /* never the same picture twice */
}

static int scripted_read(void *self, int timeout_ms, struct bv_frame **frame,
                         struct bv_fault *fault)
{
    struct scripted *scripted = self;
    struct bv_frame *made;
    int error;

    (void)timeout_ms;
    if (scripted->next == scripted->count)
        return scripted->end_error == -ENODATA
                   ? -ENODATA
                   : bv_fault_set(fault, scripted->end_error,
                                  "The scripted probe is gone.");
    error = bv_frame_pool_take(scripted->pool, &made);
    if (error < 0)
        return error;
    draw(made, scripted->next);
    made->mm_per_px = 0.2;
    made->time_ns = (int64_t)scripted->next * 1000000000 / rate_hz;
    made->sequence = scripted->next++;
    *frame = made;
    return 0;
}

static void scripted_close(void *self)
{
    struct scripted *scripted = self;

    bv_frame_pool_unref(scripted->pool);
}

static const struct bv_source_driver scripted_driver = {
    .name = "scripted",
    .state_size = sizeof(struct scripted),
    .open = scripted_open,
    .read = scripted_read,
    .close = scripted_close,
};

static struct bv_source *open_source(unsigned frames, int end_error)
{
    struct bv_source *source;
    char name[32];

    snprintf(name, sizeof(name), "%u %d", frames, end_error);
    ck_assert_int_eq(
        bv_source_open_with(&scripted_driver, name, NULL, &source, NULL), 0);
    return source;
}

static struct bv_pipeline *open_pipeline(unsigned frames, int end_error)
{
    struct bv_pipeline *pipeline =
        bv_pipeline_new(open_source(frames, end_error), NULL);

    ck_assert_ptr_nonnull(pipeline);
    return pipeline;
}

/* What a reader on another thread got. */
struct collected {
    struct bv_pipeline *pipeline;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;  /* under lock */
    bool ended; /* under lock */
    struct bv_advice advice[frames_most];
};

static void collect(void *data)
{
    struct collected *collected = data;
    const struct bv_result *result = bv_pipeline_take(collected->pipeline);

    pthread_mutex_lock(&collected->lock);
    if (!result)
        collected->ended = true;
    else if (collected->count < frames_most)
        collected->advice[collected->count++] = result->advice;
    pthread_cond_signal(&collected->changed);
    pthread_mutex_unlock(&collected->lock);
    bv_result_unref(result);
}

static void start_collecting(struct collected *collected,
                             struct bv_pipeline *pipeline, bool unpaced)
{
    struct bv_pipeline_schedule schedule = {
        .unpaced = unpaced, .wake = collect, .data = collected};

    memset(collected, 0, sizeof(*collected));
    collected->pipeline = pipeline;
    pthread_mutex_init(&collected->lock, NULL);
    pthread_cond_init(&collected->changed, NULL);
    ck_assert_int_eq(bv_pipeline_start(pipeline, &schedule), 0);
}

static void start_again(struct collected *collected)
{
    struct bv_pipeline_schedule schedule = {
        .unpaced = true, .wake = collect, .data = collected};

    ck_assert_int_eq(bv_pipeline_start(collected->pipeline, &schedule), 0);
}

/* Wait for `count` results, or for the end. */
static void await(struct collected *collected, int count)
{
    pthread_mutex_lock(&collected->lock);
    while (collected->count < count && !collected->ended)
        pthread_cond_wait(&collected->changed, &collected->lock);
    pthread_mutex_unlock(&collected->lock);
}

static void drop_collected(struct collected *collected)
{
    pthread_cond_destroy(&collected->changed);
    pthread_mutex_destroy(&collected->lock);
}

/* The first `count` frames of both, one by one. */
static void expect_same_advice(struct bv_pipeline *stepped,
                               struct bv_pipeline *threaded, int count)
{
    struct collected collected;

    start_collecting(&collected, threaded, true);
    await(&collected, count);
    bv_pipeline_stop(threaded);
    ck_assert_int_ge(collected.count, count);
    for (int i = 0; i < count; i++) {
        const struct bv_result *result;

        ck_assert_int_eq(bv_pipeline_step(stepped, &result, NULL), 0);
        ck_assert_uint_eq(result->advice.sequence, (unsigned)i);
        ck_assert(bv_advice_equal(&collected.advice[i], &result->advice));
        bv_result_unref(result);
    }
    drop_collected(&collected);
    bv_pipeline_free(stepped);
    bv_pipeline_free(threaded);
}

START_TEST(both_schedulers_give_the_same_advice_bit_for_bit)
{
    struct bv_pipeline *stepped = open_pipeline(frames_most, -ENODATA);
    struct bv_pipeline *threaded = open_pipeline(frames_most, -ENODATA);

    bv_pipeline_mark_target(stepped, (struct bv_px){90, 80});
    bv_pipeline_mark_target(threaded, (struct bv_px){90, 80});
    expect_same_advice(stepped, threaded, frames_most);
}
END_TEST

START_TEST(a_replay_is_the_first_run_again_with_nothing_marked)
{
    enum { count = 20 };
    struct bv_pipeline *pipeline = open_pipeline(count, -ENODEV);
    struct bv_pipeline *fresh = open_pipeline(count, -ENODATA);
    struct bv_pipeline_counts counts;
    struct collected collected;

    bv_pipeline_mark_target(pipeline, (struct bv_px){90, 80});
    start_collecting(&collected, pipeline, true);
    await(&collected, frames_most); /* the end */
    bv_pipeline_mark_target(pipeline, (struct bv_px){30, 30});
    pthread_mutex_lock(&collected.lock);
    collected.count = 0;
    collected.ended = false;
    pthread_mutex_unlock(&collected.lock);
    ck_assert_int_eq(bv_pipeline_replay(pipeline, open_source(count, -ENODATA)),
                     0);
    await(&collected, frames_most);
    bv_pipeline_stop(pipeline);
    ck_assert_int_eq(collected.count, count);
    for (int i = 0; i < count; i++) {
        const struct bv_result *result;

        ck_assert_int_eq(bv_pipeline_step(fresh, &result, NULL), 0);
        ck_assert(bv_advice_equal(&collected.advice[i], &result->advice));
        ck_assert_int_eq(result->advice.target, BV_TARGET_NONE);
        bv_result_unref(result);
    }
    bv_pipeline_get_counts(pipeline, &counts);
    ck_assert_uint_eq(counts.frames, count);
    ck_assert_int_eq(counts.end_error, -ENODATA);
    ck_assert_int_eq(counts.fault.error, 0);
    drop_collected(&collected);
    bv_pipeline_free(pipeline);
    bv_pipeline_free(fresh);
}
END_TEST

START_TEST(what_was_advised_on_is_looked_back_at_until_a_replay)
{
    enum { count = 5 };
    struct bv_pipeline *pipeline = open_pipeline(count, -ENODATA);
    struct bv_look_back *look_back = bv_look_back_new(8);
    struct bv_look_back_state state;

    bv_pipeline_look_back(pipeline, look_back);
    for (unsigned i = 0; i < count; i++) {
        const struct bv_result *result, *kept;

        ck_assert_int_eq(bv_pipeline_step(pipeline, &result, NULL), 0);
        bv_look_back_flush(look_back);
        ck_assert_int_eq(bv_look_back_get(look_back, i + 1, &kept), 0);
        ck_assert(bv_advice_equal(&kept->advice, &result->advice));
        bv_result_unref(kept);
        bv_result_unref(result);
    }
    ck_assert_int_eq(bv_pipeline_replay(pipeline, open_source(count, -ENODATA)),
                     0);
    bv_look_back_get_state(look_back, &state);
    ck_assert_int_eq(state.count, 0);
    bv_pipeline_free(pipeline);
    bv_look_back_free(look_back);
}
END_TEST

START_TEST(a_replay_after_a_stop_starts_at_its_first_frame)
{
    struct bv_pipeline *pipeline = open_pipeline(frames_most, -ENODATA);
    struct collected collected;
    int before;

    start_collecting(&collected, pipeline, true);
    await(&collected, 3);
    bv_pipeline_stop(pipeline);
    before = collected.count;
    ck_assert_int_eq(bv_pipeline_replay(pipeline, open_source(5, -ENODATA)), 0);
    collected.ended = false; /* the first run's */
    start_again(&collected);
    await(&collected, before + 5);
    ck_assert_int_eq(collected.count, before + 5);
    ck_assert_uint_eq(collected.advice[before].sequence, 0);
    ck_assert_uint_eq(collected.advice[before + 4].sequence, 4);
    bv_pipeline_free(pipeline);
    drop_collected(&collected);
}
END_TEST

static struct bv_pipeline *open_simulated(void)
{
    const struct bv_source_options options = {.has_seed = true, .seed = 3};
    struct bv_source *source;
    struct bv_pipeline *pipeline;

    ck_assert_int_eq(bv_source_open("sim:nerve", &options, &source, NULL), 0);
    pipeline = bv_pipeline_new(source, NULL);
    ck_assert_ptr_nonnull(pipeline);
    bv_pipeline_mark_target(pipeline, (struct bv_px){380, 225});
    return pipeline;
}

START_TEST(both_schedulers_agree_on_the_simulated_nerve)
{
    expect_same_advice(open_simulated(), open_simulated(), 20);
}
END_TEST

START_TEST(results_outlive_the_pipeline)
{
    struct bv_pipeline *pipeline = open_pipeline(3, -ENODATA);
    const struct bv_result *first, *second;

    ck_assert_int_eq(bv_pipeline_step(pipeline, &first, NULL), 0);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &second, NULL), 0);
    bv_pipeline_free(pipeline);
    ck_assert_uint_eq(first->frame->sequence, 0);
    ck_assert_uint_eq(second->frame->sequence, 1);
    ck_assert_uint_eq(second->frame->pixels[0], 1);
    bv_result_ref(second);
    bv_result_unref(second);
    bv_result_unref(second);
    bv_result_unref(first);
}
END_TEST

START_TEST(a_result_that_was_given_back_is_used_again)
{
    struct bv_pipeline *pipeline = open_pipeline(3, -ENODATA);
    const struct bv_result *first, *second;

    ck_assert_int_eq(bv_pipeline_step(pipeline, &first, NULL), 0);
    bv_result_unref(first);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &second, NULL), 0);
    ck_assert_ptr_eq(first, second);
    ck_assert_uint_eq(second->advice.sequence, 1);
    bv_result_unref(second);
    bv_pipeline_free(pipeline);
}
END_TEST

START_TEST(stop_in_mid_stream_returns_and_the_counts_add_up)
{
    struct bv_pipeline *pipeline = open_pipeline(frames_most, -ENODATA);
    struct bv_pipeline_counts counts;
    struct collected collected;

    start_collecting(&collected, pipeline, true);
    await(&collected, 5);
    bv_pipeline_stop(pipeline);
    bv_pipeline_stop(pipeline); /* twice is allowed */
    bv_pipeline_get_counts(pipeline, &counts);
    ck_assert_uint_ge(counts.guided, 5);
    ck_assert_uint_eq(counts.frames, counts.guided + counts.dropped);
    bv_pipeline_free(pipeline);
    drop_collected(&collected);
}
END_TEST

START_TEST(stop_while_a_frame_waits_for_its_time_returns)
{
    struct bv_pipeline *pipeline = open_pipeline(frames_most, -ENODATA);
    struct bv_pipeline_counts counts;
    struct collected collected;

    start_collecting(&collected, pipeline, false);
    await(&collected, 1);
    bv_pipeline_free(pipeline);
    drop_collected(&collected);

    /* Never read at all. */
    pipeline = open_pipeline(frames_most, -ENODATA);
    start_collecting(&collected, pipeline, false);
    bv_pipeline_stop(pipeline);
    bv_pipeline_get_counts(pipeline, &counts);
    ck_assert_uint_eq(counts.frames, counts.guided + counts.dropped);
    bv_pipeline_free(pipeline);
    drop_collected(&collected);
}
END_TEST

START_TEST(the_end_says_why_and_where_nothing_was_dropped_counts_agree)
{
    const int ends[] = {-ENODATA, -ENODEV, -EBADMSG};

    for (int i = 0; i < 3; i++) {
        struct bv_pipeline *pipeline = open_pipeline(20, ends[i]);
        struct bv_pipeline_counts counts;
        struct collected collected;

        start_collecting(&collected, pipeline, true);
        await(&collected, frames_most);
        bv_pipeline_get_counts(pipeline, &counts);
        ck_assert(counts.ended);
        ck_assert_int_eq(counts.end_error, ends[i]);
        ck_assert_int_eq(counts.fault.error, ends[i] == -ENODATA ? 0 : ends[i]);
        ck_assert_uint_eq(counts.frames, 20);
        ck_assert_uint_eq(counts.guided, 20);
        ck_assert_uint_eq(counts.dropped, 0);
        ck_assert_int_eq(collected.count, 20);
        bv_pipeline_free(pipeline);
        drop_collected(&collected);
    }
}
END_TEST

START_TEST(step_reports_the_end_and_goes_on_reporting_it)
{
    struct bv_pipeline *pipeline = open_pipeline(1, -ENODEV);
    const struct bv_result *result;
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, &fault), 0);
    bv_result_unref(result);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, &fault), -ENODEV);
    ck_assert_int_eq(fault.error, -ENODEV);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, &fault), -ENODEV);
    bv_pipeline_free(pipeline);
}
END_TEST

static void *mark_and_clear(void *data)
{
    struct bv_pipeline_counts counts;

    do {
        bv_pipeline_mark_target(data, (struct bv_px){40, 50});
        bv_pipeline_clear_target(data);
        bv_pipeline_get_counts(data, &counts);
        if (counts.guided > counts.frames)
            abort();
    } while (!counts.ended);
    return NULL;
}

START_TEST(marks_and_counts_on_another_thread_while_it_runs)
{
    struct bv_pipeline *pipeline = open_pipeline(frames_most, -ENODATA);
    struct collected collected;
    pthread_t thread;

    start_collecting(&collected, pipeline, true);
    ck_assert_int_eq(pthread_create(&thread, NULL, mark_and_clear, pipeline),
                     0);
    await(&collected, frames_most + 1);
    pthread_join(thread, NULL);
    ck_assert_int_eq(collected.count, frames_most);
    bv_pipeline_free(pipeline);
    drop_collected(&collected);
}
END_TEST

/* The events beside a recording, one by its words. */
static bool has_event(const char *path, const char *words)
{
    char *events = bv_event_path(path), text[4096];
    FILE *file = fopen(events, "r");

    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    free(events);
    return strstr(text, words);
}

START_TEST(recording_has_every_frame_and_the_target_and_ends_with_the_source)
{
    const struct bv_pipeline_schedule schedule = {.unpaced = true};
    struct bv_pipeline *pipeline = open_pipeline(60, -ENODEV);
    struct bv_recording_state state;
    struct bv_recording *recording;
    const struct bv_landmark mark = {
        .id = 7, .name = "seed", .role = BV_LANDMARK_TARGET, .at = {40, 45}};
    struct bv_fault fault = {0};
    char path[512];

    snprintf(path, sizeof(path), "%s/recording.mkv", bv_test_folder());
    ck_assert_int_eq(
        bv_recording_start(
            &(struct bv_recording_options){
                .path = path, .info = bv_pipeline_source_info(pipeline)},
            &recording),
        0);
    while (!bv_recording_has_room(recording))
        sched_yield();
    bv_pipeline_mark_target(pipeline, (struct bv_px){80, 60});
    ck_assert_int_eq(bv_pipeline_set_landmark(pipeline, &mark, &fault), 0);
    bv_pipeline_record(pipeline, recording);
    ck_assert_int_eq(bv_pipeline_start(pipeline, &schedule), 0);
    do
        bv_recording_get_state(recording, &state);
    while (!state.over); /* by the source alone */
    bv_pipeline_record(pipeline, NULL);
    bv_recording_free(recording, &state);
    bv_pipeline_free(pipeline);
    ck_assert_int_eq(state.fault.error, 0);
    ck_assert_uint_eq(state.frames, 60);
    ck_assert_uint_eq(state.dropped, 0);
    ck_assert(has_event(path, "\"mm_per_px\":0.2}"));
    ck_assert(has_event(path, "\"target_px\":[80.0,60.0]"));
    ck_assert(
        has_event(path, "\"mark_set\",\"time_s\":0.0,\"mark\":{\"id\":7,"));
    ck_assert(has_event(path, "\"why\":\"source\",\"frames\":60"));
}
END_TEST

START_TEST(marks_come_with_the_next_frame_and_go_with_the_one_after_a_word)
{
    struct bv_pipeline *pipeline = open_pipeline(10, -ENODATA);
    struct bv_landmark mark = {.id = 3, .at = {40, 40}};
    const struct bv_result *result;
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_pipeline_set_landmark(pipeline, &mark, &fault), 0);
    mark.id = 4;
    mark.at.x = 50;
    ck_assert_int_eq(bv_pipeline_set_landmark(pipeline, &mark, &fault), 0);
    mark.kind = BV_LANDMARK_VESSEL;
    ck_assert_int_eq(bv_pipeline_set_landmark(pipeline, &mark, &fault),
                     -EINVAL);
    ck_assert_int_eq(fault.error, -EINVAL);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, NULL), 0);
    ck_assert_int_eq(result->advice.landmark_count, 2);
    ck_assert_int_eq(result->advice.landmark[0].mark.id, 3);
    ck_assert_int_eq(result->advice.landmark[1].mark.kind, BV_LANDMARK_OTHER);
    bv_result_unref(result);

    bv_pipeline_remove_landmark(pipeline, 3);
    bv_pipeline_remove_landmark(pipeline, 8);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, NULL), 0);
    ck_assert_int_eq(result->advice.landmark_count, 1);
    ck_assert_int_eq(result->advice.landmark[0].mark.id, 4);
    bv_result_unref(result);

    bv_pipeline_clear_landmarks(pipeline);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, NULL), 0);
    ck_assert_int_eq(result->advice.landmark_count, 0);
    bv_result_unref(result);
    bv_pipeline_free(pipeline);
}
END_TEST

START_TEST(a_ninth_mark_is_refused)
{
    struct bv_pipeline *pipeline = open_pipeline(10, -ENODATA);
    struct bv_landmark mark = {.id = 1, .at = {40, 40}};

    for (; mark.id <= BV_LANDMARKS_MOST; mark.id++)
        ck_assert_int_eq(bv_pipeline_set_landmark(pipeline, &mark, NULL), 0);
    ck_assert_int_eq(bv_pipeline_set_landmark(pipeline, &mark, NULL), -ENOSPC);
    bv_pipeline_free(pipeline);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        both_schedulers_give_the_same_advice_bit_for_bit,
        both_schedulers_agree_on_the_simulated_nerve,
        a_replay_is_the_first_run_again_with_nothing_marked,
        what_was_advised_on_is_looked_back_at_until_a_replay,
        a_replay_after_a_stop_starts_at_its_first_frame,
        results_outlive_the_pipeline,
        a_result_that_was_given_back_is_used_again,
        stop_in_mid_stream_returns_and_the_counts_add_up,
        stop_while_a_frame_waits_for_its_time_returns,
        the_end_says_why_and_where_nothing_was_dropped_counts_agree,
        step_reports_the_end_and_goes_on_reporting_it,
        marks_and_counts_on_another_thread_while_it_runs,
        recording_has_every_frame_and_the_target_and_ends_with_the_source,
        marks_come_with_the_next_frame_and_go_with_the_one_after_a_word,
        a_ninth_mark_is_refused,
        NULL};

    return bv_test_run("pipeline", NULL, NULL, tests);
}
