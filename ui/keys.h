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
#include "ui/picture_view.h"
#include "ui/scale_asking.h"

BV_BEGIN_DECLS

/**
 * The window's action for a key, without "win.".
 * @return NULL: not one of bevel's keys.
 */
const char *bv_keys_find_action(guint key, GdkModifierType modifiers);

/**
 * Mark the target by keyboard: arrows or Tab show the cursor, arrows move it,
 * Enter places the target, Esc leaves it.
 *
 * @param window    The view's.
 * @param may_mark  Whether a target can be marked now.
 * @return Whether the key was one of these.
 */
bool bv_keys_mark(BvPictureView *view, GtkWindow *window, bool may_mark,
                  guint key, GdkModifierType modifiers);

/**
 * Answer what is asked about the scale: Enter, Esc, digits and a point.
 *
 * @return Whether something was asked that the key is an answer to.
 */
bool bv_keys_answer(struct bv_scale_asking *asking, guint key);

/** A strip that lists keys and what they do, side by side in so many columns;
 *  hidden at first. @param list  Ended by NULLs. */
GtkWidget *bv_keys_new_list(const char *const (*list)[2], int columns);

/** The strip of the live window's keys. */
GtkWidget *bv_keys_new_strip(void);

/** A panel that lists what steers, as wide as the window's; hidden at first. */
GtkWidget *bv_keys_new_steering(void);

BV_END_DECLS

#endif
