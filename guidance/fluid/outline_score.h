/**
 * @file
 * How likely it is that a border around a click is that of fluid or a vessel:
 * what is measured on it, and what that adds up to. Pure; any thread.
 */
#ifndef BV_GUIDANCE_FLUID_OUTLINE_SCORE_H
#define BV_GUIDANCE_FLUID_OUTLINE_SCORE_H

#include "core/decls.h"
#include "guidance/fluid/levels.h"
#include "guidance/fluid/star.h"

BV_BEGIN_DECLS

enum bv_outline_cue {
    BV_OUTLINE_EDGE,     /**< Mean step across the border, in spreads. */
    BV_OUTLINE_WEAK,     /**< The same of the weakest fifth of the rays. */
    BV_OUTLINE_CONTRAST, /**< Around less inside, of their sum. */
    BV_OUTLINE_NOISE,    /**< Deviation inside, over that difference. */
    BV_OUTLINE_SPOTS,    /**< The part inside that is brighter than halfway. */
    BV_OUTLINE_HOLES,    /**< The part around that is darker than halfway. */
    BV_OUTLINE_DARK,     /**< The part of the picture darker than inside. */
    BV_OUTLINE_RIM,      /**< Rim less core, over the difference. */
    BV_OUTLINE_ROUGH,    /**< Mean jump of the border, samples. */
    BV_OUTLINE_STRETCH,  /**< Log of longer over shorter axis. */
    BV_OUTLINE_SIZE,     /**< Log of radius over the picture's side. */
    BV_OUTLINE_CUT,      /**< The part of the rays where the picture ends. */
    BV_OUTLINE_GREY,     /**< Mean inside, over the picture's middle grey. */
    BV_OUTLINE_CUES
};

/** What a picture's greys are like, for those of a region. */
struct bv_outline_greys {
    double middle;    /**< Median. */
    double part[257]; /**< The part that is darker than each. */
    double side_px;   /**< The picture's shorter side. */
};

void bv_outline_greys_take(struct bv_outline_greys *greys,
                           const struct bv_levels *levels);

/**
 * Measure a border.
 *
 * @param[out] cues  BV_OUTLINE_CUES of them.
 */
void bv_outline_measure(const struct bv_star_look *look,
                        const int border[BV_STAR_RAYS],
                        const struct bv_outline_greys *greys, double *cues);

/** @return Log odds that it is one. */
double bv_outline_weigh(const double *cues);

BV_END_DECLS

#endif
