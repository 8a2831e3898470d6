/**
 * @file
 * What the user marks, the target and structures, with undo. Positions are px
 * of the frame. Main thread only.
 */
#ifndef BV_UI_MARKING_H
#define BV_UI_MARKING_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/** Steps that can be undone. */
#define BV_MARKING_KEPT 32

/** What a step replaced. */
struct bv_marking_step {
    enum { BV_STEP_TARGET, BV_STEP_ADDED, BV_STEP_REMOVED } kind;
    bool has_target;
    struct bv_px target_px;
    struct bv_landmark landmark; /**< That was added or removed. */
};

/** Zero-initialise, then set the pipeline. */
struct bv_marking {
    struct bv_pipeline *pipeline;                   /**< Borrowed. */
    struct bv_marking_step before[BV_MARKING_KEPT]; /**< Oldest first. */
    int count;
};

/**
 * Mark the target.
 * @param advice  Of the picture on the screen, for undo; NULL without one.
 */
void bv_marking_set(struct bv_marking *marking, const struct bv_advice *advice,
                    struct bv_px px);

/** Take it away. */
void bv_marking_clear(struct bv_marking *marking,
                      const struct bv_advice *advice);

/**
 * Mark a structure.
 * @param frame  In which it was outlined; NULL: the next one.
 * @return As bv_pipeline_set_landmark().
 */
int bv_marking_add(struct bv_marking *marking,
                   const struct bv_landmark *landmark,
                   const struct bv_frame *frame,
                   struct bv_fault *fault) BV_MUST_USE;

/** Take a structure away. @param landmark  As it is now. */
void bv_marking_remove(struct bv_marking *marking,
                       const struct bv_landmark *landmark);

/**
 * Undo the last step: what was there before it is marked again where it was
 * in the picture at that moment.
 * @return false: there is nothing to undo.
 */
bool bv_marking_undo(struct bv_marking *marking);

BV_END_DECLS

#endif
