#include "ui/trail_view.h"

#include <math.h>

#include "core/clock.h"
#include "ui/settings/kept.h"
#include "ui/settings/look.h"
#include "ui/settings/style.h"

/* Of a text that is drawn at size 1, and the largest size: the line must leave
 * the picture its room. */
static const double text_px = 12, size_most = 1.5;

/* It goes on by some px at a time. */
static const int64_t redrawn_ns = 180 * BV_NS_PER_S / 1000;

struct bv_trail_view {
    GtkWidget *area;
    struct bv_trail trail;
    struct bv_trail_lanes lanes; /* room to draw in */
    struct bv_timeline_inks inks;
    double size;
    int64_t end_ns;
    int moment_count, moment_next; /* as drawn */
};

static void draw(GtkDrawingArea *area, cairo_t *cairo, int width, int height,
                 gpointer data)
{
    struct bv_trail_view *view = data;
    const struct bv_timeline_style style = {.width = width,
                                            .size = view->size,
                                            .bare = true,
                                            .inks = &view->inks,
                                            .from_s = -BV_LOOK_BACK_S,
                                            .to_s = 0};

    (void)area;
    (void)height;
    bv_trail_draw(cairo, &view->trail, view->end_ns, &view->lanes, &style);
}

static void on_look(void *data)
{
    struct bv_trail_view *view = data;

    view->inks = bv_look_timeline_inks();
    view->size =
        fmin(bv_style_grow(text_px, bv_kept_value(BV_SETTING_TEXT)) / text_px,
             size_most);
    gtk_widget_set_size_request(view->area, 120,
                                (int)ceil(bv_trail_height(view->size)));
    gtk_widget_queue_draw(view->area);
}

struct bv_trail_view *bv_trail_view_new(void)
{
    struct bv_trail_view *view = g_new0(struct bv_trail_view, 1);

    view->area = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(view->area), draw, view,
                                   NULL);
    bv_look_tell(view->area, on_look, view);
    g_object_set_data_full(G_OBJECT(view->area), "trail", view, g_free);
    return view;
}

GtkWidget *bv_trail_view_get_widget(struct bv_trail_view *view)
{
    return view->area;
}

struct bv_trail *bv_trail_view_get(struct bv_trail_view *view)
{
    return &view->trail;
}

void bv_trail_view_update(struct bv_trail_view *view, int64_t end_ns)
{
    int64_t on_ns = end_ns - view->end_ns;

    if (on_ns >= 0 && on_ns < redrawn_ns &&
        view->trail.moment_count == view->moment_count &&
        view->trail.moment_next == view->moment_next)
        return;
    view->end_ns = end_ns;
    view->moment_count = view->trail.moment_count;
    view->moment_next = view->trail.moment_next;
    gtk_widget_queue_draw(view->area);
}
