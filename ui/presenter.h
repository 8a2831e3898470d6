/**
 * @file
 * Brings results of the pipeline to the main thread as pictures that are
 * ready to paint: the newest wins, scaled to the screen on a thread of its
 * own, handed over through a mailbox of one.
 *
 * All functions are for the main thread.
 */
#ifndef BV_UI_PRESENTER_H
#define BV_UI_PRESENTER_H

#include <stdint.h>

#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/** A picture ready to paint: R8G8B8, immutable, counted. */
struct bv_shown {
    const struct bv_result *result; /**< What it shows; the shown's. */
    const uint8_t *rgb;
    int width_px, height_px, stride_bytes; /**< Device pixels. */
    struct bv_px_box part;                 /**< Of the frame, that is shown. */
};

/** Take one more reference. Any thread. */
const struct bv_shown *bv_shown_ref(const struct bv_shown *shown);

/** Drop one; the last gives the memory back. Any thread. NULL is ignored. */
void bv_shown_unref(const struct bv_shown *shown);

struct bv_presenter;

/**
 * @param pipeline  Borrowed, not started; must outlive the presenter. NULL:
 *                  it shows what it is given to hold, alone.
 * @param ready     Called on the main thread when a picture waits or the
 *                  pipeline has ended.
 * @return NULL: no memory.
 */
struct bv_presenter *bv_presenter_new(struct bv_pipeline *pipeline,
                                      void (*ready)(void *data), void *data);

/** Stops the pipeline's threads and its own. NULL is ignored. */
void bv_presenter_free(struct bv_presenter *presenter);

/** Start the pipeline and the thread. @return 0 or a negative errno. */
int bv_presenter_start(struct bv_presenter *presenter) BV_MUST_USE;

/**
 * The room for the picture, device pixels. The picture on the screen is made
 * again when it changes.
 */
void bv_presenter_set_box(struct bv_presenter *presenter, int width_px,
                          int height_px);

/**
 * Show this one while the pipeline goes on behind it. What was not taken yet,
 * or is under way, is not shown any more.
 * @param result  Borrowed; NULL shows the newest again.
 */
void bv_presenter_hold(struct bv_presenter *presenter,
                       const struct bv_result *result);

/**
 * Show the scan area alone, of this one and of those that have theirs there
 * too; others are shown whole, so that nothing of a scan is cut off.
 * @param like  Borrowed; NULL shows all whole.
 */
void bv_presenter_set_part(struct bv_presenter *presenter,
                           const struct bv_result *like);

/** The newest picture not taken yet. @return The caller's, or NULL. */
const struct bv_shown *bv_presenter_take(struct bv_presenter *presenter);

BV_END_DECLS

#endif
