/**
 * @file
 * What a spot of one frame is like: the cues that tell where a needle crosses
 * the plane from bright tissue. Pure: positions in work px, angles to the beam
 * at the spot, evidence in its own units.
 */
#ifndef BV_GUIDANCE_CROSSING_CUES_H
#define BV_GUIDANCE_CROSSING_CUES_H

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"
#include "guidance/network.h"

BV_BEGIN_DECLS

/** What a spot is like. All doubles: means are taken of all alike. */
struct bv_crossing_cues {
    double strength; /**< Evidence of a line along the beam, per px. */
    double novelty;  /**< Of that, beyond what the tissue had before. */
    double streak;   /**< Grey levels of a streak along the beam, beyond what
                          the tissue had before. */
    double bright;   /**< Grey levels above its sides. */
    double level;    /**< Its grey level. */
    double lean;     /**< Evidence that it leans to one side. */
    double line;     /**< The most evidence on a straight line from it that is
                          not along the beam, per px. */
    double crowd;    /**< How many other new spots there are. */
};

/** Measures bright, level, lean and line; leaves the others alone. */
void bv_crossing_cues_measure(const struct bv_evidence *evidence,
                              struct bv_px spot, struct bv_crossing_cues *cues);

/**
 * The most that the network says of a shaft that comes from above and ends at
 * a spot, well off the beam: mean log odds along it.
 */
double bv_crossing_shaft_odds(const struct bv_evidence *evidence,
                              const struct bv_network_maps *maps,
                              struct bv_px spot);

/** The grey level that a fifth of the picture reaches. */
double bv_crossing_bright_level(const struct bv_evidence *evidence);

/** Moves a mean by so much of the way to new cues. */
void bv_crossing_cues_mix(struct bv_crossing_cues *mean,
                          const struct bv_crossing_cues *cues, double part);

/** Log odds that it is a needle. */
double bv_crossing_cues_proof(const struct bv_crossing_cues *cues);

/**
 * The middle of a spot's echo along the beam, weighted by amplitude: a streak
 * is strongest in the plane.
 */
struct bv_px bv_crossing_middle(const struct bv_evidence *evidence,
                                struct bv_px spot);

BV_END_DECLS

#endif
