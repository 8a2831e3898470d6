#include "acquisition/simulator/texture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/maths.h"

enum { side = BV_SIM_TEXELS, texel_count = side * side };

/* A plane is [u][v]. Averaging over a box, three times, is near enough to a
 * Gaussian and costs the same for every width. */
static void box_along_v(const float *in, float *out, int radius)
{
    float scale = 1 / (float)(2 * radius + 1);

    for (int u = 0; u < side; u++) {
        const float *from = in + u * side;
        float sum = 0;

        for (int v = -radius; v <= radius; v++)
            sum += from[v & BV_SIM_TEXEL_MASK];
        for (int v = 0; v < side; v++) {
            out[u * side + v] = sum * scale;
            sum += from[(v + radius + 1) & BV_SIM_TEXEL_MASK] -
                   from[(v - radius) & BV_SIM_TEXEL_MASK];
        }
    }
}

static void box_along_u(const float *in, float *out, int radius)
{
    float scale = 1 / (float)(2 * radius + 1);
    float sum[side] = {0};

    for (int u = -radius; u <= radius; u++)
        for (int v = 0; v < side; v++)
            sum[v] += in[(u & BV_SIM_TEXEL_MASK) * side + v];
    for (int u = 0; u < side; u++) {
        const float *next = in + ((u + radius + 1) & BV_SIM_TEXEL_MASK) * side;
        const float *last = in + ((u - radius) & BV_SIM_TEXEL_MASK) * side;

        for (int v = 0; v < side; v++) {
            out[u * side + v] = sum[v] * scale;
            sum[v] += next[v] - last[v];
        }
    }
}

static int box_radius(float sigma)
{
    return (int)((sqrtf(4 * sigma * sigma + 1) - 1) * 0.5f + 0.5f);
}

/* Mean 0, mean square 1. */
static void normalise(float *plane)
{
    double sum = 0, squares = 0;
    float mean, scale;

    for (int i = 0; i < texel_count; i++)
        sum += (double)plane[i];
    mean = (float)(sum / texel_count);
    for (int i = 0; i < texel_count; i++) {
        plane[i] -= mean;
        squares += (double)plane[i] * (double)plane[i];
    }
    scale = (float)(1 / sqrt(squares / texel_count + 1e-20));
    for (int i = 0; i < texel_count; i++)
        plane[i] *= scale;
}

/* Gaussian noise smoothed by the given deviations, mean 0, mean square 1. */
static void smooth_noise(float *plane, float *scratch, float sigma_u,
                         float sigma_v, uint64_t seed)
{
    struct bv_sim_random random = {seed};
    int radius_u = box_radius(sigma_u), radius_v = box_radius(sigma_v);

    for (int i = 0; i < texel_count; i++)
        plane[i] = bv_sim_gaussian(&random);
    for (int pass = 0; pass < 3; pass++) {
        box_along_v(plane, scratch, radius_v);
        box_along_u(scratch, plane, radius_u);
    }
    normalise(plane);
}

/* How the strokes of a tissue are drawn. Lengths in mm. */
struct stroke_style {
    int count;
    float length_low, length_high;
    float tilt_deg;            /* deviation of the direction */
    float wave;                /* how much the direction wanders */
    float half_low, half_high; /* half thickness */
    float bright_low, bright_high;
};

/* One stroke, column by column; its ends fade and it has gaps. */
static void draw_stroke(struct bv_sim_texture *texture,
                        const struct stroke_style *style,
                        struct bv_sim_random *random)
{
    float length =
        bv_sim_uniform(random, style->length_low, style->length_high) /
        texture->texel_u_mm;
    float half = bv_sim_uniform(random, style->half_low, style->half_high) /
                 texture->texel_v_mm;
    float chance = bv_sim_uniform(random, 0, 1);
    float bright = style->bright_low +
                   (style->bright_high - style->bright_low) * chance * chance;
    float slope =
        bv_sim_gaussian(random) * style->tilt_deg * BV_SIM_RAD_PER_DEG;
    float v = bv_sim_uniform(random, 0, side);
    int32_t u0 = (int32_t)bv_sim_uniform(random, 0, side);
    uint32_t seed = (uint32_t)bv_sim_next(random);
    float shape = texture->texel_u_mm / texture->texel_v_mm;

