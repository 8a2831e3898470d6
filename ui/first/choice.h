/**
 * @file
 * A button of the first page: something that can be opened. Main thread only.
 */
#ifndef BV_UI_FIRST_CHOICE_H
#define BV_UI_FIRST_CHOICE_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * @param name     Of the source; the button keeps it.
 * @param title    What it is called, in the button and for a screen reader.
 * @param clicked  Its signal's handler.
 */
GtkWidget *bv_choice_new(const char *name, const char *title,
                         void (*clicked)(GtkButton *button, gpointer data),
                         void *data);

/** The source's name. */
const char *bv_choice_get_name(GtkWidget *choice);

/** Have the button hold @p box, and the title's label be last in it. */
void bv_choice_wrap(GtkWidget *choice, GtkWidget *box);

BV_END_DECLS

#endif
