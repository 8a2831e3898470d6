/**
 * @file
 * Looks through a clip beside the window: on a thread of its own, `analysis`,
 * with how far it is, until it is done or nobody waits any more. Without GTK;
 * functions are for the main thread.
 */
#ifndef BV_UI_REVIEW_ANALYSING_H
#define BV_UI_REVIEW_ANALYSING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/analysis_file.h"

BV_BEGIN_DECLS

/**
 * Look at a clip, or take what was kept of it. Run on the thread.
 *
 * @param[out] analysis  For bv_analysis_fini(). Also written after an error
 *                       where something of the clip was seen.
 * @return 0 or a negative errno with @p fault said.
 */
typedef int bv_analyse(void *data, const char *clip,
                       const struct bv_analysis_watch *watch,
                       struct bv_analysis *analysis, struct bv_fault *fault);

struct bv_analysing;

/**
 * Begin.
 * @param clip  Copied.
 * @param wake  Called on the thread when there is something new to ask for.
 * @return NULL: no memory, or no thread.
 */
struct bv_analysing *bv_analysing_new(const char *clip, bv_analyse *analyse,
                                      void *analyse_data,
                                      void (*wake)(void *data), void *data);

/** Nobody waits any more: what was seen comes back soon, and is kept. */
void bv_analysing_stop(struct bv_analysing *analysing);

/** Stops it, and waits for its end. NULL is ignored. */
void bv_analysing_free(struct bv_analysing *analysing);

/** How far it is. @param[out] all  -1: nobody knows. */
int64_t bv_analysing_progress(struct bv_analysing *analysing, int64_t *all);

/**
 * What came of it, once.
 *
 * @param[out] analysis  The caller's; empty where nothing was seen.
 * @param[out] error     0, or why it is not whole, with @p fault.
 * @return false: it goes on, or was taken already.
 */
bool bv_analysing_take(struct bv_analysing *analysing,
                       struct bv_analysis *analysis, int *error,
                       struct bv_fault *fault);

BV_END_DECLS

#endif
