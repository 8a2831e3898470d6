/**
 * @file
 * What one picture says about one line, whatever its past: numbers by which
 * a needle and a line of the tissue's own differ.
 */
#ifndef BV_GUIDANCE_CUES_H
#define BV_GUIDANCE_CUES_H

#include "core/decls.h"
#include "guidance/candidates.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

/** Lengths are parts of the picture's longer side, so that a picture and its
 *  enlarged copy have the same cues. */
struct bv_cues {
    double length_part;
    double mean;      /**< Evidence on it. */
    double angle_deg; /**< Below the horizontal. */
    double bend;      /**< As of bv_profile_bend(), work px. */
    double gap_part;  /**< Unseen shaft before it. */
    double crowd;     /**< Evidence of other lines going its way, against
                           its own; fascicles come in crowds. */
    double rival;     /**< The strongest other line's evidence against its. */
    double outside_part; /**< How far outside the face's end the line meets
                              the skin, of the picture's width; negative
                              inside. */
    double beyond_part;  /**< From its deep end on to the picture's border:
                              fascia goes all the way. */
    double aligned;      /**< Of the evidence elsewhere, the part that goes
                              its way: -1 all across, 1 all along. */
    double copies;       /**< Evidence on the strongest parallel line below
                              it, of its own: reverberation. */
    double family;       /**< The same above it: fascicles. */
    double raised;       /**< Brightness above its sides', in standard
                              deviations of the picture's. */
    double rank;         /**< Part of the picture darker than its middle
                              brightness, 0 to 1. */
    double network;      /**< Log odds of the network along it; NAN none.
                              Not measured here. */
    double shade;        /**< Brightness above it less below it, in standard
                              deviations of the picture's. */
};

/** Measure the cues of one candidate among all of its frame. */
void bv_cues_measure(const struct bv_evidence *evidence,
                     const struct bv_candidate *all, int count, int which,
                     struct bv_cues *cues);

/** Evidence on the strongest parallel line above a piece, of its own: fascicles
 *  and fascia come in families. */
double bv_cues_family(const struct bv_evidence *evidence,
                      const struct bv_px_segment *piece);

/**
 * How far a piece stands out of the lines parallel to it on both sides:
 * evidence on it above their median, in units of how far the weakest sixth of
 * them lies below that. Whatever line is shifted to where speckle is brightest
 * reaches 2; needles reach 3 and more.
 */
double bv_cues_stands_out(const struct bv_evidence *evidence,
                          const struct bv_px_segment *piece);

/** Part of the picture darker than the piece's middle brightness, 0 to 1. */
double bv_cues_rank(const struct bv_evidence *evidence,
                    const struct bv_px_segment *piece);

BV_END_DECLS

#endif
