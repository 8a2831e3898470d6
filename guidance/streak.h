/**
 * @file
 * What is new at a place: whether it is a streak along the beam, narrow across
 * it, as a needle is that came. Tissue that was there does not count, however
 * bright, so that a needle is seen where it goes through fascia.
 *
 * Pure; positions in work px, brightness in grey levels.
 */
#ifndef BV_GUIDANCE_STREAK_H
#define BV_GUIDANCE_STREAK_H

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/looks.h"

BV_BEGIN_DECLS

/**
 * How much brighter a streak along the beam through a place is than what was
 * there, beyond what lies beside it.
 *
 * @param held  The place, held against the looks from before.
 */
double bv_streak_rise(const struct bv_held *held, struct bv_px at,
                      struct bv_px beam);

/**
 * How far across the beam that which is new at a place goes, work px: all that
 * rose half as much as its brightest, and touches it, up to 30 px to the sides.
 */
double bv_streak_spread(const struct bv_held *held, struct bv_px at,
                        struct bv_px beam);

BV_END_DECLS

#endif
