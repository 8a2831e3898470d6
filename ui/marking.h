/**
 * @file
 * The target as the user marks it, with undo. Positions are px of the frame.
 * Main thread only.
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

/** Zero-initialise, then set the pipeline. */
struct bv_marking {
    struct bv_pipeline *pipeline; /**< Borrowed. */
    struct {
        bool has;
        struct bv_px px;
    } before[BV_MARKING_KEPT]; /**< What each step replaced, oldest first. */
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
 * Undo the last step: the target before it is marked again where it was in
 * the picture at that moment.
 * @return false: there is nothing to undo.
 */
bool bv_marking_undo(struct bv_marking *marking);

BV_END_DECLS

#endif
