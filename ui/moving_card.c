#include "ui/moving_card.h"

#include <math.h>

#include "ui/overlay/movement_chart.h"
#include "ui/overlay/palette.h"
#include "ui/readout.h"

/* Around the strip or the curve, px, for its axes. */
enum { LEFT = 64, RIGHT = 24, TOP = 30, BOTTOM = 46, HEIGHT = 170 };

struct bv_moving_card {
    GtkWidget *box, *title, *chart;
    const struct bv_moving *moving; /* NULL: nothing is shown */
    uint64_t number;
    void (*go)(uint64_t number, void *data);
    void *data;
};

static struct bv_chart_box box_of(int width, int height)
{
    return (struct bv_chart_box){LEFT, TOP, fmax(width - LEFT - RIGHT, 1),
                                 fmax(height - TOP - BOTTOM, 1)};
}

static void draw_now(struct bv_moving_card *card, cairo_t *cairo,
                     const struct bv_chart_box *box)
{
    const struct bv_moved_line *movement = &card->moving->movement;
    struct bv_chart_axis time = bv_movement_chart_time(&movement->series);
    double x;

    if (card->number < movement->first ||
        card->number - movement->first >= movement->series.count)
        return;
    x = movement->series.time_s[card->number - movement->first] - time.from;
    x = box->left + x / (time.to - time.from) * box->width;
    cairo_move_to(cairo, x, box->top - 6);
    cairo_line_to(cairo, x, box->top + box->height + 6);
    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 0.7);
    cairo_set_line_width(cairo, 5);
    cairo_stroke_preserve(cairo);
    bv_cairo_set_colour(cairo, BV_COLOUR_TEXT, 1);
    cairo_set_line_width(cairo, 2);
    cairo_stroke(cairo);
}

static void draw(GtkDrawingArea *area, cairo_t *cairo, int width, int height,
                 gpointer data)
{
    struct bv_moving_card *card = data;
    struct bv_chart_box box = box_of(width, height);
    const struct bv_moved_line *movement;

    (void)area;
    if (!card->moving)
        return;
    movement = &card->moving->movement;
    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 1);
    cairo_paint(cairo);
    if (movement->request.kind == BV_MOVEMENT_STRIP)
        bv_movement_chart_strip(
            cairo, &movement->series,
            bv_px_segment_length(&movement->request.line_px), &box);
    else
        bv_movement_chart_curve(cairo, &movement->series, &box);
    draw_now(card, cairo, &box);
}

/* The frame that was on the screen at the moment under the pointer. */
static void go_to(struct bv_moving_card *card, double x)
{
    const struct bv_series *series;
    struct bv_chart_axis time;
    struct bv_chart_box box = box_of(gtk_widget_get_width(card->chart), HEIGHT);
    double time_s;
    size_t frame = 0;

    if (!card->moving)
        return;
    series = &card->moving->movement.series;
    time = bv_movement_chart_time(series);
    time_s = time.from + (x - box.left) / box.width * (time.to - time.from);
    while (frame + 1 < series->count && series->time_s[frame + 1] <= time_s)
        frame++;
    card->go(card->moving->movement.first + frame, card->data);
}

static void on_drag_begin(GtkGestureDrag *drag, double x, double y,
                          gpointer data)
{
    (void)drag;
    (void)y;
    go_to(data, x);
}

static void on_drag_update(GtkGestureDrag *drag, double x, double y,
                           gpointer data)
{
    double from_x, from_y;

    (void)y;
    if (gtk_gesture_drag_get_start_point(drag, &from_x, &from_y))
        go_to(data, from_x + x);
}

struct bv_moving_card *
bv_moving_card_new(void (*go)(uint64_t number, void *data), void *data)
{
    struct bv_moving_card *card = g_new0(struct bv_moving_card, 1);
    GtkGesture *drag = gtk_gesture_drag_new();

    card->go = go;
    card->data = data;
    card->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_widget_add_css_class(card->box, "moving");
    card->title = bv_readout_new("headline", 0, 1);
    gtk_box_append(GTK_BOX(card->box), card->title);
    card->chart = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    gtk_widget_set_size_request(card->chart, -1, HEIGHT);
    gtk_widget_set_cursor_from_name(card->chart, "pointer");
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(card->chart), draw, card,
                                   NULL);
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), card);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), card);
    gtk_widget_add_controller(card->chart, GTK_EVENT_CONTROLLER(drag));
    gtk_box_append(GTK_BOX(card->box), card->chart);
    gtk_widget_set_visible(card->box, FALSE);
    g_object_set_data_full(G_OBJECT(card->box), "card", card, g_free);
    return card;
}

GtkWidget *bv_moving_card_get_widget(struct bv_moving_card *card)
{
    return card->box;
}

void bv_moving_card_say(struct bv_moving_card *card,
                        const struct bv_moving *moving, uint64_t number)
{
    bool shows = moving->phase == BV_MOVING_SHOWS;

    card->moving = shows ? moving : NULL;
    card->number = number;
    gtk_widget_set_visible(card->box, shows);
    if (!shows)
        return;
    bv_readout_set(card->title, moving->title, moving->title);
    gtk_widget_queue_draw(card->chart);
}