    for (int i = 0; (float)i < length; i++) {
        float t = (float)i / length, mm = (float)i * texture->texel_u_mm;
        float bend = slope + style->wave * bv_sim_noise1(mm * 0.25f, seed);
        float gap = 0.62f + 0.55f * bv_sim_noise1(mm * 0.5f, seed + 1) +
                    0.2f * bv_sim_noise1(mm * 2, seed + 2);
        float level = bright * bv_sim_clamp(5 * t * (1 - t), 0, 1) *
                      bv_sim_clamp(gap, 0.05f, 1) / (1 + 1.8f * bend * bend);
        float *column =
            texture->texels + 2 * ((u0 + i) & BV_SIM_TEXEL_MASK) * side;

        v += bend * shape;
        for (int k = (int)-half - 1; k <= (int)half + 1; k++) {
            int32_t row = bv_sim_floor(v) + k;
            float far = ((float)row - v) / half;
            float value = 1 - far * far;
            float *line = column + 2 * (row & BV_SIM_TEXEL_MASK) + 1;

            if (value > 0)
                *line = bv_sim_max(*line, level * value);
        }
    }
}

static void draw_strokes(struct bv_sim_texture *texture,
                         const struct stroke_style *style, uint64_t seed)
{
    struct bv_sim_random random = {seed};

    for (int i = 0; i < style->count; i++)
        draw_stroke(texture, style, &random);
}

/* Fascicles: discs that do not overlap, dark inside, bright around. */
static void draw_fascicles(struct bv_sim_texture *texture, uint64_t seed)
{
    enum { most = 1400, tries = 24000 };
    static const float gap_mm = 0.10f;
    struct bv_sim_random random = {seed};
    float(*discs)[3] = malloc(sizeof(float[most][3]));
    float wide_mm = side * texture->texel_u_mm;
    float high_mm = side * texture->texel_v_mm;
    int count = 0;

    if (!discs)
        return; /* plainer, not wrong */
    for (int i = 0; i < tries && count < most; i++) {
        float share = (float)i / tries;
        float radius = bv_sim_mix(0.72f, 0.3f, share) *
                       bv_sim_uniform(&random, 0.75f, 1.15f);
        float u = bv_sim_uniform(&random, 0, wide_mm);
        float v = bv_sim_uniform(&random, 0, high_mm);
        int k;

        for (k = 0; k < count; k++) {
            float du = fabsf(u - discs[k][0]), dv = fabsf(v - discs[k][1]);
            float reach = radius + discs[k][2] + gap_mm;

            du = bv_sim_min(du, wide_mm - du);
            dv = bv_sim_min(dv, high_mm - dv);
            if (du * du + dv * dv < reach * reach)
                break;
        }
        if (k < count)
            continue;
        discs[count][0] = u;
        discs[count][1] = v;
        discs[count++][2] = radius;
    }
    for (int k = 0; k < count; k++) {
        float radius = discs[k][2];
        int ru = (int)(radius / texture->texel_u_mm) + 1;
        int rv = (int)(radius / texture->texel_v_mm) + 1;
        int cu = (int)(discs[k][0] / texture->texel_u_mm);
        int cv = (int)(discs[k][1] / texture->texel_v_mm);

        for (int u = -ru; u <= ru; u++)
            for (int v = -rv; v <= rv; v++) {
                float x = (float)u * texture->texel_u_mm;
                float z = (float)v * texture->texel_v_mm;
                float far = sqrtf(x * x + z * z) / radius;
                float *texel = texture->texels +
                               2 * (((cu + u) & BV_SIM_TEXEL_MASK) * side +
                                    ((cv + v) & BV_SIM_TEXEL_MASK));

                texel[0] *= bv_sim_mix(0.16f, 1, bv_sim_step(0.7f, 1, far));
                texel[1] *= bv_sim_step(0.75f, 1, far);
            }
    }
    free(discs);
}

