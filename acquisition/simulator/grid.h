/**
 * @file
 * Beams and samples, and where they lie in the picture plane.
 * Private to the simulator.
 *
 * Linear: beams run straight down from the face. Curved: they fan out of a
 * centre one radius above the middle of the face.
 */
#ifndef BV_SIMULATOR_GRID_H
#define BV_SIMULATOR_GRID_H

#include "acquisition/simulator/scene.h"
#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_SIM_BEAMS_MAX 256
#define BV_SIM_SAMPLES_MAX 512
/** Samples between two nodes at which slow things are worked out. */
#define BV_SIM_NODE_STEP 8
#define BV_SIM_NODES_MAX (BV_SIM_SAMPLES_MAX / BV_SIM_NODE_STEP + 1)

struct bv_sim_grid {
    bool curved;
    int beams, samples, nodes; /**< nodes = samples / BV_SIM_NODE_STEP + 1 */
    float depth_mm, step_mm;   /**< The samples'; sample s lies at s + 0.5. */
    float width_mm, radius_mm, half_angle_deg;
    float pitch_mm; /**< Between beams, at the face. */
    struct {
        float face_x, face_z; /**< Where it leaves the face, mm. */
        float dx, dz;         /**< Its direction. */
    } beam[BV_SIM_BEAMS_MAX];
};

/** @p beams and @p samples at most the maxima; samples a multiple of 8. */
void bv_sim_grid_init(struct bv_sim_grid *grid,
                      const struct bv_scene_probe *probe, int beams,
                      int samples);

/** Distance between neighbouring beams at a depth along them, mm. */
float bv_sim_grid_pitch_at(const struct bv_sim_grid *grid, float depth_mm);

/** A position in the picture plane as beam and sample, fractional; outside
 *  the grid where there is none. */
void bv_sim_grid_find(const struct bv_sim_grid *grid, float x_mm, float z_mm,
                      float *beam, float *sample);

BV_END_DECLS

#endif
