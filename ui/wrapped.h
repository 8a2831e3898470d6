/**
 * @file
 * A text of as many lines as it needs, from the left. Main thread only.
 */
#ifndef BV_UI_WRAPPED_H
#define BV_UI_WRAPPED_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** @param css_class  Its look. @return A label, floating. */
GtkWidget *bv_wrapped_new(const char *text, const char *css_class);

BV_END_DECLS

#endif
