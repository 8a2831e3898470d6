/**
 * @file
 * How the raters of an attempt judged it, and how well they agree. Main thread
 * only.
 */
#ifndef BV_UI_REVIEW_AGREEMENT_VIEW_H
#define BV_UI_REVIEW_AGREEMENT_VIEW_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/scored.h"
#include "ui/review/scoring.h"

BV_BEGIN_DECLS

/** The widget, floating. What others gave is told to whoever has judged all
 *  items. Both are only read now. */
GtkWidget *bv_agreement_view_new(const struct bv_scoring *scoring,
                                 const struct bv_scored *scored);

BV_END_DECLS

#endif
