/**
 * @file
 * How each figure is made. Private to figures*.c.
 */
#ifndef BV_GUIDANCE_REVIEW_FIGURES_RECIPE_H
#define BV_GUIDANCE_REVIEW_FIGURES_RECIPE_H

#include "core/decls.h"
#include "guidance/review/figures.h"

BV_BEGIN_DECLS

enum bv_statistic {
    BV_STATISTIC_FRAMES,      /**< A percentile of frame(). */
    BV_STATISTIC_SHARE,       /**< The mean of frame(): 0 or 1. */
    BV_STATISTIC_WAITS,       /**< A percentile of the clips' waits. */
    BV_STATISTIC_RATIO,       /**< Sum of tops by sum of bottoms. */
    BV_STATISTIC_ROOT,        /**< The square root of it. */
    BV_STATISTIC_CALIBRATION, /**< Expected calibration error. */
};

struct bv_recipe {
    struct bv_figure figure;
    enum bv_statistic statistic;
    double percentile; /**< 0 to 1. */
    bool reported;     /**< Misses are left out, and told as coverage. */
    bool again;        /**< Waits: those after a loss. */
    /** NAN: the frame does not count. INFINITY: a miss. */
    double (*frame)(const struct bv_frame_score *frame);
    void (*clip)(const struct bv_clip_score *clip, double *top, double *bottom);
};

/** @param index  0 to bv_figure_count() - 1. */
const struct bv_recipe *bv_recipe_at(size_t index);

/** Whether the stratum has the clip, and the frame (of such a clip). */
bool bv_stratum_has_clip(const struct bv_stratum *stratum,
                         const struct bv_clip_score *clip);
bool bv_stratum_has_frame(const struct bv_stratum *stratum,
                          const struct bv_frame_score *frame);

/** Whether the stratum can hold whole clips. */
bool bv_stratum_is_of_clips(const struct bv_stratum *stratum);

/** The reliability bin of a frame, or -1 where nothing is claimed. */
int bv_reliability_bin(const struct bv_frame_score *frame);

BV_END_DECLS

#endif
