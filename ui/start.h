/**
 * @file
 * What every window of bevel starts with. Main thread only.
 */
#ifndef BV_UI_START_H
#define BV_UI_START_H

#include <glib.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Bring GTK up. @return false: there is no display. */
bool bv_start_gtk(void);

/** Names, renderer and style; once. */
void bv_start_look(void);

/** Run until the loop is ended, or by Ctrl-C in the terminal. */
void bv_start_loop(GMainLoop *loop);

BV_END_DECLS

#endif
