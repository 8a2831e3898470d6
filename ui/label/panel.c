#include "ui/label/panel.h"

#include <math.h>

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/readout.h"
#include "ui/settings/look.h"

struct bv_label_panel {
    GtkWidget *box, *card;
    GtkWidget *frame, *time, *headline, *origin, *hint, *done, *left;
    BvLoupe *loupe;
};

/* What is done by buttons too, and what it is. */
static const struct {
    const char *text, *deed, *action, *tooltip;
} buttons[] = {
    {N_("Fits"), "label.accept", "win.accept",
     N_("The carried label is right here; go on to the next")},
    {N_("All fit"), "label.accept-span", "win.accept-span",
     N_("The carried labels are right from key frame to key frame")},
    {N_("No needle"), "label.no-needle", "win.no-needle",
     N_("There is no needle in this frame")},
    {N_("Cannot tell"), "label.unsure", "win.unsure",
     N_("Somebody looked, and cannot tell")},
    {N_("Tip seen, or not"), "label.tip", "win.tip",
     N_("Whether the line's second end is the tip, or the last that shows")},
    {N_("As clicked, or ridge"), "label.ridge", "win.ridge",
     N_("Move the line onto the bright ridge beside it, or back")},
    {N_("Undo"), "label.undo", "win.undo", N_("Take the last step back")},
    {N_("Next to do"), "label.next-todo", "win.next-todo",
     N_("The next frame that somebody has to look at")},
};

static void on_key_set(void *data)
{
    char *key = bv_keys_say_first(g_object_get_data(data, "deed"));

    gtk_label_set_text(data, key);
    g_free(key);
}

static GtkWidget *new_key(const char *deed)
{
    GtkWidget *label = gtk_label_new("");

    gtk_widget_add_css_class(label, "hint");
    g_object_set_data(G_OBJECT(label), "deed", (gpointer)deed);
    bv_look_tell(label, on_key_set, label);
    return label;
}

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    return label;
}

static GtkWidget *new_button(int i)
{
    GtkWidget *button = gtk_button_new();
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *text = new_label(_(buttons[i].text), "text");

    gtk_widget_set_hexpand(text, TRUE);
    gtk_label_set_ellipsize(GTK_LABEL(text), PANGO_ELLIPSIZE_END);
    gtk_box_append(GTK_BOX(row), text);
    gtk_box_append(GTK_BOX(row), new_key(buttons[i].deed));
    gtk_button_set_child(GTK_BUTTON(button), row);
    gtk_widget_add_css_class(button, "small");
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_set_tooltip_text(button, _(buttons[i].tooltip));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), buttons[i].action);
    bv_named(button, _(buttons[i].text));
    return button;
}

static GtkWidget *new_buttons(void)
{
    GtkWidget *grid = gtk_grid_new();

    gtk_grid_set_column_homogeneous(GTK_GRID(grid), TRUE);
    gtk_grid_set_column_spacing(GTK_GRID(grid), 6);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 6);
    for (int i = 0; i < (int)G_N_ELEMENTS(buttons); i++)
        gtk_grid_attach(GTK_GRID(grid), new_button(i), i % 2, i / 2, 1, 1);
    return grid;
}

static GtkWidget *new_import(const char *text, const char *action,
                             const char *tooltip)
{
    GtkWidget *button = gtk_button_new_with_label(text);

    gtk_widget_add_css_class(button, "small");
    gtk_widget_set_hexpand(button, TRUE);
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_set_tooltip_text(button, tooltip);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

static GtkWidget *new_state_card(struct bv_label_panel *panel)
{
    GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

    gtk_widget_add_css_class(card, "card");
    panel->frame = bv_readout_new("caption", 0, 1);
    panel->time = bv_readout_new("caption", 1, 1);
    gtk_box_append(GTK_BOX(row), panel->frame);
    gtk_box_append(GTK_BOX(row), panel->time);
    panel->headline = bv_readout_new("saying", 0, 1);
    panel->origin = bv_readout_new("caption", 0, 1);
    panel->hint = bv_readout_new("hint", 0, 2);
    gtk_box_append(GTK_BOX(card), row);
    gtk_box_append(GTK_BOX(card), panel->headline);
    gtk_box_append(GTK_BOX(card), panel->origin);
    gtk_box_append(GTK_BOX(card), panel->hint);
    panel->card = card;
    return card;
}

struct bv_label_panel *bv_label_panel_new(void)
{
    struct bv_label_panel *panel = g_new0(struct bv_label_panel, 1);
    GtkWidget *counts = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *imports = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    panel->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    gtk_widget_add_css_class(panel->box, "panel");
    gtk_widget_add_css_class(panel->box, "labelling");
    gtk_widget_set_hexpand(panel->box, FALSE);
    panel->loupe = bv_loupe_new();
    panel->done = bv_readout_new("hint", 0, 1);
    panel->left = bv_readout_new("hint", 0, 1);
    gtk_box_append(GTK_BOX(counts), panel->done);
    gtk_box_append(GTK_BOX(counts), panel->left);
    gtk_box_append(GTK_BOX(imports),
                   new_import(_("Import a list…"), "win.import-list",
                              _("Labels by frame, or another truth file")));
    gtk_box_append(GTK_BOX(imports),
                   new_import(_("Import masks…"), "win.import-masks",
                              _("A folder with a painted picture a frame")));
    gtk_box_append(GTK_BOX(panel->box), new_state_card(panel));
    gtk_box_append(GTK_BOX(panel->box), GTK_WIDGET(panel->loupe));
    gtk_box_append(GTK_BOX(panel->box), new_buttons());
    gtk_box_append(GTK_BOX(panel->box), imports);
    gtk_box_append(GTK_BOX(panel->box), counts);
    g_object_set_data_full(G_OBJECT(panel->box), "panel", panel, g_free);
    return panel;
}

GtkWidget *bv_label_panel_get_widget(struct bv_label_panel *panel)
{
    return panel->box;
}

BvLoupe *bv_label_panel_get_loupe(struct bv_label_panel *panel)
{
    return panel->loupe;
}

void bv_label_panel_set_frame(struct bv_label_panel *panel, uint32_t frame,
                              uint32_t last, double time_s)
{
    char text[64], seconds[32] = "";

    if (last == 0)
        g_snprintf(text, sizeof(text), _("One picture"));
    else
        g_snprintf(text, sizeof(text), _("Frame %u of 0–%u"), frame, last);
    bv_readout_set(panel->frame, text, text);
    if (isfinite(time_s))
        g_snprintf(seconds, sizeof(seconds), "%.3f s", time_s);
    bv_readout_set(panel->time, seconds, seconds);
}

void bv_label_panel_set_words(struct bv_label_panel *panel,
                              const struct bv_session_words *words,
                              bool is_carried)
{
    bv_readout_set(panel->headline, words->headline, words->headline);
    bv_readout_set(panel->origin, words->origin, words->origin);
    bv_readout_set(panel->hint, words->hint, words->hint);
    if (is_carried)
        gtk_widget_add_css_class(panel->card, "quiet");
    else
        gtk_widget_remove_css_class(panel->card, "quiet");
}

void bv_label_panel_set_counts(struct bv_label_panel *panel,
                               const struct bv_labels_counts *counts)
{
    char text[96];

    g_snprintf(text, sizeof(text), _("%u drawn, %u accepted, %u cannot tell"),
               counts->drawn, counts->checked, counts->unsure);
    bv_readout_set(panel->done, text, text);
    g_snprintf(text, sizeof(text), _("Left: %u to check, %u open of %u frames"),
               counts->carried, counts->open, counts->frames);
    bv_readout_set(panel->left, text, text);
}
