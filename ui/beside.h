/**
 * @file
 * A picture that is held beside the one that plays or is stepped to, to be
 * compared with it. Main thread only.
 */
#ifndef BV_UI_BESIDE_H
#define BV_UI_BESIDE_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "pipeline.h"
#include "ui/presenter.h"

BV_BEGIN_DECLS

struct bv_beside;

/** @return NULL: no memory, or no thread. */
struct bv_beside *bv_beside_new(void);

/** Before its widget goes. NULL is ignored. */
void bv_beside_close(struct bv_beside *beside);

/** After its widget is gone. NULL is ignored. */
void bv_beside_free(struct bv_beside *beside);

/** Its picture, hidden while there is none, floating until it is put
 *  somewhere. */
GtkWidget *bv_beside_get_widget(struct bv_beside *beside);

/**
 * Hold this one.
 * @param result  A reference is held; NULL: none any more.
 * @param guided  Its guidance was on the screen, and stays.
 */
void bv_beside_hold(struct bv_beside *beside, const struct bv_result *result,
                    bool guided);

/** Whether one is held. */
bool bv_beside_is_on(const struct bv_beside *beside);

/**
 * Say how old it is.
 * @param other  What is shown beside it; NULL: nothing yet.
 * @param clip   It has an end: its own times are said.
 */
void bv_beside_update(struct bv_beside *beside, const struct bv_shown *other,
                      bool clip);

BV_END_DECLS

#endif
