/**
 * @file
 * The bar under the picture of a source that can be steered: who steers, how
 * needle, probe, scanner and syringe stand, and buttons for it. Main thread
 * only.
 */
#ifndef BV_UI_STEERING_BAR_H
#define BV_UI_STEERING_BAR_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/controls.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_steering_bar;

/**
 * Its parts live as long as its widget.
 *
 * @param syringe  Called with the control's name when one of the syringe's
 *                 buttons goes down or up.
 */
struct bv_steering_bar *
bv_steering_bar_new(struct bv_controls *controls,
                    void (*syringe)(const char *name, bool down, void *data),
                    void *data);

/** The widget, floating until it is put somewhere. */
/** A button that begins it, for where the bar is not shown; floating. */
GtkWidget *bv_steering_bar_new_offer(void);

GtkWidget *bv_steering_bar_get_widget(struct bv_steering_bar *bar);

/** Say how everything stands. @param on  Whether hands steer. */
void bv_steering_bar_say(struct bv_steering_bar *bar, bool on);

BV_END_DECLS

#endif
