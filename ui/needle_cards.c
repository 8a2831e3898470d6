#include "ui/needle_cards.h"

#include <stdio.h>

#include "core/words.h"
#include "ui/gauge.h"
#include "ui/readout.h"
#include "ui/settings/look.h"

struct bv_needle_cards {
    GtkWidget *box;
    GtkWidget *angle_card, *angle;
    GtkWidget *avoid_card, *title, *nearness, *note;
    GtkWidget *confidence_card, *top, *confidence, *gauge;
    GtkWidget *unwatched;
    enum bv_alarm alarm; /* as shown */
    bool avoids, bedside;
};

static GtkWidget *new_card(void)
{
    GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    gtk_widget_add_css_class(card, "card");
    return card;
}

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label),
                                  8); /* it asks for no more */
    return label;
}

static void append(GtkWidget *box, GtkWidget *child)
{
    gtk_box_append(GTK_BOX(box), child);
}

static GtkWidget *new_angle(struct bv_needle_cards *cards)
{
    GtkWidget *card = cards->angle_card = new_card();

    append(card, new_label(_("Angle to skin"), "caption"));
    cards->angle = bv_readout_new("value", 0, 1);
    append(card, cards->angle);
    return card;
}

/* The nearest, with its margin. */
static GtkWidget *new_avoid(struct bv_needle_cards *cards)
{
    GtkWidget *card = cards->avoid_card = new_card();

    cards->title = bv_readout_new("caption", 0, 1);
    append(card, cards->title);
    cards->nearness = bv_readout_new("value", 0, 1);
    append(card, cards->nearness);
    cards->note = bv_readout_new("hint", 0, 1);
    append(card, cards->note);
    return card;
}

static GtkWidget *new_confidence(struct bv_needle_cards *cards)
{
    GtkWidget *card = cards->confidence_card = new_card();
    GtkWidget *top = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    append(top, new_label(_("Confidence"), "caption"));
    cards->confidence = bv_readout_new("word", 1, 1);
    append(top, cards->confidence);
    append(card, top);
    cards->top = top;
    cards->gauge = bv_gauge_new(BV_GAUGE_CONFIDENCE);
    gtk_widget_add_css_class(cards->gauge, "steps");
    append(card, cards->gauge);
    append(card,
           new_label(_("calibrated on simulated pictures alone"), "hint"));
    return card;
}

static void place(struct bv_needle_cards *cards, GtkWidget *card, int column,
                  int row, int columns)
{
    GtkLayoutManager *manager = gtk_widget_get_layout_manager(cards->box);
    GtkGridLayoutChild *placed = GTK_GRID_LAYOUT_CHILD(
        gtk_layout_manager_get_layout_child(manager, card));

    gtk_grid_layout_child_set_column(placed, column);
    gtk_grid_layout_child_set_row(placed, row);
    gtk_grid_layout_child_set_column_span(placed, columns);
}

/* In a row of its own the word is beside what it is of, else below it. */
static void place_confidence(struct bv_needle_cards *cards, int row, int column,
                             int columns)
{
    bool alone = columns == 2;

    place(cards, cards->confidence_card, column, row, columns);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(cards->top),
                                   alone ? GTK_ORIENTATION_HORIZONTAL
                                         : GTK_ORIENTATION_VERTICAL);
    gtk_box_set_spacing(GTK_BOX(cards->top), alone ? 8 : 0);
    gtk_inscription_set_xalign(GTK_INSCRIPTION(cards->confidence),
                               alone ? 1 : 0);
}

/* Two side by side, of three the last below them; where texts are large each in
 * a row of its own. None is taken out and put in again: an inscription would
 * lose its look. */
static void show_parts(void *data)
{
    struct bv_needle_cards *cards = data;
    GtkWidget *shown[2];
    int count = 0;

    gtk_widget_set_visible(cards->angle_card, !cards->bedside);
    gtk_widget_set_visible(cards->avoid_card, cards->avoids);
    if (!cards->bedside)
        shown[count++] = cards->angle_card;
    if (cards->avoids)
        shown[count++] = cards->avoid_card;
    for (int i = 0; i < count; i++)
        if (bv_look_is_large())
            place(cards, shown[i], 0, i, 2);
        else
            place(cards, shown[i], i, 0, 1);
    if (bv_look_is_large() || count == 2)
        place_confidence(cards, bv_look_is_large() ? count : 1, 0, 2);
    else
        place_confidence(cards, 0, count, count == 0 ? 2 : 1);
}

