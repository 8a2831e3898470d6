#include "guidance/review/score_frame.h"

#include <math.h>

static const double right_turn_deg = 3, still_confidence = 0.5;
static const double ahead_reach_mm = 30;
static const double interval_90_sd = 1.645; /* both sides of a Gaussian */

/* Without a scale 3 mm are 2 % of the width, and so on in proportion where
 * the checks on real frames say it; 8 mm would be 5.3 %. */
static const double three_mm_share = 0.02, two_mm_share = 0.02 * 2 / 3;
static const double eight_mm_share = 0.05;

struct bv_score_scale bv_score_scale_of(const struct bv_clip_about *about,
                                        const struct bv_truth_frame *truth,
                                        const struct bv_advice *advice)
{
    double scale = truth && truth->mm_per_px > 0 ? truth->mm_per_px
                   : advice->mm_per_px > 0       ? advice->mm_per_px
                                                 : about->mm_per_px;

    if (scale > 0)
        return (struct bv_score_scale){scale, 3 / scale, 2 / scale, 8 / scale};
    return (struct bv_score_scale){0, three_mm_share * about->width_px,
                                   two_mm_share * about->width_px,
                                   eight_mm_share * about->width_px};
}

bool bv_score_claims(const struct bv_clip_about *about,
                     const struct bv_advice *advice)
{
    return bv_needle_state_is_drawn(advice->state) ||
           (about->still && advice->state == BV_NEEDLE_CANDIDATE &&
            advice->confidence >= still_confidence);
}

/* How far the worse end of @p shaft lies from the line of @p truth. */
static double worse_end_px(const struct bv_px_segment *truth,
                           const struct bv_px_segment *shaft)
{
    double from, to;

    bv_px_segment_project(truth, shaft->from, NULL, &from);
    bv_px_segment_project(truth, shaft->to, NULL, &to);
    return fmax(fabs(from), fabs(to));
}

/* How much of @p truth lies beside @p shaft, px. */
static double overlap_px(const struct bv_px_segment *truth,
                         const struct bv_px_segment *shaft)
{
    double from, to;

    bv_px_segment_project(truth, shaft->from, &from, NULL);
    bv_px_segment_project(truth, shaft->to, &to, NULL);
    return fmin(fmax(from, to), bv_px_segment_length(truth)) -
           fmax(fmin(from, to), 0);
}

static bool line_is_right(const struct bv_truth_frame *truth,
                          const struct bv_advice *advice,
                          const struct bv_score_scale *scale)
{
    const struct bv_px_segment *true_px = &truth->shaft_px;

    return truth->has_shaft &&
           bv_px_segment_turn_deg(true_px, &advice->shaft_px) <=
               right_turn_deg &&
           worse_end_px(true_px, &advice->shaft_px) <= scale->three_mm_px;
}

static bool shaft_is_on_needle(const struct bv_truth_frame *truth,
                               const struct bv_advice *advice,
                               const struct bv_score_scale *scale)
{
    return line_is_right(truth, advice, scale) &&
           overlap_px(&truth->shaft_px, &advice->shaft_px) >=
               0.5 * bv_px_segment_length(&advice->shaft_px);
}

static bool shaft_is_right(const struct bv_truth_frame *truth,
                           const struct bv_advice *advice,
                           const struct bv_score_scale *scale)
{
    return line_is_right(truth, advice, scale) &&
           overlap_px(&truth->shaft_px, &advice->shaft_px) >=
               0.5 * bv_px_segment_length(&truth->shaft_px);
}

static bool claim_is_right(const struct bv_truth_frame *truth,
                           const struct bv_advice *advice,
                           const struct bv_score_scale *scale)
{
    if (advice->has_crossing)
        return truth->has_crossing &&
               bv_px_distance(truth->crossing_px, advice->crossing_px) <=
                   scale->two_mm_px;
    if (advice->has_shaft)
        return shaft_is_right(truth, advice, scale);
    return advice->has_tip && truth->has_tip &&
           bv_px_distance(truth->tip_px, advice->tip_px) <= scale->three_mm_px;
}

