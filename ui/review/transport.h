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

/**
 * Say where it is, and how it plays.
 *
 * @param blinded  And nothing of what was seen.
 * @param shown    The number of the frame on the screen, where that is another
 *                 one than is gone to: what was seen is said of it, with its
 *                 number; -1: it is not.
 */
void bv_transport_update(struct bv_transport *transport,
                         const struct bv_reviewed *attempt, bool blinded,
                         int64_t shown);

BV_END_DECLS

#endif
