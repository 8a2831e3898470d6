/**
 * @file
 * A row that breaks into several where texts are large. Main thread only.
 */
#ifndef BV_UI_SETTINGS_WRAPPING_H
#define BV_UI_SETTINGS_WRAPPING_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Let a row of widgets break while texts are large; otherwise it is the box
 *  that it was, which takes less height to be asked for.
 *  @param row  A GtkBox, horizontal; its spacing stays. */
void bv_wrapping_follow(GtkWidget *row);

/** A column while texts are large, else a row. @param row  A GtkBox. */
void bv_wrapping_stack(GtkWidget *row);

BV_END_DECLS

#endif
