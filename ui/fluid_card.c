#include "ui/fluid_card.h"

#include <math.h>

#include "core/words.h"
#include "ui/fluid_history.h"
#include "ui/overlay/fluid_chart.h"
#include "ui/overlay/fluid_words.h"
#include "ui/readout.h"
#include "ui/settings/look.h"

enum { chart_height = 80, since_chars = 6 };

struct bv_fluid_card {
    GtkWidget *box, *title, *since, *headline, *area, *note, *chart;
    struct bv_fluid_history history;
    enum bv_syringe does;
    enum bv_tone tone;
    bool alarms;
};

static void draw(GtkDrawingArea *area, cairo_t *cairo, int width, int height,
                 gpointer data)
{
    struct bv_fluid_card *card = data;
    const struct bv_fluid_chart_inks inks = {
        .text = bv_look_colour(BV_SHADE_DIM),
        .line = bv_look_colour(BV_SHADE_LINE),
        .curve = bv_look_colour(BV_SHADE_FLUID)};

    (void)area;
    bv_fluid_chart_draw(cairo, card->history.time_s, card->history.area_mm2,
                        card->history.count, width, height, &inks);
}

static GtkWidget *new_top(struct bv_fluid_card *card)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    card->title = bv_readout_new("caption", 0, 1);
    card->since = bv_readout_new("hint", 1, 1);
    gtk_widget_set_hexpand(card->since, FALSE);
    gtk_inscription_set_nat_chars(GTK_INSCRIPTION(card->since), since_chars);
    gtk_box_append(GTK_BOX(row), card->title);
    gtk_box_append(GTK_BOX(row), card->since);
    return row;
}

static void redraw(void *data)
{
    gtk_widget_queue_draw(data);
}

struct bv_fluid_card *bv_fluid_card_new(void)
{
    struct bv_fluid_card *card = g_new0(struct bv_fluid_card, 1);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    card->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_widget_add_css_class(card->box, "card");
    gtk_widget_add_css_class(card->box, "fluid");
    gtk_box_append(GTK_BOX(card->box), new_top(card));
    card->headline = bv_readout_new("headline", 0, 1);
    card->area = bv_readout_new("value", 1, 1);
    gtk_widget_set_hexpand(card->area, FALSE);
    gtk_widget_add_css_class(card->area, "area");
    gtk_box_append(GTK_BOX(row), card->headline);
    gtk_box_append(GTK_BOX(row), card->area);
    gtk_box_append(GTK_BOX(card->box), row);
    card->note = bv_readout_new("detail", 0, 1);
    gtk_box_append(GTK_BOX(card->box), card->note);
    card->chart = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    gtk_widget_add_css_class(card->chart, "chart");
    gtk_widget_set_size_request(card->chart, -1, chart_height);
    gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(card->chart), draw, card,
                                   NULL);
    bv_look_tell(card->chart, redraw, card->chart);
    gtk_box_append(GTK_BOX(card->box), card->chart);
    gtk_widget_set_visible(card->box, FALSE);
    g_object_set_data_full(G_OBJECT(card->box), "card", card, g_free);
    return card;
}

GtkWidget *bv_fluid_card_get_widget(struct bv_fluid_card *card)
{
    return card->box;
}

static void set_area(struct bv_fluid_card *card,
                     const struct bv_fluid_words *words)
{
    char markup[96], spoken[64];

    g_snprintf(markup, sizeof(markup), "%s<span size=\"45%%\"> mm\u00b2</span>",
               words->area);
    g_snprintf(spoken, sizeof(spoken), _("Area in this plane: %s%s"),
               words->area[0] ? words->area : _("not known"),
               words->area[0] ? " mm\u00b2" : "");
    bv_readout_set(card->area, words->area[0] ? markup : "", spoken);
    gtk_widget_set_visible(card->area, words->area[0]);
}

static void set_tone(struct bv_fluid_card *card, enum bv_tone tone)
{
    static const char *const classes[] = {[BV_TONE_PLAIN] = "plain",
                                          [BV_TONE_DIM] = "quiet",
                                          [BV_TONE_ALERT] = "alert"};

    gtk_widget_remove_css_class(card->box, classes[card->tone]);
    gtk_widget_add_css_class(card->box, classes[tone]);
    card->tone = tone;
}

static void note_area(struct bv_fluid_card *card,
                      const struct bv_advice *advice,
                      const struct bv_fluid_words *words)
{
    double since_s = words->does == BV_SYRINGE_INJECTS
                         ? advice->fluid.spread.since_s
                         : advice->fluid.aspirate.since_s;

    if (words->does != card->does)
        card->history.count = 0;
    bv_fluid_history_add(&card->history, since_s, words->area_mm2);
    gtk_widget_set_visible(card->chart, advice->mm_per_px > 0);
    gtk_widget_queue_draw(card->chart);
}

bool bv_fluid_card_say(struct bv_fluid_card *card,
                       const struct bv_advice *advice, enum bv_showing showing)
{
    struct bv_fluid_words words;
    char title[64];

    bv_fluid_words_make(advice, showing, &words);
    gtk_widget_set_visible(card->box, words.does != BV_SYRINGE_IDLE);
    card->alarms = words.alarms;
    if (words.does != BV_SYRINGE_IDLE) {
        g_snprintf(title, sizeof(title), _("%s, in this plane"), words.title);
        bv_readout_set_plain(card->title, title);
        bv_readout_set_plain(card->since, words.since);
        bv_readout_set_plain(card->headline, words.headline);
        bv_readout_set_plain(card->note, words.note);
        set_area(card, &words);
        set_tone(card, words.tone);
        note_area(card, advice, &words);
    }
    card->does = words.does;
    return words.does != BV_SYRINGE_IDLE;
}

bool bv_fluid_card_alarms(const struct bv_fluid_card *card)
{
    return card->alarms;
}
