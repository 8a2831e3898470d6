#include "acquisition/simulator/grid.h"

#include "acquisition/simulator/maths.h"

void bv_sim_grid_init(struct bv_sim_grid *grid,
                      const struct bv_scene_probe *probe, int beams,
                      int samples)
{
    grid->curved = probe->kind == BV_PROBE_CURVED;
    grid->beams = beams;
    grid->samples = samples;
    grid->nodes = samples / BV_SIM_NODE_STEP + 1;
    grid->depth_mm = (float)probe->depth_mm;
    grid->step_mm = grid->depth_mm / (float)samples;
    grid->width_mm = (float)probe->width_mm;
    grid->radius_mm = (float)probe->radius_mm;
    grid->half_angle_deg = 0.5f * (float)probe->view_deg;
    grid->pitch_mm = grid->curved
                         ? 2 * grid->half_angle_deg * BV_SIM_RAD_PER_DEG *
                               grid->radius_mm / (float)beams
                         : grid->width_mm / (float)beams;
    for (int b = 0; b < beams; b++) {
        float share = ((float)b + 0.5f) / (float)beams * 2 - 1;

        if (grid->curved) {
            float s = bv_sim_sin_deg(share * grid->half_angle_deg);
            float c = bv_sim_cos_deg(share * grid->half_angle_deg);

            grid->beam[b].face_x = grid->radius_mm * s;
            grid->beam[b].face_z = grid->radius_mm * (c - 1);
            grid->beam[b].dx = s;
            grid->beam[b].dz = c;
        } else {
            grid->beam[b].face_x = share * 0.5f * grid->width_mm;
            grid->beam[b].face_z = 0;
            grid->beam[b].dx = 0;
            grid->beam[b].dz = 1;
        }
    }
}

float bv_sim_grid_pitch_at(const struct bv_sim_grid *grid, float depth_mm)
{
    return grid->curved
               ? grid->pitch_mm * (grid->radius_mm + depth_mm) / grid->radius_mm
               : grid->pitch_mm;
}

/* atan(x) in degrees for |x| <= 1.5, error under 0.002. */
static float atan_deg(float x)
{
    float half = x / (1 + sqrtf(1 + x * x)), hh = half * half;

    return 2 / BV_SIM_RAD_PER_DEG * half *
           (1 - hh * (0.33333333f -
                      hh * (0.2f - hh * (0.14285714f - hh * 0.11111111f))));
}

void bv_sim_grid_find(const struct bv_sim_grid *grid, float x_mm, float z_mm,
                      float *beam, float *sample)
{
    float along = z_mm, share = 2 * x_mm / grid->width_mm;

    if (grid->curved) {
        float down = bv_sim_max(z_mm + grid->radius_mm, 1);

        along = sqrtf(x_mm * x_mm + down * down) - grid->radius_mm;
        share = atan_deg(bv_sim_clamp(x_mm / down, -1.5f, 1.5f)) /
                grid->half_angle_deg;
    }
    *beam = (share + 1) * 0.5f * (float)grid->beams - 0.5f;
    *sample = along / grid->step_mm - 0.5f;
}
