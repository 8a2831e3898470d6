#include "ui/review/score_list.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/named.h"
#include "ui/wrapped.h"
#include "ui/review/agreement_view.h"

/* An item's widgets. */
struct row {
    GtkWidget *box, *anchors;
    GtkWidget *scores[BV_RATING_SCORES_MAX];
};

struct bv_score_list {
    GtkWidget *box, *scale, *rater, *blinded, *learner, *whose;
    GtkWidget *scroller, *items, *said;
    GtkWidget *agreement; /* where it is put */
    struct row rows[BV_RATING_ITEMS_MAX];
    size_t row_count;
    int64_t *learners; /* of the drop-down's rows, after the first */
    size_t learner_count;
    struct bv_score_list_told told;
    size_t next;     /* shown as such */
    guint revealing; /* what waits to scroll to it, ... */
    int passed;      /* ... frames since */
    bool is_filling; /* what changes now is no person's doing */
};

static GtkWidget *new_words(const char *text, const char *css_class)
{
    return bv_wrapped_new_to(text, css_class, 44);
}

static void on_scale(GObject *drop, GParamSpec *property, gpointer data)
{
    struct bv_score_list *list = data;

    (void)property;
    if (!list->is_filling)
        list->told.scale(list->told.data,
                         gtk_drop_down_get_selected(GTK_DROP_DOWN(drop)));
}

static void tell_rater(struct bv_score_list *list, bool typed)
{
    if (!list->is_filling)
        list->told.rater(list->told.data,
                         gtk_editable_get_text(GTK_EDITABLE(list->rater)),
                         typed);
}

static void on_rater(GtkEntry *entry, gpointer data)
{
    (void)entry;
    tell_rater(data, true);
}

static void on_rater_left(GtkEventControllerFocus *controller, gpointer data)
{
    (void)controller;
    tell_rater(data, false);
}

static GtkWidget *new_rater(struct bv_score_list *list)
{
    GtkEventController *focus = gtk_event_controller_focus_new();

    list->rater = gtk_entry_new();
    gtk_entry_set_placeholder_text(GTK_ENTRY(list->rater),
                                   _("Who judges: a pseudonym"));
    gtk_entry_set_max_length(GTK_ENTRY(list->rater), 40);
    gtk_widget_set_size_request(list->rater, -1, 44);
    gtk_widget_set_hexpand(list->rater, TRUE);
    bv_named(list->rater, _("Rater"));
    g_signal_connect(list->rater, "activate", G_CALLBACK(on_rater), list);
    g_signal_connect(focus, "leave", G_CALLBACK(on_rater_left), list);
    gtk_widget_add_controller(list->rater, focus);
    return list->rater;
}

static GtkWidget *new_blinded(struct bv_score_list *list)
{
    list->blinded = gtk_button_new_with_label(_("Blinded"));
    gtk_widget_set_size_request(list->blinded, -1, 44);
    gtk_widget_set_focus_on_click(list->blinded, FALSE);
    bv_keys_tip(list->blinded, "review.blinded", NULL,
                _("Hide names, file, date, moments and what was measured, or "
                  "show them again, which is noted"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(list->blinded),
                                   "win.blinded");
    return list->blinded;
}

static GtkWidget *new_head(struct bv_score_list *list)
{
    GtkWidget *head = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    list->scale = bv_wrapped_new_chooser(30);
    gtk_widget_set_size_request(list->scale, -1, 44);
    bv_named(list->scale, _("Rating scale"));
    g_signal_connect(list->scale, "notify::selected", G_CALLBACK(on_scale),
                     list);
    list->learner = bv_wrapped_new_chooser(30);
    gtk_widget_set_size_request(list->learner, -1, 44);
    bv_named(list->learner, _("Whose attempt it is"));
    list->whose = new_words("", "hint");
    gtk_box_append(GTK_BOX(row), new_rater(list));
    gtk_box_append(GTK_BOX(row), new_blinded(list));
    gtk_box_append(GTK_BOX(head), list->scale);
    gtk_box_append(GTK_BOX(head), row);
    gtk_box_append(GTK_BOX(head), list->learner);
    gtk_box_append(GTK_BOX(head), list->whose);
    return head;
}

/* In the frame after the next all is laid out: the anchors that have just come
 * are as high as they are, and the list's end is where it is. */
static gboolean reveal_next(GtkWidget *scroller, GdkFrameClock *clock,
                            gpointer data)
{
    struct bv_score_list *list = data;
    graphene_rect_t box;

    (void)clock;
    if (list->passed++ < 1)
        return G_SOURCE_CONTINUE;
    list->revealing = 0;
    if (list->next < list->row_count &&
        gtk_widget_compute_bounds(list->rows[list->next].box, list->items,
                                  &box))
        gtk_adjustment_clamp_page(
            gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scroller)),
            box.origin.y, box.origin.y + box.size.height);
    return G_SOURCE_REMOVE;
}

