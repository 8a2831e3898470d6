#include "acquisition/simulator/needle.h"

#include "acquisition/simulator/maths.h"

static const float step_mm = 0.05f;

/* One place on the shaft, as the probe sees it. */
struct spot {
    float along_mm;
    float beam, sample; /* where it lies in the grid */
    float in_slice;     /* 0..1: how much of it the beam's slice meets */
    float specular;     /* 0..1: how well it faces the beam */
};

/* The slice is thinnest at the elevation focus. */
static float in_slice(const struct bv_scene_probe *probe, float y, float z)
{
    float thick = (float)probe->elevation_mm;
    float off = 0.03f * (z - (float)probe->elevation_focus_mm);
    float variance = 0.18f * thick * thick + off * off;

    return bv_sim_exp2(-0.72134752f * y * y / variance);
}

/* Steel is a mirror: an echo comes back where the shaft lies across the beam
 * (or the steered beam), and fades with the angle. */
static float specular(const struct bv_sim_tissue *tissue,
                      const float direction[3], int beam)
{
    const struct bv_sim_grid *grid = tissue->grid;
    float steer = (float)tissue->scene->probe.steer_deg;
    float c = bv_sim_cos_deg(steer), s = bv_sim_sin_deg(steer);
    float bx = grid->beam[beam].dx * c + grid->beam[beam].dz * s;
    float bz = grid->beam[beam].dz * c - grid->beam[beam].dx * s;
    float dot = direction[0] * bx + direction[2] * bz;

    return bv_sim_exp2(-1.5869645f * dot * dot / (0.42f * 0.42f));
}

static void find_spot(const struct bv_sim_tissue *tissue, float along_mm,
                      struct spot *spot)
{
    const struct bv_sim_pose *pose = &tissue->state.pose;
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float point[3], ahead[3], in[3], next[3], direction[3], size = 0;
    int beam;

    bv_sim_needle_at(needle, along_mm, point);
    bv_sim_needle_at(needle, along_mm + 0.5f, ahead);
    bv_sim_pose_in(pose, point, in);
    bv_sim_pose_in(pose, ahead, next);
    for (int i = 0; i < 3; i++) {
        direction[i] = next[i] - in[i];
        size += direction[i] * direction[i];
    }
    size = 1 / sqrtf(size);
    for (int i = 0; i < 3; i++)
        direction[i] *= size;
    spot->along_mm = along_mm;
    bv_sim_grid_find(tissue->grid, in[0], in[2], &spot->beam, &spot->sample);
    spot->in_slice = in_slice(&tissue->scene->probe, in[1], in[2]);
    beam = (int)bv_sim_clamp(spot->beam, 0, (float)tissue->grid->beams - 1);
    spot->specular = specular(tissue, direction, beam);
}

void bv_sim_needle_shadow(struct bv_sim_tissue *tissue)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    const struct bv_sim_grid *grid = tissue->grid;
    float diameter = (float)tissue->scene->needle.diameter_mm;
    float shade[BV_SIM_BEAMS_MAX] = {0};
    int where[BV_SIM_BEAMS_MAX];

    if (!needle->present)
        return;
    for (float t = 0; t <= needle->length_mm; t += 2 * step_mm) {
        struct spot spot;
        int b, s;

        find_spot(tissue, t, &spot);
        b = (int)bv_sim_clamp(spot.beam + 0.5f, -1, BV_SIM_BEAMS_MAX);
        s = (int)bv_sim_clamp(spot.sample, -1, BV_SIM_SAMPLES_MAX);
        if (b < 0 || b >= grid->beams || s < 0 || spot.in_slice <= shade[b])
            continue;
        shade[b] = spot.in_slice;
        where[b] = s;
    }
    for (int b = 0; b < grid->beams; b++) {
        /* it starts below the shaft: what lies beside it is not in it */
        int s = shade[b] > 0
                    ? where[b] + (int)((0.6f + diameter) / grid->step_mm)
                    : grid->samples;

        if (s < grid->samples)
            tissue->loss_db[b * grid->samples + s] +=
                3.5f * diameter * shade[b];
    }
}

/* What is left of an echo at a place, by the way there and back. */
static float gain_at(const struct bv_sim_image *image, float beam, float sample)
{
    int b = (int)bv_sim_clamp(beam, 0, (float)image->grid->beams - 1);
    int s = (int)bv_sim_clamp(sample, 0, (float)image->grid->samples - 1);

    return image->gain[b * image->grid->samples + s];
}

/* Uneven coupling: whole stretches of a shaft fade, others shine, and it
 * changes as tissue and hand move. */
