/**
 * @file
 * The time-out before the needle, as a card of the panel. Main thread only.
 */
#ifndef BV_UI_STEPS_TIME_OUT_H
#define BV_UI_STEPS_TIME_OUT_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/steps/steps.h"

BV_BEGIN_DECLS

struct bv_time_out;

/**
 * It lives as long as its widget.
 * @param ticked  An item was ticked, or its tick taken away, by hand.
 */
struct bv_time_out *bv_time_out_new(void (*ticked)(enum bv_time_out_item item,
                                                   void *data),
                                    void *data);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_time_out_get_widget(struct bv_time_out *card);

/** Show what is ticked. */
void bv_time_out_say(struct bv_time_out *card, const struct bv_steps *steps);

BV_END_DECLS

#endif
