#include "ui/review/scale_card.h"

#include "core/screen_scale.h"
#include "core/words.h"
#include "ui/keys.h"
#include "ui/known_distance.h"
#include "ui/named.h"
#include "ui/wrapped.h"

struct bv_scale_card {
    GtkWidget *box, *now, *rows, *how, *hint, *entry, *unit, *holds;
    struct bv_scale_card_told told;
    struct bv_px points[2];
    int point_count;
    double depth_px;
    guint meant; /* where it holds, unless another place is chosen */
};

static enum bv_said_scale_by how_of(const struct bv_scale_card *card)
{
    return (enum bv_said_scale_by)gtk_drop_down_get_selected(
        GTK_DROP_DOWN(card->how));
}

static struct bv_known_distance distance_of(const struct bv_scale_card *card)
{
    return (struct bv_known_distance){.px = {card->points[0], card->points[1]}};
}

static void say_points(struct bv_scale_card *card, char *text, size_t size)
{
    struct bv_known_distance distance = distance_of(card);

    if (card->point_count == 0)
        g_snprintf(text, size,
                   _("Click in the picture on one end of a distance that is "
                     "known, as two marks of the ruler."));
    else if (card->point_count == 1)
        g_snprintf(text, size, _("Click on its other end."));
    else if (!bv_known_distance_is_long(&distance))
        g_snprintf(text, size,
                   _("The two points are too close together. Click again."));
    else
        g_snprintf(text, size, _("%.0f px apart. How long is that?"),
                   bv_px_segment_length(&distance.px));
}

static void update(struct bv_scale_card *card)
{
    enum bv_said_scale_by by = how_of(card);
    bool typed = by == BV_SAID_TYPED;
    char text[300];

    if (by == BV_SAID_POINTS)
        say_points(card, text, sizeof(text));
    else if (typed)
        g_snprintf(text, sizeof(text), _("As the scanner's file says it."));
    else if (card->depth_px > 0)
        g_snprintf(text, sizeof(text),
                   _("From the transducer's face to the foot of the ultrasound "
                     "picture, %.0f px."),
                   card->depth_px);
    else
        g_snprintf(text, sizeof(text),
                   _("bevel does not find where the ultrasound lies in the "
                     "picture: say it by two points."));
    gtk_label_set_text(GTK_LABEL(card->hint), text);
    gtk_label_set_text(GTK_LABEL(card->unit), typed ? _("mm per px") : _("mm"));
    bv_named(card->entry, typed                  ? _("mm per px")
                          : by == BV_SAID_POINTS ? _("Distance, mm")
                                                 : _("Depth, mm"));
}

static void begin(struct bv_scale_card *card)
{
    card->point_count = 0;
    gtk_editable_set_text(GTK_EDITABLE(card->entry), "");
    update(card);
    card->told.pointed(card->told.data);
}

/* @return False: it is said why. */
static bool make(struct bv_scale_card *card, struct bv_said_scale *scale)
{
    const char *typed = gtk_editable_get_text(GTK_EDITABLE(card->entry));
    struct bv_known_distance distance = distance_of(card);
    double value;

    *scale = (struct bv_said_scale){.by = how_of(card)};
    if (!bv_known_distance_read(typed, &value)) {
        gtk_label_set_text(GTK_LABEL(card->hint),
                           _("Type a number, such as 30 or 0.062."));
        return false;
    }
    scale->mm_per_px = value;
    if (scale->by != BV_SAID_TYPED) {
        scale->mm = value;
        scale->px = scale->by == BV_SAID_DEPTH
                        ? card->depth_px
                        : bv_px_segment_length(&distance.px);
        if (scale->by == BV_SAID_POINTS &&
            (card->point_count < 2 || !bv_known_distance_is_long(&distance)))
            scale->px = 0;
        if (scale->px <= 0) {
            update(card);
            return false;
        }
        scale->mm_per_px = scale->mm / scale->px;
    }
    if (scale->mm_per_px >= BV_SCREEN_SCALE_LEAST &&
        scale->mm_per_px <= BV_SCREEN_SCALE_MOST)
        return true;
    gtk_label_set_text(GTK_LABEL(card->hint),
                       _("No picture has pixels of that size."));
    return false;
}

static void take(struct bv_scale_card *card)
{
    struct bv_said_scale scale;

    if (make(card, &scale))
        card->told.taken(
            card->told.data, &scale,
            (int)gtk_drop_down_get_selected(GTK_DROP_DOWN(card->holds)));
}

static void on_take(GtkWidget *widget, gpointer data)
{
    (void)widget;
    take(data);
}

static void on_how(GObject *drop, GParamSpec *property, gpointer data)
{
    (void)drop;
    (void)property;
    begin(data);
}

static GtkWidget *new_words(const char *text, const char *css_class)
{
    return bv_wrapped_new_to(text, css_class, 44);
}

