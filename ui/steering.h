/**
 * @file
 * A learner's hands on a source that can be steered (core/controls.h): mouse,
 * wheel and keys on the picture, and a bar under it that says who steers and
 * how everything stands. Main thread only.
 *
 * Steering is a mode, off at first. On: dragging, wheel and the keys of
 * bv_steering_keys() go to the source. A click that does not drag marks the
 * target in either mode. Every function takes NULL: nothing to steer.
 */
#ifndef BV_UI_STEERING_H
#define BV_UI_STEERING_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/controls.h"
#include "core/decls.h"
#include "ui/picture_view.h"

BV_BEGIN_DECLS

struct bv_steering;

/**
 * @param controls  The source's, or NULL. Borrowed, longer than this.
 * @param view      Its gestures steer. Borrowed.
 * @return NULL: the source cannot be steered.
 */
struct bv_steering *bv_steering_new(struct bv_controls *controls,
                                    BvPictureView *view);

/** After the widgets are gone. */
void bv_steering_free(struct bv_steering *steering);

/** The bar, floating until it is put somewhere; NULL without steering. */
GtkWidget *bv_steering_get_widget(struct bv_steering *steering);

/** A button that begins it, for where the bar is not shown; floating. */
GtkWidget *bv_steering_get_offer(struct bv_steering *steering);

/** Show the bar while hands steer, or have. @param may  Else never. @return
 *  Whether it is shown. */
bool bv_steering_show(struct bv_steering *steering, bool may);

/** Add the window's actions `steer`, `restart` and `watch`. */
void bv_steering_add_actions(struct bv_steering *steering, GActionMap *map);

/** Have it told that the case is started again. */
void bv_steering_on_restart(struct bv_steering *steering,
                            void (*restarts)(void *data), void *data);

/** Whether hands steer, not the script. */
bool bv_steering_has_steered(const struct bv_steering *steering);

/** Whether the mode is on. */
bool bv_steering_is_on(const struct bv_steering *steering);

/** Whether hands reach the source: not while the picture is frozen. What was
 *  held is let go. */
void bv_steering_set_allowed(struct bv_steering *steering, bool allowed);

/** A key went down. @return Whether it steers. */
bool bv_steering_key_down(struct bv_steering *steering, guint key,
                          GdkModifierType modifiers);

/** A key went up: what it held is let go. */
void bv_steering_key_up(struct bv_steering *steering, guint key);

/** Let go of everything that is held. */
void bv_steering_let_go(struct bv_steering *steering);

/** Whether the source draws less than it could, to hold its rate. */
bool bv_steering_is_reduced(const struct bv_steering *steering);

/** Say how everything stands. At most ten times a second. */
void bv_steering_update(struct bv_steering *steering);

/** Keys and what they do, for the list of keys; ends with a NULL pair. */
extern const char *const bv_steering_keys[][2];

BV_END_DECLS

#endif
