/**
 * @file
 * The buttons below the picture under review: to play it, and where it is.
 * Main thread only.
 */
#ifndef BV_UI_REVIEW_TRANSPORT_H
#define BV_UI_REVIEW_TRANSPORT_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

struct bv_transport;

/** Its parts live as long as its widget. Buttons are "win." actions. */
struct bv_transport *bv_transport_new(void);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_transport_get_widget(struct bv_transport *transport);

/** Say where it is, and how it plays.
 *  @param blinded  And nothing of what was seen. */
void bv_transport_update(struct bv_transport *transport,
                         const struct bv_reviewed *attempt, bool blinded);

BV_END_DECLS

#endif