/* All of it, with its anchors. */
static void reveal(struct bv_score_list *list)
{
    list->passed = 0;
    if (!list->revealing)
        list->revealing = gtk_widget_add_tick_callback(list->scroller,
                                                       reveal_next, list, NULL);
}

/* There is less room than there was, or the page comes. */
static void on_room(GObject *adjustment, GParamSpec *property, gpointer data)
{
    (void)adjustment;
    (void)property;
    reveal(data);
}

static void free_list(gpointer data)
{
    struct bv_score_list *list = data;

    g_free(list->learners);
    g_free(list);
}

struct bv_score_list *bv_score_list_new(const struct bv_score_list_told *told)
{
    struct bv_score_list *list = g_new0(struct bv_score_list, 1);

    list->told = *told;
    list->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    list->scroller = gtk_scrolled_window_new();
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(list->scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_widget_set_vexpand(list->scroller, TRUE);
    g_signal_connect(gtk_scrolled_window_get_vadjustment(
                         GTK_SCROLLED_WINDOW(list->scroller)),
                     "notify::page-size", G_CALLBACK(on_room), list);
    list->said = new_words("", "hint");
    gtk_box_append(GTK_BOX(list->box), new_head(list));
    gtk_box_append(GTK_BOX(list->box), list->scroller);
    gtk_box_append(GTK_BOX(list->box), list->said);
    g_object_set_data_full(G_OBJECT(list->box), "scores", list, free_list);
    return list;
}

GtkWidget *bv_score_list_get_widget(struct bv_score_list *list)
{
    return list->box;
}

static void on_score(GtkButton *button, gpointer data)
{
    struct bv_score_list *list = data;
    int at =
        GPOINTER_TO_INT(g_object_get_data(G_OBJECT(button), "bevel-score"));

    list->told.scored(list->told.data, (size_t)(at / 1000), at % 1000);
}

static GtkWidget *new_score(struct bv_score_list *list,
                            const struct bv_rating_item *item, size_t index,
                            int score)
{
    const char *anchor = item->anchors[score - item->least];
    char *text = g_strdup_printf("%d", score);
    char *spoken = g_strdup_printf("%s: %d", item->title, score);
    GtkWidget *button = gtk_button_new_with_label(text);

    gtk_widget_add_css_class(button, "score");
    gtk_widget_set_size_request(button, 28, 44);
    gtk_widget_set_hexpand(button, TRUE);
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_widget_set_tooltip_text(button, anchor[0] ? anchor : NULL);
    bv_named(button, spoken);
    g_object_set_data(G_OBJECT(button), "bevel-score",
                      GINT_TO_POINTER((int)index * 1000 + score));
    g_signal_connect(button, "clicked", G_CALLBACK(on_score), list);
    g_free(spoken);
    g_free(text);
    return button;
}

/* "1 tentative · 3 competent · 5 fluent" */
static GtkWidget *new_anchors(const struct bv_rating_item *item)
{
    GString *text = g_string_new(NULL);
    GtkWidget *label;

    for (int score = item->least; score <= item->most; score++)
        if (item->anchors[score - item->least][0])
            g_string_append_printf(text, "%s%d  %s", text->len ? "\n" : "",
                                   score, item->anchors[score - item->least]);
    label = new_words(text->str, "hint");
    g_string_free(text, TRUE);
    return label;
}

static GtkWidget *new_item(struct bv_score_list *list,
                           const struct bv_rating_item *item, size_t index)
{
    struct row *row = &list->rows[index];
    GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);

