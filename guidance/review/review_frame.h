/**
 * @file
 * What a review keeps of a frame: small, so that an hour of them is. Plain
 * values, copied freely.
 */
#ifndef BV_GUIDANCE_REVIEW_REVIEW_FRAME_H
#define BV_GUIDANCE_REVIEW_REVIEW_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/fluid.h"
#include "core/geometry.h"
#include "core/landmark.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** What is marked at a time, with the target that was clicked. */
#define BV_REVIEW_MARKS_MOST (BV_LANDMARKS_MOST + 1)

/** One of the marks in a frame: whether its tissue is followed. */
struct bv_review_mark {
    int id;        /**< The mark's; 0: the target that was clicked. */
    uint8_t role;  /**< An enum bv_landmark_role. */
    uint8_t kind;  /**< An enum bv_landmark_kind. */
    uint8_t state; /**< An enum bv_landmark_state. */
};

/** One frame, as bevel saw it. What is not known is absent, or NAN. */
struct bv_review_frame {
    uint32_t number; /**< In the recording, from 0. */
    int64_t time_ns;
    bool repeat; /**< The same pixels as the frame before. */
    enum bv_needle_state state;
    double confidence; /**< That what is drawn is the needle, 0 to 1; NAN. */
    bool has_shaft;    /**< As in the advice. */
    struct bv_px_segment shaft_px;
    bool has_tip;
    struct bv_px tip_px;
    double tip_sd_px;
    struct bv_shaft_end end; /**< As in the advice. */
    double mm_per_px;        /**< 0 unknown. */
    struct bv_tissue_motion tissue;
    bool has_face; /**< Where the scan lies is known. */
    struct bv_px face_px;
    struct bv_px_box box;
    bool has_target;        /**< One is marked, and followed. */
    bool carries_target;    /**< The only one that is marked is lost, but its
                                 tissue could be followed. */
    struct bv_px target_px; /**< Where one of these puts it. */
    double distance_mm;     /**< Of the seen tip to it; NAN. */
    int mark_count;         /**< What is marked, that target too. */
    struct bv_review_mark mark[BV_REVIEW_MARKS_MOST];
    enum bv_alarm alarm; /**< The worst of what is to be avoided ... */
    int alarm_id;        /**< ... and whose, 0: nobody's. */
    enum bv_syringe syringe;
    enum bv_spread_state spread;
};

/** Of what was advised. */
struct bv_review_frame bv_review_frame_make(const struct bv_advice *advice);

/** What of the advice is left in it: for the marks. */
struct bv_advice bv_review_frame_advice(const struct bv_review_frame *frame);

/** Whether a target is marked in it, followed or not. */
bool bv_review_frame_is_marked(const struct bv_review_frame *frame);

/** How deep the tip lies below the transducer's face, mm; NAN: not known. */
double bv_review_frame_depth_mm(const struct bv_review_frame *frame);

/** What truly was in one frame of a simulated clip. */
struct bv_review_truth {
    int64_t time_ns;
    double mm_per_px; /**< 0 unknown: nothing else is. */
    bool needle;      /**< It lies in the picture's plane, seen or not. */
    struct bv_px_segment whole_px; /**< Where it enters the skin, to its tip. */
    bool tip_visible;
    double turned_deg; /**< Of all tissue in the picture, by the probe's rock;
                            NAN: not known. */
    bool has_target;
    struct bv_px target_px;
};

/** Of a frame's truth. */
struct bv_review_truth bv_review_truth_make(const struct bv_truth_frame *truth,
                                            int64_t time_ns);

BV_END_DECLS

#endif
