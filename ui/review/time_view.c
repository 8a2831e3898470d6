#include "ui/review/time_view.h"

#include <math.h>

#include "core/words.h"
#include "ui/named.h"
#include "ui/overlay/palette.h"
#include "ui/settings/look.h"

struct _BvTimeView {
    GtkWidget parent_instance;

    const struct bv_reviewed *attempt; /* or NULL */
    cairo_surface_t *drawn;            /* the lanes; NULL: to be drawn anew */
    struct bv_timeline_style drawn_style;
    struct bv_timeline_inks inks; /* as it is set */
    double pressed_x, pointer_x;
    bool is_range, is_bare;
};

G_DEFINE_FINAL_TYPE(BvTimeView, bv_time_view, GTK_TYPE_WIDGET)

enum { SEEK, RANGE, ZOOM, PAN, SIGNAL_COUNT };

static guint signals[SIGNAL_COUNT];

static const double zoom_step = 1.25;

static struct bv_timeline_style style_of(BvTimeView *view)
{
    const struct bv_player *player = &view->attempt->player;

    return (struct bv_timeline_style){
        .width = gtk_widget_get_width(GTK_WIDGET(view)),
        .size = 1,
        .dense = true,
        .inks = &view->inks,
        .from_s = player->from_s,
        .to_s = player->to_s};
}

static void on_look(void *data)
{
    BvTimeView *view = data;

    view->inks = bv_look_timeline_inks();
    bv_time_view_redraw(view);
}

static struct bv_timeline timeline_of(BvTimeView *view)
{
    struct bv_timeline timeline = *bv_lanes_timeline(view->attempt->lanes);

    if (view->is_bare)
        timeline.lane_count = 0;
    return timeline;
}

static void draw_lanes(BvTimeView *view, const struct bv_timeline_style *style,
                       int height)
{
    int factor = gtk_widget_get_scale_factor(GTK_WIDGET(view));
    const struct bv_timeline timeline = timeline_of(view);
    cairo_t *cairo;

    g_clear_pointer(&view->drawn, cairo_surface_destroy);
    view->drawn = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(style->width) * factor, height * factor);
    cairo_surface_set_device_scale(view->drawn, factor, factor);
    view->drawn_style = *style;
    cairo = cairo_create(view->drawn);
    bv_cairo_set_colour(cairo, bv_look_colour(BV_SHADE_PANEL), 1);
    cairo_paint(cairo);
    bv_timeline_draw(cairo, &timeline, style);
    cairo_destroy(cairo);
}

static void fill(cairo_t *cairo, unsigned colour, double alpha, double left,
                 double right, double height)
{
    bv_cairo_set_colour(cairo, colour, alpha);
    cairo_rectangle(cairo, left, 0, right - left, height);
    cairo_fill(cairo);
}

/* What is looped is framed, and where the window is is a line; the numbers at
 * the foot stay free. */
static void draw_place(BvTimeView *view, cairo_t *cairo,
                       const struct bv_timeline_style *style, double whole)
{
    const struct bv_player *player = &view->attempt->player;
    double height = whole - bv_timeline_axis_height(style);
    double x = bv_timeline_x(style, bv_reviewed_now_s(view->attempt));
    double left = bv_timeline_left(style);

    cairo_save(cairo);
    cairo_rectangle(cairo, left - 3, 0, style->width - left + 3, height);
    cairo_clip(cairo);
    if (player->has_loop) {
        double from = bv_timeline_x(style, player->loop_from_s);
        double to = bv_timeline_x(style, player->loop_to_s);

        fill(cairo, bv_look_colour(BV_SHADE_TEXT), 0.1, from, to, height);
        fill(cairo, bv_look_colour(BV_SHADE_TEXT), 0.8, from - 1, from + 1,
             height);
        fill(cairo, bv_look_colour(BV_SHADE_TEXT), 0.8, to - 1, to + 1, height);
    }
    if (view->is_range)
        fill(cairo, bv_look_colour(BV_SHADE_TARGET), 0.2,
             fmin(view->pressed_x, view->pointer_x),
             fmax(view->pressed_x, view->pointer_x), height);
    fill(cairo, bv_look_colour(BV_SHADE_BACKGROUND), 0.9, x - 2.5, x + 2.5,
         height);
    fill(cairo, bv_look_colour(BV_SHADE_TARGET), 1, x - 1, x + 1, height);
    cairo_restore(cairo);
}

