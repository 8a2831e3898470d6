/*
 * What frames a reel's clip has.
 */
#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "ui/reel_inside.h"

struct bv_frame *bv_reel_copy_frame(const struct bv_frame *frame)
{
    struct bv_frame *copy = bv_frame_new(frame->width_px, frame->height_px);

    if (!copy)
        return NULL;
    copy->time_ns = frame->time_ns;
    copy->sequence = frame->sequence;
    copy->mm_per_px = frame->mm_per_px;
    for (int y = 0; y < frame->height_px; y++)
        memcpy(copy->pixels + (ptrdiff_t)y * copy->stride_bytes,
               frame->pixels + (ptrdiff_t)y * frame->stride_bytes,
               (size_t)frame->width_px);
    return copy;
}

void bv_reel_index_add(struct bv_reel_index *index, struct bv_reel_frame frame)
{
    if (index->count == index->room) {
        size_t room = index->room ? index->room * 2 : 256;
        void *grown = reallocarray(index->frames, room, sizeof(*index->frames));

        if (!grown)
            return;
        index->frames = grown;
        index->room = room;
    }
    index->frames[index->count++] = frame;
}

static int64_t number_of(const void *one)
{
    return ((const struct bv_reel_frame *)one)->number;
}

static int64_t time_of(const void *one)
{
    return ((const struct bv_reel_frame *)one)->time_ns;
}

const struct bv_reel_frame *
bv_reel_index_find(const struct bv_reel_index *index, uint32_t number)
{
    size_t at = bv_search_first(index->frames, index->count,
                                sizeof(*index->frames), number, number_of);

    return at < index->count ? &index->frames[at] : NULL;
}

const struct bv_reel_frame *
bv_reel_index_find_time(const struct bv_reel_index *index, int64_t time_ns)
{
    size_t at = bv_search_first(index->frames, index->count,
                                sizeof(*index->frames), time_ns, time_of);

    return at < index->count && index->frames[at].time_ns == time_ns
               ? &index->frames[at]
               : NULL;
}