struct bv_needle_cards *bv_needle_cards_new(void)
{
    struct bv_needle_cards *cards = g_new0(struct bv_needle_cards, 1);
    GtkGrid *grid = GTK_GRID(gtk_grid_new());

    cards->box = GTK_WIDGET(grid);
    gtk_grid_set_column_homogeneous(grid, TRUE);
    gtk_grid_set_column_spacing(grid, 10);
    gtk_grid_set_row_spacing(grid, 10);
    gtk_widget_add_css_class(cards->box, "needle");
    gtk_grid_attach(grid, new_angle(cards), 0, 0, 1, 1);
    gtk_grid_attach(grid, new_avoid(cards), 1, 0, 1, 1);
    gtk_grid_attach(grid, new_confidence(cards), 0, 1, 2, 1);
    cards->unwatched = new_label(
        _("Spread is not watched until you say that fluid goes in."), "hint");
    gtk_widget_set_visible(cards->unwatched, FALSE);
    gtk_grid_attach(grid, cards->unwatched, 0, 3, 2, 1);
    bv_look_tell(cards->box, show_parts, cards);
    g_object_set_data_full(G_OBJECT(cards->box), "cards", cards, g_free);
    return cards;
}

GtkWidget *bv_needle_cards_get_widget(struct bv_needle_cards *cards)
{
    return cards->box;
}

void bv_needle_cards_set_bedside(struct bv_needle_cards *cards, bool bedside)
{
    cards->bedside = bedside;
    show_parts(cards);
}

void bv_needle_cards_set_unwatched(struct bv_needle_cards *cards,
                                   bool unwatched)
{
    gtk_widget_set_visible(cards->unwatched, unwatched);
}

static void set_text(GtkWidget *readout, const char *text, const char *spoken)
{
    char *markup = g_markup_escape_text(text, -1);

    bv_readout_set(readout, text[0] ? markup : BV_DASHES, spoken);
    g_free(markup);
}

void bv_needle_cards_say(struct bv_needle_cards *cards,
                         const struct bv_words *words)
{
    char spoken[64];

    snprintf(spoken, sizeof(spoken), _("Angle to skin: %s"),
             words->angle[0] ? words->angle : _("not known"));
    set_text(cards->angle, words->angle, spoken);
    snprintf(spoken, sizeof(spoken), _("Confidence: %s"),
             words->confidence[0] ? words->confidence : _("not known"));
    set_text(cards->confidence, words->confidence, spoken);
    bv_gauge_set(cards->gauge, words->confidence_steps, 0);
}

/* A margin that is broken is shown; one that is kept is a number. */
static void set_alarm(struct bv_needle_cards *cards, enum bv_alarm alarm)
{
    if (alarm == cards->alarm)
        return;
    if (alarm != BV_ALARM_NONE)
        gtk_widget_add_css_class(cards->avoid_card, "alert");
    else
        gtk_widget_remove_css_class(cards->avoid_card, "alert");
    cards->alarm = alarm;
}

void bv_needle_cards_say_avoid(struct bv_needle_cards *cards,
                               const struct bv_avoid_words *words)
{
    char *value, *markup;

    if (cards->avoids != words->has) {
        cards->avoids = words->has;
        show_parts(cards);
    }
    if (!words->has)
        return;
    bv_readout_set_plain(cards->title, words->title);
    bv_readout_set_plain(cards->note, words->note);
    value = g_markup_escape_text(words->value, -1);
    markup = g_strdup_printf(
        words->is_mm ? "%s<span size=\"45%%\" alpha=\"65%%\"> mm</span>"
                     : "<span size=\"60%%\">%s</span>",
        value);
    bv_readout_set(cards->nearness, value[0] ? markup : BV_DASHES,
                   words->sentence);
    g_free(markup);
    g_free(value);
    set_alarm(cards, words->alarm);
}
