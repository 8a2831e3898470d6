/**
 * @file
 * A reel's picture as a widget shows it: its texture, the room that the reel is
 * told, and where it lies. Main thread only.
 */
#ifndef BV_UI_REEL_SHOWN_H
#define BV_UI_REEL_SHOWN_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/ruler.h"
#include "ui/reel.h"

BV_BEGIN_DECLS

struct bv_reel_shown {
    struct bv_reel *reel; /**< Told the room for its pictures; or NULL. */
    const struct bv_reel_picture *picture; /**< NULL: none. */
    GdkTexture *texture;
};

/** The room is so large, in units of the screen, with the widget's factor. */
void bv_reel_shown_resize(const struct bv_reel_shown *shown, GtkWidget *widget,
                          int width, int height);

/** @param take_picture  Shown from now on. */
void bv_reel_shown_put(struct bv_reel_shown *shown,
                       const struct bv_reel_picture *take_picture);

/** No picture; the reel stays. */
void bv_reel_shown_clear(struct bv_reel_shown *shown);

/** Where the picture lies in the widget. There is one. */
struct bv_picture_box bv_reel_shown_box(const struct bv_reel_shown *shown,
                                        GtkWidget *widget);

/** How what is of the frame is drawn there. */
struct bv_view bv_reel_shown_view(const struct bv_reel_shown *shown,
                                  const struct bv_picture_box *box);

/** Put the picture there. @return Its bounds, for what is drawn on it. */
graphene_rect_t bv_reel_shown_snapshot(const struct bv_reel_shown *shown,
                                       GtkSnapshot *into,
                                       const struct bv_picture_box *box);

/** The px of the frame at a place of the widget. @return False: it is not on
 *  the picture, or there is none. */
bool bv_reel_shown_find(const struct bv_reel_shown *shown, GtkWidget *widget,
                        double x, double y, struct bv_px *px);

BV_END_DECLS

#endif
