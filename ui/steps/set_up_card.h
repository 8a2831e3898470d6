/**
 * @file
 * What is to be settled before the needle, as a card of the panel: a button
 * for each, with its key, that says how it stands. Main thread only.
 */
#ifndef BV_UI_STEPS_SET_UP_CARD_H
#define BV_UI_STEPS_SET_UP_CARD_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/steps/set_up.h"

BV_BEGIN_DECLS

struct bv_set_up_card;

/** Its buttons run `win.set-up` with the item, and `win.swap-sides`; where
 *  texts are large, and at the bedside, there is one item at a time, and a
 *  button for the next. It lives as long as its widget. */
struct bv_set_up_card *bv_set_up_card_new(void);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_set_up_card_get_widget(struct bv_set_up_card *card);

/** Where texts are large, and at the bedside, one item alone is shown: this, as
 *  it was pressed. */
void bv_set_up_card_show(struct bv_set_up_card *card, enum bv_set_up_item item);

/** Say how it stands; only what differs is touched. */
void bv_set_up_card_say(struct bv_set_up_card *card,
                        const struct bv_set_up *set_up);

BV_END_DECLS

#endif
