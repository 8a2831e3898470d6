/**
 * @file
 * What changed in a picture since one that was kept, once the tissue is moved
 * back to where it was: speckle is averaged, and motion of probe and tissue
 * are no change.
 *
 * Positions in the small picture that it works on are "work px". One thread at
 * a time; nothing is allocated after the first step of a size.
 */
#ifndef BV_GUIDANCE_FLUID_CHANGE_H
#define BV_GUIDANCE_FLUID_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/outline.h"

BV_BEGIN_DECLS

struct bv_change;

/** What of the picture changed together. */
struct bv_change_region {
    int count;      /**< Work px; 0: none. */
    int both_count; /**< With what changed the other way there. */
    int sure_count; /**< Of these, so dark or bright that no tissue close by
                         was before: none of it only moved. */
    bool echo_rich; /**< It got brighter; else darker. */
    double levels;  /**< By so much, mean. */
};

/** How the whole picture moved since the kept one. */
struct bv_change_view {
    double shift_px; /**< Median, px of the frame. */
    double likeness; /**< Correlation of the two, moved back, away from where
                          change is looked for; -1 to 1. */
};

/** @return NULL: no memory. */
struct bv_change *bv_change_new(void);

/** NULL is ignored. */
void bv_change_free(struct bv_change *change);

/**
 * Keep a picture.
 *
 * @param area  Shape unknown: the whole picture.
 * @retval 0
 * @retval -EINVAL  There is too little ultrasound.
 * @retval -ENOMEM
 */
int bv_change_keep(struct bv_change *change, const struct bv_frame *frame,
                   const struct bv_scan_area *area) BV_MUST_USE;

/**
 * Compare with the kept one, of the same size.
 *
 * @param near_px   What lies within @p reach_px of it is not judged by.
 * @param[out] view  Written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_change_look(struct bv_change *change, const struct bv_frame *frame,
                   struct bv_px near_px, double reach_px,
                   struct bv_change_view *view) BV_MUST_USE;

/**
 * Find the change that begins within @p reach_px of a place, in what was
 * looked at last.
 *
 * @param way  1: it got brighter, -1: darker, 0: whichever it did more. While
 *             it is -1, what once was dark fluid for sure still is where it is
 *             as dark: as it grows, motion seems to explain more of it.
 * @param[out] region  Written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_change_find(struct bv_change *change, struct bv_px near_px,
                   double reach_px, int way,
                   struct bv_change_region *region) BV_MUST_USE;

/** A place where much changed. */
struct bv_change_peak {
    struct bv_px px;
    int sure_count; /**< As of a region, in the square around it; 0: none. */
};

/**
 * Find where most changed that is none of what only moved, in what was looked
 * at last: the square of @p half_px around a middle that lies within @p most_px
 * of a place, and @p least_px off it; deeper than it, so far aside, for what
 * lies behind fluid gets brighter.
 */
struct bv_change_peak bv_change_find_peak(struct bv_change *change,
                                          struct bv_px from_px, double least_px,
                                          double most_px, double half_px);

/** Where the tissue that is at a place now was in the kept picture. */
struct bv_px bv_change_before(const struct bv_change *change, struct bv_px px);

/** Where the tissue of a place in the kept picture is now. */
struct bv_px bv_change_now(const struct bv_change *change, struct bv_px px);

/** Whether a place lies in the region that was found last. */
bool bv_change_holds(const struct bv_change *change, struct bv_px px);

/** Px of the frame for one of the work picture, along a side. */
double bv_change_px(const struct bv_change *change);

/**
 * The outline of the region that was found last: what lies between its middle
 * and its farthest part, each way.
 * @return False: it has none.
 */
bool bv_change_outline(const struct bv_change *change,
                       struct bv_outline *outline);

BV_END_DECLS

#endif
