/**
 * @file
 * How the needle comes, as the user says: a button that is down while it comes
 * out of the plane, and the window's action `out-of-plane`. Main thread only.
 */
#ifndef BV_UI_APPROACH_H
#define BV_UI_APPROACH_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/**
 * Add the action.
 *
 * @param pipeline  Borrowed, longer than the map.
 * @return The button, floating until it is put somewhere.
 */
GtkWidget *bv_approach_new(struct bv_pipeline *pipeline, GActionMap *map);

BV_END_DECLS

#endif
