/**
 * @file
 * From beams and samples to square pixels, in whole numbers.
 * Private to the simulator.
 */
#ifndef BV_SIMULATOR_SCAN_CONVERT_H
#define BV_SIMULATOR_SCAN_CONVERT_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/grid.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Where a pixel comes from, and how its four neighbours weigh. */
struct bv_sim_pixel {
    int32_t from;         /**< -1: outside, black. */
    uint8_t across, down; /**< 0..128: share of the next one. */
};

struct bv_sim_converter {
    int width_px, height_px, beams;
    double mm_per_px;
    struct bv_scan_area scan_area;
    struct bv_sim_pixel *pixels;
    /* A linear probe's beams are columns: then one pixel for each column and
     * one for each row say it all. */
    bool upright;
    struct bv_sim_pixel *columns, *rows;
};

/** Fit the whole scan into a picture of a given size. @return 0 or -ENOMEM. */
int bv_sim_converter_init(struct bv_sim_converter *converter,
                          const struct bv_sim_grid *grid, int width_px,
                          int height_px) BV_MUST_USE;
/** Follow a change of the grid; allocates nothing. */
void bv_sim_converter_configure(struct bv_sim_converter *converter,
                                const struct bv_sim_grid *grid);

void bv_sim_converter_fini(struct bv_sim_converter *converter);

/** Draw; @p grey is [sample][beam]. */
void bv_sim_convert(const struct bv_sim_converter *converter,
                    const uint8_t *grey, struct bv_frame *frame);

BV_END_DECLS

#endif