static bool claim_is_within_2_mm(const struct bv_truth_frame *truth,
                                 const struct bv_advice *advice,
                                 const struct bv_score_scale *scale)
{
    if (advice->has_crossing || !advice->has_shaft) {
        bool has = advice->has_crossing ? truth->has_crossing
                                        : advice->has_tip && truth->has_tip;
        struct bv_px truly =
            advice->has_crossing ? truth->crossing_px : truth->tip_px;
        struct bv_px claimed =
            advice->has_crossing ? advice->crossing_px : advice->tip_px;

        return has && bv_px_distance(truly, claimed) <= scale->two_mm_px;
    }
    return truth->has_shaft &&
           worse_end_px(&truth->shaft_px, &advice->shaft_px) <=
               scale->two_mm_px;
}

static bool is_visible(const struct bv_truth_frame *truth,
                       const struct bv_score_scale *scale)
{
    if (isfinite(truth->visible_mm))
        return truth->visible_mm >= 8;
    return truth->has_shaft &&
           bv_px_segment_length(&truth->shaft_px) >= scale->eight_mm_px;
}

/* Share of the needle in the picture that is visible; NAN where that is not
 * known. */
static double visible_share(const struct bv_truth_frame *truth,
                            const struct bv_score_scale *scale)
{
    double whole_px, visible_px;

    if (!truth->has_shaft)
        return NAN;
    visible_px = bv_px_segment_length(&truth->shaft_px);
    whole_px = visible_px;
    if (truth->has_whole)
        whole_px = fmax(whole_px, bv_px_segment_length(&truth->whole_px));
    else if (truth->has_tip)
        whole_px =
            fmax(whole_px, bv_px_distance(truth->shaft_px.from, truth->tip_px));
    if (isfinite(truth->visible_mm) && scale->mm_per_px > 0)
        visible_px = truth->visible_mm / scale->mm_per_px;
    return whole_px > 0 ? fmin(1, visible_px / whole_px) : NAN;
}

static enum bv_score_visibility
visibility_of(const struct bv_truth_frame *truth,
              const struct bv_score_scale *scale)
{
    double share = visible_share(truth, scale);

    if (!is_visible(truth, scale))
        return BV_SCORE_VISIBILITY_NONE;
    if (isnan(share) || share >= 0.75)
        return BV_SCORE_VISIBILITY_GOOD;
    return share >= 0.5 ? BV_SCORE_VISIBILITY_FAIR : BV_SCORE_VISIBILITY_POOR;
}

/* What truth alone says of the frame. */
static void describe(struct bv_frame_score *score,
                     const struct bv_truth_frame *truth,
                     const struct bv_advice *advice,
                     const struct bv_score_scale *scale)
{
    struct bv_px deep_px = truth->has_tip ? truth->tip_px : truth->shaft_px.to;

    score->flags |= BV_SCORE_NEEDLE;
    score->visibility = (uint8_t)visibility_of(truth, scale);
    if (score->visibility != BV_SCORE_VISIBILITY_NONE)
        score->flags |= BV_SCORE_VISIBLE;
    if (truth->has_tip && truth->tip == BV_TIP_VISIBLE) {
        score->flags |= BV_SCORE_TIP_VISIBLE;
        if (score->visibility < BV_SCORE_VISIBILITY_FAIR)
            score->flags |= BV_SCORE_TIP_POOR;
    }
    if (truth->tip == BV_TIP_HIDDEN)
        score->flags |= BV_SCORE_TIP_HIDDEN;
    if (truth->has_crossing)
        score->flags |= BV_SCORE_CROSSING;
    if (truth->has_shaft)
        score->angle_deg = (float)bv_px_segment_angle_deg(&truth->shaft_px);
    if (scale->mm_per_px > 0 && (truth->has_tip || truth->has_shaft) &&
        advice->scan_area.shape != BV_SCAN_UNKNOWN)
        score->depth_mm =
            (float)(bv_scan_area_depth_px(&advice->scan_area, deep_px) *
                    scale->mm_per_px);
}

