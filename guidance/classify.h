/**
 * @file
 * How sure it is that a line is a needle, from cues: one number, 0 to 1.
 *
 * The weights are set by hand on a few real clips and stills; they rise and
 * fall with the truth, but they are not calibrated probabilities yet.
 */
#ifndef BV_GUIDANCE_CLASSIFY_H
#define BV_GUIDANCE_CLASSIFY_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/candidates.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

/** What one picture says about a line, whatever its past. */
struct bv_cues {
    double length_part; /**< Of the picture's longer side. */
    double mean;        /**< Evidence on it. */
    double filled;      /**< Part of it with evidence. */
    double angle_deg;
    double bend;     /**< As of bv_profile_bend(), work px. */
    double gap_part; /**< Unseen shaft before it, of the longer side. */
    double crowd;    /**< Evidence of other lines going its way, against
                          its own; fascicles come in crowds. */
};

/** Measure the cues of one candidate among all of its frame. */
void bv_cues_measure(const struct bv_evidence *evidence,
                     const struct bv_candidate *all, int count, int which,
                     struct bv_cues *cues);

/** Confidence for a line in a picture by itself, without a past. */
double bv_classify_still(const struct bv_cues *cues);

/**
 * Confidence for a line that slid along itself.
 *
 * @param slid_part  The largest slide, in parts of the picture's side.
 */
double bv_classify_track(const struct bv_cues *cues, double slid_part);

BV_END_DECLS

#endif