static bool is_same(const struct bv_timeline_style *a,
                    const struct bv_timeline_style *b)
{
    return a->width == b->width && a->from_s == b->from_s && a->to_s == b->to_s;
}

static void snapshot(GtkWidget *widget, GtkSnapshot *into)
{
    BvTimeView *view = BV_TIME_VIEW(widget);
    int height = gtk_widget_get_height(widget);
    struct bv_timeline_style style;
    cairo_t *cairo;

    if (!view->attempt || height < 1)
        return;
    style = style_of(view);
    if (style.width < 300)
        return;
    if (!view->drawn || !is_same(&view->drawn_style, &style))
        draw_lanes(view, &style, height);
    cairo = gtk_snapshot_append_cairo(
        into, &GRAPHENE_RECT_INIT(0, 0, (float)style.width, (float)height));
    cairo_set_source_surface(cairo, view->drawn, 0, 0);
    cairo_paint(cairo);
    draw_place(view, cairo, &style, height);
    cairo_destroy(cairo);
}

static double time_at(BvTimeView *view, double x)
{
    struct bv_timeline_style style = style_of(view);

    return bv_timeline_time_s(&style, x);
}

static bool wants_range(GtkGesture *gesture)
{
    GdkModifierType state = gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(gesture));

    return (state & GDK_SHIFT_MASK) ||
           gtk_gesture_single_get_current_button(GTK_GESTURE_SINGLE(gesture)) ==
               GDK_BUTTON_SECONDARY;
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y,
                          gpointer data)
{
    BvTimeView *view = data;

    (void)y;
    if (!view->attempt)
        return;
    view->is_range = wants_range(GTK_GESTURE(gesture));
    view->pressed_x = view->pointer_x = x;
    if (!view->is_range)
        g_signal_emit(view, signals[SEEK], 0, time_at(view, x));
}

static void on_drag_update(GtkGestureDrag *gesture, double right, double down,
                           gpointer data)
{
    BvTimeView *view = data;

    (void)gesture;
    (void)down;
    if (!view->attempt)
        return;
    view->pointer_x = view->pressed_x + right;
    if (view->is_range)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    else
        g_signal_emit(view, signals[SEEK], 0, time_at(view, view->pointer_x));
}

static void on_drag_end(GtkGestureDrag *gesture, double right, double down,
                        gpointer data)
{
    BvTimeView *view = data;

    (void)gesture;
    (void)down;
    if (!view->attempt || !view->is_range)
        return;
    view->is_range = false;
    if (fabs(right) >= 3)
        g_signal_emit(view, signals[RANGE], 0, time_at(view, view->pressed_x),
                      time_at(view, view->pressed_x + right));
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

static void on_motion(GtkEventControllerMotion *controller, double x, double y,
                      gpointer data)
{
    BvTimeView *view = data;

    (void)controller;
    (void)y;
    if (!view->is_range)
        view->pointer_x = x;
}

/* The wheel zooms where the pointer is; with Ctrl the page scrolls. */
static gboolean on_scroll(GtkEventControllerScroll *controller, double right,
                          double down, gpointer data)
{
    BvTimeView *view = data;
    GdkModifierType state = gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(controller));
    double shown_s;

    if (!view->attempt || (state & GDK_CONTROL_MASK))
        return GDK_EVENT_PROPAGATE;
    shown_s = view->attempt->player.to_s - view->attempt->player.from_s;
    if (right != 0 || (state & GDK_SHIFT_MASK))
        g_signal_emit(view, signals[PAN], 0, (right + down) * shown_s / 10);
    else
        g_signal_emit(view, signals[ZOOM], 0, pow(zoom_step, down),
                      time_at(view, view->pointer_x));
    return GDK_EVENT_STOP;
}

