/**
 * @file
 * How far a tendon glides: the speckle inside a thin strip along it, followed
 * along and a little across.
 *
 * What lies in the middle of the strip is found again in the next frames, by
 * normalised correlation, finer than a sample. It is compared with one earlier
 * picture for as long as it stays alike and near, so that errors add up only
 * where another picture has to take its place, every few millimetres. What is
 * beside the strip, the sheath, skin and bone that do not glide, is not looked
 * at: a strip thinner than the tendon is what makes it the tendon's.
 *
 * One thread at a time. Nothing is allocated after bv_glide_new().
 */
#ifndef BV_GUIDANCE_MOVEMENT_GLIDE_H
#define BV_GUIDANCE_MOVEMENT_GLIDE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Of a strip without a known scale: as a part of its length. */
#define BV_GLIDE_THICK_PART 0.06

/** Of one with: the middle of most tendons. */
#define BV_GLIDE_THICK_MM 1.2

/** Not found for this long: lost, and for good. */
#define BV_GLIDE_LOST_AFTER_S 0.5

/** Where it is now, against the first frame. */
struct bv_glide_result {
    bool found;       /**< In this frame. */
    bool lost;        /**< For good: what comes is no measure. */
    double along_px;  /**< Positive from the strip's `from` to its `to`. */
    double across_px; /**< Positive to its right, seen along it. */
    double alike;     /**< The correlation, -1 to 1. */
};

struct bv_glide;

/**
 * Begin at a frame.
 *
 * @param strip     Along the tendon, inside it, at least 40 px long.
 * @param thick_px  Of the strip, at least 3.
 * @return NULL: no memory, or too short or thin.
 */
struct bv_glide *bv_glide_new(const struct bv_frame *frame,
                              const struct bv_px_segment *strip,
                              double thick_px);

/** NULL is ignored. */
void bv_glide_free(struct bv_glide *glide);

/** Follow into the next frame, in order of time. */
void bv_glide_step(struct bv_glide *glide, const struct bv_frame *frame,
                   struct bv_glide_result *result);

/** What the last step found. */
void bv_glide_get(const struct bv_glide *glide, struct bv_glide_result *result);

BV_END_DECLS

#endif
