/**
 * @file
 * The window: the picture with its guidance, from a pipeline until the user
 * closes it. Main thread only.
 */
#ifndef BV_UI_LIVE_H
#define BV_UI_LIVE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/held_file.h"
#include "pipeline.h"

BV_BEGIN_DECLS

struct bv_live_options {
    /**
     * Play the source of the pipeline again (bv_pipeline_replay()), on the
     * main thread. NULL: it cannot be.
     * @return 0 or a negative errno with @p fault said.
     */
    int (*replay)(void *data, struct bv_pipeline *pipeline,
                  struct bv_fault *fault);
    const char *procedure; /**< Its id: its page is shown. NULL: none. */
    void *data;            /**< Given to it. */
    const char *record_to; /**< Where recordings go; NULL: among the user's
                                videos. */
    const char *name;      /**< Of the source, to be offered the next time, and
                                after a crash. NULL: it is not. */
    const struct bv_held_procedure *held; /**< How it stood before bevel was cut
                                     off; NULL: it begins anew. Borrowed. */
    const char *truth_path; /**< What the simulated probe writes its truth to;
                                 NULL: it is not one. Borrowed. */
    /** Open a recording in a window to review it, beside this one.
     *  @return 0 or a negative errno with @p fault said. */
    int (*review)(void *data, const char *path, struct bv_fault *fault);
    bool goes_back;   /**< Out: it was closed to go to the first page. */
    int look_back_mb; /**< Memory for the last seconds (look_back.h). */
};

/**
 * Whether a window can be opened here. Call before a source is opened, so
 * that nobody waits for a simulator only to hear that there is no display.
 *
 * @retval 0
 * @retval -ENODEV  No display, with @p fault said.
 * @retval -ENOSYS  Built without a window, with @p fault said.
 */
int bv_live_check(struct bv_fault *fault) BV_MUST_USE;

/**
 * Show the window and play until it is closed.
 *
 * @param take_pipeline  Not started; the window's from now on, also on
 *                       failure.
 * @return 0 or a negative errno with @p fault said; a source that failed
 *         while it played is such an error.
 */
int bv_live_run(struct bv_pipeline *take_pipeline,
                struct bv_live_options *options,
                struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
