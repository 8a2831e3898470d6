/**
 * @file
 * The buttons of the window itself, at the end of its top bar. Main thread
 * only.
 */
#ifndef BV_UI_WINDOW_BUTTONS_H
#define BV_UI_WINDOW_BUTTONS_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** @return Those that this desktop has, no higher than they need; floating. */
GtkWidget *bv_window_buttons_new(void);

BV_END_DECLS

#endif
