#include "ui/picture_view.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/furniture.h"
#include "ui/named.h"
#include "ui/overlay/calipers.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/ruler.h"
#include "ui/overlay/way_draw.h"
#include "ui/room.h"
#include "ui/timings.h"

/* A step of the cursor, in units of the screen. */
enum { cursor_step = 4, cursor_fast_step = 24 };

/* A press that moves by so much is no click. */
static const double drag_from = 5;

struct _BvPictureView {
    GtkWidget parent_instance;

    struct bv_presenter *presenter; /* NULL once closed */
    const struct bv_shown *shown;
    GdkTexture *texture; /* of the shown picture */
    bool hide_guidance, has_cursor, paired;
    struct bv_px cursor_px;
    double size;
    const struct bv_measuring *measuring; /* NULL: nothing */
    const struct bv_outlining *outlining; /* the same */
    const struct bv_planning *planning;   /* the same */
    const struct bv_moving *moving;       /* the same */
    const struct bv_ghosts *ghosts;       /* the same */

    struct bv_furniture furniture; /* around it */

    struct bv_latency latency;
    int64_t newest_ns;    /* arrival of the newest picture that was shown */
    int64_t unpainted_ns; /* arrival of a picture not painted yet, or 0 */
    bool in_snapshot;     /* it is in the frame that is being painted */
    GdkFrameClock *clock;
    gulong after_paint;
    bool is_drag;                /* the button that is down has moved */
    double dragged_x, dragged_y; /* told so far, in units of the screen */
};

G_DEFINE_FINAL_TYPE(BvPictureView, bv_picture_view, GTK_TYPE_WIDGET)

enum { TARGET_PLACED, DRAGGED, SIGNAL_COUNT };

static guint signals[SIGNAL_COUNT];

static struct bv_room room_of(BvPictureView *view)
{
    int width = gtk_widget_get_width(GTK_WIDGET(view));

    return (struct bv_room){view->paired ? width / 2 * 2 : width,
                            gtk_widget_get_height(GTK_WIDGET(view)), view->size,
                            gtk_widget_get_scale_factor(GTK_WIDGET(view))};
}

static void set_box(BvPictureView *view)
{
    const struct bv_room room = room_of(view);
    int width_px, height_px;

    bv_room_get_px(&room, &width_px, &height_px);
    if (view->presenter && width_px > 0 && height_px > 0)
        bv_presenter_set_box(view->presenter, width_px, height_px);
}

