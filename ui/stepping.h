/**
 * @file
 * The steps in the window: their bar, their cards, their actions and keys.
 * Main thread only.
 */
#ifndef BV_UI_STEPPING_H
#define BV_UI_STEPPING_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/steps/steps.h"

BV_BEGIN_DECLS

struct bv_stepping;

/**
 * Adds the actions `step`, `next`, `previous`, `main`, `tick` and `time-out`.
 *
 * @param changed  Called when another step is gone to, or the time-out is.
 * All are borrowed, longer than this.
 */
struct bv_stepping *bv_stepping_new(GActionMap *map,
                                    void (*changed)(void *data), void *data);

/** After the widgets are gone. NULL is ignored. */
void bv_stepping_free(struct bv_stepping *stepping);

/** A widget that a step offers beside its actions. @param widget  Floating. */
void bv_stepping_add(struct bv_stepping *stepping, enum bv_step step,
                     GtkWidget *widget);

/** Its bar, and the card for the panel; floating. */
GtkWidget *bv_stepping_get_bar(struct bv_stepping *stepping);
GtkWidget *bv_stepping_get_card(struct bv_stepping *stepping);

/** As of bv_steps_resume(). */
void bv_stepping_resume(struct bv_stepping *stepping, const char *id);

/** What it stands at. */
const struct bv_steps *bv_stepping_get(const struct bv_stepping *stepping);

/** A key, also the pedal's. @param free  Enter and Esc mean nothing else.
 *  @return Whether it meant something here. */
bool bv_stepping_key(struct bv_stepping *stepping, guint key,
                     GdkModifierType modifiers, bool free);

/** The pedal: short, the step's main action; long and double, what is set
 *  (ui/presses.h). @return Whether it is the step's: else it injects. */
bool bv_stepping_pedal_down(struct bv_stepping *stepping);
void bv_stepping_pedal_up(struct bv_stepping *stepping);

/** Time goes by: every 50 ms or so. */
void bv_stepping_pedal_wait(struct bv_stepping *stepping);

/** Another key is pressed: what the pedal was pressed for comes before it. */
void bv_stepping_pedal_flush(struct bv_stepping *stepping);

/** Its key is not told any more. */
void bv_stepping_pedal_drop(struct bv_stepping *stepping);

/** Show how things stand. At most ten times a second. */
void bv_stepping_update(struct bv_stepping *stepping,
                        const struct bv_steps_state *state);

/** The sentence of the step. */
const char *bv_stepping_get_line(const struct bv_stepping *stepping);

BV_END_DECLS

#endif
