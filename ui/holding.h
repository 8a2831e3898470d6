/**
 * @file
 * Keeps how the procedure stands on the disk, so that it can be gone on with
 * after the program was cut off; and what was marked before it was, until
 * somebody confirms it on the picture or marks anew. Main thread only; files
 * are another thread's work.
 */
#ifndef BV_UI_HOLDING_H
#define BV_UI_HOLDING_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "records/held_file.h"
#include "ui/marking.h"
#include "ui/overlay/ghost_draw.h"
#include "ui/steps/set_up.h"
#include "ui/steps/steps.h"

BV_BEGIN_DECLS

struct bv_holding;

/**
 * @param path    Where it is kept; NULL: nowhere.
 * @param before  What was held before the program was cut off; NULL: nothing.
 */
struct bv_holding *bv_holding_new(const char *path,
                                  const struct bv_held_procedure *before);

/** Waits for what is being written. NULL is ignored. */
void bv_holding_free(struct bv_holding *holding);

/** What there is to keep; all borrowed. */
struct bv_holding_facts {
    const struct bv_set_up *set_up;
    const struct bv_steps *steps;
    const struct bv_advice *advice; /**< NULL: the marks stay as they were. */
    const struct bv_frame *frame;   /**< Of that. */
};

/** Write it, where it is another. At most once a second. */
void bv_holding_keep(struct bv_holding *holding,
                     const struct bv_holding_facts *facts);

/** What was marked before, and not confirmed, on a picture of that size.
 * @return false: nothing. */
bool bv_holding_get_ghosts(const struct bv_holding *holding,
                           const struct bv_frame *frame,
                           struct bv_ghosts *ghosts);

/** Whether there is any, on any picture. */
bool bv_holding_has_ghosts(const struct bv_holding *holding);

/** They lie right: mark them. */
void bv_holding_take(struct bv_holding *holding, struct bv_marking *marking,
                     const struct bv_advice *advice,
                     const struct bv_frame *frame);

/** They do not. */
void bv_holding_drop(struct bv_holding *holding);

/** The target was marked anew. */
void bv_holding_target_is_new(struct bv_holding *holding);

/** What is asked of them, or said of the time-out before; NULL: nothing.
 *  @param steps  As they are. @param frame  That is shown; may be NULL. */
const char *bv_holding_get_line(struct bv_holding *holding,
                                const struct bv_steps *steps,
                                const struct bv_frame *frame);

BV_END_DECLS

#endif
