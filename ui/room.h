/**
 * @file
 * The room that a picture has in its widget, and where it lies there. Pure.
 */
#ifndef BV_UI_ROOM_H
#define BV_UI_ROOM_H

#include "core/decls.h"
#include "ui/overlay/ruler.h"

BV_BEGIN_DECLS

struct bv_room {
    int width, height; /**< Of the widget, in units of the screen. */
    double size;       /**< Scale of lines and texts. */
    int factor;        /**< Device pixels a unit. */
};

/** The most that a picture may have, device pixels; 0 or less: nothing. */
void bv_room_get_px(const struct bv_room *room, int *width_px, int *height_px);

/**
 * Where a picture of so many device pixels lies, on whole ones, so that
 * nothing is scaled: its own size, unless the room has just changed and a new
 * picture is under way.
 */
struct bv_picture_box bv_room_place(const struct bv_room *room, int width_px,
                                    int height_px);

BV_END_DECLS

#endif
