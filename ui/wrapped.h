/**
 * @file
 * Texts of as many lines as they need, from the left. Main thread only.
 */
#ifndef BV_UI_WRAPPED_H
#define BV_UI_WRAPPED_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** @param css_class  Its look. @return A label, floating. */
GtkWidget *bv_wrapped_new(const char *text, const char *css_class);

/** The same, that asks for no more width than so many characters.
 *  @return A label, floating. */
GtkWidget *bv_wrapped_new_to(const char *text, const char *css_class,
                             int most_chars);

/** A drop-down list of texts (GtkStringList) that never makes its place wider
 *  than so many characters. @return It, floating, without a model. */
GtkWidget *bv_wrapped_new_chooser(int most_chars);

BV_END_DECLS

#endif
