#include "ui/review/moment_list.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"

struct bv_moment_list {
    GtkWidget *box, *list, *scroller, *none;
    GtkWidget *card, *rule, *kind, *note, *reject;
    struct bv_moment_list_told told;
    bool is_filling; /* what changes now is no person's doing */
};

static GtkWidget *new_words(const char *css_class)
{
    GtkWidget *label = gtk_label_new("");

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 44);
    return label;
}

static GtkWidget *new_button(const char *label, const char *action,
                             const char *deed, const char *tip)
{
    GtkWidget *button = gtk_button_new_with_label(label);

    gtk_widget_set_size_request(button, -1, 44);
    gtk_widget_set_hexpand(button, TRUE);
    bv_keys_tip(button, deed, NULL, tip);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

static void on_row(GtkListBox *box, GtkListBoxRow *row, gpointer data)
{
    struct bv_moment_list *list = data;

    (void)box;
    int missed;

    if (!row || list->is_filling)
        return;
    missed = GPOINTER_TO_INT(g_object_get_data(G_OBJECT(row), "bevel-missed"));
    if (missed > 0)
        list->told.missed(list->told.data, missed - 1);
    else
        list->told.selected(list->told.data, gtk_list_box_row_get_index(row));
}

static void on_kind(GObject *drop, GParamSpec *property, gpointer data)
{
    struct bv_moment_list *list = data;

    (void)property;
    if (!list->is_filling)
        list->told.kind(list->told.data,
                        (int)gtk_drop_down_get_selected(GTK_DROP_DOWN(drop)));
}

static void tell_note(struct bv_moment_list *list)
{
    if (!list->is_filling)
        list->told.note(list->told.data,
                        gtk_editable_get_text(GTK_EDITABLE(list->note)));
}

static void on_note(GtkEntry *entry, gpointer data)
{
    (void)entry;
    tell_note(data);
}

static void on_note_left(GtkEventControllerFocus *controller, gpointer data)
{
    (void)controller;
    tell_note(data);
}

static GtkWidget *new_kinds(void)
{
    const char *titles[BV_CORRECTED_KINDS + 1] = {NULL};

    for (int kind = 0; kind < BV_CORRECTED_KINDS; kind++)
        titles[kind] = _(bv_corrected_kind_title(kind));
    return gtk_drop_down_new_from_strings(titles);
}

static void add_note(struct bv_moment_list *list)
{
    GtkEventController *focus = gtk_event_controller_focus_new();

    list->note = gtk_entry_new();
    gtk_entry_set_placeholder_text(GTK_ENTRY(list->note), _("Note"));
    gtk_entry_set_max_length(GTK_ENTRY(list->note), 160);
    gtk_widget_set_size_request(list->note, -1, 44);
    bv_named(list->note, _("Note on the moment"));
    g_signal_connect(list->note, "activate", G_CALLBACK(on_note), list);
    g_signal_connect(focus, "leave", G_CALLBACK(on_note_left), list);
    gtk_widget_add_controller(list->note, focus);
}

static GtkWidget *new_card(struct bv_moment_list *list)
{
    GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    gtk_widget_add_css_class(card, "card");
    list->rule = new_words("hint");
    list->kind = new_kinds();
    gtk_widget_set_size_request(list->kind, -1, 44);
    bv_named(list->kind, _("Kind of the moment"));
    g_signal_connect(list->kind, "notify::selected", G_CALLBACK(on_kind), list);
    add_note(list);
    list->reject =
        new_button(_("Not so"), "win.reject", "review.reject",
                   _("Say that it is not so, or is after all (Delete)"));
    gtk_box_append(GTK_BOX(row), list->reject);
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Starts here"), "win.start", "review.start",
                              _("It starts at the picture that is shown (I)")));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Ends here"), "win.end", "review.end",
                              _("It ends at the picture that is shown (O)")));
    gtk_box_append(GTK_BOX(card), list->rule);
    gtk_box_append(GTK_BOX(card), list->kind);
    gtk_box_append(GTK_BOX(card), list->note);
    gtk_box_append(GTK_BOX(card), row);
    list->card = card;
    return card;
}

static GtkWidget *new_list(struct bv_moment_list *list)
{
    list->list = gtk_list_box_new();
    list->scroller = gtk_scrolled_window_new();
    gtk_list_box_set_activate_on_single_click(GTK_LIST_BOX(list->list), TRUE);
    g_signal_connect(list->list, "row-activated", G_CALLBACK(on_row), list);
    bv_named(list->list, _("Moments"));
    list->none = new_words("hint");
    gtk_list_box_set_placeholder(GTK_LIST_BOX(list->list), list->none);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(list->scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(list->scroller),
                                  list->list);
    gtk_widget_set_vexpand(list->scroller, TRUE);
    return list->scroller;
}

