/**
 * @file
 * Which of several places moved alike from one picture to another, and how.
 * Pure functions, any thread.
 */
#ifndef BV_GUIDANCE_AGREEMENT_H
#define BV_GUIDANCE_AGREEMENT_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** A place in two pictures. */
struct bv_pairing {
    struct bv_px from, to;
    double weight; /**< > 0. */
    bool agrees;   /**< Written: it is one of those that moved alike. */
};

/** Lengths, px. */
struct bv_agreement {
    double tolerance_px; /**< That a place may be off the others ... */
    double turn;     /**< ... and so much more a px from them: tissue turns and
                          stretches. */
    double stiff_px; /**< Places nearer to one another than this say little
                          about turn and stretch: these stay small. */
};

/**
 * Find the most that moved alike, and the map that they make: a shift, a turn
 * and one stretch for both directions, by weighted least squares.
 *
 * @param[out] map  Written where the result is not 0.
 * @return How many.
 */
int bv_agreement_find(const struct bv_agreement *how, struct bv_pairing *pairs,
                      int count, struct bv_px_map *map);

BV_END_DECLS

#endif
