/**
 * @file
 * The user says what they do with the syringe: the window's actions
 * `injecting` and `aspirating`, and the pedal; and after how long what is
 * injected is to show, `dead-time`. Main thread only.
 */
#ifndef BV_UI_DECLARER_H
#define BV_UI_DECLARER_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "pipeline.h"
#include "ui/picture_view.h"

BV_BEGIN_DECLS

struct bv_declarer;

/**
 * Add the actions.
 *
 * @param changed  Called when what is asked is another.
 * All are borrowed, longer than this.
 */
struct bv_declarer *bv_declarer_new(struct bv_pipeline *pipeline,
                                    BvPictureView *view, GActionMap *map,
                                    void (*changed)(void *data), void *data);

/** NULL is ignored. */
void bv_declarer_free(struct bv_declarer *declarer);

/** The button of the dead time, floating until it is put somewhere, and gone
 *  before @p declarer. */
GtkWidget *bv_declarer_new_dead_time(struct bv_declarer *declarer);

/** Whether it is what a foot pedal sends. */
bool bv_declarer_is_pedal(guint key);

/** Whether it can be declared now; what was declared goes on. */
void bv_declarer_set_allowed(struct bv_declarer *declarer, bool allowed);

/** A key. @return Whether it meant something here. */
bool bv_declarer_key_down(struct bv_declarer *declarer, guint key);

/** The pedal is up, or keys that go up are not told any more. */
void bv_declarer_let_go(struct bv_declarer *declarer);

/** A point on the picture. @return Whether it was asked for. */
bool bv_declarer_point(struct bv_declarer *declarer, struct bv_px px);

/** It is played again, and the guide is another: nothing is declared. */
void bv_declarer_reset(struct bv_declarer *declarer);

/** A sentence that asks; NULL: nothing is asked. */
const char *bv_declarer_get_line(const struct bv_declarer *declarer);

BV_END_DECLS

#endif
