/**
 * @file
 * What the guide weighed in its newest frame and why it said what it said: for
 * a person who asks. Whoever asks gives one to the guide (guide.h), which
 * writes it in each step; what decided is written down where it was decided.
 *
 * Everything that is pointed at is borrowed, and valid until the next step. Of
 * a frame that repeats the one before nothing new is weighed: the account is
 * that of the one before.
 */
#ifndef BV_GUIDANCE_ACCOUNT_H
#define BV_GUIDANCE_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/candidates.h"
#include "guidance/crossing.h"
#include "guidance/cues.h"
#include "guidance/evidence.h"
#include "guidance/network.h"
#include "guidance/tracks.h"
#include "guidance/verdict.h"

BV_BEGIN_DECLS

/** A line of a frame by itself, and what was made of it. */
struct bv_weighed {
    struct bv_px_segment shaft_px; /**< Px of the frame. */
    bool broad;                    /**< Found among broad lines. */
    struct bv_cues cues;
    double confidence;
};

#define BV_WEIGHED_MAX (2 * BV_CANDIDATES_MAX)

/** The account of one frame. */
struct bv_account {
    bool forgot;         /**< It follows on no frame before, as far as is known:
                              what was followed is forgotten. */
    const uint8_t *mask; /**< As of bv_scan_finder_step(). */

    struct bv_evidence evidence;
    bool has_broad; /**< Stills alone. */
    struct bv_evidence broad;
    const struct bv_network_maps *maps; /**< NULL: there is no network. */
    double maps_s;                      /**< When it was asked. */

    struct bv_sifting sifting; /**< Pieces that became no candidate. */
    const struct bv_candidate *candidates;
    int candidate_count;
    struct bv_verdict untaken[BV_CANDIDATES_MAX]; /**< Clips: why each is not
                                                       followed from here. */

    const struct bv_tracks *tracks; /**< NULL: a still. */
    int needle;                     /**< The track that is shown, or -1. */

    int weighed_count; /**< In a clip the strongest line alone. */
    struct bv_weighed weighed[BV_WEIGHED_MAX];

    const struct bv_crossing_track *crossed; /**< NULL: none in this frame. */

    bool has_needle;            /**< A track is on a needle in this frame: */
    struct bv_cues needle_cues; /**< what its confidence is made of, */
    struct bv_verdict no_tip;   /**< and why its end is no tip, if it is not. */
    bool stale;                 /**< Not said, for the picture had stopped. */
};

BV_END_DECLS

#endif
