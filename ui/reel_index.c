/*
 * What frames a reel's clip has.
 */
#include <stdlib.h>
#include <string.h>

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

const struct bv_reel_frame *
bv_reel_index_find(const struct bv_reel_index *index, uint32_t number)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->frames[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->count ? &index->frames[low] : NULL;
}

const struct bv_reel_frame *
bv_reel_index_find_time(const struct bv_reel_index *index, int64_t time_ns)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->frames[middle].time_ns < time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->count && index->frames[low].time_ns == time_ns
               ? &index->frames[low]
               : NULL;
}
