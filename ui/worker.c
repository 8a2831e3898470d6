#include "ui/worker.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct list {
    struct bv_job *first, **last;
};

struct bv_worker {
    void (*wake)(void *data);
    void *data;
    pthread_t thread;
    bool started;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* under lock */
    bool stop, busy;
    struct list todo, done;
};

static void append(struct list *list, struct bv_job *job)
{
    job->next = NULL;
    *list->last = job;
    list->last = &job->next;
}

static struct bv_job *take_first(struct list *list)
{
    struct bv_job *job = list->first;

    list->first = job->next;
    if (!list->first)
        list->last = &list->first;
    return job;
}

static void *run(void *data)
{
    struct bv_worker *worker = data;

    pthread_mutex_lock(&worker->lock);
    for (;;) {
        struct bv_job *job;

        while (!worker->todo.first && !worker->stop)
            pthread_cond_wait(&worker->changed, &worker->lock);
        if (!worker->todo.first)
            break;
        job = take_first(&worker->todo);
        worker->busy = true;
        pthread_mutex_unlock(&worker->lock);
        job->run(job);
        pthread_mutex_lock(&worker->lock);
        append(&worker->done, job);
        worker->busy = false;
        pthread_cond_broadcast(&worker->changed);
        pthread_mutex_unlock(&worker->lock);
        if (worker->wake)
            worker->wake(worker->data);
        pthread_mutex_lock(&worker->lock);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

struct bv_worker *bv_worker_new(void (*wake)(void *data), void *data)
{
    struct bv_worker *worker = calloc(1, sizeof(*worker));

    if (!worker)
        return NULL;
    worker->wake = wake;
    worker->data = data;
    worker->todo.last = &worker->todo.first;
    worker->done.last = &worker->done.first;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->changed, NULL);
    if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
        bv_worker_free(worker);
        return NULL;
    }
    worker->started = true;
    pthread_setname_np(worker->thread, "worker");
    return worker;
}

void bv_worker_free(struct bv_worker *worker)
{
    if (!worker)
        return;
    if (worker->started) {
        pthread_mutex_lock(&worker->lock);
        worker->stop = true;
        pthread_cond_broadcast(&worker->changed);
        pthread_mutex_unlock(&worker->lock);
        pthread_join(worker->thread, NULL);
    }
    while (worker->done.first) {
        struct bv_job *job = take_first(&worker->done);

        job->free(job);
    }
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

void bv_worker_add(struct bv_worker *worker, struct bv_job *take_job)
{
    pthread_mutex_lock(&worker->lock);
    append(&worker->todo, take_job);
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

static struct bv_job *next_done(struct bv_worker *worker)
{
    struct bv_job *job = NULL;

    pthread_mutex_lock(&worker->lock);
    if (worker->done.first)
        job = take_first(&worker->done);
    pthread_mutex_unlock(&worker->lock);
    return job;
}

void bv_worker_finish(struct bv_worker *worker, void *data)
{
    for (struct bv_job *job; (job = next_done(worker));) {
        if (job->done)
            job->done(job, data);
        job->free(job);
    }
}

void bv_worker_drain(struct bv_worker *worker, void *data)
{
    pthread_mutex_lock(&worker->lock);
    while (worker->todo.first || worker->busy)
        pthread_cond_wait(&worker->changed, &worker->lock);
    pthread_mutex_unlock(&worker->lock);
    bv_worker_finish(worker, data);
}
