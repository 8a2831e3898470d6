#include "ui/label/strip.h"

#include <math.h>

#include "core/words.h"
#include "ui/named.h"
#include "ui/overlay/palette.h"

enum { height = 30, key_height = 7, air = 3 };

/* How a piece of the strip looks, least done first: where frames share a
 * column, what is left to do shows. */
enum look {
    LOOK_OPEN,
    LOOK_NEEDLE_CARRIED,
    LOOK_FREE_CARRIED,
    LOOK_UNSURE,
    LOOK_FREE,
    LOOK_NEEDLE,
    LOOKS
};

static const struct {
    unsigned colour;
    double alpha;
    const char *name;
} looks[LOOKS] = {
    [LOOK_OPEN] = {BV_COLOUR_LINE, 1, N_("open")},
    [LOOK_NEEDLE_CARRIED] = {BV_COLOUR_TRUTH, 0.38, N_("carried, to check")},
    [LOOK_FREE_CARRIED] = {BV_COLOUR_DIM, 0.38, NULL},
    [LOOK_UNSURE] = {BV_COLOUR_WARN, 1, N_("cannot tell")},
    [LOOK_FREE] = {BV_COLOUR_DIM, 1, N_("no needle")},
    [LOOK_NEEDLE] = {BV_COLOUR_TRUTH, 1, N_("needle")},
};

struct _BvLabelStrip {
    GtkWidget parent_instance;

    const struct bv_labels *labels;
    uint32_t frame, end;
    uint8_t *look; /* of each frame */
    bool *is_key;
};

G_DEFINE_FINAL_TYPE(BvLabelStrip, bv_label_strip, GTK_TYPE_WIDGET)

enum { SEEK, SIGNAL_COUNT };

static guint signals[SIGNAL_COUNT];

static GdkRGBA colour_of(unsigned colour, double alpha)
{
    return (GdkRGBA){(float)(colour >> 16 & 255u) / 255,
                     (float)(colour >> 8 & 255u) / 255,
                     (float)(colour & 255u) / 255, (float)alpha};
}

static void append(GtkSnapshot *into, unsigned colour, double alpha,
                   double left, double top, double right, double bottom)
{
    GdkRGBA rgba = colour_of(colour, alpha);

    gtk_snapshot_append_color(into, &rgba,
                              &GRAPHENE_RECT_INIT((float)left, (float)top,
                                                  (float)(right - left),
                                                  (float)(bottom - top)));
}

/* The look of the frames that share a column. */
static enum look look_at(const BvLabelStrip *strip, int x, int width)
{
    uint32_t first = (uint32_t)((uint64_t)x * strip->end / (unsigned)width);
    uint32_t last =
        (uint32_t)((uint64_t)(x + 1) * strip->end / (unsigned)width);
    enum look look = LOOK_NEEDLE;

    if (last <= first)
        last = first + 1;
    for (uint32_t i = first; i < last && i < strip->end; i++)
        if (strip->look[i] < look)
            look = (enum look)strip->look[i];
    return look;
}

static double middle_of(const BvLabelStrip *strip, uint32_t frame, int width)
{
    return floor((frame + 0.5) * width / strip->end);
}

/* A tick for each key frame. */
static void append_keys(const BvLabelStrip *strip, int width, GtkSnapshot *into)
{
    double last = -1;

    for (uint32_t i = 0; i < strip->end; i++) {
        double at = middle_of(strip, i, width);

        if (!strip->is_key[i] || at == last)
            continue;
        append(into, BV_COLOUR_TEXT, 0.85, at, air - 2, at + 1, key_height);
        last = at;
    }
}

static void snapshot(GtkWidget *widget, GtkSnapshot *into)
{
    BvLabelStrip *strip = BV_LABEL_STRIP(widget);
    int width = gtk_widget_get_width(widget), start = 0;
    double at;
    enum look look = LOOK_OPEN;

    if (strip->end == 0 || width < 1)
        return;
    for (int x = 0; x <= width; x++) {
        enum look next = x < width ? look_at(strip, x, width) : LOOKS;

        if (x > 0 && next != look) {
            append(into, looks[look].colour, looks[look].alpha, start,
                   key_height + 2, x, height - air);
            start = x;
        }
        look = next;
    }
    append_keys(strip, width, into);
    at = middle_of(strip, strip->frame, width);
    append(into, BV_COLOUR_BACKGROUND, 0.9, at - 2, 0, at + 3, height);
    append(into, BV_COLOUR_TEXT, 1, at - 1, 0, at + 2, height);
}

static void seek(BvLabelStrip *strip, double x)
{
    int width = gtk_widget_get_width(GTK_WIDGET(strip));
    double at = width > 0 ? floor(x / width * strip->end) : 0;

    if (strip->end > 0)
        g_signal_emit(strip, signals[SEEK], 0,
                      (guint)CLAMP(at, 0, strip->end - 1.0));
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y,
                          gpointer data)
{
    (void)gesture;
    (void)y;
    seek(data, x);
}

