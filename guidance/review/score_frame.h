/**
 * @file
 * The part of a score that needs one frame alone. Private to score.c.
 */
#ifndef BV_GUIDANCE_REVIEW_SCORE_FRAME_H
#define BV_GUIDANCE_REVIEW_SCORE_FRAME_H

#include "core/advice.h"
#include "core/decls.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** Lengths in px of one frame, and whether they came from a scale. */
struct bv_score_scale {
    double mm_per_px; /**< 0 unknown. */
    double three_mm_px, two_mm_px, eight_mm_px;
};

/** The scale that holds for a frame: truth's, the advice's, the clip's. */
struct bv_score_scale bv_score_scale_of(const struct bv_clip_about *about,
                                        const struct bv_truth_frame *truth,
                                        const struct bv_advice *advice);

/** Whether the advice claims a needle. */
bool bv_score_claims(const struct bv_clip_about *about,
                     const struct bv_advice *advice);

/**
 * Score one frame; lag_frames stays NAN.
 *
 * @param truth  NULL where it is not labelled.
 */
struct bv_frame_score bv_score_frame(const struct bv_clip_about *about,
                                     const struct bv_truth_frame *truth,
                                     const struct bv_advice *advice);

BV_END_DECLS

#endif
