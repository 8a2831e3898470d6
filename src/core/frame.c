#include "core/frame.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Rows start on cache lines, which the vision code likes. */
enum { row_alignment = 64 };

struct counted_frame {
    struct bv_frame frame; /* first, so that the two pointers are the same */
    void *pixels_block, *saturation_block; /* what its planes lie in */
    atomic_int references;
    struct bv_frame_pool *pool; /* NULL: the frame stands alone */
    struct counted_frame *next_free;
};

struct bv_frame_pool {
    pthread_mutex_t lock;
    struct counted_frame *free; /* under lock */
    int holders;                /* under lock: the owner and frames in use */
    int count;
    struct counted_frame **frames;
};

int bv_frame_check_size(int64_t width_px, int64_t height_px)
{
    if (width_px < BV_FRAME_SIDE_MIN_PX || width_px > BV_FRAME_SIDE_MAX_PX ||
        height_px < BV_FRAME_SIDE_MIN_PX || height_px > BV_FRAME_SIDE_MAX_PX)
        return -ERANGE;
    return 0;
}

/* Cleared by calloc, which takes pages that are zero already: a frame that only
 * waits in a pool for a busy time costs no memory before. */
static uint8_t *plane_new(int stride_bytes, int height_px, void **block)
{
    size_t size = (size_t)stride_bytes * (size_t)height_px;
    uintptr_t start;

    *block = calloc(1, size + row_alignment - 1);
    if (!*block)
        return NULL;
    start = (uintptr_t)*block;
    return (uint8_t *)*block + (-start & (row_alignment - 1));
}

static void counted_free(struct counted_frame *counted)
{
    if (!counted)
        return;
    free(counted->pixels_block);
    free(counted->saturation_block);
    free(counted);
}

static struct counted_frame *counted_new(int width_px, int height_px,
                                         bool with_colour)
{
    struct counted_frame *counted;
    int stride;

    if (bv_frame_check_size(width_px, height_px) < 0)
        return NULL;
    counted = calloc(1, sizeof(*counted));
    if (!counted)
        return NULL;

    stride = (width_px + row_alignment - 1) / row_alignment * row_alignment;
    counted->frame.width_px = width_px;
    counted->frame.height_px = height_px;
    counted->frame.stride_bytes = stride;
    counted->frame.pixels =
        plane_new(stride, height_px, &counted->pixels_block);
    if (with_colour)
        counted->frame.saturation =
            plane_new(stride, height_px, &counted->saturation_block);
    if (!counted->frame.pixels || (with_colour && !counted->frame.saturation)) {
        counted_free(counted);
        return NULL;
    }
    atomic_init(&counted->references, 1);
    return counted;
}

struct bv_frame *bv_frame_new(int width_px, int height_px)
{
    struct counted_frame *counted = counted_new(width_px, height_px, false);

    return counted ? &counted->frame : NULL;
}

double bv_frame_own_scale(const struct bv_frame *frame)
{
    return frame->scale_origin == BV_SCALE_SOURCE ? frame->mm_per_px : 0;
}

struct bv_frame *bv_frame_ref(const struct bv_frame *frame)
{
    struct counted_frame *counted = (struct counted_frame *)frame;

    atomic_fetch_add_explicit(&counted->references, 1, memory_order_relaxed);
    return &counted->frame;
}

static void pool_free(struct bv_frame_pool *pool)
{
    for (int i = 0; i < pool->count; i++)
        counted_free(pool->frames[i]);
    free(pool->frames);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* Drop one holder, giving `returned` (or NULL) back under the same lock. */
static void pool_release(struct bv_frame_pool *pool,
                         struct counted_frame *returned)
{
    int left;

    pthread_mutex_lock(&pool->lock);
    if (returned) {
        returned->next_free = pool->free;
        pool->free = returned;
    }
    left = --pool->holders;
    pthread_mutex_unlock(&pool->lock);
    if (left == 0)
        pool_free(pool);
}

void bv_frame_unref(const struct bv_frame *frame)
{
    struct counted_frame *counted = (struct counted_frame *)frame;
    int before;

    if (!counted)
        return;
    before = atomic_fetch_sub_explicit(&counted->references, 1,
                                       memory_order_acq_rel);
    assert(before > 0);
    if (before > 1)
        return;
    if (counted->pool)
        pool_release(counted->pool, counted);
    else
        counted_free(counted);
}

struct bv_frame_pool *bv_frame_pool_new(int count, int width_px, int height_px,
                                        bool with_colour)
{
    struct bv_frame_pool *pool;

    assert(count > 0);
    pool = calloc(1, sizeof(*pool));
    if (!pool)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pool->holders = 1;
    pool->frames = calloc((size_t)count, sizeof(struct counted_frame *));
    if (!pool->frames)
        goto fail;
    for (; pool->count < count; pool->count++) {
        struct counted_frame *made =
            counted_new(width_px, height_px, with_colour);

        if (!made)
            goto fail;
        made->pool = pool;
        made->next_free = pool->free;
        pool->free = made;
        pool->frames[pool->count] = made;
    }
    return pool;

fail:
    pool_free(pool);
    return NULL;
}

int bv_frame_pool_take(struct bv_frame_pool *pool, struct bv_frame **frame)
{
    struct counted_frame *taken;
    struct bv_frame *out;

    pthread_mutex_lock(&pool->lock);
    taken = pool->free;
    if (taken) {
        pool->free = taken->next_free;
        pool->holders++;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!taken)
        return -EAGAIN;

    out = &taken->frame;
    atomic_store(&taken->references, 1);
    out->time_ns = out->arrived_ns = 0;
    out->sequence = 0;
    out->mm_per_px = 0;
    out->scale_origin = BV_SCALE_SOURCE;
    out->scale_since = 0;
    out->marked_side = BV_SIDE_UNKNOWN;
    out->focus_mm = 0;
    out->scan_area = (struct bv_scan_area){.shape = BV_SCAN_UNKNOWN};
    out->scan_box = (struct bv_px_box){0};
    *frame = out;
    return 0;
}

void bv_frame_pool_unref(struct bv_frame_pool *pool)
{
    if (pool)
        pool_release(pool, NULL);
}