struct bv_moment_list *
bv_moment_list_new(const struct bv_moment_list_told *told)
{
    struct bv_moment_list *list = g_new0(struct bv_moment_list, 1);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    list->told = *told;
    list->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    gtk_widget_add_css_class(list->box, "moments");
    gtk_box_append(GTK_BOX(list->box), new_list(list));
    gtk_box_append(GTK_BOX(list->box), new_card(list));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Add a moment"), "win.add", "review.add",
                              _("A moment of your own: what is looped, or a "
                                "second from here")));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Undo"), "win.undo", "review.undo",
                              _("Take the last step back")));
    gtk_box_append(GTK_BOX(row), new_button(_("Redo"), "win.redo",
                                            "review.redo", _("Take it again")));
    gtk_box_append(GTK_BOX(list->box), row);
    g_object_set_data_full(G_OBJECT(list->box), "moments", list, g_free);
    return list;
}

GtkWidget *bv_moment_list_get_widget(struct bv_moment_list *list)
{
    return list->box;
}

/* How it stands to the truth of a practice scene, where that is known. */
static const char *says_truth(enum bv_moment_truth truth)
{
    return truth == BV_MOMENT_TRUE     ? _("TRUE")
           : truth == BV_MOMENT_NEARLY ? _("NEARLY")
           : truth == BV_MOMENT_UNTRUE ? _("UNTRUE")
                                       : NULL;
}

static void add_chip(GtkWidget *row, const char *text, const char *css_class)
{
    GtkWidget *chip;

    if (!text)
        return;
    chip = gtk_label_new(text);
    gtk_widget_add_css_class(chip, "chip");
    gtk_widget_add_css_class(chip, css_class);
    gtk_widget_set_valign(chip, GTK_ALIGN_START);
    gtk_box_append(GTK_BOX(row), chip);
}

/* When, and for how long. */
static void add_time(GtkWidget *row, double start_s, double end_s)
{
    GtkWidget *time = new_words("when");
    char start[32], text[64];

    bv_reviewed_say_time(start_s, start, sizeof(start));
    g_snprintf(text, sizeof(text), "%s\n+%.1f s", start,
               MAX(end_s - start_s, 0));
    gtk_label_set_text(GTK_LABEL(time), text);
    gtk_label_set_width_chars(GTK_LABEL(time), 7);
    gtk_widget_set_valign(time, GTK_ALIGN_START);
    gtk_box_append(GTK_BOX(row), time);
}

static GtkWidget *add_text(GtkWidget *row, const char *text)
{
    GtkWidget *words = new_words("what");

    gtk_label_set_text(GTK_LABEL(words), text);
    gtk_label_set_max_width_chars(GTK_LABEL(words), 30);
    gtk_widget_set_hexpand(words, TRUE);
    gtk_box_append(GTK_BOX(row), words);
    return words;
}

/* What truly was, and was not found. */
static GtkWidget *new_missed(const struct bv_reviewed *attempt, int truly)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *row = gtk_list_box_row_new();
    char text[400];

    bv_reviewed_say_true(attempt, truly, text, sizeof(text));
    add_time(box, attempt->truly.moments[truly].start_s,
             attempt->truly.moments[truly].end_s);
    add_text(box, text);
    add_chip(box, _("MISSED"), "truth");
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
    bv_named(row, text);
    g_object_set_data(G_OBJECT(row), "bevel-missed",
                      GINT_TO_POINTER(truly + 1));
    return row;
}

/* What the row says to a screen reader: with who says so, and what was
 * measured then. */
static void speak(GtkListBoxRow *row, const struct bv_reviewed *attempt,
                  int index)
{
    const char *word = bv_shown_from_word(attempt->shown[index].from);
    char text[400], measured[300], said[800];

    bv_reviewed_say_moment(attempt, index, text, sizeof(text));
    bv_reviewed_say_measured(attempt, index, measured, sizeof(measured));
    g_snprintf(said, sizeof(said), "%s%s%s%s%s", word ? word : "",
               word ? ": " : "", text, measured[0] ? ". " : "", measured);
    bv_named(GTK_WIDGET(row), said);
}

/* What it is; a person's note; and what was measured, quieter. @return The
 * first of them. */
