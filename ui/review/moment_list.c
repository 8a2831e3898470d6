#include "ui/review/moment_list.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/wrapped.h"
#include "ui/review/moment_row.h"

struct bv_moment_list {
    GtkWidget *box, *list, *scroller, *none;
    GtkWidget *card, *rule, *kind, *note, *reject;
    struct bv_moment_list_told told;
    bool is_filling; /* what changes now is no person's doing */
    int of;          /* which moment the card is of; -1: none */
};

static GtkWidget *new_words(const char *css_class)
{
    return bv_wrapped_new_to("", css_class, 44);
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
    if (!row || list->is_filling)
        return;
    if (bv_moment_row_missed(row) >= 0)
        list->told.missed(list->told.data, bv_moment_row_missed(row));
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

void bv_moment_list_end_note(struct bv_moment_list *list)
{
    if (!list->is_filling && list->of >= 0)
        list->told.note(list->told.data, list->of,
                        gtk_editable_get_text(GTK_EDITABLE(list->note)));
}

void bv_moment_list_enter_note(struct bv_moment_list *list)
{
    gtk_widget_grab_focus(list->note);
}

void bv_moment_list_leave_note(struct bv_moment_list *list, GtkWidget *to)
{
    GtkRoot *root = gtk_widget_get_root(list->note);
    GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;

    bv_moment_list_end_note(list);
    if (focus && gtk_widget_is_ancestor(focus, list->note))
        gtk_widget_grab_focus(to);
}

/* Enter: it is written, and keys are commands again. */
static void on_note(GtkEntry *entry, gpointer data)
{
    bv_moment_list_end_note(data);
    gtk_root_set_focus(gtk_widget_get_root(GTK_WIDGET(entry)), NULL);
}

static void on_note_left(GtkEventControllerFocus *controller, gpointer data)
{
    (void)controller;
    bv_moment_list_end_note(data);
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
    list->reject = new_button(_("Not so"), "win.reject", "review.reject",
                              _("Say that it is not so, or is after all"));
    gtk_box_append(GTK_BOX(row), list->reject);
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Starts here"), "win.start", "review.start",
                              _("It starts at the picture that is shown")));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Ends here"), "win.end", "review.end",
                              _("It ends at the picture that is shown")));
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
    /* else focus marks a row, and the card would be of another one */
    gtk_list_box_set_selection_mode(GTK_LIST_BOX(list->list),
                                    GTK_SELECTION_NONE);
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
    list->of = -1;
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

/* As many rows as that; those that are there stay, for one of them may be
 * under the pointer. */
static void make_rows(struct bv_moment_list *list, int count)
{
    GtkListBox *box = GTK_LIST_BOX(list->list);
    GtkListBoxRow *row;

    while ((row = gtk_list_box_get_row_at_index(box, count)))
        gtk_list_box_remove(box, GTK_WIDGET(row));
    while (count > 0 && !gtk_list_box_get_row_at_index(box, count - 1))
        gtk_list_box_append(box, bv_moment_row_new());
}

static int count_missed(const struct bv_reviewed *attempt)
{
    int count = 0;

    for (size_t i = 0; attempt->missed && i < attempt->truly.moment_count; i++)
        count += attempt->missed[i];
    return count;
}

static void fill_rows(struct bv_moment_list *list,
                      const struct bv_reviewed *attempt)
{
    GtkListBox *box = GTK_LIST_BOX(list->list);
    int at = (int)attempt->shown_count;

    make_rows(list, at + count_missed(attempt));
    for (int i = 0; i < at; i++)
        bv_moment_row_show(gtk_list_box_get_row_at_index(box, i), attempt, i);
    for (int i = 0; attempt->missed && i < (int)attempt->truly.moment_count;
         i++)
        if (attempt->missed[i])
            bv_moment_row_miss(gtk_list_box_get_row_at_index(box, at++),
                               attempt, i);
}

void bv_moment_list_fill(struct bv_moment_list *list,
                         const struct bv_reviewed *attempt)
{
    list->is_filling = true;
    if (attempt)
        fill_rows(list, attempt);
    else
        make_rows(list, 0);
    list->is_filling = false;
    if (!attempt) {
        list->of = -1;
        gtk_label_set_text(GTK_LABEL(list->none), "");
        gtk_widget_set_visible(list->card, FALSE);
        return;
    }
    gtk_label_set_text(
        GTK_LABEL(list->none),
        !attempt->review.way.ever_seen
            ? _(bv_review_say_unseen(&attempt->review))
        : attempt->review.way.scaled
            ? _("None of the rules' moments were found.")
        : !attempt->takes_scale
            ? _("Where the scale is not known all the time no moments are "
                "found.")
        : bv_reviewed_mm_per_px(attempt) > 0
            ? _("Without a scale all the time no moments are found. Set it "
                "with Scale…")
            : _("Without a scale no moments are found. Set it with Scale…"));
    list->of = -1; /* what was typed was of the list before */
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

/* Which one the card is of. */
static void mark(GtkListBox *box, int index)
{
    GtkListBoxRow *row;

    for (int i = 0; (row = gtk_list_box_get_row_at_index(box, i)); i++) {
        if (i == index)
            gtk_widget_add_css_class(GTK_WIDGET(row), "marked");
        else
            gtk_widget_remove_css_class(GTK_WIDGET(row), "marked");
        gtk_accessible_update_state(
            GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_STATE_SELECTED, i == index, -1);
    }
}

/* Undone is what a person types, not what stood there. */
static void set_note(struct bv_moment_list *list, const char *note)
{
    GtkEditable *entry = GTK_EDITABLE(list->note);

    if (g_str_equal(gtk_editable_get_text(entry), note))
        return;
    gtk_editable_set_enable_undo(entry, FALSE);
    gtk_editable_set_text(entry, note);
    gtk_editable_set_enable_undo(entry, TRUE);
}

void bv_moment_list_select(struct bv_moment_list *list,
                           const struct bv_reviewed *attempt)
{
    GtkListBox *box = GTK_LIST_BOX(list->list);
    int index = attempt->selected, before = list->of;
    char text[1200];

    if (before >= 0 && before != index) /* what was typed is of that one */
        bv_moment_list_end_note(list);
    list->is_filling = true;
    list->of = index;
    gtk_widget_set_visible(list->card, index >= 0);
    mark(box, index);
    if (index >= 0) {
        enum bv_shown_from from = attempt->shown[index].from;

        reveal(list, gtk_list_box_get_row_at_index(box, index));
        bv_reviewed_say_rule(attempt, index, text, sizeof(text));
        gtk_label_set_text(GTK_LABEL(list->rule), text);
        gtk_drop_down_set_selected(GTK_DROP_DOWN(list->kind),
                                   (guint)attempt->shown[index].kind);
        set_note(list, bv_reviewed_note(attempt, index));
        gtk_button_set_label(GTK_BUTTON(list->reject),
                             from == BV_SHOWN_REJECTED ? _("It is so")
                             : from == BV_SHOWN_ADDED  ? _("Take away")
                                                       : _("Not so"));
    }
    list->is_filling = false;
}
