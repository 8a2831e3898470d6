/**
 * @file
 * Looking back in the window: freezing, stepping from frame to frame and
 * scrubbing through the last seconds (look_back.h), and the bar below the
 * picture that says how many there are. Main thread only.
 */
#ifndef BV_UI_LOOKING_BACK_H
#define BV_UI_LOOKING_BACK_H

#include <gtk/gtk.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "look_back.h"
#include "pipeline.h"
#include "ui/overlay/words.h"
#include "ui/presenter.h"
#include "ui/trail.h"

BV_BEGIN_DECLS

struct bv_looking_back;

/**
 * @param pipeline   Borrowed, not started, longer than this.
 * @param presenter  Shows what is looked at; the same.
 * @param limit_mb   Of memory (look_back.h).
 * @param freeze     Called to have the picture freeze where it plays.
 * @return Also where there is no memory: then there is nothing to look at.
 */
struct bv_looking_back *bv_looking_back_new(struct bv_pipeline *pipeline,
                                            struct bv_presenter *presenter,
                                            int limit_mb,
                                            void (*freeze)(void *data),
                                            void *data);

/** After the pipeline has stopped and the widgets are gone. NULL is ignored. */
void bv_looking_back_free(struct bv_looking_back *looking);

/** The bar with the line of the last seconds, floating until it is put
 *  somewhere; where it may be shown is bv_looking_back_show()'s. */
GtkWidget *bv_looking_back_get_widget(struct bv_looking_back *looking);

/** Put something at the bar's end. @param widget  Floating. */
void bv_looking_back_add(struct bv_looking_back *looking, GtkWidget *widget);

/** Whether the bar is to be seen while the picture plays; while it stands it
 *  is. */
void bv_looking_back_show(struct bv_looking_back *looking, bool show);

/** A picture was shown that plays: its line goes on. */
void bv_looking_back_note(struct bv_looking_back *looking,
                          const struct bv_result *result,
                          enum bv_showing showing);

/** Something was done on the picture that is shown. */
void bv_looking_back_mark(struct bv_looking_back *looking,
                          enum bv_trail_kind kind,
                          const struct bv_result *result);

/** The source is played again: nothing is held. */
void bv_looking_back_clear(struct bv_looking_back *looking);

/** Whether there are frames to step to. */
bool bv_looking_back_may(struct bv_looking_back *looking);

/** The picture that is shown stands now, or (NULL) plays again. */
void bv_looking_back_hold(struct bv_looking_back *looking,
                          const struct bv_shown *shown);

/** Go so many frames on, or back (negative); freezes first. */
void bv_looking_back_step(struct bv_looking_back *looking, int frames);

/** Go to one of them, by its number; freezes first. One that is not held is
 *  ignored. */
void bv_looking_back_go(struct bv_looking_back *looking, uint64_t number);

/**
 * What is held, while the picture stands.
 * @param[out] number  Of the picture that stands.
 * @return NULL: the picture plays, or is not one that is held.
 */
struct bv_look_back *bv_looking_back_get_held(struct bv_looking_back *looking,
                                              uint64_t *number);

/**
 * A key: comma and full stop, with Shift a second; Left and Right the same.
 * @param arrows  Whether those are free.
 * @param commas  Whether comma and full stop do it, as they were shipped.
 * @return Whether it was one.
 */
bool bv_looking_back_key(struct bv_looking_back *looking, guint key,
                         GdkModifierType modifiers, bool arrows, bool commas);

/** Whether a picture is one that was stepped to: its guidance is that of
 *  then. */
bool bv_looking_back_has(const struct bv_looking_back *looking,
                         const struct bv_result *result);

/** The same, and it is the first time that it is asked of this one. */
bool bv_looking_back_has_come(struct bv_looking_back *looking,
                              const struct bv_result *result);

/** Say how it stands. @param shown  The picture; NULL before any.
 *  @param records  A recording runs. Some times a second. */
void bv_looking_back_update(struct bv_looking_back *looking,
                            const struct bv_shown *shown, bool records);

/** A line for above the picture: how old it is; empty while it plays. */
const char *bv_looking_back_get_caption(const struct bv_looking_back *looking);

BV_END_DECLS

#endif
