/**
 * @file
 * `bevel review --learner`: an attempt into the store. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_KEEP_H
#define BV_COMMANDS_REVIEW_KEEP_H

#include <stdbool.h>

#include "core/decls.h"
#include "records/review_json.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** Where an attempt goes. */
struct bv_review_keep {
    const char *store;   /**< NULL: the user's. */
    const char *learner; /**< NULL: nothing is kept. */
    const char *task;    /**< NULL: not said. */
    bool again;          /**< One that is there is measured anew. */
};

/** Whether it can be kept, before the recording is looked at. */
int bv_review_keep_check(const struct bv_review_keep *keep, const char *source,
                         struct bv_fault *fault) BV_MUST_USE;

/** Keep it, and say so. The recording's own time is when it was written
 *  last. */
int bv_review_keep(const struct bv_review_keep *keep,
                   const struct bv_review_report *report,
                   struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
