/**
 * @file
 * Scores advice against truth, frame by frame: one clip at a time.
 *
 * Every labelled frame is counted, a doubled one too. What is claimed is what
 * is drawn (bv_needle_state_is_drawn()); of a still, a candidate with a
 * confidence of 0.5 or more. Definitions, which docs/evaluation.md repeats for
 * people:
 *
 * - **mm** are px of the picture times its scale, so they lie in the plane.
 *   Without a scale there are no figures in mm, and the two limits below are
 *   fractions of the picture's width: 3 mm is 2 %, 8 mm is 5 %.
 * - **visible needle**: at least 8 mm of the shaft are visible.
 * - **right**: the claimed shaft turns at most 3 degrees from the true one,
 *   both its ends lie within 3 mm of the true line, and it covers at least
 *   half of the visible shaft. A claim without a shaft is right where its tip
 *   (or crossing) lies within 3 mm (2 mm) of the true one.
 * - **poorly visible**: the tip is visible, but less than 8 mm of the shaft,
 *   or less than half of the needle in the picture.
 * - **tip error**: distance of a *seen* tip from the true one. A predicted tip
 *   is a miss here and is counted apart.
 * - **trajectory 30 mm ahead**: distance of the claimed shaft's line, extended,
 *   from the point 30 mm beyond the true tip (where the tip is not known: the
 *   visible shaft's deep end) on the true line.
 * - **within 2 mm**: both ends of the claimed shaft (without one, the claimed
 *   tip or crossing) lie within 2 mm of the true line (tip, crossing); on a
 *   needle-free frame never.
 * - **needle-free**: truth says that there is no needle. Such a frame has no
 *   error, and never counts as one of zero.
 * - **insertion**: from the first frame with a needle to the last before one
 *   without. Waiting starts when the needle becomes visible; where it is
 *   there from the clip's first frame, when its tip has moved by 1 mm. Ends
 *   that come within 1.5 s of waiting are `cut_short`, later ones are misses.
 * - **still needle**: for at least 1 s the tip stays within 0.5 mm of where
 *   it was. Jitter is the claimed tip less the true one, about its mean in
 *   that time. `kept` looks at needles that stay within 3 mm for 10 s.
 *
 * Figures in seconds need truth on every frame (`dense`): others have none.
 *
 * One thread at a time. Pure: core only.
 */
#ifndef BV_GUIDANCE_REVIEW_SCORE_H
#define BV_GUIDANCE_REVIEW_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Whether truth knows that the tip can be seen. */
enum bv_truth_tip { BV_TIP_UNKNOWN, BV_TIP_VISIBLE, BV_TIP_HIDDEN };

/** What is truly in one frame. */
struct bv_truth_frame {
    uint32_t frame; /**< Its number in the clip, from 0. */
    bool needle;    /**< False: there is none, and nothing else holds. */
    bool has_shaft; /**< The visible shaft, skin side first. */
    struct bv_px_segment shaft_px;
    bool has_whole; /**< Entry to tip, visible or not. */
    struct bv_px_segment whole_px;
    bool has_tip; /**< Where the tip is, visible or not. */
    struct bv_px tip_px;
    enum bv_truth_tip tip;
    double tip_uncertainty_px; /**< How far a drawn label may be off. */
    double visible_mm;         /**< Length of shaft that is visible, or NAN. */
    double out_of_plane_mm;    /**< Of the tip, or NAN. */
    bool has_crossing;         /**< Where it crosses the plane. */
    struct bv_px crossing_px;
    double turned_deg; /**< Of all tissue by the probe's rock, or NAN. */
    double mm_per_px;  /**< 0 where unknown. */
    bool has_target;   /**< The target's tissue is in the picture. */
    struct bv_px target_px;
};

enum bv_score_probe {
    BV_SCORE_PROBE_UNKNOWN,
    BV_SCORE_PROBE_LINEAR,
    BV_SCORE_PROBE_CURVED,
};

/** How much of the needle can be seen; for strata. */
enum bv_score_visibility {
    BV_SCORE_VISIBILITY_NONE, /**< No needle, or under 8 mm. */
    BV_SCORE_VISIBILITY_POOR, /**< Under half of it. */
    BV_SCORE_VISIBILITY_FAIR, /**< Under 3/4 of it. */
    BV_SCORE_VISIBILITY_GOOD,
};

