/**
 * @file
 * The truth of a picture that was put into another one: moved, made larger,
 * and cut off at the edges of its place.
 */
#ifndef BV_SIMULATOR_TRUTH_VIEW_H
#define BV_SIMULATOR_TRUTH_VIEW_H

#include "acquisition/simulator/truth.h"
#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** How a picture lies in another: what was at @c from lies at @c to. */
struct bv_truth_view {
    double scale; /**< Of the picture, 1 as it was. */
    struct bv_px from, to;
    struct bv_px_box box; /**< What is outside it is not shown. */
};

/** Where a position lies in the other picture. */
struct bv_px bv_truth_view_px(const struct bv_truth_view *view,
                              struct bv_px px);

/**
 * Make a frame's truth that of the other picture. Distances in mm stay. What
 * lies outside the box is neither visible nor in the picture: the shaft's
 * visible part is cut off there, and @c visible_mm shortened in proportion.
 */
void bv_truth_view_apply(const struct bv_truth_view *view,
                         struct bv_truth *truth);

BV_END_DECLS

#endif
