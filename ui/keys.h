/**
 * @file
 * What keys do (ui/settings/keymap.h says which), and how that is said. Main
 * thread only.
 */
#ifndef BV_UI_KEYS_H
#define BV_UI_KEYS_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/picture_view.h"
#include "ui/scale_asking.h"
#include "ui/settings/keymap.h"

BV_BEGIN_DECLS

/** A key press as it is kept; with Alt or Super, which are the desktop's, it is
 *  none. */
struct bv_key bv_keys_read(guint key, GdkModifierType modifiers);

/** What a key does in a window. @return A deed of bv_key_deeds; -1: nothing. */
int bv_keys_find(enum bv_key_window window, guint key,
                 GdkModifierType modifiers);

/** Whether a deed of the live window goes to another step: it does so before
 *  whatever else a key may mean. @param deed  May be -1. */
bool bv_keys_moves_on(int deed);

/** Do it, by the window's actions. @return Whether it can be done now. */
bool bv_keys_run(GActionGroup *actions, int deed);

/** The keys of a deed in words: "Q · Ctrl+Q"; empty: none. @return The caller's
 *  to g_free(). */
char *bv_keys_say(int deed);

/** The first of them alone. */
char *bv_keys_say_first(const char *deed);

/** A tooltip that ends in the key that does the same, as it is set now.
 *  @param other  A second deed; NULL: none. @param words  "A frame back". All
 *  are borrowed, for as long as the widget lives. */
void bv_keys_tip(GtkWidget *widget, const char *deed, const char *other,
                 const char *words);

/** A button's words with the key that does the same, as it is set now. What a
 *  screen reader says instead, if anything, is the button's data "spoken".
 *  @param deed   Of the table; another leaves the words as they are.
 *  @param words  With the shipped key, two blanks apart: "Still  T", "?  Keys".
 *                Both are borrowed, for as long as the button lives. */
void bv_keys_label(GtkWidget *button, const char *deed, const char *words);

/** Whether its words stand alone, where the key has no room. */
void bv_keys_set_brief(GtkWidget *button, bool brief);

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

BV_END_DECLS

#endif
