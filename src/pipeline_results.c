#include "pipeline_results.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct bv_result_pool {
    pthread_mutex_t lock;
    struct counted_result *free; /* under lock */
    int holders;                 /* under lock: the pipeline and results out */
};

struct counted_result {
    struct bv_result result; /* first, so that the two pointers are the same */
    atomic_int references;
    struct bv_result_pool *pool;
    struct counted_result *next_free;
};

struct bv_result_pool *bv_result_pool_new(void)
{
    struct bv_result_pool *pool = calloc(1, sizeof(*pool));

    if (!pool)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pool->holders = 1;
    return pool;
}

/* Drop one holder, giving `returned` (or NULL) back under the same lock. */
static void release(struct bv_result_pool *pool,
                    struct counted_result *returned)
{
    int left;

    pthread_mutex_lock(&pool->lock);
    if (returned) {
        returned->next_free = pool->free;
        pool->free = returned;
    }
    left = --pool->holders;
    pthread_mutex_unlock(&pool->lock);
    if (left > 0)
        return;
    while (pool->free) {
        struct counted_result *next = pool->free->next_free;

        free(pool->free);
        pool->free = next;
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

void bv_result_pool_unref(struct bv_result_pool *pool)
{
    if (pool)
        release(pool, NULL);
}

struct bv_result *bv_result_pool_take(struct bv_result_pool *pool)
{
    struct counted_result *taken;

    pthread_mutex_lock(&pool->lock);
    taken = pool->free;
    if (taken)
        pool->free = taken->next_free;
    else
        taken = calloc(1, sizeof(*taken));
    if (taken)
        pool->holders++;
    pthread_mutex_unlock(&pool->lock);
    if (!taken)
        return NULL;
    taken->pool = pool;
    atomic_store_explicit(&taken->references, 1, memory_order_relaxed);
    return &taken->result;
}

const struct bv_result *bv_result_ref(const struct bv_result *result)
{
    struct counted_result *counted = (struct counted_result *)result;

    atomic_fetch_add_explicit(&counted->references, 1, memory_order_relaxed);
    return result;
}

void bv_result_unref(const struct bv_result *result)
{
    struct counted_result *counted = (struct counted_result *)result;
    int before;

    if (!counted)
        return;
    before = atomic_fetch_sub_explicit(&counted->references, 1,
                                       memory_order_acq_rel);
    assert(before > 0);
    if (before > 1)
        return;
    bv_frame_unref(counted->result.frame);
    release(counted->pool, counted);
}