static void on_drag_update(GtkGestureDrag *gesture, double right, double down,
                           gpointer data)
{
    double x, y;

    (void)down;
    if (gtk_gesture_drag_get_start_point(gesture, &x, &y))
        seek(data, x + right);
}

static void finalize(GObject *object)
{
    BvLabelStrip *strip = BV_LABEL_STRIP(object);

    g_free(strip->look);
    g_free(strip->is_key);
    G_OBJECT_CLASS(bv_label_strip_parent_class)->finalize(object);
}

static void bv_label_strip_class_init(BvLabelStripClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = finalize;
    widget_class->snapshot = snapshot;
    gtk_widget_class_set_css_name(widget_class, "strip");
    gtk_widget_class_set_accessible_role(widget_class,
                                         GTK_ACCESSIBLE_ROLE_SLIDER);
    signals[SEEK] =
        g_signal_new("seek", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void bv_label_strip_init(BvLabelStrip *strip)
{
    GtkWidget *widget = GTK_WIDGET(strip);
    GtkGesture *drag = gtk_gesture_drag_new();

    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), strip);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), strip);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    gtk_widget_set_size_request(widget, -1, height);
    gtk_widget_set_hexpand(widget, TRUE);
    gtk_widget_set_cursor_from_name(widget, "pointer");
    bv_named(widget, _("Frames of the clip"));
}

BvLabelStrip *bv_label_strip_new(const struct bv_labels *labels)
{
    BvLabelStrip *strip = g_object_new(BV_TYPE_LABEL_STRIP, NULL);

    strip->labels = labels;
    return strip;
}

static enum look look_of(enum bv_label_from from, enum bv_label_kind kind)
{
    bool has_needle = kind == BV_LABEL_NEEDLE || kind == BV_LABEL_CROSSING;

    if (from == BV_LABEL_FROM_NOBODY)
        return LOOK_OPEN;
    if (kind == BV_LABEL_UNSURE)
        return LOOK_UNSURE;
    if (from == BV_LABEL_FROM_CARRY)
        return has_needle ? LOOK_NEEDLE_CARRIED : LOOK_FREE_CARRIED;
    return has_needle ? LOOK_NEEDLE : LOOK_FREE;
}

void bv_label_strip_update(BvLabelStrip *strip)
{
    uint32_t end = bv_labels_end(strip->labels);
    uint8_t *from = g_new(uint8_t, end + 1);

    strip->look = g_renew(uint8_t, strip->look, end + 1);
    strip->is_key = g_renew(bool, strip->is_key, end + 1);
    strip->end = end;
    bv_labels_survey(strip->labels, from, strip->look);
    for (uint32_t i = 0; i < end; i++) {
        strip->is_key[i] =
            from[i] == BV_LABEL_FROM_ITSELF &&
            bv_labels_get(strip->labels, i).by != BV_LABEL_ACCEPTED;
        strip->look[i] = (uint8_t)look_of((enum bv_label_from)from[i],
                                          (enum bv_label_kind)strip->look[i]);
    }
    g_free(from);
    bv_label_strip_set_frame(strip, strip->frame);
}

void bv_label_strip_set_frame(BvLabelStrip *strip, uint32_t frame)
{
    char text[64];

    strip->frame = frame;
    g_snprintf(text, sizeof(text), _("frame %u of %u"), frame, strip->end);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(strip), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
        GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double)MAX(strip->end, 1) - 1,
        GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double)frame,
        GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
    gtk_widget_queue_draw(GTK_WIDGET(strip));
}

/* A small square of a look's colour. */
static void draw_sample(GtkDrawingArea *area, cairo_t *cairo, int width,
                        int sample_height, gpointer data)
{
    int look = GPOINTER_TO_INT(data);

    (void)area;
    bv_cairo_set_colour(cairo, looks[look].colour, looks[look].alpha);
    cairo_rectangle(cairo, 0, 0, width, sample_height);
    cairo_fill(cairo);
}

GtkWidget *bv_label_strip_new_legend(void)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    for (int look = LOOKS - 1; look >= 0; look--) {
        GtkWidget *sample = gtk_drawing_area_new();
        GtkWidget *name = gtk_label_new(_(looks[look].name));

        if (!looks[look].name)
            continue;
        gtk_widget_set_size_request(sample, 12, 12);
        gtk_widget_set_valign(sample, GTK_ALIGN_CENTER);
        gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(sample), draw_sample,
                                       GINT_TO_POINTER(look), NULL);
        gtk_widget_add_css_class(name, "hint");
        gtk_widget_set_margin_end(name, 10);
        gtk_box_append(GTK_BOX(box), sample);
        gtk_box_append(GTK_BOX(box), name);
    }
    return box;
}