static void score_tip(struct bv_frame_score *score,
                      const struct bv_truth_frame *truth,
                      const struct bv_advice *advice, double mm_per_px)
{
    bool seen = advice->state == BV_NEEDLE_TIP_SEEN && advice->has_tip;
    bool predicted =
        advice->state == BV_NEEDLE_TIP_PREDICTED && advice->has_tip;
    double error_px, along_px;

    if (seen)
        score->flags |= BV_SCORE_TIP_SEEN;
    if (predicted)
        score->flags |= BV_SCORE_TIP_PREDICTED;
    if (mm_per_px <= 0 || !truth->has_tip)
        return;
    if (score->flags & BV_SCORE_TIP_VISIBLE)
        score->tip_mm = INFINITY;
    if (!seen && !predicted)
        return;
    error_px = bv_px_distance(truth->tip_px, advice->tip_px);
    if (predicted)
        score->predicted_mm = (float)(error_px * mm_per_px);
    if (seen && (score->flags & BV_SCORE_TIP_VISIBLE))
        score->tip_mm = (float)(error_px * mm_per_px);
    along_px = error_px;
    if (advice->has_shaft) {
        double tip, truly;

        bv_px_segment_project(&advice->shaft_px, advice->tip_px, &tip, NULL);
        bv_px_segment_project(&advice->shaft_px, truth->tip_px, &truly, NULL);
        along_px = fabs(tip - truly);
    }
    if (along_px <= interval_90_sd * advice->tip_sd_px)
        score->flags |= BV_SCORE_IN_ELLIPSE;
}

static void score_shaft(struct bv_frame_score *score,
                        const struct bv_truth_frame *truth,
                        const struct bv_advice *advice, double mm_per_px)
{
    const struct bv_px_segment *line = &truth->shaft_px;
    double along_px, beside_px;

    if (!(score->flags & BV_SCORE_VISIBLE) || !truth->has_shaft)
        return;
    score->turn_deg = INFINITY;
    if (mm_per_px > 0)
        score->ahead_mm = INFINITY;
    if (!(score->flags & BV_SCORE_CLAIMED) || !advice->has_shaft)
        return;
    score->turn_deg = (float)bv_px_segment_turn_deg(line, &advice->shaft_px);
    if (mm_per_px <= 0)
        return;
    along_px = bv_px_segment_length(line);
    if (truth->has_tip) /* the tip's foot on the line, and on from there */
        bv_px_segment_project(line, truth->tip_px, &along_px, NULL);
    along_px += ahead_reach_mm / mm_per_px;
    bv_px_segment_project(&advice->shaft_px, bv_px_segment_at(line, along_px),
                          NULL, &beside_px);
    score->ahead_mm = (float)(fabs(beside_px) * mm_per_px);
}

static void score_crossing(struct bv_frame_score *score,
                           const struct bv_truth_frame *truth,
                           const struct bv_advice *advice, double mm_per_px)
{
    if (!truth->has_crossing || mm_per_px <= 0)
        return;
    score->crossing_mm = INFINITY;
    if (advice->has_crossing)
        score->crossing_mm =
            (float)(bv_px_distance(truth->crossing_px, advice->crossing_px) *
                    mm_per_px);
}

struct bv_frame_score bv_score_frame(const struct bv_clip_about *about,
                                     const struct bv_truth_frame *truth,
                                     const struct bv_advice *advice)
{
    struct bv_score_scale scale = bv_score_scale_of(about, truth, advice);
    struct bv_frame_score score = {.frame = advice->sequence,
                                   .tip_mm = NAN,
                                   .predicted_mm = NAN,
                                   .turn_deg = NAN,
                                   .ahead_mm = NAN,
                                   .crossing_mm = NAN,
                                   .lag_frames = NAN,
                                   .angle_deg = NAN,
                                   .depth_mm = NAN,
                                   .confidence = (float)advice->confidence};

    if (advice->repeat)
        score.flags |= BV_SCORE_REPEAT;
    if (about->still)
        score.flags |= BV_SCORE_STILL;
    if (bv_score_claims(about, advice))
        score.flags |= BV_SCORE_CLAIMED;
    if (!truth)
        return score;
    score.flags |= BV_SCORE_LABELLED;
    if (!truth->needle)
        return score;
    describe(&score, truth, advice, &scale);
    score_tip(&score, truth, advice, scale.mm_per_px);
    score_shaft(&score, truth, advice, scale.mm_per_px);
    score_crossing(&score, truth, advice, scale.mm_per_px);
    if (score.flags & BV_SCORE_CLAIMED) {
        if (claim_is_right(truth, advice, &scale))
            score.flags |= BV_SCORE_RIGHT | BV_SCORE_ON_NEEDLE;
        if (advice->has_shaft && shaft_is_on_needle(truth, advice, &scale))
            score.flags |= BV_SCORE_ON_NEEDLE;
        if (claim_is_within_2_mm(truth, advice, &scale))
            score.flags |= BV_SCORE_WITHIN_2_MM;
    }
    return score;
}
