/**
 * @file
 * The settings' page, in the place of a window's panel. Main thread only.
 */
#ifndef BV_UI_SETTINGS_PAGE_H
#define BV_UI_SETTINGS_PAGE_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/settings/keymap.h"

BV_BEGIN_DECLS

struct bv_settings_page;

/**
 * Closed at first. Its parts live as long as its widget.
 * @param window   Whose keys it shows first.
 * @param toggled  Called when it is opened or closed.
 */
struct bv_settings_page *bv_settings_page_new(enum bv_key_window window,
                                              void (*toggled)(void *data),
                                              void *data);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_settings_page_get_widget(struct bv_settings_page *page);

/** A button for it: sliders. @param action  "win.settings"; NULL: none. */
GtkWidget *bv_settings_page_new_button(const char *action);

void bv_settings_page_toggle(struct bv_settings_page *page);
bool bv_settings_page_is_open(const struct bv_settings_page *page);

/** Close it, if it is open. */
void bv_settings_page_leave(struct bv_settings_page *page);

/** Whether it waits for a key that is to be given to something: whatever key
 *  comes next is its own. */
bool bv_settings_page_waits(const struct bv_settings_page *page);

/** A key while it is open: up and down, left and right, Enter, Esc. @return
 *  Whether it meant something here. */
bool bv_settings_page_key(struct bv_settings_page *page, guint key,
                          GdkModifierType modifiers);

/** It is told of nothing any more; before its window is destroyed. */
void bv_settings_page_close(struct bv_settings_page *page);

BV_END_DECLS

#endif
