/**
 * @file
 * The rows of the settings' page that give a deed another key. Main thread
 * only.
 */
#ifndef BV_UI_SETTINGS_KEY_ROWS_H
#define BV_UI_SETTINGS_KEY_ROWS_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/settings/keymap.h"

BV_BEGIN_DECLS

struct bv_key_rows;

/** Its parts live as long as its widget.
 *  @param window   Whose keys are shown first.
 *  @param pointed  Called when a row is pressed by hand. */
struct bv_key_rows *bv_key_rows_new(enum bv_key_window window,
                                    void (*pointed)(int row, void *data),
                                    void *data);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_key_rows_get_widget(struct bv_key_rows *rows);

/** What became of a key, in a line that is to be seen always; floating. */
GtkWidget *bv_key_rows_get_said(struct bv_key_rows *rows);

/** How many there are: the first one chooses the window whose keys are shown,
 *  the last one gives all of them their shipped keys back. */
int bv_key_rows_count(const struct bv_key_rows *rows);
GtkWidget *bv_key_rows_get(struct bv_key_rows *rows, int row);

/** Wait for the new key of a row, or give all back, or show the next window's.
 */
void bv_key_rows_press(struct bv_key_rows *rows, int row);

/** Left and right: another window's, on the first row. */
void bv_key_rows_step(struct bv_key_rows *rows, int row, int way);

/** Give a row its shipped key back. */
void bv_key_rows_give_back(struct bv_key_rows *rows, int row);

/** Whether the next key is a row's. */
bool bv_key_rows_wait(const struct bv_key_rows *rows);

/** The key that was waited for; Esc leaves the row as it is. */
void bv_key_rows_take(struct bv_key_rows *rows, guint key,
                      GdkModifierType modifiers);

/** Nothing is waited for any more. */
void bv_key_rows_leave(struct bv_key_rows *rows);

BV_END_DECLS

#endif
