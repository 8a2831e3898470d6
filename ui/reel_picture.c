/*
 * The pictures that a reel brings.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "ui/reel.h"

struct counted_picture {
    struct bv_reel_picture picture; /* first: the two pointers are the same */
    atomic_int references;
    uint8_t *memory;
};

const struct bv_reel_picture *
bv_reel_picture_ref(const struct bv_reel_picture *picture)
{
    struct counted_picture *counted = (struct counted_picture *)picture;

    atomic_fetch_add_explicit(&counted->references, 1, memory_order_relaxed);
    return picture;
}

void bv_reel_picture_unref(const struct bv_reel_picture *picture)
{
    struct counted_picture *counted = (struct counted_picture *)picture;

    if (!counted || atomic_fetch_sub_explicit(&counted->references, 1,
                                              memory_order_acq_rel) > 1)
        return;
    bv_frame_unref(counted->picture.frame);
    free(counted->memory);
    free(counted);
}

/* Room for the scaled and the whole picture, in one piece. */
static struct counted_picture *picture_new(const struct bv_frame *frame,
                                           int width_px, int height_px)
{
    struct counted_picture *made = calloc(1, sizeof(*made));
    size_t stride = ((size_t)width_px * 3 + 15) & ~(size_t)15;
    size_t scaled = stride * (size_t)height_px;
    size_t whole = (size_t)frame->width_px * (size_t)frame->height_px * 3;

    if (!made)
        return NULL;
    made->memory = malloc(scaled + whole);
    if (!made->memory) {
        free(made);
        return NULL;
    }
    made->picture =
        (struct bv_reel_picture){.frame = bv_frame_ref(frame),
                                 .rgb = made->memory,
                                 .width_px = width_px,
                                 .height_px = height_px,
                                 .stride_bytes = (int)stride,
                                 .whole_rgb = made->memory + scaled};
    atomic_init(&made->references, 1);
    return made;
}

static void spread_grey(const struct bv_frame *frame, uint8_t *rgb)
{
    for (int y = 0; y < frame->height_px; y++) {
        const uint8_t *row = frame->pixels + (ptrdiff_t)y * frame->stride_bytes;

        for (int x = 0; x < frame->width_px; x++, rgb += 3)
            rgb[0] = rgb[1] = rgb[2] = row[x];
    }
}

const struct bv_reel_picture *
bv_reel_picture_make(struct bv_prescale *prescale, const struct bv_frame *frame,
                     int box_width_px, int box_height_px, bool on_the_way)
{
    const struct bv_prescale_input input = {
        frame->pixels, frame->width_px, frame->height_px, frame->stride_bytes};
    struct bv_prescale_output output;
    struct counted_picture *made;

    bv_prescale_fit(frame->width_px, frame->height_px, box_width_px,
                    box_height_px, &output.width_px, &output.height_px);
    made = picture_new(frame, output.width_px, output.height_px);
    if (!made)
        return NULL;
    output.pixels = made->memory;
    output.stride_bytes = made->picture.stride_bytes;
    if (bv_prescale_run(prescale, &input, &output) < 0) {
        bv_reel_picture_unref(&made->picture);
        return NULL;
    }
    made->picture.on_the_way = on_the_way;
    spread_grey(frame, (uint8_t *)made->picture.whole_rgb);
    return &made->picture;
}
