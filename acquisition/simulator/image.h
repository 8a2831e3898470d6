/**
 * @file
 * From tissue to a grey picture of beams and samples: attenuation, speckle,
 * point spread, envelope, noise, log, persistence. Private to the simulator.
 */
#ifndef BV_SIMULATOR_IMAGE_H
#define BV_SIMULATOR_IMAGE_H

#include <stdint.h>

#include "acquisition/simulator/grid.h"
#include "acquisition/simulator/tissue.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Taps on each side of the middle. */
#define BV_SIM_LATERAL_TAPS 8
#define BV_SIM_AXIAL_TAPS 6
/** Zero beams on both sides of a row, so that no tap needs a check. */
#define BV_SIM_ROW_PAD BV_SIM_LATERAL_TAPS

struct bv_sim_image {
    const struct bv_sim_grid *grid;
    const struct bv_scene *scene;
    float *speckle; /**< bv_sim_speckle_new(). */
    float lateral[BV_SIM_SAMPLES_MAX][BV_SIM_LATERAL_TAPS + 1];
    float axial[BV_SIM_AXIAL_TAPS + 1];
    float tgc_db[BV_SIM_SAMPLES_MAX];
    float noise[BV_SIM_SAMPLES_MAX];
    float speckle_u_mm;

    float *gain; /**< [beam][sample]: what the way there and
                      back leaves of an echo, times TGC. */
    /* [sample][beam], complex of two looks: 4 floats a beam. Rows are
     * row_floats long and start BV_SIM_ROW_PAD beams before the first. */
    int row_floats;
    float *field, *filtered;
    /* The needle's echo alone, [sample][beam], with the same padding. */
    int needle_row_floats;
    float *needle_field, *needle_filtered;
    int needle_first, needle_end; /**< Rows that hold any of it. */

    float *shown;  /**< [sample][beam], 0..1 of the grey scale. */
    uint8_t *grey; /**< [sample][beam]. */
    bool has_shown;
};

/** Makes room for the largest grid. @return 0 or -ENOMEM. */
int bv_sim_image_init(struct bv_sim_image *image, const struct bv_scene *scene,
                      const struct bv_sim_grid *grid) BV_MUST_USE;

/** Follow a change of the scene's probe or of the grid; allocates nothing. */
void bv_sim_image_configure(struct bv_sim_image *image);
void bv_sim_image_fini(struct bv_sim_image *image);

/** Attenuation and speckle: tissue to field; the needle's field is emptied. */
void bv_sim_image_scatter(struct bv_sim_image *image,
                          struct bv_sim_tissue *tissue);

/** Add one needle echo at a fractional beam and sample. */
void bv_sim_image_add_needle(struct bv_sim_image *image, float beam,
                             float sample, float amplitude);

/** Everything after the echoes: to grey. */
void bv_sim_image_finish(struct bv_sim_image *image, uint32_t frame);

/** One row of a field, at its first beam. */
static inline float *bv_sim_image_row(const struct bv_sim_image *image,
                                      float *field, int sample)
{
    return field + sample * image->row_floats + 4 * BV_SIM_ROW_PAD;
}

static inline float *bv_sim_image_needle_row(const struct bv_sim_image *image,
                                             float *field, int sample)
{
    return field + sample * image->needle_row_floats + BV_SIM_ROW_PAD;
}

BV_END_DECLS

#endif
