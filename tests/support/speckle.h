/**
 * @file
 * Made-up tissue for tests: a texture that can be moved, scaled and dimmed by
 * known amounts, finer than a pixel. The same seed gives the same tissue.
 */
#ifndef BV_TESTS_SUPPORT_SPECKLE_H
#define BV_TESTS_SUPPORT_SPECKLE_H

#include <stdint.h>

#include "core/frame.h"

/** How the tissue lies in the picture. */
struct speckle_view {
    uint32_t seed;       /**< Which tissue. */
    double right, down;  /**< How far it was moved, px. */
    double scale;        /**< About the picture's top middle; 0 means 1. */
    double gain_levels;  /**< Added to every level. */
    double new_part;     /**< 0 to 1: mixed with other speckle, as when the
                              probe tilts out of the plane. */
    uint32_t noise_seed; /**< Not 0: a little noise, other for each value. */
};

/** Level of the tissue at a place of its own, 0 to 255. */
double speckle_level(uint32_t seed, double x, double y);

/** Fill a frame. */
void speckle_paint(struct bv_frame *frame, const struct speckle_view *view);

/** A bright straight line, 3 px thick, over what is there. */
void speckle_line(struct bv_frame *frame, const struct bv_px_segment *line);

#endif
