/**
 * @file
 * A row of the review window's list of moments. What it says is changed in
 * place: a row may be under the pointer while it is. GTK; main thread only.
 */
#ifndef BV_UI_REVIEW_MOMENT_ROW_H
#define BV_UI_REVIEW_MOMENT_ROW_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

/** @return A GtkListBoxRow, floating, that says nothing. */
GtkWidget *bv_moment_row_new(void);

/** It is of one of the moments that are shown. */
void bv_moment_row_show(GtkListBoxRow *row, const struct bv_reviewed *attempt,
                        int index);

/** It is of one of the truth's that was missed. */
void bv_moment_row_miss(GtkListBoxRow *row, const struct bv_reviewed *attempt,
                        int truly);

/** Which of those; -1: none. */
int bv_moment_row_missed(GtkListBoxRow *row);

BV_END_DECLS

#endif