    *row = (struct row){.box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4),
                        .anchors = new_anchors(item)};
    gtk_widget_add_css_class(row->box, "item");
    gtk_box_set_homogeneous(GTK_BOX(buttons), TRUE);
    for (int score = item->least; score <= item->most; score++) {
        row->scores[score - item->least] = new_score(list, item, index, score);
        gtk_box_append(GTK_BOX(buttons), row->scores[score - item->least]);
    }
    gtk_box_append(GTK_BOX(row->box), new_words(item->title, "what"));
    gtk_box_append(GTK_BOX(row->box), buttons);
    gtk_box_append(GTK_BOX(row->box), row->anchors);
    return row->box;
}

/* Once: GTK does not bear that a drop-down's rows are replaced while it says
 * which one was chosen. */
static void add_scales(struct bv_score_list *list,
                       const struct bv_scoring *scoring)
{
    GtkStringList *names = gtk_string_list_new(NULL);

    for (size_t i = 0; i < scoring->names.count; i++)
        gtk_string_list_append(names, scoring->titles[i][0]
                                          ? scoring->titles[i]
                                          : scoring->names.names[i]);
    gtk_drop_down_set_model(GTK_DROP_DOWN(list->scale), G_LIST_MODEL(names));
    g_object_unref(names);
}

void bv_score_list_fill(struct bv_score_list *list,
                        const struct bv_scoring *scoring)
{
    const struct bv_rating_scale *scale = scoring->scale;
    GtkWidget *items = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);

    list->is_filling = true;
    list->items = items;
    if (!gtk_drop_down_get_model(GTK_DROP_DOWN(list->scale)))
        add_scales(list, scoring);
    gtk_drop_down_set_selected(GTK_DROP_DOWN(list->scale),
                               (guint)scoring->chosen);
    list->row_count = scale ? scale->item_count : 0;
    for (size_t i = 0; i < list->row_count; i++)
        gtk_box_append(GTK_BOX(items), new_item(list, &scale->items[i], i));
    list->agreement = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    gtk_box_append(GTK_BOX(items), list->agreement);
    if (scale)
        gtk_box_append(GTK_BOX(items), new_words(scale->source, "hint"));
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(list->scroller), items);
    list->is_filling = false;
}

/* "Respect for tissue" is what the next key scores. */
static void show_row(struct bv_score_list *list, size_t index,
                     const struct bv_scoring *scoring)
{
    const struct bv_rating_item *item = &scoring->scale->items[index];
    struct row *row = &list->rows[index];
    int given = bv_scoring_get(scoring, index);
    bool next = index == scoring->item;

    for (int score = item->least; score <= item->most; score++) {
        GtkWidget *button = row->scores[score - item->least];

        if (score == given)
            gtk_widget_add_css_class(button, "on");
        else
            gtk_widget_remove_css_class(button, "on");
        gtk_accessible_update_state(
            GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_STATE_PRESSED,
            score == given ? GTK_ACCESSIBLE_TRISTATE_TRUE
                           : GTK_ACCESSIBLE_TRISTATE_FALSE,
            -1);
    }
    if (next)
        gtk_widget_add_css_class(row->box, "next");
    else
        gtk_widget_remove_css_class(row->box, "next");
    gtk_widget_set_visible(row->anchors, next);
}