static GtkWidget *add_words(GtkWidget *row, const char *said, const char *note,
                            const char *measured)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    GtkWidget *words = add_text(box, said);

    if (note[0])
        add_text(box, note);
    if (measured[0])
        gtk_widget_add_css_class(add_text(box, measured), "measured");
    gtk_widget_set_hexpand(box, TRUE);
    gtk_box_append(GTK_BOX(row), box);
    return words;
}

static GtkWidget *new_row(const struct bv_reviewed *attempt, int index)
{
    const struct bv_shown_moment *moment = &attempt->shown[index];
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10), *words;
    char text[400], truth[80], measured[300], said[500];

    bv_reviewed_say_moment(attempt, index, text, sizeof(text));
    bv_reviewed_say_truth(attempt, index, truth, sizeof(truth));
    bv_reviewed_say_measured(attempt, index, measured, sizeof(measured));
    g_snprintf(said, sizeof(said), "%s%s%s", text, truth[0] ? "\n" : "", truth);
    add_time(row, moment->start_s, moment->end_s);
    words = add_words(row, said, bv_reviewed_note(attempt, index), measured);
    add_chip(row, bv_shown_from_word(moment->from), "person");
    add_chip(row, says_truth(bv_reviewed_truth(attempt, index)),
             bv_reviewed_truth(attempt, index) == BV_MOMENT_UNTRUE ? "untrue"
                                                                   : "truth");
    if (moment->from == BV_SHOWN_REJECTED)
        gtk_widget_add_css_class(words, "rejected");
    return row;
}

void bv_moment_list_fill(struct bv_moment_list *list,
                         const struct bv_reviewed *attempt)
{
    GtkListBox *box = GTK_LIST_BOX(list->list);
    GtkListBoxRow *row;

    list->is_filling = true;
    while ((row = gtk_list_box_get_row_at_index(box, 0)))
        gtk_list_box_remove(box, GTK_WIDGET(row));
    list->is_filling = false;
    if (!attempt) {
        gtk_label_set_text(GTK_LABEL(list->none), "");
        gtk_widget_set_visible(list->card, FALSE);
        return;
    }
    for (int i = 0; i < (int)attempt->shown_count; i++) {
        gtk_list_box_append(box, new_row(attempt, i));
        speak(gtk_list_box_get_row_at_index(box, i), attempt, i);
    }
    for (int i = 0; attempt->missed && i < (int)attempt->truly.moment_count;
         i++)
        if (attempt->missed[i])
            gtk_list_box_append(box, new_missed(attempt, i));
    gtk_label_set_text(
        GTK_LABEL(list->none),
        !attempt->review.way.ever_seen ? _("No needle was seen.")
        : attempt->review.way.scaled
            ? _("None of the rules' moments were found.")
        : !attempt->takes_scale
            ? _("Where the scale is not known all the time no moments are "
                "found.")
        : bv_reviewed_mm_per_px(attempt) > 0
            ? _("Without a scale all the time no moments are found. Set it "
                "with Scale…")
            : _("Without a scale no moments are found. Set it with Scale…"));
    bv_moment_list_select(list, attempt);
}

/* A row that is chosen by key may lie outside. */
static void reveal(struct bv_moment_list *list, GtkListBoxRow *row)
{
    graphene_rect_t box;
    GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment(
        GTK_SCROLLED_WINDOW(list->scroller));

    if (gtk_widget_compute_bounds(GTK_WIDGET(row), list->list, &box))
        gtk_adjustment_clamp_page(adjustment, box.origin.y,
                                  box.origin.y + box.size.height);
}

void bv_moment_list_select(struct bv_moment_list *list,
                           const struct bv_reviewed *attempt)
{
    GtkListBox *box = GTK_LIST_BOX(list->list);
    int index = attempt->selected;
    char text[1200];

    list->is_filling = true;
    gtk_widget_set_visible(list->card, index >= 0);
    if (index < 0) {
        gtk_list_box_unselect_all(box);
    } else {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index(box, index);
        enum bv_shown_from from = attempt->shown[index].from;

        gtk_list_box_select_row(box, row);
        reveal(list, row);
        bv_reviewed_say_rule(attempt, index, text, sizeof(text));
        gtk_label_set_text(GTK_LABEL(list->rule), text);
        gtk_drop_down_set_selected(GTK_DROP_DOWN(list->kind),
                                   (guint)attempt->shown[index].kind);
        gtk_editable_set_text(GTK_EDITABLE(list->note),
                              bv_reviewed_note(attempt, index));
        gtk_button_set_label(GTK_BUTTON(list->reject),
                             from == BV_SHOWN_REJECTED ? _("It is so")
                             : from == BV_SHOWN_ADDED  ? _("Take away")
                                                       : _("Not so"));
    }
    list->is_filling = false;
}
