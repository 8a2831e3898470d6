/**
 * @file
 * What tissue looks like from close by: tileable textures made at the start.
 * Private to the simulator; made once, read-only afterwards.
 */
#ifndef BV_SIMULATOR_TEXTURE_H
#define BV_SIMULATOR_TEXTURE_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Texels a side; a power of two, so that wrapping is a mask. */
#define BV_SIM_TEXELS 512
#define BV_SIM_TEXEL_MASK (BV_SIM_TEXELS - 1)
/** Added to coordinates so that they are positive and casts round down. */
#define BV_SIM_TEXEL_BASE 8192.0f

enum bv_sim_texture_kind {
    BV_SIM_TEXTURE_PLAIN,
    BV_SIM_TEXTURE_FAT,
    BV_SIM_TEXTURE_MUSCLE_LONG,
    BV_SIM_TEXTURE_MUSCLE_SHORT,
    BV_SIM_TEXTURE_TENDON_LONG,
    BV_SIM_TEXTURE_TENDON_SHORT,
    BV_SIM_TEXTURE_NERVE,
    BV_SIM_TEXTURE_CONNECTIVE,
    BV_SIM_TEXTURE_COUNT,
};

/** Two values a texel, depth running fastest: diffuse amplitude (mean square
 *  1) and brightness of thin interfaces (0..1). */
struct bv_sim_texture {
    float texel_u_mm, texel_v_mm; /**< Across and along depth. */
    float *texels;
};

/** @return 0 or -ENOMEM. Free with bv_sim_texture_fini(). */
int bv_sim_texture_init(struct bv_sim_texture *texture,
                        enum bv_sim_texture_kind kind,
                        uint64_t seed) BV_MUST_USE;

/** A texture that was never made is left alone. */
void bv_sim_texture_fini(struct bv_sim_texture *texture);

/**
 * Speckle: complex Gaussian values of two independent looks, variance 1 each,
 * [u][v][4] with depth v fastest, smooth enough to be looked up between
 * texels (without that, tissue would flicker as it moves).
 *
 * @return The caller's, from malloc, or NULL.
 */
float *bv_sim_speckle_new(uint64_t seed);

/** Deviation of the speckle's own smoothing, texels. */
#define BV_SIM_SPECKLE_SIGMA 0.7f

/**
 * Slow brightness of whole regions, [u][v], mean 1, log-normal.
 * @return The caller's, from malloc, or NULL.
 */
float *bv_sim_regions_new(uint64_t seed);

/** One texel of the regions, mm. */
#define BV_SIM_REGION_MM 0.3f

/** Both values of a texture at u, v texels. */
static inline void bv_sim_texture_at(const struct bv_sim_texture *texture,
                                     float u, float v, float *diffuse,
                                     float *line)
{
    float up = u + BV_SIM_TEXEL_BASE, vp = v + BV_SIM_TEXEL_BASE;
    int32_t iu = (int32_t)up, iv = (int32_t)vp;
    float fu = up - (float)iu, fv = vp - (float)iv;
    int32_t u0 = (iu & BV_SIM_TEXEL_MASK) * BV_SIM_TEXELS;
    int32_t u1 = ((iu + 1) & BV_SIM_TEXEL_MASK) * BV_SIM_TEXELS;
    int32_t v0 = iv & BV_SIM_TEXEL_MASK, v1 = (iv + 1) & BV_SIM_TEXEL_MASK;
    const float *a = texture->texels + 2 * (u0 + v0);
    const float *b = texture->texels + 2 * (u0 + v1);
    const float *c = texture->texels + 2 * (u1 + v0);
    const float *d = texture->texels + 2 * (u1 + v1);
    float ab0 = a[0] + (b[0] - a[0]) * fv, cd0 = c[0] + (d[0] - c[0]) * fv;
    float ab1 = a[1] + (b[1] - a[1]) * fv, cd1 = c[1] + (d[1] - c[1]) * fv;

    *diffuse = ab0 + (cd0 - ab0) * fu;
    *line = ab1 + (cd1 - ab1) * fu;
}

BV_END_DECLS

#endif
