/**
 * @file
 * The window of `bevel review`: a recording, what happened in it over time,
 * and what a trainer says of that. Main thread only.
 */
#ifndef BV_UI_REVIEW_H
#define BV_UI_REVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/source.h"
#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/rules.h"
#include "ui/review/analysing.h"

BV_BEGIN_DECLS

/** What the window asks the command for; all borrowed. */
struct bv_review_options {
    const char *clip;
    struct bv_source_options source; /**< To open that clip. */
    const struct bv_review_rules *rules;
    const char *store;   /**< Of learners; NULL: the user's. */
    int64_t attempt;     /**< That clip's in it; 0: which there is. */
    const char *program; /**< bevel's version. */
    const char *beside;  /**< Another attempt, shown beside; NULL: none. */
    const char *scale;   /**< To score on; NULL: the first that rates. */
    bool is_scene;       /**< That clip is bevel's own: it has its scale. */
    const char *rater;   /**< Who judges, by a pseudonym; NULL: asked. */
    bool blinded;        /**< Names and figures are hidden from the start. */
    bv_analyse *analyse; /**< On a thread of its own. */
    /** Write a report of a clip, by its name's end PDF, HTML or JSON; on a
     *  worker's thread. What others scored is left out where the rater is not
     *  done (empty: nobody judges).
     *  @return 0 or a negative errno with @p fault said. */
    int (*report)(void *data, const char *clip, const char *rater,
                  const char *path, struct bv_fault *fault);
    void *data; /**< Of both. */
};

/** Whether a window can be opened here; as bv_live_check(). */
int bv_review_window_check(struct bv_fault *fault) BV_MUST_USE;

/** Show the window until it is closed. @return 0 or a negative errno with
 *  @p fault said. */
int bv_review_window_run(const struct bv_review_options *options,
                         struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
