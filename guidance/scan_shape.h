/**
 * @file
 * The outline of the ultrasound from a coarse map of where a screen is
 * textured: a rectangle, a sector, or unknown. Pure functions on a grid.
 */
#ifndef BV_GUIDANCE_SCAN_SHAPE_H
#define BV_GUIDANCE_SCAN_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Most blocks a side. */
#define BV_SCAN_GRID_MAX 136

/** Where the screen is textured, block by block. */
struct bv_scan_grid {
    int columns, rows;
    int block_px;
    uint8_t textured[BV_SCAN_GRID_MAX * BV_SCAN_GRID_MAX]; /**< 0 or 1. */
    uint8_t scratch[BV_SCAN_GRID_MAX * BV_SCAN_GRID_MAX];
    int32_t queue[BV_SCAN_GRID_MAX * BV_SCAN_GRID_MAX];
};

/**
 * Find the outline, to within a block.
 *
 * @param width_px,height_px  Of the picture.
 * @param[out] area  Shape unknown where there is too little texture.
 */
void bv_scan_shape_find(struct bv_scan_grid *grid, int width_px, int height_px,
                        struct bv_scan_area *area);

BV_END_DECLS

#endif
