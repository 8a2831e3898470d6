#include "pipeline_ahead.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

/* Frames are few (a source's pool has four of the largest), and more than one
 * is of use only where one frame takes much longer than the next. How long the
 * thread waits at most for a free one before it looks for a stop. */
enum { frames_most = 2, wait_ms = 50 };

struct bv_ahead {
    struct bv_source *source;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* under lock */
    bool stop;
    struct bv_frame *frames[frames_most]; /* oldest first */
    int count;
    int error; /* 0, or why no more will come */
    struct bv_fault fault;
};

/* Wait for room. @return False: it was told to stop. */
static bool has_room(struct bv_ahead *ahead)
{
    bool stop;

    pthread_mutex_lock(&ahead->lock);
    while (!ahead->stop && ahead->count == frames_most)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    stop = ahead->stop;
    pthread_mutex_unlock(&ahead->lock);
    return !stop;
}

static void *run(void *data)
{
    struct bv_ahead *ahead = data;
    int error = 0;

    while (error == 0 && has_room(ahead)) {
        struct bv_fault fault = {0};
        struct bv_frame *frame;

        error = bv_source_read(ahead->source, wait_ms, &frame, &fault);
        if (error == -ETIMEDOUT) {
            error = 0;
            continue;
        }
        pthread_mutex_lock(&ahead->lock);
        if (error == 0)
            ahead->frames[ahead->count++] = frame;
        ahead->error = error;
        ahead->fault = fault;
        pthread_cond_broadcast(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

int bv_ahead_start(struct bv_source *source, struct bv_ahead **ahead)
{
    struct bv_ahead *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    made->source = source;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    error = -pthread_create(&made->thread, NULL, run, made);
    if (error == 0) {
        *ahead = made;
        return 0;
    }
    pthread_cond_destroy(&made->changed);
    pthread_mutex_destroy(&made->lock);
    free(made);
    return error;
}

int bv_ahead_take(struct bv_ahead *ahead, struct bv_frame **frame,
                  struct bv_fault *fault)
{
    int error = 0;

    pthread_mutex_lock(&ahead->lock);
    while (ahead->count == 0 && ahead->error == 0)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    if (ahead->count > 0) {
        *frame = ahead->frames[0];
        ahead->count--;
        for (int i = 0; i < ahead->count; i++)
            ahead->frames[i] = ahead->frames[i + 1];
        pthread_cond_broadcast(&ahead->changed);
    } else {
        error = ahead->error;
        if (fault)
            *fault = ahead->fault;
    }
    pthread_mutex_unlock(&ahead->lock);
    return error;
}

void bv_ahead_free(struct bv_ahead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->stop = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    pthread_join(ahead->thread, NULL);
    for (int i = 0; i < ahead->count; i++)
        bv_frame_unref(ahead->frames[i]);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
}
