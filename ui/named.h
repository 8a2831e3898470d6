/**
 * @file
 * What a widget is called for a screen reader. Main thread only.
 */
#ifndef BV_UI_NAMED_H
#define BV_UI_NAMED_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Name a widget; a drop-down's button, which takes the keys, is named too. */
void bv_named(GtkWidget *widget, const char *name);

BV_END_DECLS

#endif
