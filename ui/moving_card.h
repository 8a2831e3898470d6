/**
 * @file
 * What moved along a line, below the picture: a strip or a curve over the time
 * that is held, with the moment that is shown. A click goes to another. Main
 * thread only.
 */
#ifndef BV_UI_MOVING_CARD_H
#define BV_UI_MOVING_CARD_H

#include <gtk/gtk.h>
#include <stdint.h>

#include "core/decls.h"
#include "ui/moving.h"

BV_BEGIN_DECLS

struct bv_moving_card;

/**
 * It lives as long as its widget. Hidden at first.
 * @param go  Called with the number of the frame that was clicked.
 */
struct bv_moving_card *
bv_moving_card_new(void (*go)(uint64_t number, void *data), void *data);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_moving_card_get_widget(struct bv_moving_card *card);

/**
 * Show what there is to show.
 * @param moving  Borrowed until the next call.
 * @param number  Of the frame that stands.
 */
void bv_moving_card_say(struct bv_moving_card *card,
                        const struct bv_moving *moving, uint64_t number);

BV_END_DECLS

#endif