static void drop_furniture(BvPictureView *view)
{
    bv_furniture_drop(&view->furniture);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

static void size_allocate(GtkWidget *widget, int width, int height,
                          int baseline)
{
    (void)width;
    (void)height;
    (void)baseline;
    set_box(BV_PICTURE_VIEW(widget));
    drop_furniture(BV_PICTURE_VIEW(widget));
}

static struct bv_picture_box picture_box(BvPictureView *view)
{
    const struct bv_room room = room_of(view);

    return bv_room_place(&room, view->shown->width_px, view->shown->height_px);
}

static struct bv_view view_of(BvPictureView *view,
                              const struct bv_picture_box *box)
{
    const struct bv_px_box *part = &view->shown->part;
    double scale = (box->right - box->left) / (part->right - part->left);

    return (struct bv_view){box->left - scale * part->left,
                            box->top - scale * part->top, scale};
}

static void snapshot_furniture(BvPictureView *view, GtkSnapshot *snapshot,
                               const struct bv_picture_box *box)
{
    struct bv_view placed = view_of(view, box);
    const struct bv_furniture_place place = {
        .box = box,
        .view = &placed,
        .size = view->size,
        .width = gtk_widget_get_width(GTK_WIDGET(view)),
        .height = gtk_widget_get_height(GTK_WIDGET(view))};

    bv_furniture_snapshot(&view->furniture, snapshot, view->shown, &place);
}

/* Depths on the ruler, where the panel says them too. */
static void draw_carets(BvPictureView *view, cairo_t *cairo,
                        const struct bv_picture_box *box,
                        const struct bv_view *placed)
{
    const struct bv_advice *advice = &view->shown->result->advice;

    if (view->hide_guidance || advice->picture != BV_PICTURE_FRESH ||
        !(advice->mm_per_px > 0) || advice->scan_area.shape == BV_SCAN_UNKNOWN)
        return;
    if (advice->target == BV_TARGET_FOLLOWED)
        bv_ruler_draw_caret(cairo, advice->target_px, BV_COLOUR_TARGET, placed,
                            box, view->size);
    if (advice->state == BV_NEEDLE_TIP_SEEN && advice->has_tip_mm)
        bv_ruler_draw_caret(cairo, advice->tip_px, BV_COLOUR_NEEDLE, placed,
                            box, view->size);
}

static bool has_measures(const BvPictureView *view)
{
    return view->ghosts || (view->measuring && view->measuring->count > 0) ||
           (view->outlining && view->outlining->mark.outline.count > 0) ||
           (view->planning && view->planning->phase == BV_PLANNING_SHOWS) ||
           (view->moving && view->moving->line.count > 0);
}

static void draw_measures(BvPictureView *view, cairo_t *cairo,
                          const struct bv_view *placed)
{
    const struct bv_advice *advice = &view->shown->result->advice;
    struct bv_px_segment way;
    bool to_point;
    struct bv_measure border;
    char text[64];

    if (view->planning &&
        bv_planning_get_way(view->planning, advice, &way, &to_point))
        bv_way_draw(cairo, &way, to_point, advice, placed, view->size);

    if (view->outlining && bv_outlining_get_border(view->outlining, &border))
        bv_calipers_draw(cairo, &border, "", placed, view->size);
    if (view->moving && view->moving->line.count > 0)
        bv_calipers_draw(cairo, &view->moving->line, "", placed, view->size);
    if (view->moving && view->moving->against.count > 0)
        bv_calipers_draw(cairo, &view->moving->against, "", placed, view->size);
    for (int i = 0; view->measuring && i < view->measuring->count; i++) {
        bv_measuring_say(view->measuring, i, text, sizeof(text));
        bv_calipers_draw(cairo, &view->measuring->measures[i], text, placed,
                         view->size);
    }
}

static void snapshot_overlay(BvPictureView *view, GtkSnapshot *snapshot,
                             const struct bv_picture_box *box)
{
    struct bv_view placed = view_of(view, box);
    const struct bv_marks_options options = {
        .hide_guidance = view->hide_guidance,
        .has_cursor = view->has_cursor,
        .cursor_px = view->cursor_px,
        .view_scale = placed.scale / view->size};
    struct bv_marks marks;
    cairo_t *cairo;

    bv_marks_make(&view->shown->result->advice, &options, &marks);
    if (marks.count == 0 && !has_measures(view))
        return;
    cairo = gtk_snapshot_append_cairo(
        snapshot,
        &GRAPHENE_RECT_INIT((float)box->left, (float)box->top,
                            (float)(box->right - box->left + 16 * view->size),
                            (float)(box->bottom - box->top)));
    draw_carets(view, cairo, box, &placed);
    cairo_rectangle(cairo, box->left, box->top, box->right - box->left,
                    box->bottom - box->top);
    cairo_clip(cairo);
    bv_overlay_draw(cairo, &marks, &placed, view->size);
    if (view->ghosts)
        bv_ghosts_draw(cairo, view->ghosts, &placed, view->size);
    draw_measures(view, cairo, &placed);
    cairo_destroy(cairo);
}

static void snapshot(GtkWidget *widget, GtkSnapshot *into)
{
    BvPictureView *view = BV_PICTURE_VIEW(widget);
    struct bv_picture_box box;

    if (!view->texture)
        return;
    box = picture_box(view);
    gtk_snapshot_append_texture(
        into, view->texture,
        &GRAPHENE_RECT_INIT((float)box.left, (float)box.top,
                            (float)(box.right - box.left),
                            (float)(box.bottom - box.top)));
    snapshot_furniture(view, into, &box);
    snapshot_overlay(view, into, &box);
    view->in_snapshot = view->unpainted_ns != 0;
}

/* A picture counts as painted when the frame that holds it has been. */
static void on_after_paint(GdkFrameClock *clock, gpointer data)
{
    BvPictureView *view = data;
    int64_t took_ns;

    (void)clock;
    if (!view->in_snapshot)
        return;
    took_ns = bv_clock_now_ns() - view->unpainted_ns;
    bv_latency_add(&view->latency, took_ns);
    bv_timings_add_frame(took_ns);
    view->in_snapshot = false;
    view->unpainted_ns = 0;
}

static void realize(GtkWidget *widget)
{
    BvPictureView *view = BV_PICTURE_VIEW(widget);

    GTK_WIDGET_CLASS(bv_picture_view_parent_class)->realize(widget);
    view->clock = g_object_ref(gtk_widget_get_frame_clock(widget));
    view->after_paint = g_signal_connect(view->clock, "after-paint",
                                         G_CALLBACK(on_after_paint), view);
}

static void unrealize(GtkWidget *widget)
{
    BvPictureView *view = BV_PICTURE_VIEW(widget);

    g_clear_signal_handler(&view->after_paint, view->clock);
    g_clear_object(&view->clock);
    GTK_WIDGET_CLASS(bv_picture_view_parent_class)->unrealize(widget);
}

static void on_scale_factor(BvPictureView *view)
{
    set_box(view);
    drop_furniture(view);
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y,
                          gpointer data)
{
    BvPictureView *view = data;

    (void)gesture;
    (void)x;
    (void)y;
    view->is_drag = false;
    view->dragged_x = view->dragged_y = 0;
}

static void on_drag_update(GtkGestureDrag *gesture, double right, double down,
                           gpointer data)
{
    BvPictureView *view = data;
    GdkModifierType modifiers = gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(gesture));
    struct bv_picture_box box;
    double mm;

    if (fmax(fabs(right), fabs(down)) >= drag_from)
        view->is_drag = true;
    if (!view->is_drag || !view->shown)
        return;
    box = picture_box(view);
    mm = view->shown->result->frame->mm_per_px / view_of(view, &box).scale;
    if (mm > 0)
        g_signal_emit(view, signals[DRAGGED], 0, (right - view->dragged_x) * mm,
                      (down - view->dragged_y) * mm,
                      (gboolean)((modifiers & GDK_SHIFT_MASK) != 0));
    view->dragged_x = right;
    view->dragged_y = down;
}

