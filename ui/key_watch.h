/**
 * @file
 * The keys of a window, before its widgets have them: the space bar freezes or
 * plays wherever the focus is, and presses no button instead. Main thread only.
 */
#ifndef BV_UI_KEY_WATCH_H
#define BV_UI_KEY_WATCH_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Who is told. */
struct bv_key_watch {
    /** @param code  The key's place on the keyboard: its symbol may be another
     *  when it goes up. @return Whether it meant something: the widgets do not
     *  get it. */
    bool (*down)(guint key, guint code, GdkModifierType modifiers, void *data);
    void (*up)(guint key, guint code, void *data); /**< May be NULL. */
    /** The window is left: keys that go up in another are not told, and what
     *  they hold ends. May be NULL. */
    void (*left)(void *data);
};

/** @param watch  A constant. @param data  Lives as long as the window. */
void bv_key_watch_add(GtkWindow *window, const struct bv_key_watch *watch,
                      void *data);

BV_END_DECLS

#endif
