/**
 * @file
 * The panel beside the picture: one number, one fact, one verb, and under
 * them angle, how near the tip is to what is avoided, and confidence. Main
 * thread only.
 */
#ifndef BV_UI_PANEL_H
#define BV_UI_PANEL_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/overlay/words.h"
#include "ui/steps/steps.h"

BV_BEGIN_DECLS

struct bv_panel;

/** Its parts live as long as its widget. */
struct bv_panel *bv_panel_new(void);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_panel_get_widget(struct bv_panel *panel);

/**
 * Say the words; only what differs is touched. Call at most 10 times a second.
 * @param marking  The user is placing a target.
 */
void bv_panel_say(struct bv_panel *panel, const struct bv_words *words,
                  bool marking);

/** Say how near the tip is to what is avoided; the same. @return Whether a
 *  distance is said. */
bool bv_panel_say_avoid(struct bv_panel *panel, const struct bv_advice *advice,
                        enum bv_showing showing);

/** Give it a card of the steps, which has the room of angle and confidence
 *  while it is shown; that of the set-up goes before all else, as long as there
 *  is neither a target nor an alarm. @param card  Floating. */
void bv_panel_add_card(struct bv_panel *panel, enum bv_step_card which,
                       GtkWidget *card);
void bv_panel_show_card(struct bv_panel *panel, enum bv_step_card which);

/** As of bv_needle_cards_set_unwatched(). */
void bv_panel_set_unwatched(struct bv_panel *panel, bool unwatched);

/** Say of fluid what this advice says of it; while it is declared it has the
 *  room of angle and confidence. @param advice  NULL: nothing. @return Whether
 *  it alarms. */
bool bv_panel_say_fluid(struct bv_panel *panel, const struct bv_advice *advice,
                        enum bv_showing showing);

BV_END_DECLS

#endif
