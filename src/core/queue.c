#include "core/queue.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct bv_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void (*drop)(void *item);
    int capacity;
    int first, count; /* under lock, as all below */
    bool closed;
    void *items[];
};

struct bv_queue *bv_queue_new(int capacity, void (*drop)(void *item))
{
    struct bv_queue *queue;

    assert(capacity > 0);
    queue = calloc(1, sizeof(*queue) + (size_t)capacity * sizeof(void *));
    if (!queue)
        return NULL;
    queue->drop = drop;
    queue->capacity = capacity;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
    return queue;
}

void bv_queue_free(struct bv_queue *queue)
{
    if (!queue)
        return;
    for (; queue->count; queue->count--) {
        queue->drop(queue->items[queue->first]);
        queue->first = (queue->first + 1) % queue->capacity;
    }
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

int bv_queue_put(struct bv_queue *queue, void *item)
{
    int error = 0;

    pthread_mutex_lock(&queue->lock);
    if (queue->closed)
        error = -EPIPE;
    else if (queue->count == queue->capacity)
        error = -EAGAIN;
    else
        queue->items[(queue->first + queue->count++) % queue->capacity] = item;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    return error;
}

int bv_queue_take(struct bv_queue *queue, void **item)
{
    int error = 0;

    pthread_mutex_lock(&queue->lock);
    while (!queue->count && !queue->closed)
        pthread_cond_wait(&queue->changed, &queue->lock);
    if (queue->count) {
        *item = queue->items[queue->first];
        queue->first = (queue->first + 1) % queue->capacity;
        queue->count--;
    } else {
        error = -EPIPE;
    }
    pthread_mutex_unlock(&queue->lock);
    return error;
}

void bv_queue_close(struct bv_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}
