/**
 * @file
 * Arithmetic of the simulated probe: the same bits from every compiler.
 *
 * Float32 with + - * / and sqrt only, own polynomials (the C library's differ
 * between versions), integers for randomness. Private to the simulator.
 */
#ifndef BV_SIMULATOR_MATHS_H
#define BV_SIMULATOR_MATHS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_SIM_PI 3.14159265f
#define BV_SIM_RAD_PER_DEG 0.01745329252f

static inline float bv_sim_min(float a, float b)
{
    return a < b ? a : b;
}

static inline float bv_sim_max(float a, float b)
{
    return a > b ? a : b;
}

static inline float bv_sim_clamp(float x, float low, float high)
{
    return x < low ? low : x > high ? high : x;
}

static inline float bv_sim_mix(float a, float b, float share)
{
    return a + (b - a) * share;
}

/** 0 below @p low, 1 above @p high, smooth between. */
static inline float bv_sim_step(float low, float high, float x)
{
    float t = bv_sim_clamp((x - low) / (high - low), 0, 1);

    return t * t * (3 - 2 * t);
}

/** Largest whole number not above @p x; |x| < 2^30. */
static inline int32_t bv_sim_floor(float x)
{
    int32_t whole = (int32_t)x;

    return whole - ((float)whole > x);
}

/** 2^x, relative error under 1e-5; x is held to -120..120. */
static inline float bv_sim_exp2(float x)
{
    float limited = bv_sim_clamp(x, -120, 120);
    int32_t whole = (int32_t)(limited + 128) - 128;
    float f = limited - (float)whole;
    float fraction =
        1 + f * (0.69314718f +
                 f * (0.24022651f +
                      f * (0.05550411f + f * (0.00961813f + f * 0.00133336f))));
    uint32_t bits = (uint32_t)(whole + 127) << 23;
    float power;

    memcpy(&power, &bits, sizeof(power));
    return power * fraction;
}

/** log2(x) for normal x > 0, absolute error under 2e-5. */
static inline float bv_sim_log2(float x)
{
    uint32_t bits, mantissa_bits;
    float mantissa, t, tt;

    memcpy(&bits, &x, sizeof(bits));
    mantissa_bits = (bits & 0x7fffffu) | 0x3f800000u;
    memcpy(&mantissa, &mantissa_bits, sizeof(mantissa));
    t = (mantissa - 1) / (mantissa + 1);
    tt = t * t;
    return (float)((int32_t)(bits >> 23) - 127) +
           2.88539008f * t *
               (1 + tt * (0.33333333f + tt * (0.2f + tt * 0.14285714f)));
}

/** dB of amplitude to a factor. */
static inline float bv_sim_from_db(float db)
{
    return bv_sim_exp2(db * 0.16609640f);
}

/** sin(2 pi x). */
static inline float bv_sim_sin_turns(float x)
{
    float a = x - (float)bv_sim_floor(x + 0.5f), aa;

    a = a > 0.25f ? 0.5f - a : a < -0.25f ? -0.5f - a : a;
    a = a * 6.28318531f;
    aa = a * a;
    return a * (1 + aa * (-0.16666667f +
                          aa * (0.00833333f +
                                aa * (-0.00019841f + aa * 0.0000027557f))));
}

static inline float bv_sim_sin_deg(float deg)
{
    return bv_sim_sin_turns(deg / 360);
}

static inline float bv_sim_cos_deg(float deg)
{
    return bv_sim_sin_turns(deg / 360 + 0.25f);
}

/** x^(1/3) for x >= 0, relative error under 1e-5. */
static inline float bv_sim_cbrt(float x)
{
    return x > 1e-30f ? bv_sim_exp2(bv_sim_log2(x) * 0.33333333f) : 0;
}

/** Mix two whole numbers and a seed into 32 even bits. */
static inline uint32_t bv_sim_hash(uint32_t a, uint32_t b, uint32_t seed)
{
    uint32_t h = seed * 0x9e3779b9u ^ a * 0x85ebca6bu ^ b * 0xc2b2ae35u;

    h = (h ^ h >> 16) * 0x7feb352du;
    h = (h ^ h >> 15) * 0x846ca68bu;
    return h ^ h >> 16;
}

/** A hash as a number in -1..1. */
static inline float bv_sim_hash_signed(uint32_t a, uint32_t b, uint32_t seed)
{
    return (float)(bv_sim_hash(a, b, seed) >> 8) * (2.0f / 16777216) - 1;
}

/** Smooth value noise along a line, -1..1, one feature a unit. */
static inline float bv_sim_noise1(float x, uint32_t seed)
{
    int32_t i = bv_sim_floor(x);
    float f = x - (float)i, s = f * f * (3 - 2 * f);

    return bv_sim_mix(bv_sim_hash_signed((uint32_t)i, 0, seed),
                      bv_sim_hash_signed((uint32_t)i + 1, 0, seed), s);
}

/** Smooth value noise in the plane, -1..1. */
static inline float bv_sim_noise2(float x, float y, uint32_t seed)
{
    int32_t i = bv_sim_floor(x), j = bv_sim_floor(y);
    float f = x - (float)i, g = y - (float)j;
    float s = f * f * (3 - 2 * f), t = g * g * (3 - 2 * g);
    uint32_t a = (uint32_t)i, b = (uint32_t)j;

    return bv_sim_mix(bv_sim_mix(bv_sim_hash_signed(a, b, seed),
                                 bv_sim_hash_signed(a + 1, b, seed), s),
                      bv_sim_mix(bv_sim_hash_signed(a, b + 1, seed),
                                 bv_sim_hash_signed(a + 1, b + 1, seed), s),
                      t);
}

/** A stream of random numbers: splitmix64. */
struct bv_sim_random {
    uint64_t state;
};

static inline uint64_t bv_sim_next(struct bv_sim_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/** In low..high. */
static inline float bv_sim_uniform(struct bv_sim_random *random, float low,
                                   float high)
{
    float share = (float)(bv_sim_next(random) >> 40) * (1.0f / 16777216);

    return low + (high - low) * share;
}

/** Near enough to a Gaussian of mean 0 and deviation 1: eight 16-bit dice. */
static inline float bv_sim_gaussian(struct bv_sim_random *random)
{
    uint64_t a = bv_sim_next(random), b = bv_sim_next(random);
    int32_t sum = 0;

    for (int i = 0; i < 64; i += 16)
        sum += (int32_t)(a >> i & 0xffff) + (int32_t)(b >> i & 0xffff);
    return (float)(sum - 4 * 65535) * (1.0f / 53509.0f);
}

BV_END_DECLS

#endif
