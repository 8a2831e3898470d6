#include "ui/panel.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"
#include "ui/fluid_card.h"
#include "ui/gauge.h"
#include "ui/needle_cards.h"
#include "ui/readout.h"
#include "ui/settings/look.h"
#include "ui/settings/kept.h"
#include "ui/settings/wrapping.h"

/* The height at which number and course are seen, but for its gauge; where
 * texts are large, the number. */
enum { cards_least = 330, large_cards_least = 240 };

struct bv_panel {
    GtkWidget *box, *scroller;
    GtkWidget *plane, *depth_unit; /* hints: what the numbers are in */
    GtkWidget *distance, *depths, *tip_depth, *target_depth, *depth_gauge;
    GtkWidget *aimed; /* the target in words, at the bedside */
    GtkWidget *distance_card, *course_card, *course_caption, *headline, *note;
    GtkWidget *course_gauge, *course_ends;
    struct bv_fluid_card *fluid;
    struct bv_needle_cards *cards;        /* in whose place it comes */
    GtkWidget *needle;                    /* theirs */
    GtkWidget *card[BV_STEP_CARD_NEEDLE]; /* of steps, in the same place */
    enum bv_step_card which;
    bool has_fluid, bedside;
    bool card_is_first, course_is_first;
    bool has_target;
    bool tells; /* there is something to say of distance or course */
    GtkWidget *check_card, *check; /* what is wrong with the picture */
    GtkWidget *buttons, *mark_button, *clear_button;
    const char *mark_text; /* what the button says now */
    bool scale_unknown;
    enum bv_scale_origin scale_origin;
    enum bv_tone tone;
};

static GtkWidget *new_box(GtkOrientation orientation, int spacing,
                          const char *css_class)
{
    GtkWidget *box = gtk_box_new(orientation, spacing);

    gtk_widget_add_css_class(box, css_class);
    return box;
}

static GtkWidget *new_label(const char *text, const char *css_class,
                            double align)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), (float)align);
    gtk_widget_set_valign(label, GTK_ALIGN_CENTER);
    return label;
}

static void append(GtkWidget *box, GtkWidget *child)
{
    gtk_box_append(GTK_BOX(box), child);
}

/* A card's caption, with something dim at its right end, or NULL. */
static GtkWidget *new_caption(const char *left, GtkWidget *right)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *caption = new_label(left, "caption", 0);

    gtk_widget_set_hexpand(caption, TRUE);
    append(row, caption);
    if (right) {
        append(row, right);
        bv_wrapping_follow(row);
    }
    return row;
}

static GtkWidget *new_depth_row(const char *name, const char *css_class,
                                GtkWidget **readout)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *label = new_label(name, "hint", 0);

    gtk_widget_set_hexpand(label, TRUE);
    append(row, label);
    *readout = bv_readout_new("depth", 1, 1);
    gtk_widget_set_hexpand(*readout, FALSE);
    gtk_widget_add_css_class(*readout, css_class);
    append(row, *readout);
    return row;
}

static GtkWidget *new_distance_card(struct bv_panel *panel)
{
    GtkWidget *card = new_box(GTK_ORIENTATION_VERTICAL, 0, "card");
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *depths = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);

    panel->plane = new_label(_("in the plane"), "hint", 1);
    append(card, new_caption(_("Tip to target"), panel->plane));
    panel->distance = bv_readout_new("distance", 0, 1);
    append(row, panel->distance);
    gtk_widget_set_valign(depths, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(depths, FALSE); /* the number takes the room */
    panel->depth_unit = new_label(_("Depth, mm"), "hint", 1);
    append(depths, panel->depth_unit);
    append(depths, new_depth_row(_("tip"), "tip", &panel->tip_depth));
    append(depths, new_depth_row(_("target"), "target", &panel->target_depth));
    append(row, depths);
    panel->depths = depths;
    append(card, row);
    panel->depth_gauge = bv_gauge_new(BV_GAUGE_DEPTH);
    gtk_widget_add_css_class(panel->depth_gauge, "bar");
    append(card, panel->depth_gauge);
    panel->aimed = bv_readout_new("aimed", 0, 1);
    append(card, panel->aimed);
    panel->distance_card = card;
    return card;
}

static GtkWidget *new_course_card(struct bv_panel *panel)
{
    GtkWidget *card = new_box(GTK_ORIENTATION_VERTICAL, 0, "card");
    GtkWidget *ends = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    panel->course_card = card;
    panel->course_caption = new_caption(_("Course"), NULL);
    append(card, panel->course_caption);
    panel->headline = bv_readout_new("headline", 0, 1);
    append(card, panel->headline);
    panel->note = bv_readout_new("note", 0, 1);
    append(card, panel->note);
    panel->course_gauge = bv_gauge_new(BV_GAUGE_COURSE);
    gtk_widget_add_css_class(panel->course_gauge, "course");
    gtk_widget_set_hexpand(panel->course_gauge, TRUE);
    append(ends, new_label(_("shallow"), "hint", 0));
    append(ends, panel->course_gauge);
    append(ends, new_label(_("deep"), "hint", 1));
    append(card, ends);
    panel->course_ends = ends;
    return card;
}

