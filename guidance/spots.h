/**
 * @file
 * Small bright echoes that are narrow across the beam, which is what a needle
 * shows where it crosses the plane: a dot, or a streak along the beam. Tissue's
 * own interfaces lie across the beam. Each spot is held against looks at the
 * same tissue some time before.
 *
 * All positions in work px. Times are the frames' own, in seconds.
 * One thread at a time. Nothing is allocated after it was made.
 */
#ifndef BV_GUIDANCE_SPOTS_H
#define BV_GUIDANCE_SPOTS_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

#define BV_SPOTS_MAX 24

/** One spot of the newest frame. */
struct bv_spot {
    struct bv_px at; /**< Its strongest place. */
    float strength;  /**< Evidence of a line along the beam, per px. */
};

struct bv_spot_finder;

/** @return NULL: no memory. */
struct bv_spot_finder *bv_spot_finder_new(void);

/** NULL is ignored. */
void bv_spot_finder_free(struct bv_spot_finder *finder);

/** Forget all looks. */
void bv_spot_finder_reset(struct bv_spot_finder *finder);

/**
 * The spots of the next frame.
 *
 * @param[out] out  Room for BV_SPOTS_MAX, the strongest first.
 * @return How many.
 */
int bv_spots_find(struct bv_spot_finder *finder, double time_s,
                  const struct bv_evidence *evidence, struct bv_spot *out);

/**
 * How strong a spot the tissue at a place of the newest frame had before.
 *
 * @param before_s  Looks up to this time count.
 * @return The most in any look, close to there; NAN: it has not been watched
 *         for a second up to then.
 */
double bv_spots_before(const struct bv_spot_finder *finder, struct bv_px at,
                       double before_s);

/**
 * How much brighter a place of the newest frame is than the same tissue was in
 * any look up to a time, grey levels; 0 where there is none, or it is not.
 */
double bv_spots_rise(const struct bv_spot_finder *finder, struct bv_px at,
                     double before_s);

/**
 * How far across the beam the echo at a place of the newest frame goes, work
 * px: all that is bright and touches it, up to 30 px to the sides.
 *
 * @param drop  It ends so many grey levels below its brightest.
 */
double bv_spots_spread(const struct bv_spot_finder *finder, struct bv_px at,
                       struct bv_px beam, double drop);

/**
 * What is at a place of the newest frame is a needle: it is taken out of the
 * looks, so that tissue is not taken to look like it.
 *
 * @param since_s   Older looks show the tissue without it.
 * @param strength  How strong a spot the tissue has there, at most,
 * @param grey      and its grey level.
 */
void bv_spots_take_out(struct bv_spot_finder *finder, struct bv_px at,
                       double since_s, double strength, double grey);

/**
 * The strongest place of the newest frame near another one.
 *
 * @param reach       How far to each side.
 * @param[out] found  May be written in any case.
 * @return Whether there is: close to a border there is none.
 */
bool bv_spots_near(const struct bv_spot_finder *finder,
                   const struct bv_evidence *evidence, struct bv_px at,
                   struct bv_px reach, struct bv_spot *found);

BV_END_DECLS

#endif
