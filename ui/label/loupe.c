#include "ui/label/loupe.h"

#include <math.h>

#include "ui/overlay/palette.h"

/* How much larger than beside it the picture is shown here; and at least. */
static const double magnified = 4, least_scale = 2.5;

struct _BvLoupe {
    GtkWidget parent_instance;

    GdkTexture *texture; /* of the whole frame */
    int width_px, height_px;
    double scale; /* units of the screen a pixel */
    struct bv_px px;
    struct bv_label_marks marks;
};

G_DEFINE_FINAL_TYPE(BvLoupe, bv_loupe, GTK_TYPE_WIDGET)

/* A cross that leaves the middle free. */
static void draw_cross(cairo_t *cairo, double x, double y)
{
    for (int i = 0; i < 4; i++) {
        double right = i % 2 ? 0 : i - 1, down = i % 2 ? i - 2 : 0;

        cairo_move_to(cairo, x + 10 * right, y + 10 * down);
        cairo_line_to(cairo, x + 22 * right, y + 22 * down);
    }
    cairo_set_line_width(cairo, 1.5);
    bv_cairo_set_colour(cairo, BV_COLOUR_TEXT, 0.9);
    cairo_stroke(cairo);
}

static void snapshot(GtkWidget *widget, GtkSnapshot *into)
{
    BvLoupe *loupe = BV_LOUPE(widget);
    float width = (float)gtk_widget_get_width(widget);
    float height = (float)gtk_widget_get_height(widget);
    const graphene_rect_t whole = GRAPHENE_RECT_INIT(0, 0, width, height);
    struct bv_view view = {
        .offset_x = width / 2 - loupe->scale * (loupe->px.x + 0.5),
        .offset_y = height / 2 - loupe->scale * (loupe->px.y + 0.5),
        .scale = loupe->scale};
    cairo_t *cairo;

    if (!loupe->texture)
        return;
    gtk_snapshot_push_clip(into, &whole);
    gtk_snapshot_append_texture(
        into, loupe->texture,
        &GRAPHENE_RECT_INIT((float)view.offset_x, (float)view.offset_y,
                            (float)(loupe->scale * loupe->width_px),
                            (float)(loupe->scale * loupe->height_px)));
    cairo = gtk_snapshot_append_cairo(into, &whole);
    bv_label_draw(cairo, &loupe->marks, &view, 1.7); /* off the echo */
    draw_cross(cairo, width / 2, height / 2);
    cairo_destroy(cairo);
    gtk_snapshot_pop(into);
}

static void dispose(GObject *object)
{
    g_clear_object(&BV_LOUPE(object)->texture);
    G_OBJECT_CLASS(bv_loupe_parent_class)->dispose(object);
}

static void bv_loupe_class_init(BvLoupeClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    GTK_WIDGET_CLASS(class)->snapshot = snapshot;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "loupe");
    gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class),
                                         GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void bv_loupe_init(BvLoupe *loupe)
{
    gtk_widget_set_overflow(GTK_WIDGET(loupe), GTK_OVERFLOW_HIDDEN);
    gtk_widget_set_size_request(GTK_WIDGET(loupe), -1, 80);
    gtk_widget_set_vexpand(GTK_WIDGET(loupe), TRUE);
}

BvLoupe *bv_loupe_new(void)
{
    return g_object_new(BV_TYPE_LOUPE, NULL);
}

void bv_loupe_show(BvLoupe *loupe, const struct bv_reel_picture *picture)
{
    const struct bv_frame *frame = picture->frame;
    gsize size = (gsize)frame->width_px * (gsize)frame->height_px * 3;
    GBytes *bytes = g_bytes_new_with_free_func(
        picture->whole_rgb, size, (GDestroyNotify)bv_reel_picture_unref,
        (void *)bv_reel_picture_ref(picture));

    g_clear_object(&loupe->texture);
    loupe->texture = gdk_memory_texture_new(frame->width_px, frame->height_px,
                                            GDK_MEMORY_R8G8B8, bytes,
                                            (gsize)frame->width_px * 3);
    g_bytes_unref(bytes);
    loupe->width_px = frame->width_px;
    loupe->height_px = frame->height_px;
    loupe->scale =
        fmax(least_scale, magnified * picture->width_px / frame->width_px /
                              gtk_widget_get_scale_factor(GTK_WIDGET(loupe)));
    gtk_widget_queue_draw(GTK_WIDGET(loupe));
}

void bv_loupe_point(BvLoupe *loupe, struct bv_px px,
                    const struct bv_label_marks *marks)
{
    loupe->px = px;
    loupe->marks = marks ? *marks : (struct bv_label_marks){0};
    gtk_widget_queue_draw(GTK_WIDGET(loupe));
}