/* The last card, so that nothing moves when it comes and goes. */
static GtkWidget *new_check_card(struct bv_panel *panel)
{
    GtkWidget *card = new_box(GTK_ORIENTATION_VERTICAL, 0, "card");

    gtk_widget_add_css_class(card, "check");
    panel->check = new_label("", "said", 0);
    gtk_label_set_wrap(GTK_LABEL(panel->check), TRUE);
    append(card, panel->check);
    gtk_widget_set_visible(card, FALSE);
    panel->check_card = card;
    return card;
}

static void say_check(struct bv_panel *panel, const struct bv_words *words)
{
    const char *shown = gtk_label_get_text(GTK_LABEL(panel->check));

    if (strcmp(shown, words->check) == 0)
        return;
    gtk_label_set_text(GTK_LABEL(panel->check), words->check);
}

static GtkWidget *new_button(const char *text, const char *action)
{
    GtkWidget *button = gtk_button_new_with_label(text);

    gtk_widget_add_css_class(button, "big");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

static GtkWidget *new_buttons(struct bv_panel *panel)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);

    panel->mark_text = _("Mark target");
    panel->mark_button = new_button(panel->mark_text, "win.mark");
    gtk_widget_add_css_class(panel->mark_button, "primary");
    gtk_widget_set_hexpand(panel->mark_button, TRUE);
    panel->clear_button = new_button(_("Remove"), "win.clear");
    append(row, panel->mark_button);
    append(row, panel->clear_button);
    bv_wrapping_follow(row);
    panel->buttons = row;
    return row;
}

/* In a low window the last cards scroll; number and course are on top, and
 * the buttons stay. */
static GtkWidget *new_scroller(GtkWidget *cards)
{
    GtkWidget *widget = gtk_scrolled_window_new();
    GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW(widget);

    gtk_scrolled_window_set_policy(scroller, GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(scroller, cards);
    gtk_widget_set_vexpand(widget, TRUE);
    return widget;
}

/* While there is nothing to say of distance and course the set-up goes before
 * them; and where texts are large what is seen of the needle, which is said
 * with the course, before a distance that nobody can say. */
static void order_cards(struct bv_panel *panel, bool alone)
{
    GtkBox *cards = GTK_BOX(gtk_widget_get_parent(panel->needle));
    GtkWidget *set_up = panel->card[BV_STEP_CARD_SET_UP];
    bool course = alone && bv_look_is_large();

    if (!set_up ||
        (alone == panel->card_is_first && course == panel->course_is_first))
        return;
    gtk_box_reorder_child_after(cards, panel->distance_card, NULL);
    gtk_box_reorder_child_after(cards, panel->course_card,
                                course ? NULL : panel->distance_card);
    gtk_box_reorder_child_after(cards, set_up,
                                alone ? NULL : panel->course_card);
    panel->card_is_first = alone;
    panel->course_is_first = course;
}

/* Fluid goes before the card of a step, and that before the needle; at the
 * bedside the angle is not read. */
static void show_lower(struct bv_panel *panel)
{
    bool carded = panel->which != BV_STEP_CARD_NEEDLE && !panel->has_fluid;
    bool alone = carded && panel->which == BV_STEP_CARD_SET_UP &&
                 !panel->tells && !panel->bedside;
    bool gauged =
        !bv_look_is_large() && !panel->bedside && !panel->has_fluid && !alone;
    bool asks = carded && panel->which == BV_STEP_CARD_TIME_OUT;
    bool roomy = panel->bedside && !asks && !panel->has_fluid;

    for (int i = 0; i < BV_STEP_CARD_NEEDLE; i++)
        if (panel->card[i])
            gtk_widget_set_visible(panel->card[i],
                                   carded && i == (int)panel->which);
    order_cards(panel, alone);
    /* at the bedside a card of the steps must be whole */
    gtk_widget_set_visible(panel->aimed, roomy && panel->has_target);
    gtk_widget_set_visible(panel->depth_gauge,
                           panel->bedside ? roomy : !bv_look_is_large());
    bv_readout_set_lines(panel->headline, bv_look_is_large() || roomy ? 2 : 1);
    (asks ? gtk_widget_add_css_class
          : gtk_widget_remove_css_class)(panel->course_card, "brief");
    bv_readout_set_lines(panel->note, bv_look_is_large() || roomy ? 2 : 1);
    /* the course is said in words; fluid's area over time has no others */
    gtk_widget_set_visible(panel->course_ends, gauged);
    gtk_widget_set_visible(panel->needle, !carded && !panel->has_fluid);
    /* the set-up says it itself */
    gtk_widget_set_visible(
        panel->check_card,
        !alone && gtk_label_get_text(GTK_LABEL(panel->check))[0] != '\0');
}

/* Where texts are large, and at the bedside, what is second gives way: number,
 * course and target must be read without scrolling. */
static void on_look(void *data)
{
    struct bv_panel *panel = data;
    bool large = bv_look_is_large();

    panel->bedside = bv_kept_is_on(BV_SETTING_BEDSIDE);
    gtk_widget_set_visible(panel->depths, !panel->bedside);
    bv_needle_cards_set_bedside(panel->cards, panel->bedside);
    gtk_widget_set_visible(panel->course_caption, !large && !panel->bedside);
    gtk_widget_set_visible(panel->buttons, !panel->bedside);
    gtk_scrolled_window_set_min_content_height(
        GTK_SCROLLED_WINDOW(panel->scroller),
        large ? large_cards_least : cards_least);
    show_lower(panel);
}

struct bv_panel *bv_panel_new(void)
{
    struct bv_panel *panel = g_new0(struct bv_panel, 1);
    GtkWidget *cards = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);

    panel->box = new_box(GTK_ORIENTATION_VERTICAL, 10, "panel");
    gtk_widget_set_hexpand(panel->box, FALSE);
    append(cards, new_distance_card(panel));
    append(cards, new_course_card(panel));
    panel->fluid = bv_fluid_card_new();
    append(cards, bv_fluid_card_get_widget(panel->fluid));
    panel->cards = bv_needle_cards_new();
    panel->needle = bv_needle_cards_get_widget(panel->cards);
    append(cards, panel->needle);
    append(cards, new_check_card(panel));
    panel->scroller = new_scroller(cards);
    append(panel->box, panel->scroller);
    append(panel->box, new_buttons(panel));
    bv_look_tell(panel->box, on_look, panel);
    g_object_set_data_full(G_OBJECT(panel->box), "panel", panel, g_free);
    return panel;
}

