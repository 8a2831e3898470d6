/**
 * @file
 * A text that changes often, without a new layout of the window, and that a
 * screen reader can read. Main thread only.
 */
#ifndef BV_UI_READOUT_H
#define BV_UI_READOUT_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * @param css_class  Its look.
 * @param align      0 left to 1 right.
 * @param lines      It never grows: room for so many.
 */
GtkWidget *bv_readout_new(const char *css_class, double align, int lines);

/**
 * Set its text; nothing happens where it is the same.
 *
 * @param markup   Pango markup.
 * @param spoken   What a screen reader says: "Tip to target: 7 mm".
 */
void bv_readout_set(GtkWidget *readout, const char *markup, const char *spoken);

/** The same of a text that is no markup, and said as it is. */
void bv_readout_set_plain(GtkWidget *readout, const char *text);

/** A number that is not known: two dashes, never an old value. Markup. */
#define BV_DASHES "<span alpha=\"45%\">– –</span>"

/** Let it be another number of lines high, the first of them on top. */
void bv_readout_set_lines(GtkWidget *readout, int lines);

BV_END_DECLS

#endif
