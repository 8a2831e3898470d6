/**
 * @file
 * The keys, in one table: what they do, and the words for the strip that `?`
 * shows. Main thread only.
 */
#ifndef BV_UI_KEYS_H
#define BV_UI_KEYS_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * The window's action for a key, without "win.".
 * @return NULL: not one of bevel's keys.
 */
const char *bv_keys_find_action(guint key, GdkModifierType modifiers);

/** Which way an arrow key points. @return false: it is none. */
bool bv_keys_read_arrow(guint key, int *right, int *down);

/** A strip that lists the keys; hidden at first. */
GtkWidget *bv_keys_new_strip(void);

BV_END_DECLS

#endif
