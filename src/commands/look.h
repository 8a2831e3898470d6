/**
 * @file
 * How ultrasound looks, in numbers: to hold simulated pictures against real
 * ones. Pure; on grey pictures without their screen.
 */
#ifndef BV_COMMANDS_LOOK_H
#define BV_COMMANDS_LOOK_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** What is measured on each picture; grey levels are 0 to 255. */
enum bv_look {
    BV_LOOK_MEAN,
    BV_LOOK_P10,
    BV_LOOK_P50,
    BV_LOOK_P90,
    BV_LOOK_P99,
    BV_LOOK_EVEN_SD,        /**< Deviation in the evenest patches. */
    BV_LOOK_SNR,            /**< There, of the envelope, if 255 is 60 dB. */
    BV_LOOK_AXIAL_PX,       /**< Speckle's width at half height, downwards. */
    BV_LOOK_LATERAL_PX,     /**< Across, everywhere. */
    BV_LOOK_LATERAL_TOP_PX, /**< In the upper half. */
    BV_LOOK_LATERAL_LOW_PX, /**< In the lower half. */
    BV_LOOK_LINES_P90,      /**< Bright lines across: vertical top-hat. */
    BV_LOOK_LINES_P99,
    BV_LOOK_SHADING_SD, /**< Of means over an eighth of the picture. */
    BV_LOOK_GRADIENTS,  /**< Steepness down over steepness across. */
    BV_LOOK_COUNT
};

/** For tables: "mean grey". */
const char *bv_look_name(enum bv_look look);

/**
 * Measure a part of a picture.
 *
 * @param[out] values  BV_LOOK_COUNT; NAN where there is nothing to measure.
 * @retval -ERANGE     The part is not in the picture, or under 96 px a side.
 */
int bv_look_measure(const struct bv_frame *frame, const struct bv_px_box *part,
                    double *values) BV_MUST_USE;

/** How alike two pictures are: the median over patches of 48 px of the
 *  correlation at the best shift of up to 6 px. */
double bv_look_alike(const struct bv_frame *a, const struct bv_frame *b,
                     const struct bv_px_box *part);

/**
 * Straight bright oblique segments, as a needle might be: 60 px and longer
 * where the part is made 480 px wide, 10 to 80 degrees from the horizontal.
 * @return Their number, or -ENOMEM.
 */
int bv_look_count_segments(const struct bv_frame *frame,
                           const struct bv_px_box *part);

BV_END_DECLS

#endif