static GtkWidget *new_entry_row(struct bv_scale_card *card)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *button = gtk_button_new_with_label(_("This is the scale"));

    card->entry = gtk_entry_new();
    card->unit = new_words("", "hint");
    gtk_entry_set_max_length(GTK_ENTRY(card->entry), 7);
    gtk_editable_set_width_chars(GTK_EDITABLE(card->entry), 8);
    gtk_widget_set_size_request(card->entry, -1, 44);
    gtk_widget_set_size_request(button, -1, 44);
    gtk_widget_set_hexpand(card->unit, TRUE);
    g_signal_connect(card->entry, "activate", G_CALLBACK(on_take), card);
    g_signal_connect(button, "clicked", G_CALLBACK(on_take), card);
    gtk_box_append(GTK_BOX(row), card->entry);
    gtk_box_append(GTK_BOX(row), card->unit);
    gtk_box_append(GTK_BOX(row), button);
    return row;
}

struct bv_scale_card *bv_scale_card_new(const struct bv_scale_card_told *told)
{
    struct bv_scale_card *card = g_new0(struct bv_scale_card, 1);
    /* in the order of enum bv_said_scale_by */
    const char *hows[] = {_("A known distance in the picture"),
                          _("The depth of the picture"), _("mm per px"), NULL};

    card->told = *told;
    card->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    card->rows = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    card->now = new_words("", "what");
    card->hint = new_words("", "hint");
    card->how = gtk_drop_down_new_from_strings(hows);
    bv_named(card->how, _("How the scale is said"));
    gtk_widget_set_size_request(card->how, -1, 44);
    card->holds = gtk_drop_down_new_from_strings((const char *[]){"", NULL});
    bv_named(card->holds, _("Where the scale holds"));
    gtk_widget_set_size_request(card->holds, -1, 44);
    gtk_box_append(GTK_BOX(card->rows), card->how);
    gtk_box_append(GTK_BOX(card->rows), card->hint);
    gtk_box_append(GTK_BOX(card->rows), card->holds);
    gtk_box_append(GTK_BOX(card->rows), new_entry_row(card));
    g_signal_connect(card->how, "notify::selected", G_CALLBACK(on_how), card);
    gtk_widget_add_css_class(card->box, "card");
    gtk_box_append(GTK_BOX(card->box), new_words(_("Scale"), "caption"));
    gtk_box_append(GTK_BOX(card->box), card->now);
    gtk_box_append(GTK_BOX(card->box), card->rows);
    gtk_widget_set_visible(card->box, FALSE);
    g_object_set_data_full(G_OBJECT(card->box), "scale", card, g_free);
    return card;
}

GtkWidget *bv_scale_card_get_widget(struct bv_scale_card *card)
{
    return card->box;
}

static void fill_holds(struct bv_scale_card *card,
                       const struct bv_scale_card_asks *asks)
{
    GtkDropDown *holds = GTK_DROP_DOWN(card->holds);
    GtkStringList *list = gtk_string_list_new(NULL);
    guint chosen = gtk_drop_down_get_selected(holds), before = card->meant;
    guint last = (guint)MAX(asks->hold_count, 1) - 1;

    for (int i = 0; i < asks->hold_count; i++)
        gtk_string_list_append(list, asks->holds[i]);
    card->meant = (guint)asks->meant;
    gtk_drop_down_set_model(holds, G_LIST_MODEL(list));
    gtk_drop_down_set_selected(holds, chosen == before ? card->meant
                                                       : MIN(chosen, last));
    gtk_widget_set_visible(card->holds, last > 0);
    g_object_unref(list);
}

void bv_scale_card_update(struct bv_scale_card *card,
                          const struct bv_scale_card_asks *asks)
{
    card->depth_px = asks->depth_px;
    fill_holds(card, asks);
    gtk_label_set_text(GTK_LABEL(card->now), asks->now);
    gtk_widget_set_visible(card->rows, asks->may_say);
    update(card);
}

void bv_scale_card_show(struct bv_scale_card *card,
                        const struct bv_scale_card_asks *asks)
{
    card->meant = gtk_drop_down_get_selected(GTK_DROP_DOWN(card->holds));
    bv_scale_card_update(card, asks);
    gtk_widget_set_visible(card->box, TRUE);
    begin(card);
    if (asks->may_say)
        gtk_widget_grab_focus(card->how);
}

void bv_scale_card_hide(struct bv_scale_card *card)
{
    gtk_widget_set_visible(card->box, FALSE);
    begin(card);
}

bool bv_scale_card_wants_point(const struct bv_scale_card *card)
{
    return gtk_widget_get_visible(card->box) &&
           gtk_widget_get_visible(card->rows) && how_of(card) == BV_SAID_POINTS;
}

void bv_scale_card_point(struct bv_scale_card *card, struct bv_px px)
{
    if (!bv_scale_card_wants_point(card))
        return;
    card->points[card->point_count % 2] = px;
    card->point_count = card->point_count % 2 + 1;
    update(card);
    if (card->point_count == 2)
        gtk_widget_grab_focus(card->entry);
    card->told.pointed(card->told.data);
}

int bv_scale_card_points(const struct bv_scale_card *card,
                         struct bv_px points[2])
{
    points[0] = card->points[0];
    points[1] = card->points[1];
    return bv_scale_card_wants_point(card) ? card->point_count : 0;
}
