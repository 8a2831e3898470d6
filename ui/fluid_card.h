/**
 * @file
 * The panel's card of fluid that is injected or drawn off: what is seen of it,
 * its area in this plane, and that over time. Main thread only.
 */
#ifndef BV_UI_FLUID_CARD_H
#define BV_UI_FLUID_CARD_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

struct bv_fluid_card;

/** It lives as long as its widget. Hidden at first. */
struct bv_fluid_card *bv_fluid_card_new(void);

/** @return Its widget, floating until it is put somewhere. */
GtkWidget *bv_fluid_card_get_widget(struct bv_fluid_card *card);

/**
 * Say what is said of this advice; it shows where something is declared.
 *
 * @return Whether it shows.
 */
bool bv_fluid_card_say(struct bv_fluid_card *card,
                       const struct bv_advice *advice, enum bv_showing showing);

/** Whether what it said last is that spread is not seen. */
bool bv_fluid_card_alarms(const struct bv_fluid_card *card);

BV_END_DECLS

#endif
