/**
 * @file
 * The picture that is labelled, with what is said of it. A GTK widget; main
 * thread only.
 *
 * Signals, places in px of the frame: "clicked" (double x, double y); "moved"
 * (int end, double x, double y), an end of the shown needle that is being
 * dragged; "released", the drag is over; "pointed", the pointer moved or left.
 */
#ifndef BV_UI_LABEL_VIEW_H
#define BV_UI_LABEL_VIEW_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/reel.h"
#include "ui/overlay/label_draw.h"

BV_BEGIN_DECLS

#define BV_TYPE_LABEL_VIEW (bv_label_view_get_type())
G_DECLARE_FINAL_TYPE(BvLabelView, bv_label_view, BV, LABEL_VIEW, GtkWidget)

/** @param reel  Borrowed; told the room for the picture. */
BvLabelView *bv_label_view_new(struct bv_reel *reel);

/** Detach from the reel, before it is freed. */
void bv_label_view_close(BvLabelView *view);

/** @param take_picture  The view's from now on. */
void bv_label_view_show(BvLabelView *view,
                        const struct bv_reel_picture *take_picture);

/** The picture on the screen, or NULL. The view's. */
const struct bv_reel_picture *bv_label_view_get_picture(BvLabelView *view);

/** Draw these; pointer and cursor are the view's own. */
void bv_label_view_set_marks(BvLabelView *view,
                             const struct bv_label_marks *marks);

/** Leave the picture bare. */
void bv_label_view_set_bare(BvLabelView *view, bool bare);

/** Which end a press at a place would take, or -1; asked for each press. */
typedef int bv_label_view_ends(void *data, struct bv_px px, double reach_px);
void bv_label_view_set_ends(BvLabelView *view, bv_label_view_ends *find,
                            void *data);

/** The pointer's or the keyboard's place. @return false: it is not on the
 *  picture. */
bool bv_label_view_get_pointer(BvLabelView *view, struct bv_px *px);

/** The keyboard's cursor: shown in the middle; moved by steps; used as a
 *  click would be. */
void bv_label_view_set_cursor(BvLabelView *view, bool shown);
bool bv_label_view_has_cursor(BvLabelView *view);
void bv_label_view_move_cursor(BvLabelView *view, int right, int down,
                               bool fast);
void bv_label_view_click_cursor(BvLabelView *view);

BV_END_DECLS

#endif
