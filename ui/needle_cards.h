/**
 * @file
 * The panel's cards of the needle beside its way: its angle, how near its tip
 * is to what is to be avoided, and how sure it all is. Main thread only.
 */
#ifndef BV_UI_NEEDLE_CARDS_H
#define BV_UI_NEEDLE_CARDS_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/overlay/avoid_words.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

struct bv_needle_cards;

/** Its parts live as long as its widget. */
struct bv_needle_cards *bv_needle_cards_new(void);

/** All of them, floating until they are put somewhere. */
GtkWidget *bv_needle_cards_get_widget(struct bv_needle_cards *cards);

/** At the bedside the angle is not read. */
void bv_needle_cards_set_bedside(struct bv_needle_cards *cards, bool bedside);

/** Whether fluid is what it is about now, and it is to be said that it is not
 *  watched by itself. */
void bv_needle_cards_set_unwatched(struct bv_needle_cards *cards,
                                   bool unwatched);

/** Say the words; only what differs is touched. */
void bv_needle_cards_say(struct bv_needle_cards *cards,
                         const struct bv_words *words);
void bv_needle_cards_say_avoid(struct bv_needle_cards *cards,
                               const struct bv_avoid_words *words);

BV_END_DECLS

#endif
