#include "ui/review/view.h"

#include "core/words.h"
#include "ui/named.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"
#include "ui/overlay/palette.h"
#include "ui/reel_shown.h"

struct _BvReviewView {
    GtkWidget parent_instance;

    struct bv_reel_shown shown;
    struct bv_advice advice;
    bool is_bare, is_late, asks_points;
    struct bv_px points[2]; /* of the frame, drawn */
    int point_count;
};

static guint pointed;

G_DEFINE_FINAL_TYPE(BvReviewView, bv_review_view, GTK_TYPE_WIDGET)

static void size_allocate(GtkWidget *widget, int width, int height,
                          int baseline)
{
    (void)baseline;
    bv_reel_shown_resize(&BV_REVIEW_VIEW(widget)->shown, widget, width, height);
}

static void tell_room(BvReviewView *view)
{
    GtkWidget *widget = GTK_WIDGET(view);

    bv_reel_shown_resize(&view->shown, widget, gtk_widget_get_width(widget),
                         gtk_widget_get_height(widget));
}

static void snapshot_marks(BvReviewView *view, GtkSnapshot *into,
                           const struct bv_picture_box *box,
                           const graphene_rect_t *bounds)
{
    struct bv_view place = bv_reel_shown_view(&view->shown, box);
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
                                 view->shown.picture->frame->sequence);
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
    struct bv_view place = bv_reel_shown_view(&view->shown, box);
    cairo_t *cairo = gtk_snapshot_append_cairo(into, bounds);

    for (int i = 0; i < view->point_count; i++) {
        struct bv_px at = bv_view_to_surface(&place, view->points[i]);
        struct bv_px first = bv_view_to_surface(&place, view->points[0]);

        cairo_move_to(cairo, at.x - 9, at.y);
        cairo_line_to(cairo, at.x + 9, at.y);
        cairo_move_to(cairo, at.x, at.y - 9);
        cairo_line_to(cairo, at.x, at.y + 9);
        if (i == 0)
            continue;
        cairo_move_to(cairo, first.x, first.y);
        cairo_line_to(cairo, at.x, at.y);
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
    struct bv_picture_box box;
    graphene_rect_t bounds;

    if (!view->shown.texture)
        return;
    box = bv_reel_shown_box(&view->shown, widget);
    bounds = bv_reel_shown_snapshot(&view->shown, into, &box);
    if (!view->is_bare)
        snapshot_marks(view, into, &box, &bounds);
    if (view->point_count > 0)
        snapshot_points(view, into, &box, &bounds);
    if (bv_review_view_is_other(view))
        snapshot_way(view, into, &box);
}

static void dispose(GObject *object)
{
    bv_reel_shown_clear(&BV_REVIEW_VIEW(object)->shown);
    G_OBJECT_CLASS(bv_review_view_parent_class)->dispose(object);
}

static void on_click(GtkGestureClick *click, int presses, double x, double y,
                     gpointer data)
{
    BvReviewView *view = data;
    struct bv_px px;

    (void)click;
    (void)presses;
    if (view->asks_points &&
        bv_reel_shown_find(&view->shown, GTK_WIDGET(view), x, y, &px))
        g_signal_emit(view, pointed, 0, px.x, px.y);
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
    g_signal_connect(view, "notify::scale-factor", G_CALLBACK(tell_room), NULL);
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
    view->shown.reel = reel;
    if (!reel)
        bv_reel_shown_clear(&view->shown);
    tell_room(view);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_review_view_show_seen(BvReviewView *view,
                              const struct bv_reel_picture *take_picture,
                              const struct bv_reviewed *attempt)
{
    size_t at = bv_reviewed_find(attempt, take_picture->frame->sequence);

    bv_reel_shown_put(&view->shown, take_picture);
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
    return view->shown.picture ? (int64_t)view->shown.picture->frame->sequence
                               : -1;
}

bool bv_review_view_is_other(const BvReviewView *view)
{
    return view->shown.picture &&
           (view->shown.picture->on_the_way || view->is_late);
}

bool bv_review_view_set_late(BvReviewView *view, bool late)
{
    bool is_new = view->is_late != late;

    if (is_new)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    view->is_late = late;
    return is_new;
}
