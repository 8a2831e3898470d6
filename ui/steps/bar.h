/**
 * @file
 * The bar of the steps: one button a step, what the step offers, and its main
 * action. Main thread only.
 */
#ifndef BV_UI_STEPS_BAR_H
#define BV_UI_STEPS_BAR_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/steps/steps.h"

BV_BEGIN_DECLS

struct bv_step_bar;

/** It lives as long as its widget. Its buttons run the window's actions; those
 *  of the steps `step`, with the step's number. */
struct bv_step_bar *bv_step_bar_new(void);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_step_bar_get_widget(struct bv_step_bar *bar);

/** A widget that a step offers beside its actions; one a step. @param widget
 *  Floating. */
void bv_step_bar_add(struct bv_step_bar *bar, enum bv_step step,
                     GtkWidget *widget);

/** Show how things stand; only what differs is touched. */
void bv_step_bar_say(struct bv_step_bar *bar, const struct bv_steps *steps,
                     const struct bv_steps_state *state);

BV_END_DECLS

#endif
