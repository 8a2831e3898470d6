/**
 * @file
 * The sign on a button that plays and stops: drawn, for not every font has it.
 * Main thread only.
 */
#ifndef BV_UI_PLAY_SIGN_H
#define BV_UI_PLAY_SIGN_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** A triangle, which plays. No screen reader says it: name its button. */
GtkWidget *bv_play_sign_new(void);

/** @param plays  Two bars, which stop what plays. */
void bv_play_sign_set(GtkWidget *sign, bool plays);

BV_END_DECLS

#endif
