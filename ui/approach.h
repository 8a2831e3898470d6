/**
 * @file
 * How the needle comes, as the user says: the window's action `out-of-plane`.
 * Main thread only.
 */
#ifndef BV_UI_APPROACH_H
#define BV_UI_APPROACH_H

#include <gio/gio.h>

#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/** Add the action. @param pipeline  Borrowed, longer than the map. */
void bv_approach_add_action(struct bv_pipeline *pipeline, GActionMap *map);

BV_END_DECLS

#endif