GtkWidget *bv_panel_get_widget(struct bv_panel *panel)
{
    return panel->box;
}

/* A number with its unit in small, or dashes. */
static void set_number(GtkWidget *readout, const char *name, const char *number,
                       const char *unit)
{
    char markup[128], spoken[64];

    if (!number[0]) {
        snprintf(spoken, sizeof(spoken), _("%s: not known"), name);
        bv_readout_set(readout, BV_DASHES, spoken);
        return;
    }
    snprintf(spoken, sizeof(spoken), "%s: %s %s", name, number, unit);
    snprintf(markup, sizeof(markup),
             "%s%s<span size=\"31%%\" alpha=\"65%%\"> %s</span>",
             number[0] == '<' ? "&lt;" : "",
             number[0] == '<' ? number + 1 : number, unit);
    bv_readout_set(readout, markup, spoken);
}

static void set_depth(GtkWidget *readout, const char *name, const char *number)
{
    char spoken[64];

    if (number[0])
        snprintf(spoken, sizeof(spoken), "%s: %s mm", name, number);
    else
        snprintf(spoken, sizeof(spoken), _("%s: not known"), name);
    bv_readout_set(readout,
                   number[0] == '<' ? "&lt;1"
                   : number[0]      ? number
                                    : "–",
                   spoken);
}

static void set_tone(struct bv_panel *panel, enum bv_tone tone)
{
    static const char *const classes[] = {
        [BV_TONE_PLAIN] = "plain",
        [BV_TONE_DIM] = "quiet",
        [BV_TONE_ALERT] = "alert",
    };

    gtk_widget_remove_css_class(panel->course_card, classes[panel->tone]);
    gtk_widget_add_css_class(panel->course_card, classes[tone]);
    panel->tone = tone;
}

static void say_course(struct bv_panel *panel, const struct bv_words *words)
{
    char *headline = g_markup_escape_text(words->headline, -1);
    char *note = g_markup_escape_text(words->note, -1);
    char *markup =
        words->is_correction
            ? g_strdup_printf("<span color=\"#%06x\" weight=\"bold\">%s"
                              "</span>",
                              bv_look_colour(BV_SHADE_WARN), note)
            : g_strdup(note);
    char spoken[200];

    snprintf(spoken, sizeof(spoken), _("Course: %s"), words->headline);
    bv_readout_set(panel->headline, headline, spoken);
    bv_readout_set(panel->note, markup, words->note);
    bv_gauge_set(panel->course_gauge, words->miss_mm, 0);
    /* not hidden: nothing on the screen may move when the course goes */
    gtk_widget_set_opacity(panel->course_ends, isnan(words->miss_mm) ? 0 : 1);
    set_tone(panel, words->tone);
    g_free(markup);
    g_free(note);
    g_free(headline);
}

