#include "ui/reel_shown.h"

#include "ui/room.h"

void bv_reel_shown_resize(const struct bv_reel_shown *shown, GtkWidget *widget,
                          int width, int height)
{
    const struct bv_room room = {width, height, 1,
                                 gtk_widget_get_scale_factor(widget)};
    int width_px, height_px;

    bv_room_get_px(&room, &width_px, &height_px);
    if (shown->reel && width_px > 0 && height_px > 0)
        bv_reel_set_box(shown->reel, width_px, height_px);
}

void bv_reel_shown_put(struct bv_reel_shown *shown,
                       const struct bv_reel_picture *take_picture)
{
    GBytes *bytes = g_bytes_new_with_free_func(
        take_picture->rgb,
        (gsize)take_picture->stride_bytes * (gsize)take_picture->height_px,
        (GDestroyNotify)bv_reel_picture_unref,
        (void *)bv_reel_picture_ref(take_picture));

    bv_reel_shown_clear(shown);
    shown->texture = gdk_memory_texture_new(
        take_picture->width_px, take_picture->height_px, GDK_MEMORY_R8G8B8,
        bytes, (gsize)take_picture->stride_bytes);
    g_bytes_unref(bytes);
    shown->picture = take_picture;
}

void bv_reel_shown_clear(struct bv_reel_shown *shown)
{
    g_clear_object(&shown->texture);
    g_clear_pointer(&shown->picture, bv_reel_picture_unref);
}

struct bv_picture_box bv_reel_shown_box(const struct bv_reel_shown *shown,
                                        GtkWidget *widget)
{
    const struct bv_room room = {gtk_widget_get_width(widget),
                                 gtk_widget_get_height(widget), 1,
                                 gtk_widget_get_scale_factor(widget)};

    return bv_room_place(&room, shown->picture->width_px,
                         shown->picture->height_px);
}

struct bv_view bv_reel_shown_view(const struct bv_reel_shown *shown,
                                  const struct bv_picture_box *box)
{
    return (struct bv_view){box->left, box->top,
                            (box->right - box->left) /
                                shown->picture->frame->width_px};
}

graphene_rect_t bv_reel_shown_snapshot(const struct bv_reel_shown *shown,
                                       GtkSnapshot *into,
                                       const struct bv_picture_box *box)
{
    graphene_rect_t bounds = GRAPHENE_RECT_INIT(
        (float)box->left, (float)box->top, (float)(box->right - box->left),
        (float)(box->bottom - box->top));

    gtk_snapshot_append_texture(into, shown->texture, &bounds);
    return bounds;
}

bool bv_reel_shown_find(const struct bv_reel_shown *shown, GtkWidget *widget,
                        double x, double y, struct bv_px *px)
{
    struct bv_picture_box box;
    struct bv_view place;

    if (!shown->picture)
        return false;
    box = bv_reel_shown_box(shown, widget);
    if (x < box.left || x >= box.right || y < box.top || y >= box.bottom)
        return false;
    place = bv_reel_shown_view(shown, &box);
    *px = bv_view_from_surface(&place, (struct bv_px){x, y});
    return true;
}
