#include "ui/review/view.h"

#include "core/words.h"
#include "ui/named.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"
#include "ui/overlay/palette.h"
#include "ui/room.h"

struct _BvReviewView {
    GtkWidget parent_instance;

    struct bv_reel *reel; /* or NULL */
    const struct bv_reel_picture *picture;
    GdkTexture *texture;
    struct bv_advice advice;
    bool is_bare, is_late, asks_points;
    struct bv_px points[2]; /* of the frame, drawn */
    int point_count;
};

static guint pointed;

G_DEFINE_FINAL_TYPE(BvReviewView, bv_review_view, GTK_TYPE_WIDGET)

static struct bv_room room_of(BvReviewView *view)
{
    GtkWidget *widget = GTK_WIDGET(view);

    return (struct bv_room){gtk_widget_get_width(widget),
                            gtk_widget_get_height(widget), 1,
                            gtk_widget_get_scale_factor(widget)};
}

static void tell_room(BvReviewView *view, const struct bv_room *room)
{
    int width_px, height_px;

    bv_room_get_px(room, &width_px, &height_px);
    if (view->reel && width_px > 0 && height_px > 0)
        bv_reel_set_box(view->reel, width_px, height_px);
}

static void size_allocate(GtkWidget *widget, int width, int height,
                          int baseline)
{
    const struct bv_room room = {width, height, 1,
                                 gtk_widget_get_scale_factor(widget)};

    (void)baseline;
    tell_room(BV_REVIEW_VIEW(widget), &room);
}

static void on_scale_factor(BvReviewView *view)
{
    const struct bv_room room = room_of(view);

    tell_room(view, &room);
}

static void snapshot_marks(BvReviewView *view, GtkSnapshot *into,
                           const struct bv_picture_box *box,
                           const graphene_rect_t *bounds)
{
    struct bv_view place = {box->left, box->top,
                            (box->right - box->left) /
                                view->picture->frame->width_px};
    struct bv_marks_options options = {.view_scale = place.scale};
    struct bv_marks marks;
    cairo_t *cairo;

    bv_marks_make(&view->advice, &options, &marks);
    cairo = gtk_snapshot_append_cairo(into, bounds);
    bv_overlay_draw(cairo, &marks, &place, 1);
    cairo_destroy(cairo);
}

/* Above the picture, which is another one than the time below says. */
static void snapshot_way(BvReviewView *view, GtkSnapshot *into,
                         const struct bv_picture_box *box)
{
    char *text = g_strdup_printf(_("On the way there: frame %u"),
                                 view->picture->frame->sequence);
    PangoLayout *layout =
        gtk_widget_create_pango_layout(GTK_WIDGET(view), text);
    unsigned colour = BV_COLOUR_WARN;
    GdkRGBA warn = {(float)(colour >> 16 & 255) / 255,
                    (float)(colour >> 8 & 255) / 255,
                    (float)(colour & 255) / 255, 1};
    int width, height;

    pango_layout_get_pixel_size(layout, &width, &height);
    gtk_snapshot_save(into);
    gtk_snapshot_translate(
        into,
        &GRAPHENE_POINT_INIT((float)((box->left + box->right - width) / 2),
                             (float)MAX(2, box->top - height - 6)));
    gtk_snapshot_append_layout(into, layout, &warn);
    gtk_snapshot_restore(into);
    g_object_unref(layout);
    g_free(text);
}

/* Crosses, and the line between them: dark below light, on any picture. */
static void snapshot_points(BvReviewView *view, GtkSnapshot *into,
                            const struct bv_picture_box *box,
                            const graphene_rect_t *bounds)
{
    double scale = (box->right - box->left) / view->picture->frame->width_px;
    cairo_t *cairo = gtk_snapshot_append_cairo(into, bounds);

    for (int i = 0; i < view->point_count; i++) {
        double x = box->left + (view->points[i].x + 0.5) * scale;
        double y = box->top + (view->points[i].y + 0.5) * scale;

        cairo_move_to(cairo, x - 9, y);
        cairo_line_to(cairo, x + 9, y);
        cairo_move_to(cairo, x, y - 9);
        cairo_line_to(cairo, x, y + 9);
        if (i == 0)
            continue;
        cairo_move_to(cairo, box->left + (view->points[0].x + 0.5) * scale,
                      box->top + (view->points[0].y + 0.5) * scale);
        cairo_line_to(cairo, x, y);
    }
    bv_cairo_set_colour(cairo, 0, 0.8);
    cairo_set_line_width(cairo, 4);
    cairo_stroke_preserve(cairo);
    bv_cairo_set_colour(cairo, BV_COLOUR_WARN, 1);
    cairo_set_line_width(cairo, 1.5);
    cairo_stroke(cairo);
    cairo_destroy(cairo);
}

