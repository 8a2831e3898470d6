/**
 * @file
 * The timeline of an attempt, with where the window is in it. A GTK widget;
 * main thread only.
 *
 * Signals, times in s: "seek" (double time), by a click or a drag; "range"
 * (double from, double to), by a drag with Shift or the right button; "zoom"
 * (double factor, double around), by the wheel; "pan" (double by).
 */
#ifndef BV_UI_REVIEW_TIME_VIEW_H
#define BV_UI_REVIEW_TIME_VIEW_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

#define BV_TYPE_TIME_VIEW (bv_time_view_get_type())
G_DECLARE_FINAL_TYPE(BvTimeView, bv_time_view, BV, TIME_VIEW, GtkWidget)

BvTimeView *bv_time_view_new(void);

/** @param attempt  Borrowed; NULL: nothing is shown. */
void bv_time_view_set_attempt(BvTimeView *view,
                              const struct bv_reviewed *attempt);

/** The lanes, or what part is shown of them, have changed. */
void bv_time_view_redraw(BvTimeView *view);

/** Leave out all lanes: what was measured is hidden. */
void bv_time_view_set_bare(BvTimeView *view, bool bare);

/** The place in it has. @param words  For who cannot see it. */
void bv_time_view_move(BvTimeView *view, const char *words);

BV_END_DECLS

#endif
