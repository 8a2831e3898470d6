/**
 * @file
 * Whether a followed line slides along its own axis through the tissue, which
 * is what tells a needle from fascia: its deep end goes on, in the tissue's
 * coordinates, while the rest of it stays where it is, keeps its angle, and
 * moves neither sideways nor with the tissue.
 *
 * The newest frame is held against each older look that the track keeps; what
 * is measured between the two are the slide's cues, and classify.h says from
 * them how likely it was a needle's.
 */
#ifndef BV_GUIDANCE_SLIDE_H
#define BV_GUIDANCE_SLIDE_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/evidence.h"
#include "guidance/track.h"

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

/**
 * Look at the newest frame of a track that was seen in it, and update its
 * slide_px, its proof and its run of proofs.
 *
 * @param side_px  Longer side of the picture, work px: lengths are parts of it.
 */
void bv_slide_look(struct bv_track *track, double time_s, double side_px,
                   const struct bv_evidence *evidence);

/** Proofs in at least 3 frames, over at least 100 ms. */
bool bv_slide_confirms(const struct bv_track *track);

BV_END_DECLS

#endif