/* What one kind of tissue is made of. */
struct recipe {
    float texel_u_mm, texel_v_mm;
    float fine_u, fine_v, fine_db; /* smoothing in texels; swing */
    float coarse_u, coarse_v, coarse_db;
    struct stroke_style strokes[2];
};

static const struct recipe recipes[BV_SIM_TEXTURE_COUNT] = {
    [BV_SIM_TEXTURE_PLAIN] = {.12f, .08f, 1.5f, 1.2f, 1, 12, 8, 1, {{0}}},
    [BV_SIM_TEXTURE_FAT] = {.12f,
                            .08f,
                            3,
                            1.6f,
                            2.5f,
                            18,
                            8,
                            3,
                            {{190, 4, 24, 12, .28f, .09f, .2f, .25f, 1},
                             {420, .8f, 5, 19, .4f, .07f, .14f, .1f, .6f}}},
    [BV_SIM_TEXTURE_MUSCLE_LONG] =
        {.16f,
         .08f,
         7,
         1.3f,
         3,
         20,
         5,
         3.5f,
         {{620, 3, 15, 4.5f, .1f, .09f, .22f, .12f, 1},
          {1900, .8f, 4, 9, .2f, .07f, .16f, .1f, .7f}}},
    [BV_SIM_TEXTURE_MUSCLE_SHORT] =
        {.12f,
         .08f,
         2.5f,
         1.4f,
         3,
         14,
         7,
         3.5f,
         {{1500, .4f, 2.8f, 16, .3f, .07f, .17f, .08f, 1},
          {90, 3, 14, 19, .4f, .08f, .18f, .2f, 1}}},
    [BV_SIM_TEXTURE_TENDON_LONG] =
        {.2f,
         .04f,
         14,
         1.2f,
         3,
         20,
         10,
         2,
         {{2600, 4, 18, 1.2f, .03f, .04f, .09f, .15f, 1}, {0}}},
    [BV_SIM_TEXTURE_TENDON_SHORT] = {.08f,
                                     .08f,
                                     1.3f,
                                     1.1f,
                                     3.5f,
                                     12,
                                     8,
                                     2,
                                     {{6000, .15f, .5f, 20, .2f, .08f, .16f,
                                       .15f, 1},
                                      {0}}},
    [BV_SIM_TEXTURE_NERVE] = {.05f,
                              .05f,
                              1.5f,
                              1.3f,
                              2,
                              20,
                              14,
                              1.5f,
                              {{4200, .4f, 1.6f, 22, .5f, .06f, .14f, .25f, 1},
                               {0}}},
    [BV_SIM_TEXTURE_CONNECTIVE] =
        {.12f,
         .08f,
         4,
         1.4f,
         3.5f,
         14,
         6,
         3,
         {{900, 1, 9, 15, .3f, .08f, .2f, .1f, 1}, {0}}},
};

/* The diffuse part: log-normal, which looks right where thresholded noise
 * looks drawn. */
static void fill_diffuse(struct bv_sim_texture *texture,
                         const struct recipe *recipe, float *plane,
                         float *scratch, uint64_t seed)
{
    for (int i = 0; i < texel_count; i++) {
        texture->texels[2 * i] = 0;
        texture->texels[2 * i + 1] = 0;
    }
    smooth_noise(plane, scratch, recipe->fine_u, recipe->fine_v, seed);
    for (int i = 0; i < texel_count; i++)
        texture->texels[2 * i] += plane[i] * recipe->fine_db;
    smooth_noise(plane, scratch, recipe->coarse_u, recipe->coarse_v, seed + 1);
    for (int i = 0; i < texel_count; i++)
        texture->texels[2 * i] += plane[i] * recipe->coarse_db;
    for (int i = 0; i < texel_count; i++)
        texture->texels[2 * i] =
            bv_sim_from_db(bv_sim_clamp(texture->texels[2 * i], -18, 18));
}

static void level_diffuse(struct bv_sim_texture *texture)
{
    double squares = 0;
    float scale;

    for (int i = 0; i < texel_count; i++)
        squares +=
            (double)texture->texels[2 * i] * (double)texture->texels[2 * i];
    scale = (float)(1 / sqrt(squares / texel_count + 1e-20));
    for (int i = 0; i < texel_count; i++)
        texture->texels[2 * i] *= scale;
}

