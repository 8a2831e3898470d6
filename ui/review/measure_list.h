/**
 * @file
 * What was measured of an attempt, each with its definition on demand, and
 * what a cine cannot measure. Main thread only.
 */
#ifndef BV_UI_REVIEW_MEASURE_LIST_H
#define BV_UI_REVIEW_MEASURE_LIST_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

struct bv_measure_list;

/** Its parts live as long as its widget. */
struct bv_measure_list *bv_measure_list_new(void);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_measure_list_get_widget(struct bv_measure_list *list);

/** @param attempt  Only read now; NULL: nothing is told. */
void bv_measure_list_fill(struct bv_measure_list *list,
                          const struct bv_reviewed *attempt);

BV_END_DECLS

#endif