/* Whose it is, or who may be asked. */
static void show_learners(struct bv_score_list *list,
                          const struct bv_scored *scored)
{
    GtkStringList *names = gtk_string_list_new(NULL);

    gtk_string_list_append(names, _("Somebody new (a pseudonym is made up)"));
    g_free(list->learners);
    list->learners = g_new(int64_t, scored->learner_count + 1);
    list->learner_count = scored->learner_count;
    for (size_t i = 0; i < scored->learner_count; i++) {
        list->learners[i] = scored->learners[i].id;
        gtk_string_list_append(names, scored->learners[i].name);
    }
    gtk_drop_down_set_model(GTK_DROP_DOWN(list->learner), G_LIST_MODEL(names));
    g_object_unref(names);
}

static void show_whose(struct bv_score_list *list,
                       const struct bv_scoring *scoring,
                       const struct bv_scored *scored)
{
    bool asks = scored && scored->attempt == 0 && !scoring->is_blinded;
    char text[160] = "";

    if (asks && !gtk_widget_get_visible(list->learner))
        show_learners(list, scored);
    gtk_widget_set_visible(list->learner, asks);
    if (scored && scored->attempt != 0 && scoring->is_blinded)
        g_snprintf(text, sizeof(text), _("Attempt %lld."),
                   (long long)scored->attempt);
    else if (scored && scored->attempt != 0)
        g_snprintf(text, sizeof(text), _("Attempt %lld of %s."),
                   (long long)scored->attempt, scored->learner.name);
    gtk_label_set_text(GTK_LABEL(list->whose), text);
    gtk_widget_set_visible(list->whose, text[0] != '\0');
}

static void show_head(struct bv_score_list *list,
                      const struct bv_scoring *scoring)
{
    if (g_strcmp0(gtk_editable_get_text(GTK_EDITABLE(list->rater)),
                  scoring->rating.rater) != 0)
        gtk_editable_set_text(GTK_EDITABLE(list->rater), scoring->rating.rater);
    if (scoring->is_blinded)
        gtk_widget_add_css_class(list->blinded, "on");
    else
        gtk_widget_remove_css_class(list->blinded, "on");
    gtk_accessible_update_state(
        GTK_ACCESSIBLE(list->blinded), GTK_ACCESSIBLE_STATE_PRESSED,
        scoring->is_blinded ? GTK_ACCESSIBLE_TRISTATE_TRUE
                            : GTK_ACCESSIBLE_TRISTATE_FALSE,
        -1);
}

void bv_score_list_update(struct bv_score_list *list,
                          const struct bv_scoring *scoring,
                          const struct bv_scored *scored)
{
    GtkWidget *old = gtk_widget_get_first_child(list->agreement);

    list->is_filling = true;
    show_head(list, scoring);
    show_whose(list, scoring, scored);
    for (size_t i = 0; i < list->row_count; i++)
        show_row(list, i, scoring);
    if (old)
        gtk_box_remove(GTK_BOX(list->agreement), old);
    if (scored && scoring->scale)
        gtk_box_append(GTK_BOX(list->agreement),
                       bv_agreement_view_new(scoring, scored));
    list->is_filling = false;
    if (list->row_count > 0 && list->next != scoring->item) {
        list->next = scoring->item;
        reveal(list);
    }
}

void bv_score_list_say(struct bv_score_list *list, const char *text)
{
    gtk_label_set_text(GTK_LABEL(list->said), text);
    gtk_widget_set_visible(list->said, text[0] != '\0');
}

int64_t bv_score_list_learner(struct bv_score_list *list)
{
    guint chosen = gtk_drop_down_get_selected(GTK_DROP_DOWN(list->learner));

    return gtk_widget_get_visible(list->learner) && chosen > 0 &&
                   chosen <= list->learner_count
               ? list->learners[chosen - 1]
               : 0;
}

void bv_score_list_ask_rater(struct bv_score_list *list)
{
    gtk_widget_grab_focus(list->rater);
}
