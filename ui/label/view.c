#include "ui/label/view.h"

#include <math.h>

#include "core/words.h"
#include "ui/named.h"
#include "ui/reel_shown.h"

/* Steps of the cursor, and how near to an end a press takes it; in units of
 * the screen. */
enum { cursor_step = 1, cursor_fast_step = 12, grab_reach = 12 };

/* A press that moves by so much is no click. */
static const double drag_from = 4;

struct _BvLabelView {
    GtkWidget parent_instance;

    struct bv_reel_shown shown; /* of no reel once closed */
    struct bv_label_marks marks;
    bool is_bare;
    bv_label_view_ends *find_end;
    void *find_data;

    bool has_pointer, has_cursor;
    struct bv_px pointer_px, cursor_px;
    int grabbed;                 /* end, or -1 */
    bool is_drag;                /* the button that is down has moved */
    struct bv_px grab_offset_px; /* of the end from the press */
};

G_DEFINE_FINAL_TYPE(BvLabelView, bv_label_view, GTK_TYPE_WIDGET)

enum { CLICKED, MOVED, RELEASED, POINTED, SIGNAL_COUNT };

static guint signals[SIGNAL_COUNT];

static void size_allocate(GtkWidget *widget, int width, int height,
                          int baseline)
{
    (void)baseline;
    bv_reel_shown_resize(&BV_LABEL_VIEW(widget)->shown, widget, width, height);
}

static void on_scale_factor(BvLabelView *view)
{
    GtkWidget *widget = GTK_WIDGET(view);

    bv_reel_shown_resize(&view->shown, widget, gtk_widget_get_width(widget),
                         gtk_widget_get_height(widget));
}

static void snapshot_marks(BvLabelView *view, GtkSnapshot *into,
                           const struct bv_picture_box *box,
                           const graphene_rect_t *bounds)
{
    struct bv_view place = bv_reel_shown_view(&view->shown, box);
    struct bv_label_marks marks = view->marks;
    cairo_t *cairo;

    marks.has_pointer = view->has_pointer || view->has_cursor;
    marks.pointer_px = view->has_cursor ? view->cursor_px : view->pointer_px;
    marks.has_cursor = view->has_cursor;
    marks.cursor_px = view->cursor_px;
    if (view->is_bare)
        marks = (struct bv_label_marks){0};
    cairo = gtk_snapshot_append_cairo(into, bounds);
    bv_label_draw(cairo, &marks, &place, 1);
    cairo_destroy(cairo);
}

static void snapshot(GtkWidget *widget, GtkSnapshot *into)
{
    BvLabelView *view = BV_LABEL_VIEW(widget);
    struct bv_picture_box box;
    graphene_rect_t bounds;

    if (!view->shown.texture)
        return;
    box = bv_reel_shown_box(&view->shown, widget);
    bounds = bv_reel_shown_snapshot(&view->shown, into, &box);
    snapshot_marks(view, into, &box, &bounds);
}

/* @return Whether a place in the widget lies on the picture. */
static bool find_px(BvLabelView *view, double x, double y, struct bv_px *px)
{
    return bv_reel_shown_find(&view->shown, GTK_WIDGET(view), x, y, px);
}

static double px_of_units(BvLabelView *view, double units)
{
    struct bv_picture_box box =
        bv_reel_shown_box(&view->shown, GTK_WIDGET(view));

    return units / bv_reel_shown_view(&view->shown, &box).scale;
}

static void point(BvLabelView *view, bool is_on, struct bv_px px)
{
    view->has_pointer = is_on;
    view->pointer_px = px;
    if (view->marks.has_first)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    g_signal_emit(view, signals[POINTED], 0);
}

static void on_motion(GtkEventControllerMotion *controller, double x, double y,
                      gpointer data)
{
    struct bv_px px = {0, 0};
    bool is_on = find_px(data, x, y, &px);

    (void)controller;
    point(data, is_on, px);
}

static void on_leave(GtkEventControllerMotion *controller, gpointer data)
{
    (void)controller;
    point(data, false, (struct bv_px){0, 0});
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y,
                          gpointer data)
{
    BvLabelView *view = data;
    struct bv_px px;

    (void)gesture;
    view->is_drag = false;
    view->grabbed = -1;
    gtk_widget_grab_focus(GTK_WIDGET(view));
    if (!view->find_end || !find_px(view, x, y, &px))
        return;
    view->grabbed =
        view->find_end(view->find_data, px, px_of_units(view, grab_reach));
    if (view->grabbed >= 0) {
        struct bv_px end = view->grabbed == 0 ? view->marks.shaft_px.from
                                              : view->marks.shaft_px.to;

        if (view->marks.has_crossing)
            end = view->marks.crossing_px;
        view->grab_offset_px = (struct bv_px){end.x - px.x, end.y - px.y};
    }
}

static void on_drag_update(GtkGestureDrag *gesture, double right, double down,
                           gpointer data)
{
    BvLabelView *view = data;
    struct bv_px px;
    double x, y;

    if (fmax(fabs(right), fabs(down)) >= drag_from)
        view->is_drag = true;
    if (!view->is_drag || view->grabbed < 0 ||
        !gtk_gesture_drag_get_start_point(gesture, &x, &y))
        return;
    (void)find_px(view, x + right, y + down, &px); /* outside: kept inside */
    px.x += view->grab_offset_px.x;
    px.y += view->grab_offset_px.y;
    view->has_pointer = true;
    view->pointer_px = px;
    g_signal_emit(view, signals[MOVED], 0, view->grabbed, px.x, px.y);
    g_signal_emit(view, signals[POINTED], 0);
}

