#include "ui/review/analysing.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"

enum { tell_ms = 100 };

struct bv_analysing {
    char *clip;
    bv_analyse *analyse;
    void *analyse_data;
    void (*wake)(void *data);
    void *data;
    pthread_t thread;
    bool started;

    pthread_mutex_t lock;
    /* under lock */
    bool stop, done, taken;
    int64_t frames, all;
    struct bv_analysis analysis;
    int error;
    struct bv_fault fault;

    int64_t told_ns; /* the thread's own */
};

static bool is_stopped(void *data)
{
    struct bv_analysing *analysing = data;
    bool stop;

    pthread_mutex_lock(&analysing->lock);
    stop = analysing->stop;
    pthread_mutex_unlock(&analysing->lock);
    return stop;
}

static void tell(void *data, int64_t frames, int64_t all)
{
    struct bv_analysing *analysing = data;
    int64_t now_ns = bv_clock_now_ns();

    if (now_ns - analysing->told_ns < tell_ms * BV_NS_PER_MS)
        return;
    analysing->told_ns = now_ns;
    pthread_mutex_lock(&analysing->lock);
    analysing->frames = frames;
    analysing->all = all;
    pthread_mutex_unlock(&analysing->lock);
    analysing->wake(analysing->data);
}

static void *run(void *data)
{
    struct bv_analysing *analysing = data;
    const struct bv_analysis_watch watch = {is_stopped, tell, analysing};
    struct bv_analysis analysis = {0};
    struct bv_fault fault = {0};
    int error = analysing->analyse(analysing->analyse_data, analysing->clip,
                                   &watch, &analysis, &fault);

    if (error < 0)
        bv_fault_set(&fault, error, _("%s cannot be reviewed: %s."),
                     analysing->clip, bv_error_text(error));
    pthread_mutex_lock(&analysing->lock);
    analysing->analysis = analysis;
    analysing->error = error;
    analysing->fault = fault;
    analysing->done = true;
    pthread_mutex_unlock(&analysing->lock);
    analysing->wake(analysing->data);
    return NULL;
}

struct bv_analysing *bv_analysing_new(const char *clip, bv_analyse *analyse,
                                      void *analyse_data,
                                      void (*wake)(void *data), void *data)
{
    struct bv_analysing *made = calloc(1, sizeof(*made));

    if (!made)
        return NULL;
    made->clip = strdup(clip);
    made->analyse = analyse;
    made->analyse_data = analyse_data;
    made->wake = wake;
    made->data = data;
    made->all = -1;
    pthread_mutex_init(&made->lock, NULL);
    if (!made->clip || pthread_create(&made->thread, NULL, run, made) != 0) {
        bv_analysing_free(made);
        return NULL;
    }
    made->started = true;
    pthread_setname_np(made->thread, "analysis");
    return made;
}

void bv_analysing_stop(struct bv_analysing *analysing)
{
    pthread_mutex_lock(&analysing->lock);
    analysing->stop = true;
    pthread_mutex_unlock(&analysing->lock);
}

void bv_analysing_free(struct bv_analysing *analysing)
{
    if (!analysing)
        return;
    if (analysing->started) {
        bv_analysing_stop(analysing);
        pthread_join(analysing->thread, NULL);
    }
    if (!analysing->taken)
        bv_analysis_fini(&analysing->analysis);
    pthread_mutex_destroy(&analysing->lock);
    free(analysing->clip);
    free(analysing);
}

int64_t bv_analysing_progress(struct bv_analysing *analysing, int64_t *all)
{
    int64_t frames;

    pthread_mutex_lock(&analysing->lock);
    frames = analysing->frames;
    *all = analysing->all;
    pthread_mutex_unlock(&analysing->lock);
    return frames;
}

bool bv_analysing_take(struct bv_analysing *analysing,
                       struct bv_analysis *analysis, int *error,
                       struct bv_fault *fault)
{
    bool taken;

    pthread_mutex_lock(&analysing->lock);
    taken = analysing->done && !analysing->taken;
    if (taken) {
        *analysis = analysing->analysis;
        *error = analysing->error;
        *fault = analysing->fault;
        analysing->taken = true;
    }
    pthread_mutex_unlock(&analysing->lock);
    return taken;
}