/* A press that went nowhere marks the target where it was. */
static void on_drag_end(GtkGestureDrag *gesture, double right, double down,
                        gpointer data)
{
    BvPictureView *view = data;
    struct bv_picture_box box;
    struct bv_view placed;
    struct bv_px px;
    double x, y;

    (void)right;
    (void)down;
    if (view->is_drag || !view->shown ||
        !gtk_gesture_drag_get_start_point(gesture, &x, &y))
        return;
    box = picture_box(view);
    if (x < box.left || x >= box.right || y < box.top || y >= box.bottom)
        return;
    placed = view_of(view, &box);
    px = bv_view_from_surface(&placed, (struct bv_px){x, y});
    bv_picture_view_end_cursor(view);
    g_signal_emit(view, signals[TARGET_PLACED], 0, px.x, px.y);
}

static void dispose(GObject *object)
{
    BvPictureView *view = BV_PICTURE_VIEW(object);

    g_clear_object(&view->texture);
    bv_furniture_drop(&view->furniture);
    g_clear_pointer(&view->shown, bv_shown_unref);
    G_OBJECT_CLASS(bv_picture_view_parent_class)->dispose(object);
}

static void bv_picture_view_class_init(BvPictureViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = dispose;
    widget_class->size_allocate = size_allocate;
    widget_class->snapshot = snapshot;
    widget_class->realize = realize;
    widget_class->unrealize = unrealize;
    gtk_widget_class_set_css_name(widget_class, "picture");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    signals[TARGET_PLACED] = g_signal_new(
        "target-placed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
    signals[DRAGGED] = g_signal_new(
        "dragged", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
        NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
}

static void bv_picture_view_init(BvPictureView *view)
{
    GtkGesture *drag = gtk_gesture_drag_new();

    view->size = 1;
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), view);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), view);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), view);
    gtk_widget_add_controller(GTK_WIDGET(view), GTK_EVENT_CONTROLLER(drag));
    g_signal_connect(view, "notify::scale-factor", G_CALLBACK(on_scale_factor),
                     NULL);
    gtk_widget_set_cursor_from_name(GTK_WIDGET(view), "crosshair");
    gtk_widget_set_focusable(GTK_WIDGET(view), TRUE);
    gtk_widget_set_hexpand(GTK_WIDGET(view), TRUE);
    gtk_widget_set_vexpand(GTK_WIDGET(view), TRUE);
    gtk_widget_set_overflow(GTK_WIDGET(view), GTK_OVERFLOW_HIDDEN);
    bv_named(GTK_WIDGET(view), _("Ultrasound picture"));
}

BvPictureView *bv_picture_view_new(struct bv_presenter *presenter)
{
    BvPictureView *view = g_object_new(BV_TYPE_PICTURE_VIEW, NULL);

    view->presenter = presenter;
    return view;
}

void bv_picture_view_close(BvPictureView *view)
{
    view->presenter = NULL;
}

