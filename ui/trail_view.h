/**
 * @file
 * The line of the last seconds (trail.h), as a widget. It is drawn anew some
 * times a second, and not with each picture. Main thread only.
 */
#ifndef BV_UI_TRAIL_VIEW_H
#define BV_UI_TRAIL_VIEW_H

#include <gtk/gtk.h>
#include <stdint.h>

#include "core/decls.h"
#include "ui/trail.h"

BV_BEGIN_DECLS

struct bv_trail_view;

/** Its parts live as long as its widget. */
struct bv_trail_view *bv_trail_view_new(void);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_trail_view_get_widget(struct bv_trail_view *view);

/** What it shows; to be noted in. */
struct bv_trail *bv_trail_view_get(struct bv_trail_view *view);

/** Show the seconds that end then. Some times a second. */
void bv_trail_view_update(struct bv_trail_view *view, int64_t end_ns);

BV_END_DECLS

#endif
