#include "scaling.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/queue.h"

/* Jobs that may wait. */
enum { jobs_most = 8 };

struct bv_scaling {
    struct bv_screen_finder *finder; /* the thread's */
    pthread_t thread;
    bool started;
    struct bv_queue *jobs; /* of answers that are not filled yet */

    pthread_mutex_t lock;
    bool closing;                              /* under lock, as all below */
    struct bv_scaling_answer *done[jobs_most]; /* in order */
    int done_count, open;                      /* open: asked, not taken */
};

static void drop(void *item)
{
    struct bv_scaling_answer *answer = item;

    bv_frame_unref(answer->frame);
    free(answer);
}

static void work(struct bv_scaling *scaling, struct bv_scaling_answer *answer)
{
    struct bv_screen_finding *finding = &answer->finding;
    int error;

    if (answer->job == BV_SCALING_READ)
        error = bv_screen_finder_read(scaling->finder, answer->frame, finding);
    else if (answer->job == BV_SCALING_RECOGNISE)
        error =
            bv_screen_finder_recognise(scaling->finder, answer->frame, finding);
    else
        error = bv_screen_finder_keep(scaling->finder, &finding->scale,
                                      answer->frame, &answer->fault);
    if (error < 0)
        bv_fault_set(&answer->fault, error, "The screen cannot be read: %s.",
                     bv_error_text(error));
}

static void *run(void *data)
{
    struct bv_scaling *scaling = data;
    void *item;

    while (bv_queue_take(scaling->jobs, &item) == 0) {
        struct bv_scaling_answer *answer = item;
        bool closing;

        pthread_mutex_lock(&scaling->lock);
        closing = scaling->closing;
        pthread_mutex_unlock(&scaling->lock);
        if (!closing || answer->job == BV_SCALING_KEEP)
            work(scaling, answer);
        pthread_mutex_lock(&scaling->lock);
        scaling->done[scaling->done_count++] = answer;
        pthread_mutex_unlock(&scaling->lock);
    }
    return NULL;
}

struct bv_scaling *bv_scaling_new(void)
{
    struct bv_scaling *scaling = calloc(1, sizeof(*scaling));

    if (!scaling)
        return NULL;
    pthread_mutex_init(&scaling->lock, NULL);
    scaling->finder = bv_screen_finder_new();
    scaling->jobs = bv_queue_new(jobs_most, drop);
    if (scaling->finder && scaling->jobs)
        scaling->started =
            pthread_create(&scaling->thread, NULL, run, scaling) == 0;
    if (!scaling->started) {
        bv_scaling_free(scaling);
        return NULL;
    }
    pthread_setname_np(scaling->thread, "scaling");
    return scaling;
}

void bv_scaling_free(struct bv_scaling *scaling)
{
    if (!scaling)
        return;
    if (scaling->started) {
        pthread_mutex_lock(&scaling->lock);
        scaling->closing = true;
        pthread_mutex_unlock(&scaling->lock);
        bv_queue_close(scaling->jobs);
        pthread_join(scaling->thread, NULL);
    }
    for (int i = 0; i < scaling->done_count; i++)
        drop(scaling->done[i]);
    bv_queue_free(scaling->jobs);
    bv_screen_finder_free(scaling->finder);
    pthread_mutex_destroy(&scaling->lock);
    free(scaling);
}

/* One more, or one less. @return Whether there was room. */
static bool count_open(struct bv_scaling *scaling, int more)
{
    bool room;

    pthread_mutex_lock(&scaling->lock);
    room = scaling->open + more <= jobs_most;
    scaling->open += room ? more : 0;
    pthread_mutex_unlock(&scaling->lock);
    return room;
}

int bv_scaling_ask(struct bv_scaling *scaling, enum bv_scaling_job job,
                   const struct bv_frame *frame,
                   const struct bv_screen_scale *keep)
{
    struct bv_scaling_answer *answer = calloc(1, sizeof(*answer));
    int error;

    if (!answer)
        return -ENOMEM;
    if (!count_open(scaling, 1)) {
        free(answer);
        return -EAGAIN;
    }
    answer->job = job;
    answer->frame = bv_frame_ref(frame);
    if (keep)
        answer->finding.scale = *keep;
    error = bv_queue_put(scaling->jobs, answer);
    if (error < 0) {
        count_open(scaling, -1);
        drop(answer);
    }
    return error;
}

int bv_scaling_take(struct bv_scaling *scaling,
                    struct bv_scaling_answer *answer)
{
    struct bv_scaling_answer *next = NULL;

    pthread_mutex_lock(&scaling->lock);
    if (scaling->done_count > 0) {
        next = scaling->done[0];
        scaling->done_count--;
        scaling->open--;
        for (int i = 0; i < scaling->done_count; i++)
            scaling->done[i] = scaling->done[i + 1];
    }
    pthread_mutex_unlock(&scaling->lock);
    if (!next)
        return -EAGAIN;
    *answer = *next;
    free(next);
    return 0;
}