static float unevenness(const struct bv_sim_tissue *tissue, float along_mm)
{
    uint32_t seed = (uint32_t)tissue->scene->seed * 16 + 11;
    float t = tissue->state.time_s;
    float stretch = 0.8f +
                    0.7f * bv_sim_noise2(along_mm * 0.14f, t * 0.35f, seed) +
                    0.3f * bv_sim_noise2(along_mm * 0.5f, t * 0.6f, seed + 1);
    float bead = 0.75f + 0.3f * bv_sim_noise1(along_mm * 1.1f, seed + 2) +
                 0.25f * bv_sim_noise1(along_mm * 3.3f, seed + 3);

    return bv_sim_clamp(stretch, 0.1f, 1.3f) * bead;
}

/* Copies below the shaft, each fainter, and a tail that decays. */
static void add_reverberation(struct bv_sim_image *image,
                              const struct bv_sim_tissue *tissue,
                              const struct spot *spot, float amplitude)
{
    uint32_t seed = (uint32_t)tissue->scene->seed * 16 + 21;
    float diameter = (float)tissue->scene->needle.diameter_mm;
    float between = 1.35f * diameter / image->grid->step_mm;
    float share = 1, sample = spot->sample;
    uint32_t place = (uint32_t)(spot->along_mm * 4);
    float tail = 12 / image->grid->step_mm;
    float decay = bv_sim_from_db(-1.7f * image->grid->step_mm);
    float left = amplitude * 0.035f * (0.2f + 0.8f * spot->specular);

    for (int k = 1; k <= 5; k++) {
        float odd =
            bv_sim_noise1(spot->along_mm * 0.45f + 40.0f * (float)k, seed);

        share *= (0.08f + 0.38f * spot->specular) *
                 bv_sim_clamp(0.7f + 0.7f * odd, 0.05f, 1.3f);
        sample += between;
        if (share < 0.01f)
            break;
        bv_sim_image_add_needle(
            image, spot->beam,
            sample + 0.8f * bv_sim_hash_signed(place, (uint32_t)k, seed),
            amplitude * share);
    }
    for (int i = 6; (float)i < tail && left > 0.002f * amplitude; i += 3) {
        bv_sim_image_add_needle(
            image, spot->beam, spot->sample + (float)i,
            left * bv_sim_hash_signed(place, (uint32_t)i, seed + 1));
        left *= decay * decay * decay;
    }
}

static void add_spot(struct bv_sim_image *image,
                     const struct bv_sim_tissue *tissue,
                     const struct spot *spot, float weight)
{
    uint32_t seed = (uint32_t)tissue->scene->seed * 16 + 31;
    float echo = bv_sim_from_db((float)tissue->scene->needle.echo_db);
    float diameter = (float)tissue->scene->needle.diameter_mm;
    float amplitude = echo * spot->in_slice * weight *
                      unevenness(tissue, spot->along_mm) *
                      gain_at(image, spot->beam, spot->sample) *
                      (20 * spot->specular + 0.9f * echo);
    float ragged =
        0.6f * bv_sim_noise1(spot->along_mm * 2.2f, seed) +
        0.5f * bv_sim_hash_signed((uint32_t)(spot->along_mm * 12), 3, seed);
    float wall =
        0.28f *
        bv_sim_clamp(0.5f + bv_sim_noise1(spot->along_mm * 0.3f, seed + 1), 0,
                     1.2f);

    if (spot->in_slice < 0.003f)
        return;
    bv_sim_image_add_needle(image, spot->beam, spot->sample + ragged,
                            amplitude);
    bv_sim_image_add_needle(image, spot->beam,
                            spot->sample +
                                0.55f * diameter / image->grid->step_mm,
                            amplitude * wall);
    add_reverberation(image, tissue, spot, amplitude);
}

/* The bevel sends sound back whatever the angle, but not always. */
static float tip_level(const struct bv_sim_tissue *tissue)
{
    uint32_t seed = (uint32_t)tissue->scene->seed * 16 + 41;
    float there =
        0.62f + 0.8f * bv_sim_noise1(tissue->state.time_s * 0.7f, seed);

    return bv_sim_clamp(there, 0.03f, 1.1f);
}

void bv_sim_needle_echo(struct bv_sim_image *image,
                        const struct bv_sim_tissue *tissue)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float echo = bv_sim_from_db((float)tissue->scene->needle.echo_db);
    float bright = tip_level(tissue);
    struct spot spot, before;

    if (!needle->present)
        return;
    find_spot(tissue, 0, &before);
    for (float t = step_mm; t <= needle->length_mm; t += step_mm) {
        float db, ds, weight, left = needle->length_mm - t;

        find_spot(tissue, t, &spot);
        db = fabsf(spot.beam - before.beam);
        ds = fabsf(spot.sample - before.sample);
        weight = bv_sim_max(db, ds); /* bright alike at every slope */
        add_spot(image, tissue, &spot, weight);
        if (left < 0.8f)
            bv_sim_image_add_needle(image, spot.beam, spot.sample,
                                    4.5f * echo * bright * spot.in_slice *
                                        weight *
                                        gain_at(image, spot.beam, spot.sample));
        before = spot;
    }
}