int bv_sim_texture_init(struct bv_sim_texture *texture,
                        enum bv_sim_texture_kind kind, uint64_t seed)
{
    const struct recipe *recipe = &recipes[kind];
    float *plane = malloc(2 * texel_count * sizeof(float));

    texture->texels = malloc(2 * texel_count * sizeof(float));
    if (!plane || !texture->texels) {
        free(plane);
        bv_sim_texture_fini(texture);
        return -ENOMEM;
    }
    texture->texel_u_mm = recipe->texel_u_mm;
    texture->texel_v_mm = recipe->texel_v_mm;
    seed = seed * 64 + (uint64_t)kind * 8;
    fill_diffuse(texture, recipe, plane, plane + texel_count, seed);
    for (int i = 0; i < 2; i++)
        draw_strokes(texture, &recipe->strokes[i], seed + 2 + (uint64_t)i);
    if (kind == BV_SIM_TEXTURE_NERVE)
        draw_fascicles(texture, seed + 4);
    level_diffuse(texture);
    free(plane);
    return 0;
}

void bv_sim_texture_fini(struct bv_sim_texture *texture)
{
    free(texture->texels);
    texture->texels = NULL;
}

/* Five taps of a Gaussian of BV_SIM_SPECKLE_SIGMA, both ways, wrapped. */
static void smooth_speckle(float *plane, float *scratch)
{
    static const float taps[3] = {0.5700f, 0.2054f, 0.0096f};

    for (int u = 0; u < side; u++)
        for (int v = 0; v < side; v++) {
            const float *row = plane + u * side;
            float sum = taps[0] * row[v];

            for (int k = 1; k < 3; k++)
                sum += taps[k] * (row[(v + k) & BV_SIM_TEXEL_MASK] +
                                  row[(v - k) & BV_SIM_TEXEL_MASK]);
            scratch[u * side + v] = sum;
        }
    for (int u = 0; u < side; u++)
        for (int v = 0; v < side; v++) {
            float sum = taps[0] * scratch[u * side + v];

            for (int k = 1; k < 3; k++)
                sum += taps[k] *
                       (scratch[((u + k) & BV_SIM_TEXEL_MASK) * side + v] +
                        scratch[((u - k) & BV_SIM_TEXEL_MASK) * side + v]);
            plane[u * side + v] = sum;
        }
    normalise(plane);
}

float *bv_sim_speckle_new(uint64_t seed)
{
    float *speckle = malloc(4 * texel_count * sizeof(float));
    float *plane = malloc(2 * texel_count * sizeof(float));
    struct bv_sim_random random = {seed};

    if (!speckle || !plane) {
        free(speckle);
        free(plane);
        return NULL;
    }
    for (int part = 0; part < 4; part++) {
        for (int i = 0; i < texel_count; i++)
            plane[i] = bv_sim_gaussian(&random);
        smooth_speckle(plane, plane + texel_count);
        for (int i = 0; i < texel_count; i++)
            speckle[4 * i + part] = plane[i] * 0.70710678f;
    }
    free(plane);
    return speckle;
}

float *bv_sim_regions_new(uint64_t seed)
{
    static const struct {
        float sigma_u, sigma_v, db;
    } scales[] = {{5, 2.2f, 1.6f}, {14, 7, 2.2f}, {36, 22, 3.0f}};
    float *regions = calloc(texel_count, sizeof(float));
    float *plane = malloc(2 * texel_count * sizeof(float));

    if (!regions || !plane) {
        free(regions);
        free(plane);
        return NULL;
    }
    for (int k = 0; k < 3; k++) {
        smooth_noise(plane, plane + texel_count, scales[k].sigma_u,
                     scales[k].sigma_v, seed + (uint64_t)k);
        for (int i = 0; i < texel_count; i++)
            regions[i] += plane[i] * scales[k].db;
    }
    for (int i = 0; i < texel_count; i++)
        regions[i] = bv_sim_from_db(bv_sim_clamp(regions[i], -14, 12));
    free(plane);
    return regions;
}