static void snapshot(GtkWidget *widget, GtkSnapshot *into)
{
    BvReviewView *view = BV_REVIEW_VIEW(widget);
    const struct bv_room room = room_of(view);
    struct bv_picture_box box;
    graphene_rect_t bounds;

    if (!view->texture)
        return;
    box =
        bv_room_place(&room, view->picture->width_px, view->picture->height_px);
    bounds = GRAPHENE_RECT_INIT((float)box.left, (float)box.top,
                                (float)(box.right - box.left),
                                (float)(box.bottom - box.top));
    gtk_snapshot_append_texture(into, view->texture, &bounds);
    if (!view->is_bare)
        snapshot_marks(view, into, &box, &bounds);
    if (view->point_count > 0)
        snapshot_points(view, into, &box, &bounds);
    if (bv_review_view_is_other(view))
        snapshot_way(view, into, &box);
}

static void forget(BvReviewView *view)
{
    g_clear_object(&view->texture);
    g_clear_pointer(&view->picture, bv_reel_picture_unref);
}

static void dispose(GObject *object)
{
    forget(BV_REVIEW_VIEW(object));
    G_OBJECT_CLASS(bv_review_view_parent_class)->dispose(object);
}

static void on_click(GtkGestureClick *click, int presses, double x, double y,
                     gpointer data)
{
    BvReviewView *view = data;
    const struct bv_room room = room_of(view);
    struct bv_picture_box box;
    double scale;

    (void)click;
    (void)presses;
    if (!view->asks_points || !view->picture)
        return;
    box =
        bv_room_place(&room, view->picture->width_px, view->picture->height_px);
    if (x < box.left || x >= box.right || y < box.top || y >= box.bottom)
        return;
    scale = (box.right - box.left) / view->picture->frame->width_px;
    g_signal_emit(view, pointed, 0, (x - box.left) / scale - 0.5,
                  (y - box.top) / scale - 0.5);
}

static void bv_review_view_class_init(BvReviewViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    widget_class->size_allocate = size_allocate;
    widget_class->snapshot = snapshot;
    gtk_widget_class_set_css_name(widget_class, "picture");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    pointed =
        g_signal_new("pointed", BV_TYPE_REVIEW_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                     NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void bv_review_view_init(BvReviewView *view)
{
    GtkWidget *widget = GTK_WIDGET(view);
    GtkGesture *click = gtk_gesture_click_new();

    g_signal_connect(click, "pressed", G_CALLBACK(on_click), view);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
    g_signal_connect(view, "notify::scale-factor", G_CALLBACK(on_scale_factor),
                     NULL);
    gtk_widget_set_focusable(widget, TRUE);
    gtk_widget_set_hexpand(widget, TRUE);
    gtk_widget_set_vexpand(widget, TRUE);
    gtk_widget_set_size_request(widget, 220, 200); /* two stand side by side */
    gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN);
    bv_named(GTK_WIDGET(view), _("Ultrasound picture"));
}

BvReviewView *bv_review_view_new(void)
{
    return g_object_new(BV_TYPE_REVIEW_VIEW, NULL);
}

void bv_review_view_set_reel(BvReviewView *view, struct bv_reel *reel)
{
    const struct bv_room room = room_of(view);

    view->reel = reel;
    if (!reel)
        forget(view);
    tell_room(view, &room);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_review_view_show_seen(BvReviewView *view,
                              const struct bv_reel_picture *take_picture,
                              const struct bv_reviewed *attempt)
{
    size_t at = bv_reviewed_find(attempt, take_picture->frame->sequence);
    GBytes *bytes = g_bytes_new_with_free_func(
        take_picture->rgb,
        (gsize)take_picture->stride_bytes * (gsize)take_picture->height_px,
        (GDestroyNotify)bv_reel_picture_unref,
        (void *)bv_reel_picture_ref(take_picture));

    forget(view);
    view->texture = gdk_memory_texture_new(
        take_picture->width_px, take_picture->height_px, GDK_MEMORY_R8G8B8,
        bytes, (gsize)take_picture->stride_bytes);
    g_bytes_unref(bytes);
    view->picture = take_picture;
    view->is_late = false;
    view->advice = bv_review_frame_advice(&attempt->analysis.frames[at]);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_review_view_set_bare(BvReviewView *view, bool bare)
{
    if (view->is_bare != bare)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    view->is_bare = bare;
}

void bv_review_view_ask_points(BvReviewView *view, bool asks)
{
    view->asks_points = asks;
    gtk_widget_set_cursor_from_name(GTK_WIDGET(view),
                                    asks ? "crosshair" : NULL);
}

void bv_review_view_set_points(BvReviewView *view, const struct bv_px *points,
                               int count)
{
    view->point_count = count;
    for (int i = 0; i < count; i++)
        view->points[i] = points[i];
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

int64_t bv_review_view_frame(const BvReviewView *view)
{
    return view->picture ? (int64_t)view->picture->frame->sequence : -1;
}

bool bv_review_view_is_other(const BvReviewView *view)
{
    return view->picture && (view->picture->on_the_way || view->is_late);
}

bool bv_review_view_set_late(BvReviewView *view, bool late)
{
    bool is_new = view->is_late != late;

    if (is_new)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    view->is_late = late;
    return is_new;
}
