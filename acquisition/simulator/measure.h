/**
 * @file
 * Measures the truth of a frame on what was rendered. Private to the
 * simulator.
 */
#ifndef BV_SIMULATOR_MEASURE_H
#define BV_SIMULATOR_MEASURE_H

#include "acquisition/simulator/image.h"
#include "acquisition/simulator/scan_convert.h"
#include "acquisition/simulator/tissue.h"
#include "acquisition/simulator/truth.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Cells of the map that says where the needle shows: 2 beams, 4 samples. */
#define BV_SIM_CELL_BEAMS 2
#define BV_SIM_CELL_SAMPLES 4
#define BV_SIM_CELLS                                                           \
    ((BV_SIM_BEAMS_MAX / BV_SIM_CELL_BEAMS) *                                  \
     (BV_SIM_SAMPLES_MAX / BV_SIM_CELL_SAMPLES))

/** Room for the map; the simulator's. */
struct bv_sim_seen {
    uint8_t cells[BV_SIM_CELLS];
};

/** Fill @p truth, but for sequence and time. */
void bv_sim_measure(const struct bv_sim_tissue *tissue,
                    const struct bv_sim_image *image,
                    const struct bv_sim_converter *converter,
                    struct bv_sim_seen *seen, struct bv_truth *truth);

BV_END_DECLS

#endif
