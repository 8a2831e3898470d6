/*
 * What of the picture is worked out once for a probe: room, kernels, gains.
 */
#include "acquisition/simulator/image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/maths.h"

/* One side of a Gaussian of the given deviation, taps 0..most. */
static void gaussian_taps(float *taps, int most, float sigma)
{
    for (int k = 0; k <= most; k++)
        taps[k] = bv_sim_exp2(-0.72134752f * (float)(k * k) / (sigma * sigma));
}

/* Scale the taps so that speckle, which is already correlated from texel to
 * texel, keeps its variance whatever the width: else brightness would change
 * with depth and frequency. */
static void keep_variance(float *taps, int most, float texels_per_step)
{
    float sum = 0, scale;

    for (int i = -most; i <= most; i++)
        for (int k = -most; k <= most; k++) {
            float apart = (float)(i - k) * texels_per_step;
            float alike =
                bv_sim_exp2(-1.442695f * apart * apart /
                            (4 * BV_SIM_SPECKLE_SIGMA * BV_SIM_SPECKLE_SIGMA));

            sum += taps[i < 0 ? -i : i] * taps[k < 0 ? -k : k] * alike;
        }
    scale = 1 / sqrtf(sum);
    for (int k = 0; k <= most; k++)
        taps[k] *= scale;
}

static void init_kernels(struct bv_sim_image *image)
{
    const struct bv_scene_probe *probe = &image->scene->probe;
    const struct bv_sim_grid *grid = image->grid;
    float wavelength = 1.54f / (float)probe->frequency_mhz;
    /* 3.7 cycles, full width at half maximum to deviation */
    float axial = 3.7f * wavelength * 0.5f / 2.355f / grid->step_mm;
    float narrow = 0.42f * wavelength * (float)probe->f_number;

    gaussian_taps(image->axial, BV_SIM_AXIAL_TAPS, bv_sim_max(axial, 0.5f));
    keep_variance(image->axial, BV_SIM_AXIAL_TAPS, 1);
    for (int s = 0; s < grid->samples; s++) {
        float z = ((float)s + 0.5f) * grid->step_mm;
        float off = z - (float)probe->focus_mm;
        /* below the focus the aperture grows no more */
        float spread = (off > 0 ? 0.027f : 0.016f) * off;
        float sigma = sqrtf(narrow * narrow + spread * spread);
        float pitch = bv_sim_grid_pitch_at(grid, z);

        gaussian_taps(image->lateral[s], BV_SIM_LATERAL_TAPS,
                      bv_sim_max(sigma / pitch, 0.5f));
        keep_variance(image->lateral[s], BV_SIM_LATERAL_TAPS,
                      pitch / image->speckle_u_mm);
    }
}

/* Time gain: a little less than what muscle takes, as on real machines, then
 * the eight sliders. */
static void init_gains(struct bv_sim_image *image)
{
    const struct bv_scene_probe *probe = &image->scene->probe;
    const struct bv_sim_grid *grid = image->grid;

    for (int s = 0; s < grid->samples; s++) {
        float z = ((float)s + 0.5f) * grid->step_mm;
        float at = bv_sim_clamp(z / grid->depth_mm * 7, 0, 6.999f);
        int i = (int)at;
        float own = bv_sim_mix((float)probe->tgc_db[i],
                               (float)probe->tgc_db[i + 1], at - (float)i);

        image->tgc_db[s] = 0.125f * (float)probe->frequency_mhz * z + own +
                           (float)probe->gain_db;
        image->noise[s] =
            bv_sim_from_db((float)probe->noise_db + 0.72f * image->tgc_db[s]);
    }
}

/* Floats of a row of echoes and of the needle's alone: 16 more than whole
 * pages, so that rows do not share cache sets. */
static size_t row_floats(int beams)
{
    return 4 * ((size_t)beams + 2 * BV_SIM_ROW_PAD) + 16;
}

static size_t needle_row_floats(int beams)
{
    return (size_t)beams + 2 * BV_SIM_ROW_PAD + 16;
}

void bv_sim_image_configure(struct bv_sim_image *image)
{
    const struct bv_sim_grid *grid = image->grid;
    size_t samples = (size_t)grid->samples;
    size_t count = (size_t)grid->beams * samples;

    image->speckle_u_mm = bv_sim_grid_pitch_at(grid, 0.5f * grid->depth_mm);
    if (!grid->curved)
        image->speckle_u_mm = grid->pitch_mm;
    image->row_floats = (int)row_floats(grid->beams);
    image->needle_row_floats = (int)needle_row_floats(grid->beams);
    image->shown = image->gain + count;
    image->filtered = image->field + row_floats(grid->beams) * samples;
    image->needle_filtered =
        image->needle_field + needle_row_floats(grid->beams) * samples;
    /* what lies beside the beams must be nothing */
    memset(image->field, 0,
           2 * row_floats(grid->beams) * samples * sizeof(float));
    memset(image->needle_field, 0,
           2 * needle_row_floats(grid->beams) * samples * sizeof(float));
    image->has_shown = false; /* it was of another scale */
    init_kernels(image);
    init_gains(image);
}

int bv_sim_image_init(struct bv_sim_image *image, const struct bv_scene *scene,
                      const struct bv_sim_grid *grid)
{
    size_t samples = BV_SIM_SAMPLES_MAX, count = BV_SIM_BEAMS_MAX * samples;

    image->scene = scene;
    image->grid = grid;
    image->speckle = bv_sim_speckle_new(scene->seed * 64 + 2);
    image->gain = calloc(count * 2, sizeof(float));
    image->field =
        calloc(2 * row_floats(BV_SIM_BEAMS_MAX) * samples, sizeof(float));
    image->needle_field = calloc(
        2 * needle_row_floats(BV_SIM_BEAMS_MAX) * samples, sizeof(float));
    image->grey = calloc(count, 1);
    if (!image->speckle || !image->gain || !image->field ||
        !image->needle_field || !image->grey) {
        bv_sim_image_fini(image);
        return -ENOMEM;
    }
    bv_sim_image_configure(image);
    return 0;
}

void bv_sim_image_fini(struct bv_sim_image *image)
{
    free(image->speckle);
    free(image->gain);
    free(image->field);
    free(image->needle_field);
    free(image->grey);
    memset(image, 0, sizeof(*image));
}
