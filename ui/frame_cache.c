#include "ui/frame_cache.h"

#include <stdbool.h>
#include <stdlib.h>

void bv_frame_cache_fini(struct bv_frame_cache *cache)
{
    for (uint32_t i = 0; i < cache->end; i++)
        bv_frame_unref(cache->frames[i]);
    free(cache->frames);
    *cache = (struct bv_frame_cache){0};
}

const struct bv_frame *bv_frame_cache_get(const struct bv_frame_cache *cache,
                                          uint32_t frame)
{
    return frame < cache->end ? cache->frames[frame] : NULL;
}

static size_t bytes_of(const struct bv_frame *frame)
{
    return (size_t)frame->stride_bytes * (size_t)frame->height_px;
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* Tighten low..high to what is kept. */
static void tighten(struct bv_frame_cache *cache)
{
    while (cache->low < cache->high && !cache->frames[cache->low])
        cache->low++;
    while (cache->high > cache->low && !cache->frames[cache->high])
        cache->high--;
}

static bool make_room(struct bv_frame_cache *cache, uint32_t frame)
{
    uint32_t end = cache->end ? cache->end : 256;
    const struct bv_frame **grown;

    if (frame < cache->end)
        return true;
    while (end <= frame && end < UINT32_MAX / 2)
        end *= 2;
    if (end <= frame)
        return false;
    grown = reallocarray(cache->frames, end, sizeof(*grown));
    if (!grown)
        return false;
    for (uint32_t i = cache->end; i < end; i++)
        grown[i] = NULL;
    cache->frames = grown;
    cache->end = end;
    return true;
}

/* Let the farthest go, if it is farther than the new one. */
static bool evict(struct bv_frame_cache *cache, uint32_t frame, uint32_t wanted)
{
    uint32_t farthest;

    tighten(cache);
    farthest = distance(cache->low, wanted) > distance(cache->high, wanted)
                   ? cache->low
                   : cache->high;
    if (!cache->frames[farthest] ||
        distance(farthest, wanted) <= distance(frame, wanted))
        return false;
    cache->bytes -= bytes_of(cache->frames[farthest]);
    bv_frame_unref(cache->frames[farthest]);
    cache->frames[farthest] = NULL;
    return true;
}

void bv_frame_cache_offer(struct bv_frame_cache *cache,
                          const struct bv_frame *frame, uint32_t wanted)
{
    uint32_t number = frame->sequence;

    if (!make_room(cache, number) || cache->frames[number])
        return;
    while (cache->bytes > 0 &&
           cache->bytes + bytes_of(frame) > cache->most_bytes)
        if (!evict(cache, number, wanted))
            return;
    if (cache->bytes == 0)
        cache->low = cache->high = number;
    cache->frames[number] = bv_frame_ref(frame);
    cache->bytes += bytes_of(frame);
    cache->low = number < cache->low ? number : cache->low;
    cache->high = number > cache->high ? number : cache->high;
}
