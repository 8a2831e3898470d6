#include "commands/eval_run.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "commands/progress.h"
#include "commands/stop.h"
#include "core/clock.h"

/* What the workers share; all under the lock. */
struct work {
    pthread_mutex_t lock;
    struct bv_evaluation *evaluation;
    struct bv_eval_state *state;
    size_t next, done;
    uint64_t frames;
    int64_t start_ns;
    struct bv_progress progress;
    int error;
};

/* Progress for a person who watches; never into a file. Under the lock. */
static void tell_progress(struct work *work)
{
    double elapsed_s = bv_ns_to_s(bv_clock_now_ns() - work->start_ns);

    bv_progress_tell(&work->progress,
                     "%zu of %zu clips, %llu frames, %.0f a second", work->done,
                     work->evaluation->run_count,
                     (unsigned long long)work->frames,
                     elapsed_s > 0 ? (double)work->frames / elapsed_s : 0);
}

static bool count_frame(void *data)
{
    struct work *work = data;
    bool stop;

    pthread_mutex_lock(&work->lock);
    work->frames++;
    tell_progress(work);
    if (bv_stop_asked() && work->error == 0)
        work->error = -ECANCELED;
    stop = work->error < 0;
    pthread_mutex_unlock(&work->lock);
    return stop;
}

/* Use what an earlier run measured. @return Whether there was any. */
static bool recall(struct work *work, struct bv_eval_clip *clip,
                   const char *key)
{
    struct bv_eval_record *record =
        work->state ? bv_eval_state_find(work->state, key) : NULL;

    if (!record || !record->score)
        return false; /* a clip that is named twice runs the second time */
    clip->score = record->score;
    record->score = NULL;
    for (size_t i = 0; i < record->bad_count; i++)
        clip->worst[clip->worst_count++] =
            (struct bv_eval_worst){.badness = record->bad[i].badness,
                                   .time_s = record->bad[i].time_s,
                                   .score.frame = record->bad[i].frame};
    return true;
}

static int remember(struct work *work, const struct bv_eval_clip *clip,
                    const char *key)
{
    struct bv_eval_record record = {.key = key, .score = clip->score};

    if (!work->state || !clip->score)
        return 0; /* what failed is tried again */
    for (int i = 0; i < clip->worst_count; i++)
        record.bad[record.bad_count++] =
            (struct bv_eval_bad){clip->worst[i].badness, clip->worst[i].time_s,
                                 clip->worst[i].score.frame};
    return bv_eval_state_add(work->state, &record);
}

/* Run a clip, or recall it. Called, and left, under the lock. */
static int do_clip(struct work *work, size_t index)
{
    struct bv_evaluation *evaluation = work->evaluation;
    struct bv_eval_clip *clip = &evaluation->clips[index];
    char *key;
    int error = 0;

    pthread_mutex_unlock(&work->lock);
    key = bv_eval_clip_key(&evaluation->options, clip);
    pthread_mutex_lock(&work->lock);
    if (!key)
        return -ENOMEM;
    if (!recall(work, clip, key)) {
        pthread_mutex_unlock(&work->lock);
        bv_eval_run_clip(&evaluation->options, clip, count_frame, work);
        pthread_mutex_lock(&work->lock);
        if (clip->error != -ECANCELED)
            error = remember(work, clip, key);
    }
    free(key);
    return error < 0 ? error : bv_eval_choose_worst(evaluation, index);
}

static void *run_worker(void *data)
{
    struct work *work = data;

    pthread_mutex_lock(&work->lock);
    while (work->next < work->evaluation->run_count && work->error == 0) {
        size_t index = work->next++;
        int error = do_clip(work, index);

        if (error < 0 && work->error == 0)
            work->error = error;
        work->done += work->evaluation->clips[index].error != -ECANCELED;
        tell_progress(work);
    }
    pthread_mutex_unlock(&work->lock);
    return NULL;
}

static void run_workers(struct work *work, int64_t jobs)
{
    int64_t most = (int64_t)work->evaluation->run_count;
    size_t count = (size_t)(jobs < most ? jobs : most), started = 0;
    pthread_t *threads = calloc(count, sizeof(*threads));

    if (!threads) {
        work->error = -ENOMEM;
        return;
    }
    for (; started < count; started++)
        if (pthread_create(&threads[started], NULL, run_worker, work) != 0)
            break;
    if (started == 0)
        run_worker(work); /* no thread to be had: then this one */
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
}

/* The pictures of bad frames are not in the state: run their clips again. */
static int fetch_pictures(struct work *work)
{
    struct bv_evaluation *evaluation = work->evaluation;

    for (int i = 0; i < evaluation->worst_count;) {
        int error;

        if (evaluation->worst[i].picture) {
            i++;
            continue;
        }
        error = bv_eval_fetch_worst(evaluation, evaluation->worst[i].clip,
                                    count_frame, work);
        if (error < 0)
            return error;
    }
    return 0;
}

int bv_eval_run_all(struct bv_evaluation *evaluation, int64_t jobs,
                    struct bv_eval_state *state, size_t *done)
{
    struct work work = {.evaluation = evaluation,
                        .state = state,
                        .start_ns = bv_clock_now_ns()};

    pthread_mutex_init(&work.lock, NULL);
    run_workers(&work, jobs);
    if (work.error == 0)
        work.error = fetch_pictures(&work);
    bv_progress_end(&work.progress);
    pthread_mutex_destroy(&work.lock);
    *done = work.done;
    return work.error;
}