static void on_drag_end(GtkGestureDrag *gesture, double right, double down,
                        gpointer data)
{
    BvLabelView *view = data;
    struct bv_px px;
    double x, y;

    (void)right;
    (void)down;
    if (view->is_drag && view->grabbed >= 0)
        g_signal_emit(view, signals[RELEASED], 0);
    view->grabbed = -1;
    if (!view->is_drag && gtk_gesture_drag_get_start_point(gesture, &x, &y) &&
        find_px(view, x, y, &px))
        g_signal_emit(view, signals[CLICKED], 0, px.x, px.y);
}

static void dispose(GObject *object)
{
    bv_reel_shown_clear(&BV_LABEL_VIEW(object)->shown);
    G_OBJECT_CLASS(bv_label_view_parent_class)->dispose(object);
}

static guint new_signal(GObjectClass *class, const char *name, guint count,
                        GType first, GType second, GType third)
{
    return g_signal_new(name, G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                        NULL, NULL, NULL, G_TYPE_NONE, count, first, second,
                        third);
}

static void bv_label_view_class_init(BvLabelViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
    GObjectClass *object_class = G_OBJECT_CLASS(class);

    object_class->dispose = dispose;
    widget_class->size_allocate = size_allocate;
    widget_class->snapshot = snapshot;
    gtk_widget_class_set_css_name(widget_class, "picture");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    signals[CLICKED] = new_signal(object_class, "clicked", 2, G_TYPE_DOUBLE,
                                  G_TYPE_DOUBLE, G_TYPE_NONE);
    signals[MOVED] = new_signal(object_class, "moved", 3, G_TYPE_INT,
                                G_TYPE_DOUBLE, G_TYPE_DOUBLE);
    signals[RELEASED] = new_signal(object_class, "released", 0, G_TYPE_NONE,
                                   G_TYPE_NONE, G_TYPE_NONE);
    signals[POINTED] = new_signal(object_class, "pointed", 0, G_TYPE_NONE,
                                  G_TYPE_NONE, G_TYPE_NONE);
}

static void bv_label_view_init(BvLabelView *view)
{
    GtkWidget *widget = GTK_WIDGET(view);
    GtkGesture *drag = gtk_gesture_drag_new();
    GtkEventController *motion = gtk_event_controller_motion_new();

    view->grabbed = -1;
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), view);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), view);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), view);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), view);
    g_signal_connect(motion, "leave", G_CALLBACK(on_leave), view);
    gtk_widget_add_controller(widget, motion);
    g_signal_connect(view, "notify::scale-factor", G_CALLBACK(on_scale_factor),
                     NULL);
    gtk_widget_set_cursor_from_name(widget, "crosshair");
    gtk_widget_set_focusable(widget, TRUE);
    gtk_widget_set_hexpand(widget, TRUE);
    gtk_widget_set_vexpand(widget, TRUE);
    gtk_widget_set_overflow(widget, GTK_OVERFLOW_HIDDEN);
    bv_named(GTK_WIDGET(view), _("Ultrasound picture"));
}

BvLabelView *bv_label_view_new(struct bv_reel *reel)
{
    BvLabelView *view = g_object_new(BV_TYPE_LABEL_VIEW, NULL);

    view->shown.reel = reel;
    return view;
}

void bv_label_view_close(BvLabelView *view)
{
    view->shown.reel = NULL;
}

void bv_label_view_show(BvLabelView *view,
                        const struct bv_reel_picture *take_picture)
{
    bv_reel_shown_put(&view->shown, take_picture);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

const struct bv_reel_picture *bv_label_view_get_picture(BvLabelView *view)
{
    return view->shown.picture;
}

void bv_label_view_set_marks(BvLabelView *view,
                             const struct bv_label_marks *marks)
{
    view->marks = *marks;
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_label_view_set_bare(BvLabelView *view, bool bare)
{
    if (view->is_bare != bare)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    view->is_bare = bare;
}

void bv_label_view_set_ends(BvLabelView *view, bv_label_view_ends *find,
                            void *data)
{
    view->find_end = find;
    view->find_data = data;
}

bool bv_label_view_get_pointer(BvLabelView *view, struct bv_px *px)
{
    *px = view->has_cursor ? view->cursor_px : view->pointer_px;
    return view->has_cursor || view->has_pointer;
}

void bv_label_view_set_cursor(BvLabelView *view, bool shown)
{
    if (shown && !view->has_cursor && view->shown.picture)
        view->cursor_px =
            (struct bv_px){view->shown.picture->frame->width_px / 2.0,
                           view->shown.picture->frame->height_px / 2.0};
    view->has_cursor = shown && view->shown.picture;
    gtk_widget_queue_draw(GTK_WIDGET(view));
    g_signal_emit(view, signals[POINTED], 0);
}

bool bv_label_view_has_cursor(BvLabelView *view)
{
    return view->has_cursor;
}

void bv_label_view_move_cursor(BvLabelView *view, int right, int down,
                               bool fast)
{
    const struct bv_frame *frame;
    double step;

    if (!view->has_cursor)
        return;
    frame = view->shown.picture->frame;
    step = px_of_units(view, fast ? cursor_fast_step : cursor_step);
    view->cursor_px.x =
        CLAMP(view->cursor_px.x + right * step, 0, frame->width_px - 1);
    view->cursor_px.y =
        CLAMP(view->cursor_px.y + down * step, 0, frame->height_px - 1);
    gtk_widget_queue_draw(GTK_WIDGET(view));
    g_signal_emit(view, signals[POINTED], 0);
}

void bv_label_view_click_cursor(BvLabelView *view)
{
    if (view->has_cursor)
        g_signal_emit(view, signals[CLICKED], 0, view->cursor_px.x,
                      view->cursor_px.y);
}
