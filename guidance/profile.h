/**
 * @file
 * Evidence along one line, and the piece of it that is a line.
 */
#ifndef BV_GUIDANCE_PROFILE_H
#define BV_GUIDANCE_PROFILE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

#define BV_PROFILE_MAX 1200
/** Evidence along a line that a piece must have on average to go on: speckle
 *  has 0, a faint needle 1. */
#define BV_PROFILE_SPECKLE 0.65F
/** One bright spot must not make a line, nor a dark one end it: more than
 *  this, either way, counts as this. */
#define BV_PROFILE_MOST 2.5F

/** Evidence along the line of a piece, a sample a work px. */
struct bv_profile {
    double start; /**< Where the first sample lies: px after the piece's
                       `from`, negative before it. */
    int count;
    float drop; /**< As of bv_profile_drop(). */
    float along[BV_PROFILE_MAX];
};

/**
 * A piece ends where its sum has fallen by so much: behind a longer gap (6 % of
 * the picture of speckle) lies something else, not the rest of it.
 */
float bv_profile_drop(const struct bv_evidence *evidence);

/** Evidence, held between -BV_PROFILE_MOST and BV_PROFILE_MOST. */
float bv_profile_clipped(float along);

/**
 * Take the evidence along a piece and beyond its ends.
 *
 * @param before_px,after_px  How far beyond; cut at the picture's borders.
 */
void bv_profile_take(const struct bv_evidence *evidence,
                     const struct bv_px_segment *piece, double before_px,
                     double after_px, struct bv_profile *profile);

/** Evidence above speckle along a piece, summed, in evidence x px; one bright
 *  spot counts at most as a line. 0 outside the picture. */
double bv_profile_sum(const struct bv_evidence *evidence,
                      const struct bv_px_segment *piece);

/** A piece of a profile, px after the `from` that it was taken with. */
struct bv_profile_piece {
    double start, end;
    double mean, filled, score;
};

/**
 * The piece with the most evidence above speckle; gaps cost what they are
 * long, and none is longer than bv_profile_drop() allows.
 *
 * @return Whether there is any.
 */
bool bv_profile_best_piece(const struct bv_profile *profile,
                           struct bv_profile_piece *piece);

/**
 * How far the evidence bends off a piece: rms, work px, of where the ridge
 * lies in each part of it, after the best straight line. Fascia bends, and
 * chains of fascicles step; a shaft does not.
 */
double bv_profile_bend(const struct bv_evidence *evidence,
                       const struct bv_px_segment *piece);

BV_END_DECLS

#endif
