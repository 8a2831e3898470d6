/**
 * @file
 * What a widget is called for a screen reader. Main thread only.
 */
#ifndef BV_UI_NAMED_H
#define BV_UI_NAMED_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Name a widget, whatever text it shows; a drop-down's button, which takes the
 *  keys, is named too. A button that is given another text
 *  (gtk_button_set_label()) has to be named again. From GTK 4.10 on a thing
 *  whose role is STATUS or GENERIC has no name, whatever it is given. */
void bv_named(GtkWidget *widget, const char *name);

BV_END_DECLS

#endif
