/**
 * @file
 * What every window of bevel starts with. Main thread only.
 */
#ifndef BV_UI_START_H
#define BV_UI_START_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Bring GTK up. @return false: there is no display. */
bool bv_start_gtk(void);

/** Names, renderer and style; once. */
void bv_start_look(void);

/** A window of bevel's size and style, not yet shown, whose own bar is hidden:
 *  the top bar is part of @p content, so that full screen keeps it. */
GtkWindow *bv_start_window(const char *title, GtkWidget *content);

/** Run until the loop is ended, or by Ctrl-C in the terminal. */
void bv_start_loop(GMainLoop *loop);

BV_END_DECLS

#endif
