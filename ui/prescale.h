/**
 * @file
 * Scales a grey picture to the exact size of its place on the screen, and to
 * R8G8B8, on a worker thread: what GTK then paints needs no scaling. Linear
 * where it grows, area average where it shrinks.
 *
 * One thread at a time. Allocates only when a size changes.
 */
#ifndef BV_UI_PRESCALE_H
#define BV_UI_PRESCALE_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_prescale;

/** @return NULL: no memory. */
struct bv_prescale *bv_prescale_new(void);

/** NULL is ignored. */
void bv_prescale_free(struct bv_prescale *prescale);

/** A grey picture to read. */
struct bv_prescale_input {
    const uint8_t *pixels;
    int width_px, height_px, stride_bytes;
};

/** An RGB picture to write, three bytes a pixel. */
struct bv_prescale_output {
    uint8_t *pixels;
    int width_px, height_px, stride_bytes;
};

/**
 * Fill the output from the whole input. All sides are at least 1.
 *
 * @retval 0
 * @retval -ENOMEM
 */
int bv_prescale_run(struct bv_prescale *prescale,
                    const struct bv_prescale_input *input,
                    const struct bv_prescale_output *output) BV_MUST_USE;

/**
 * The largest size of the picture's shape within a box; at least 1x1.
 * @param[out] width_px, height_px  Written always.
 */
void bv_prescale_fit(int picture_width_px, int picture_height_px,
                     int box_width_px, int box_height_px, int *width_px,
                     int *height_px);

BV_END_DECLS

#endif
