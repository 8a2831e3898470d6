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

/** Its buttons run `win.set-up` with the item, and `win.swap-sides`. It lives
 *  as long as its widget. */
struct bv_set_up_card *bv_set_up_card_new(void);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_set_up_card_get_widget(struct bv_set_up_card *card);

/** Say how it stands; only what differs is touched. */
void bv_set_up_card_say(struct bv_set_up_card *card,
                        const struct bv_set_up *set_up);

BV_END_DECLS

#endif
