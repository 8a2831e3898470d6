/**
 * @file
 * A patch of tissue: taken from a picture once, found again in later ones by
 * weighted correlation of its texture, finer than a pixel.
 *
 * Sampled at 32 x 32 points whatever its size, so its cost does not depend on
 * the picture. One thread at a time; nothing is allocated.
 */
#ifndef BV_GUIDANCE_PATCH_H
#define BV_GUIDANCE_PATCH_H

#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Points along a patch's side. */
#define BV_PATCH_SIDE 32

/** How far from the expected place it is looked for, points. */
#define BV_PATCH_REACH_CLOSE 4
#define BV_PATCH_REACH_NEAR 14
#define BV_PATCH_REACH_FAR 40

/** Points along the side of the largest part of a picture that is sampled. */
#define BV_PATCH_WINDOW_SIDE (BV_PATCH_SIDE + 2 * BV_PATCH_REACH_FAR)

/** Samples of a square part of a picture, each against the mean and the
 *  contrast of those around it, and how much each may count. */
struct bv_patch_window {
    int step_px; /**< A sample is the mean of step_px x step_px pixels. */
    int side;    /**< Samples along a side, even. */
    int left_px, top_px; /**< Of the first sample's first pixel. */
    float level[BV_PATCH_WINDOW_SIDE * BV_PATCH_WINDOW_SIDE];
    float weight[BV_PATCH_WINDOW_SIDE * BV_PATCH_WINDOW_SIDE]; /**< 0 or 1. */
};

/** What must not be matched. */
struct bv_patch_mask {
    const struct bv_scan_area *area;   /**< Outside it; unknown: nothing. */
    const struct bv_px_segment *shaft; /**< Near it; NULL: none. */
    double shaft_half_px;              /**< How near. */
};

/** The patch: level, and weight by distance from its middle. */
struct bv_patch {
    struct bv_px offset_px; /**< From the samples' middle to the mark. */
    int step_px;
    float level[BV_PATCH_SIDE * BV_PATCH_SIDE];
    float weight[BV_PATCH_SIDE * BV_PATCH_SIDE];
    double weight_part; /**< What of the patch was to be seen, 0 to 1. */
    double spread;      /**< Standard deviation: 0.5 to 0.8 of speckle, 0.1 to
                             0.2 where there is noise alone. */
};

/** Where a patch was found, and how alike: -1 to 1. */
struct bv_patch_match {
    struct bv_px px;
    double correlation;
    double seen_part; /**< What of the patch was compared there, 0 to 1. */
};

/**
 * Sample around a place.
 *
 * @param reach  Points beside the patch on each side.
 */
void bv_patch_sample(struct bv_patch_window *window,
                     const struct bv_frame *frame, struct bv_px middle,
                     int step_px, int reach, const struct bv_patch_mask *mask);

/** Take the patch in the middle of a window around @p px. */
void bv_patch_take(struct bv_patch *patch, const struct bv_patch_window *window,
                   struct bv_px px);

/**
 * Find the patch in a window.
 *
 * @param near_px  Where it is expected: of places equally alike, the nearest.
 */
struct bv_patch_match bv_patch_find(const struct bv_patch *patch,
                                    const struct bv_patch_window *window,
                                    struct bv_px near_px);

/** The best place close to @p px: within two points of it, or uphill from
 *  there to the window's border. */
struct bv_patch_match bv_patch_climb(const struct bv_patch *patch,
                                     const struct bv_patch_window *window,
                                     struct bv_px px);

/**
 * Where the middle of the patch went by itself, close to where all of it is:
 * what lies further out counts little, since a needle that comes near pushes
 * tissue apart.
 *
 * @param px  Where all of it was found.
 * @return Its seen_part is of the middle without a needle in it, then or now.
 */
struct bv_patch_match bv_patch_near(const struct bv_patch *patch,
                                    const struct bv_patch_window *window,
                                    struct bv_px px);

/** How alike the patch is at the best place within a point of @p px. */
struct bv_patch_match bv_patch_check(const struct bv_patch *patch,
                                     const struct bv_patch_window *window,
                                     struct bv_px px);

/**
 * How alike the patch is to what lies beside it, at its best: a line is as
 * alike wherever along it one looks, and in the plane beside it too.
 *
 * @param window  That it was taken from, with BV_PATCH_REACH_NEAR.
 */
double bv_patch_self(const struct bv_patch *patch,
                     const struct bv_patch_window *window, struct bv_px px);

BV_END_DECLS

#endif