void bv_picture_view_show(BvPictureView *view,
                          const struct bv_shown *take_shown)
{
    GBytes *bytes = g_bytes_new_with_free_func(
        take_shown->rgb,
        (gsize)take_shown->stride_bytes * (gsize)take_shown->height_px,
        (GDestroyNotify)bv_shown_unref, (void *)bv_shown_ref(take_shown));

    g_clear_object(&view->texture);
    view->texture = gdk_memory_texture_new(
        take_shown->width_px, take_shown->height_px, GDK_MEMORY_R8G8B8, bytes,
        (gsize)take_shown->stride_bytes);
    g_bytes_unref(bytes);
    /* the same again, for another size or scale, is no new arrival, nor is
     * what is looked back at */
    if (take_shown->result->frame->arrived_ns > view->newest_ns)
        view->unpainted_ns = view->newest_ns =
            take_shown->result->frame->arrived_ns;
    bv_shown_unref(view->shown);
    view->shown = take_shown;
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

const struct bv_shown *bv_picture_view_get_shown(BvPictureView *view)
{
    return view->shown;
}

/* The line around the picture. */
static enum bv_picture_edge edge_of(enum bv_showing showing)
{
    switch (showing) {
    case BV_SHOWING_FROZEN:
    case BV_SHOWING_FROZEN_BARE:
        return BV_EDGE_FROZEN;
    case BV_SHOWING_STOPPED:
    case BV_SHOWING_TOO_SLOW:
    case BV_SHOWING_GONE:
        return BV_EDGE_ALERT;
    default:
        return BV_EDGE_NONE;
    }
}

void bv_picture_view_set_showing(BvPictureView *view, enum bv_showing showing)
{
    bool hide = !bv_showing_guides(showing);

    if (hide != view->hide_guidance)
        gtk_widget_queue_draw(GTK_WIDGET(view));
    view->hide_guidance = hide;
    if (edge_of(showing) != view->furniture.edge)
        drop_furniture(view);
    view->furniture.edge = edge_of(showing);
}

void bv_picture_view_set_paired(BvPictureView *view, bool paired)
{
    view->paired = paired;
    on_scale_factor(view);
}

void bv_picture_view_set_caption(BvPictureView *view, const char *caption)
{
    if (strcmp(caption, view->furniture.caption) == 0)
        return;
    g_strlcpy(view->furniture.caption, caption,
              sizeof(view->furniture.caption));
    drop_furniture(view);
}

void bv_picture_view_set_side_names(BvPictureView *view, const char *left,
                                    const char *right)
{
    if (strcmp(left, view->furniture.sides.left) == 0 &&
        strcmp(right, view->furniture.sides.right) == 0)
        return;
    g_strlcpy(view->furniture.sides.left, left,
              sizeof(view->furniture.sides.left));
    g_strlcpy(view->furniture.sides.right, right,
              sizeof(view->furniture.sides.right));
    drop_furniture(view);
}

void bv_picture_view_show_area(BvPictureView *view, bool show)
{
    if (show == view->furniture.shows_area)
        return;
    view->furniture.shows_area = show;
    drop_furniture(view);
}

void bv_picture_view_set_tools(BvPictureView *view,
                               const struct bv_measuring *measuring,
                               const struct bv_outlining *outlining,
                               const struct bv_planning *planning,
                               const struct bv_moving *moving)
{
    view->measuring = measuring;
    view->outlining = outlining;
    view->planning = planning;
    view->moving = moving;
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_picture_view_set_ghosts(BvPictureView *view,
                                const struct bv_ghosts *ghosts)
{
    if (!ghosts && !view->ghosts)
        return;
    view->ghosts = ghosts;
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_picture_view_set_size(BvPictureView *view, double size)
{
    if (view->size == size)
        return;
    view->size = size;
    on_scale_factor(view);
}

bool bv_picture_view_start_cursor(BvPictureView *view)
{
    const struct bv_result *result;
    const struct bv_px_box *part;

    if (!view->shown)
        return false;
    result = view->shown->result;
    part = &view->shown->part;
    view->cursor_px = (struct bv_px){(part->left + part->right) / 2.0,
                                     (part->top + part->bottom) / 2.0};
    if (result->advice.target == BV_TARGET_FOLLOWED)
        view->cursor_px = result->advice.target_px;
    view->has_cursor = true;
    gtk_widget_queue_draw(GTK_WIDGET(view));
    return true;
}

void bv_picture_view_end_cursor(BvPictureView *view)
{
    view->has_cursor = false;
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

bool bv_picture_view_has_cursor(BvPictureView *view)
{
    return view->has_cursor;
}

void bv_picture_view_move_cursor(BvPictureView *view, int right, int down,
                                 bool fast)
{
    const struct bv_px_box *part;
    struct bv_picture_box box;
    double step;

    if (!view->shown)
        return;
    box = picture_box(view);
    part = &view->shown->part;
    step = (fast ? cursor_fast_step : cursor_step) / view_of(view, &box).scale;
    view->cursor_px.x =
        CLAMP(view->cursor_px.x + right * step, part->left, part->right - 1);
    view->cursor_px.y =
        CLAMP(view->cursor_px.y + down * step, part->top, part->bottom - 1);
    gtk_widget_queue_draw(GTK_WIDGET(view));
}

void bv_picture_view_place_target(BvPictureView *view)
{
    struct bv_px px = view->cursor_px;

    if (!view->has_cursor)
        return;
    bv_picture_view_end_cursor(view);
    g_signal_emit(view, signals[TARGET_PLACED], 0, px.x, px.y);
}

const struct bv_latency *bv_picture_view_get_latency(BvPictureView *view)
{
    return &view->latency;
}