static void finalize(GObject *object)
{
    g_clear_pointer(&BV_TIME_VIEW(object)->drawn, cairo_surface_destroy);
    G_OBJECT_CLASS(bv_time_view_parent_class)->finalize(object);
}

static guint new_signal(GObjectClass *class, const char *name, guint count)
{
    return g_signal_new(name, G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                        NULL, NULL, NULL, G_TYPE_NONE, count, G_TYPE_DOUBLE,
                        G_TYPE_DOUBLE);
}

static void bv_time_view_class_init(BvTimeViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
    GObjectClass *object_class = G_OBJECT_CLASS(class);

    object_class->finalize = finalize;
    widget_class->snapshot = snapshot;
    gtk_widget_class_set_css_name(widget_class, "timeline");
    gtk_widget_class_set_accessible_role(widget_class,
                                         GTK_ACCESSIBLE_ROLE_SLIDER);
    signals[SEEK] = new_signal(object_class, "seek", 1);
    signals[RANGE] = new_signal(object_class, "range", 2);
    signals[ZOOM] = new_signal(object_class, "zoom", 2);
    signals[PAN] = new_signal(object_class, "pan", 1);
}

static void bv_time_view_init(BvTimeView *view)
{
    GtkWidget *widget = GTK_WIDGET(view);
    GtkGesture *drag = gtk_gesture_drag_new();
    GtkEventController *motion = gtk_event_controller_motion_new();
    GtkEventController *scroll =
        gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), 0);
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), view);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), view);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), view);
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), view);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), view);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    gtk_widget_add_controller(widget, motion);
    gtk_widget_add_controller(widget, scroll);
    bv_look_tell(widget, on_look, view);
    gtk_widget_set_hexpand(widget, TRUE);
    gtk_widget_set_cursor_from_name(widget, "pointer");
    gtk_widget_set_tooltip_text(
        widget, _("Needle: full where its tip is seen, pale where "
                  "only the shaft is, hatched where nothing is. "
                  "Click or drag to go there; wheel to zoom; "
                  "Shift and drag to loop."));
    bv_named(widget, _("Timeline"));
}

BvTimeView *bv_time_view_new(void)
{
    return g_object_new(BV_TYPE_TIME_VIEW, NULL);
}

void bv_time_view_set_attempt(BvTimeView *view,
                              const struct bv_reviewed *attempt)
{
    view->attempt = attempt;
    view->is_range = false;
    bv_time_view_redraw(view);
}

void bv_time_view_redraw(BvTimeView *view)
{
    const struct bv_timeline_style style = {
        .width = 1000, .size = 1, .dense = true};
    GtkWidget *widget = GTK_WIDGET(view);

    g_clear_pointer(&view->drawn, cairo_surface_destroy);
    if (view->attempt) {
        const struct bv_timeline timeline = timeline_of(view);

        gtk_widget_set_size_request(
            widget, -1, (int)ceil(bv_timeline_height(&timeline, &style)));
    }
    gtk_widget_queue_draw(widget);
}

void bv_time_view_set_bare(BvTimeView *view, bool bare)
{
    view->is_bare = bare;
    bv_time_view_redraw(view);
}

void bv_time_view_move(BvTimeView *view, const char *words)
{
    const struct bv_reviewed *attempt = view->attempt;

    gtk_accessible_update_property(
        GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
        attempt->time_s[0], GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
        attempt->time_s[attempt->player.count - 1],
        GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, bv_reviewed_now_s(attempt),
        GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}