/** What a frame was; bits of bv_frame_score.flags. */
enum bv_score_flag {
    BV_SCORE_LABELLED = 1 << 0, /**< There is truth for it. */
    BV_SCORE_NEEDLE = 1 << 1,   /**< A needle is there. */
    BV_SCORE_VISIBLE = 1 << 2,  /**< At least 8 mm of it visible. */
    BV_SCORE_TIP_VISIBLE = 1 << 3,
    BV_SCORE_TIP_HIDDEN = 1 << 4, /**< Known not to be visible. */
    BV_SCORE_TIP_POOR = 1 << 5,   /**< Tip visible, needle poorly. */
    BV_SCORE_CLAIMED = 1 << 6,
    BV_SCORE_RIGHT = 1 << 7,    /**< Claimed, and right. */
    BV_SCORE_TIP_SEEN = 1 << 8, /**< Claimed in state tip_seen. */
    BV_SCORE_TIP_PREDICTED = 1 << 9,
    BV_SCORE_WITHIN_2_MM = 1 << 10,
    BV_SCORE_REPEAT = 1 << 11,     /**< The same pixels again. */
    BV_SCORE_CROSSING = 1 << 12,   /**< Truth has a crossing. */
    BV_SCORE_IN_ELLIPSE = 1 << 13, /**< True tip inside the claimed 90 %. */
    BV_SCORE_STILL = 1 << 14,      /**< A picture without a time. */
    BV_SCORE_ON_NEEDLE = 1 << 15,  /**< Claimed, and right, or only short. */
};

/**
 * The score of one frame. Errors: NAN where there is nothing to measure,
 * INFINITY for a miss.
 */
struct bv_frame_score {
    uint32_t frame;
    uint32_t flags;
    float tip_mm;       /**< Tip visible: error of a seen tip. */
    float predicted_mm; /**< Error of a predicted tip; no misses. */
    float turn_deg;     /**< Visible needle: shaft angle error. */
    float ahead_mm;     /**< Visible needle: 30 mm ahead. */
    float crossing_mm;  /**< Truth has a crossing: error of the claimed. */
    float lag_frames;   /**< Tip moving at 5 mm/s or faster: how far the
                             claimed one is behind; no misses. */
    float confidence;   /**< Of what was claimed. */
    float angle_deg;    /**< True angle below the horizontal, or NAN. */
    float depth_mm;     /**< True depth of the tip, or NAN. */
    float process_ms;
    uint8_t visibility; /**< enum bv_score_visibility. */
};

/** One wait for a right claim. */
struct bv_wait_score {
    float waited_s; /**< INFINITY: it never came. */
    bool again;     /**< After at least 1 s in which under 8 mm were visible;
                         otherwise the first of an insertion. */
};

/** What is known of a clip before its first frame. */
struct bv_clip_about {
    bool simulated;
    enum bv_score_probe probe;
    bool still; /**< Pictures without a time. */
    int width_px;
    double mm_per_px; /**< Where neither truth nor advice says; 0 unknown. */
};

/** A clip's score. Read-only for callers; valid after bv_clip_score_end(). */
struct bv_clip_score {
    struct bv_clip_about about;
    bool dense;  /**< Truth on every frame. */
    bool scaled; /**< Every frame with a needle had a scale. */
    size_t frame_count, frame_room;
    struct bv_frame_score *frames;
    size_t labelled_count, repeat_count;
    size_t wait_count, wait_room;
    struct bv_wait_score *waits;
    size_t insertion_count;
    size_t cut_short_count; /**< Waits that ended too early to judge. */

    double free_s;            /**< Needle-free time. */
    size_t alarm_count;       /**< Claims that began in it. */
    size_t free_frame_count;  /**< Needle-free, not a still. */
    size_t alarm_frame_count; /**< Of these, claimed. */
    size_t free_still_count;  /**< Needle-free stills. */
    size_t alarm_still_count;

    double jitter_mm2; /**< Sum of squares over jitter_count. */
    size_t jitter_count;
    size_t still_count; /**< Frames of a needle kept still ... */
    size_t kept_count;  /**< ... on which it was claimed rightly. */

    struct bv_clip_watch *watch; /**< Private. */
};

/** @return NULL: no memory. */
struct bv_clip_score *bv_clip_score_new(const struct bv_clip_about *about);

/** NULL is ignored. */
void bv_clip_score_free(struct bv_clip_score *score);

/** Say which probe it was, where that became known only from the picture. */
void bv_clip_score_set_probe(struct bv_clip_score *score,
                             enum bv_score_probe probe);

/**
 * Score the next frame, in order of time.
 *
 * @param truth  Borrowed; NULL where the frame is not labelled.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_clip_score_add(struct bv_clip_score *score,
                      const struct bv_truth_frame *truth,
                      const struct bv_advice *advice,
                      double process_ms) BV_MUST_USE;

/**
 * No more frames: close what is open.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_clip_score_end(struct bv_clip_score *score) BV_MUST_USE;

/**
 * How bad a frame is, for picking the worst: 0 good; up to 1 errors of a
 * right claim; 1 to 2 a visible needle missed, or a right claim with a tip
 * that is not visible; 2 to 3 a wrong claim; 3 to 4 a claim on a needle-free
 * frame.
 */
double bv_frame_score_badness(const struct bv_frame_score *frame);

BV_END_DECLS

#endif
