/**
 * @file
 * The picture with its guidance, the ruler beside it, and the cursor with
 * which a target is marked by keyboard. A GTK widget; main thread only.
 *
 * Signals: "target-placed" (double x, double y: px of the frame), by a click
 * or the cursor; "dragged" (double right, double down: mm of the picture
 * since the last, gboolean shift), where the scale is known. A drag marks
 * nothing.
 */
#ifndef BV_UI_PICTURE_VIEW_H
#define BV_UI_PICTURE_VIEW_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/latency.h"
#include "ui/measuring.h"
#include "ui/moving.h"
#include "ui/outlining.h"
#include "ui/planning.h"
#include "ui/overlay/ghost_draw.h"
#include "ui/overlay/words.h"
#include "ui/presenter.h"

BV_BEGIN_DECLS

#define BV_TYPE_PICTURE_VIEW (bv_picture_view_get_type())
G_DECLARE_FINAL_TYPE(BvPictureView, bv_picture_view, BV, PICTURE_VIEW,
                     GtkWidget)

/**
 * @param presenter  Borrowed; told the room for the picture.
 */
BvPictureView *bv_picture_view_new(struct bv_presenter *presenter);

/** Detach from the presenter, before it is freed. */
void bv_picture_view_close(BvPictureView *view);

/** Show a picture. @param take_shown  The view's from now on. */
void bv_picture_view_show(BvPictureView *view,
                          const struct bv_shown *take_shown);

/** The picture on the screen, or NULL. The view's. */
const struct bv_shown *bv_picture_view_get_shown(BvPictureView *view);

/** Whether guidance may be on the picture, and the line around it. */
void bv_picture_view_set_showing(BvPictureView *view, enum bv_showing showing);

/** Whether it is one of two that share a room: a px more or less of it must not
 *  make another scale. */
void bv_picture_view_set_paired(BvPictureView *view, bool paired);

/** A line above the picture: how old it is. Empty: none. Copied. */
void bv_picture_view_set_caption(BvPictureView *view, const char *caption);

/** What the picture's left and right are called; empty: nothing. The user has
 *  confirmed it (design, rule 7). Copied. */
void bv_picture_view_set_side_names(BvPictureView *view, const char *left,
                                    const char *right);

/** Whether the border of the scan area is drawn, to be looked at. */
void bv_picture_view_show_area(BvPictureView *view, bool show);

/** What is measured and outlined on the picture; borrowed for as long as the
 *  view lives, and drawn as it is when the view is told to draw. */
void bv_picture_view_set_tools(BvPictureView *view,
                               const struct bv_measuring *measuring,
                               const struct bv_outlining *outlining,
                               const struct bv_planning *planning,
                               const struct bv_moving *moving);

/** Marks from before, to be checked; NULL: none. Borrowed. */
void bv_picture_view_set_ghosts(BvPictureView *view,
                                const struct bv_ghosts *ghosts);

/** Scale of lines and texts: 1.0 at arm's length, more for bedside. */
void bv_picture_view_set_size(BvPictureView *view, double size);

/**
 * Show the cursor at the target or in the middle, for arrow keys.
 * @return Whether there is a picture to mark.
 */
bool bv_picture_view_start_cursor(BvPictureView *view);

/** Take the cursor away. */
void bv_picture_view_end_cursor(BvPictureView *view);

/** Whether the cursor is shown. */
bool bv_picture_view_has_cursor(BvPictureView *view);

/** Move the cursor by steps; it stays on the picture. */
void bv_picture_view_move_cursor(BvPictureView *view, int right, int down,
                                 bool fast);

/** Place the target where the cursor is, as a click would. */
void bv_picture_view_place_target(BvPictureView *view);

/** Frame arrival to painted, of the last pictures. */
const struct bv_latency *bv_picture_view_get_latency(BvPictureView *view);

BV_END_DECLS

#endif
