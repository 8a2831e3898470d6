#include "core/latest.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "core/clock.h"

struct bv_latest {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void (*drop)(void *item);
    void *item; /* under lock, as all below */
    bool closed;
    uint64_t dropped;
};

struct bv_latest *bv_latest_new(void (*drop)(void *item))
{
    struct bv_latest *latest = calloc(1, sizeof(*latest));
    pthread_condattr_t attributes;

    if (!latest)
        return NULL;
    latest->drop = drop;
    pthread_mutex_init(&latest->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&latest->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    return latest;
}

void bv_latest_free(struct bv_latest *latest)
{
    if (!latest)
        return;
    if (latest->item)
        latest->drop(latest->item);
    pthread_cond_destroy(&latest->changed);
    pthread_mutex_destroy(&latest->lock);
    free(latest);
}

void bv_latest_put(struct bv_latest *latest, void *item)
{
    void *old;

    pthread_mutex_lock(&latest->lock);
    old = latest->item;
    latest->item = item;
    if (old)
        latest->dropped++;
    pthread_cond_signal(&latest->changed);
    pthread_mutex_unlock(&latest->lock);
    if (old)
        latest->drop(old);
}

static struct timespec deadline(int timeout_ms)
{
    int64_t ns = bv_clock_now_ns() + timeout_ms * BV_NS_PER_MS;

    return (struct timespec){.tv_sec = (time_t)(ns / BV_NS_PER_S),
                             .tv_nsec = (long)(ns % BV_NS_PER_S)};
}

int bv_latest_take(struct bv_latest *latest, int timeout_ms, void **item)
{
    struct timespec until = deadline(timeout_ms > 0 ? timeout_ms : 0);
    int error = 0;

    pthread_mutex_lock(&latest->lock);
    while (!latest->item && !latest->closed && !error) {
        if (timeout_ms < 0)
            pthread_cond_wait(&latest->changed, &latest->lock);
        else if (pthread_cond_timedwait(&latest->changed, &latest->lock,
                                        &until))
            error = -ETIMEDOUT;
    }
    if (latest->item) {
        *item = latest->item;
        latest->item = NULL;
        error = 0;
    } else if (latest->closed) {
        error = -EPIPE;
    }
    pthread_mutex_unlock(&latest->lock);
    return error;
}

void bv_latest_close(struct bv_latest *latest)
{
    pthread_mutex_lock(&latest->lock);
    latest->closed = true;
    pthread_cond_broadcast(&latest->changed);
    pthread_mutex_unlock(&latest->lock);
}

uint64_t bv_latest_dropped(struct bv_latest *latest)
{
    uint64_t dropped;

    pthread_mutex_lock(&latest->lock);
    dropped = latest->dropped;
    pthread_mutex_unlock(&latest->lock);
    return dropped;
}
