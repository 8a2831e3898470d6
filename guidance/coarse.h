/**
 * @file
 * A coarse picture, 64 cells along the longer side: cheap enough for every
 * frame.
 *
 * One thread at a time. Nothing is allocated after bv_coarse_new().
 */
#ifndef BV_GUIDANCE_COARSE_H
#define BV_GUIDANCE_COARSE_H

#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** A picture's cells: their mean levels, and which changed last. */
struct bv_coarse {
    int columns, rows;
    float *level;     /**< columns x rows, 0 to 255. */
    uint8_t *changed; /**< columns x rows, not 0: any pixel changed. */
    int cell_px, width_px, height_px;
    uint16_t *column_sum; /**< A row of cells in the making, a px column. */
    uint8_t *column_change;
};

/** For pictures of this size. @return NULL: no memory. */
struct bv_coarse *bv_coarse_new(int width_px, int height_px);

/** NULL is ignored. */
void bv_coarse_free(struct bv_coarse *coarse);

/**
 * Take the levels of a frame, and mark the cells in which any pixel differs
 * from the frame before.
 *
 * @param frame  Borrowed; of the size that the coarse picture is for.
 * @param kept   The frame before, rows without gaps; becomes this frame.
 */
void bv_coarse_look(struct bv_coarse *coarse, const struct bv_frame *frame,
                    uint8_t *kept);

/** How large a part of the cells changed at the last look, 0 to 1. */
double bv_coarse_changed_part(const struct bv_coarse *coarse);

BV_END_DECLS

#endif
