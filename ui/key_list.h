/**
 * @file
 * The list of a window's keys that `?` shows, as they are set now. Main thread
 * only.
 */
#ifndef BV_UI_KEY_LIST_H
#define BV_UI_KEY_LIST_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/settings/keymap.h"

BV_BEGIN_DECLS

/** As wide as the window's panel, and hidden at first.
 *  @param fixed   Below them, what cannot be given another key or is of the
 *                 mouse: key and what it does, ended by NULLs.
 *  @param steers  With those that steer, above. */
GtkWidget *bv_key_list_new(enum bv_key_window window,
                           const char *const (*fixed)[2], bool steers);

/** Move the list by arrows. @return Whether the key is one that does. */
bool bv_key_list_scroll(GtkWidget *list, guint key);

BV_END_DECLS

#endif
