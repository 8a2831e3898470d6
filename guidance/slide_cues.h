/**
 * @file
 * What the slide of a followed line was like, from an older look to the newest
 * frame: the numbers from which classify.h says how likely it was a needle's.
 */
#ifndef BV_GUIDANCE_SLIDE_CUES_H
#define BV_GUIDANCE_SLIDE_CUES_H

#include "core/decls.h"

BV_BEGIN_DECLS

/** What one slide was like. Parts are of the picture's longer side. */
struct bv_slide_cues {
    double slide_part; /**< How far the deep end went; negative: back. */
    double gap_part;   /**< As of bv_entry_gap(), the larger one. */
    double bend_px;    /**< As of bv_profile_bend(), now. */
    double turn_deg;   /**< From one to the other. */
    double travel;     /**< How far the tissue went, of the slide. */
    double before;     /**< Evidence where the end passed, per px, without
                            the needle. */
    double leap;       /**< Farthest that the end went in a frame beyond a
                            steady motion, of the slide. */
    double rough;      /**< rms of the end about a steady motion, of the
                            slide. */
    double beside_px;  /**< Motion sideways, against the tissue. */
    double alike;      /**< Correlation of the evidence on the shared part:
                            a shaft takes its speckle with it. */
    double end_step;   /**< Evidence lost across the deeper end, per px. */
    double family;     /**< As of bv_cues_family(). */
    double rank;       /**< As of bv_cues_rank(). */
    double stands_out; /**< As of bv_cues_stands_out(). */
    double network;    /**< Log odds of the network along it; NAN none. */
    double angle_deg;  /**< Below the horizontal, now. */
};

BV_END_DECLS

#endif