static void say_target(struct bv_panel *panel, const struct bv_words *words,
                       bool marking)
{
    const char *text = marking             ? _("Click, or Enter")
                       : words->has_target ? _("Move target")
                                           : _("Mark target");

    if (text != panel->mark_text) {
        panel->mark_text = text;
        gtk_button_set_label(GTK_BUTTON(panel->mark_button), text);
    }
    /* in a dark room the brightest thing is what is to be done next */
    if (words->has_target && !words->target_lost && !marking)
        gtk_widget_remove_css_class(panel->mark_button, "primary");
    else
        gtk_widget_add_css_class(panel->mark_button, "primary");
}

/* Nothing is in mm where there is no scale (design, rule 3). */
static void say_scale(struct bv_panel *panel, const struct bv_words *words)
{
    static const char *const plane[BV_SCALE_ORIGINS] = {
        N_("in the plane"), N_("in the plane, scale given"),
        N_("in the plane, scale read"), N_("in the plane, scale measured"),
        N_("in the plane, scale by preset")};
    bool unknown = words->scale_unknown;

    if (unknown == panel->scale_unknown &&
        words->scale_origin == panel->scale_origin)
        return;
    panel->scale_unknown = unknown;
    panel->scale_origin = words->scale_origin;
    gtk_label_set_text(GTK_LABEL(panel->plane),
                       unknown ? _("scale not known")
                               : _(plane[words->scale_origin]));
    gtk_label_set_text(GTK_LABEL(panel->depth_unit),
                       unknown ? _("Depth") : _("Depth, mm"));
}

/* "Target followed · 20 mm deep" */
static void say_aimed(struct bv_panel *panel, const struct bv_words *words)
{
    char text[96], *markup;

    if (words->target_depth[0])
        snprintf(text, sizeof(text), _("%s · %s mm deep"), words->target,
                 words->target_depth);
    else
        snprintf(text, sizeof(text), "%s", words->target);
    markup = g_markup_escape_text(text, -1);
    bv_readout_set(panel->aimed, markup, text);
    g_free(markup);
}

void bv_panel_say(struct bv_panel *panel, const struct bv_words *words,
                  bool marking)
{
    say_scale(panel, words);
    set_number(panel->distance, _("Tip to target"), words->distance, "mm");
    set_depth(panel->tip_depth, _("Depth of the tip"), words->tip_depth);
    if (words->target_lost)
        bv_readout_set(panel->target_depth, "lost", _("Target: lost"));
    else
        set_depth(panel->target_depth, _("Depth of the target"),
                  words->target_depth);
    bv_gauge_set(panel->depth_gauge, words->tip_depth_mm,
                 words->target_depth_mm);
    say_course(panel, words);
    /* nothing else: the card must not move under a finger. That a picture
     * stands is said above and around it. */
    panel->has_target = words->has_target;
    panel->tells = words->has_target || words->alarm != BV_ALARM_NONE;
    say_check(panel, words);
    show_lower(panel);
    bv_needle_cards_say(panel->cards, words);
    say_target(panel, words, marking);
    say_aimed(panel, words);
}

bool bv_panel_say_avoid(struct bv_panel *panel, const struct bv_advice *advice,
                        enum bv_showing showing)
{
    struct bv_avoid_words words;

    bv_avoid_words_make(advice, showing, &words);
    bv_needle_cards_say_avoid(panel->cards, &words);
    return words.is_mm;
}

void bv_panel_add_card(struct bv_panel *panel, enum bv_step_card which,
                       GtkWidget *card)
{
    panel->card[which] = card;
    gtk_box_insert_child_after(GTK_BOX(gtk_widget_get_parent(panel->needle)),
                               card, panel->course_card);
    show_lower(panel);
}

void bv_panel_show_card(struct bv_panel *panel, enum bv_step_card which)
{
    panel->which = which;
    show_lower(panel);
}

void bv_panel_set_unwatched(struct bv_panel *panel, bool unwatched)
{
    bv_needle_cards_set_unwatched(panel->cards, unwatched);
}

bool bv_panel_say_fluid(struct bv_panel *panel, const struct bv_advice *advice,
                        enum bv_showing showing)
{
    panel->has_fluid = bv_fluid_card_say(panel->fluid, advice, showing);
    show_lower(panel);
    return bv_fluid_card_alarms(panel->fluid);
}
