/**
 * @file
 * The window: puts picture, panel and bar together, decides how the picture is
 * being shown, and turns keys, clicks and buttons into deeds. Main thread only.
 */
#ifndef BV_UI_WINDOW_H
#define BV_UI_WINDOW_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/status.h"
#include "pipeline.h"
#include "ui/live.h"

BV_BEGIN_DECLS

struct bv_window;

/**
 * Make the window and present it.
 *
 * @param pipeline  Borrowed; must outlive the window.
 * @param on_close  Called when the user closes it.
 * @return NULL: no memory.
 */
struct bv_window *bv_window_new(struct bv_pipeline *pipeline,
                                const struct bv_live_options *options,
                                void (*on_close)(void *data), void *data);

/** Start the pipeline. @return 0 or a negative errno. */
int bv_window_start(struct bv_window *window) BV_MUST_USE;

/** Why the source failed while it played, if it did; else error is 0. */
struct bv_fault bv_window_get_fault(const struct bv_window *window);

/** Whether it was closed to go back to the first page. */
bool bv_window_goes_back(const struct bv_window *window);

/** Close it and stop the pipeline. NULL is ignored. */
void bv_window_free(struct bv_window *window);

BV_END_DECLS

#endif
