#include "ui/room.h"

#include <math.h>

/* Air around the picture at size 1: the orientation marker is above it, the
 * ruler to its right. */
enum {
    margin_left = 20,
    margin_top = 36,
    margin_right = 76,
    margin_bottom = 10
};

void bv_room_get_px(const struct bv_room *room, int *width_px, int *height_px)
{
    *width_px =
        room->factor *
        (room->width - (int)ceil((margin_left + margin_right) * room->size));
    *height_px =
        room->factor *
        (room->height - (int)ceil((margin_top + margin_bottom) * room->size));
}

struct bv_picture_box bv_room_place(const struct bv_room *room, int width_px,
                                    int height_px)
{
    double factor = room->factor;
    double left = ceil(margin_left * room->size);
    double top = ceil(margin_top * room->size);
    double room_width = room->width - left - ceil(margin_right * room->size);
    double room_height = room->height - top - ceil(margin_bottom * room->size);
    double width = width_px / factor, height = height_px / factor;
    double shrink = fmin(1, fmin(room_width / width, room_height / height));

    width *= fmax(shrink, 0.01);
    height *= fmax(shrink, 0.01);
    left += floor((room_width - width) / 2 * factor) / factor;
    top += floor((room_height - height) / 2 * factor) / factor;
    return (struct bv_picture_box){left, top, left + width, top + height};
}
