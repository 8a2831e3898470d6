#include "ui/review/measure_list.h"

#include <math.h>

#include "core/text.h"
#include "core/words.h"
#include "ui/named.h"
#include "ui/wrapped.h"
#include "ui/review/course_view.h"

struct bv_measure_list {
    GtkWidget *scroller, *rows;
};

struct bv_measure_list *bv_measure_list_new(void)
{
    struct bv_measure_list *list = g_new0(struct bv_measure_list, 1);

    list->scroller = gtk_scrolled_window_new();
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(list->scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_widget_set_vexpand(list->scroller, TRUE);
    g_object_set_data_full(G_OBJECT(list->scroller), "measures", list, g_free);
    return list;
}

GtkWidget *bv_measure_list_get_widget(struct bv_measure_list *list)
{
    return list->scroller;
}

static GtkWidget *new_words(const char *text, const char *css_class)
{
    return bv_wrapped_new_to(text, css_class, 38);
}

/* "12.4 ± 0.6 mm", "not measured". */
static void say_value(const struct bv_review_value *value, char *text,
                      size_t size)
{
    int decimals = fabs(value->value - round(value->value)) < 5e-3 ? 0 : 1;
    const char *yes = bv_review_say_yes(value->about, value->value);
    char unsure[32] = "";

    if (!isfinite(value->value) || yes) {
        g_snprintf(text, size, "%s", yes ? _(yes) : _("not measured"));
        return;
    }
    if (isfinite(value->uncertainty))
        g_snprintf(unsure, sizeof(unsure), " ± %.1f", value->uncertainty);
    g_snprintf(text, size, "%.*f%s %s", decimals,
               bv_text_round(value->value, 1), unsure, _(value->about->unit));
}

enum { truth_width = 74 };

/* The truth of a practice scene beside it. */
static void say_truth(const struct bv_reviewed *attempt,
                      const struct bv_review_value *value, char *text,
                      size_t size)
{
    const struct bv_review_value *truth =
        bv_review_measure(&attempt->truly, value->about->key);
    const char *yes;
    int decimals;

    if (!truth || !isfinite(truth->value)) {
        g_snprintf(text, size, "–");
        return;
    }
    yes = bv_review_say_yes(truth->about, truth->value);
    if (yes) {
        g_snprintf(text, size, "%s", _(yes));
        return;
    }
    decimals = fabs(truth->value - round(truth->value)) < 5e-3 ? 0 : 1;
    g_snprintf(text, size, "%.*f", decimals, bv_text_round(truth->value, 1));
}

static void add_truth(GtkWidget *head, const char *text, const char *css_class)
{
    GtkWidget *label = new_words(text, css_class);

    gtk_label_set_xalign(GTK_LABEL(label), 1);
    gtk_widget_set_size_request(label, truth_width, -1);
    gtk_box_append(GTK_BOX(head), label);
}

/* "measured | truth", above the column. */
static GtkWidget *new_columns(void)
{
    GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *measured = new_words(_("measured"), "hint");

    gtk_label_set_xalign(GTK_LABEL(measured), 1);
    gtk_widget_set_hexpand(measured, TRUE);
    gtk_box_append(GTK_BOX(head), measured);
    add_truth(head, _("truth"), "hint");
    return head;
}

static GtkWidget *new_measure(const struct bv_reviewed *attempt,
                              const struct bv_review_value *value)
{
    GtkWidget *row = gtk_expander_new(NULL);
    GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *title = new_words(_(value->about->title), "what"), *number;
    char text[160], truth[32] = "", name[300];
    char *words = g_strdup_printf(
        "%s (%s)%s%s%s", _(value->about->definition), value->about->source,
        value->note ? _(" Here: ") : "", value->note ? _(value->note) : "",
        value->note ? "." : "");

    say_value(value, text, sizeof(text));
    if (attempt->has_truth)
        say_truth(attempt, value, truth, sizeof(truth));
    number = new_words(text, isfinite(value->value) ? "number" : "hint");
    gtk_label_set_max_width_chars(GTK_LABEL(title),
                                  attempt->has_truth ? 18 : 26);
    gtk_widget_set_hexpand(title, TRUE);
    gtk_box_append(GTK_BOX(head), title);
    gtk_box_append(GTK_BOX(head), number);
    if (attempt->has_truth)
        add_truth(head, truth, "truth");
    gtk_expander_set_label_widget(GTK_EXPANDER(row), head);
    gtk_expander_set_child(GTK_EXPANDER(row), new_words(words, "hint"));
    gtk_widget_add_css_class(row, "measure");
    if (attempt->has_truth)
        g_snprintf(name, sizeof(name), _("%s: %s, truth %s"),
                   _(value->about->title), text, truth);
    else
        g_snprintf(name, sizeof(name), "%s: %s", _(value->about->title), text);
    bv_named(row, name);
    g_free(words);
    return row;
}

static void add_coverage(GtkBox *rows, const struct bv_review *review)
{
    char text[300];

    if (!review->way.ever_seen)
        g_snprintf(text, sizeof(text), "%s", _(bv_review_say_unseen(review)));
    else
        g_snprintf(
            text, sizeof(text),
            _("The tip is seen in %.0f %% of the time with the needle.%s%s"),
            100 * review->tip_share,
            review->seen_share < 0.98 ? _(" Path and advance are lower bounds.")
                                      : "",
            review->way.scaled
                ? ""
                : _(" Without a scale nothing in mm is measured."));
    gtk_box_append(rows, new_words(text, "coverage"));
}

void bv_measure_list_fill(struct bv_measure_list *list,
                          const struct bv_reviewed *attempt)
{
    GtkBox *rows = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 2));

    if (!attempt) {
        gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(list->scroller),
                                      GTK_WIDGET(rows));
        return;
    }
    bv_course_view_add(rows, attempt);
    add_coverage(rows, &attempt->review);
    if (attempt->has_truth)
        gtk_box_append(rows, new_columns());
    for (size_t i = 0; i < attempt->review.measure_count; i++)
        gtk_box_append(rows,
                       new_measure(attempt, &attempt->review.measures[i]));
    gtk_box_append(rows, new_words(_("A cine cannot measure"), "caption"));
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++) {
        char *text = g_strdup_printf("%s: %s", _(at->title), _(at->why));

        gtk_box_append(rows, new_words(text, "hint"));
        g_free(text);
    }
    gtk_box_append(
        rows,
        new_words(_("Distances lie in the plane of the picture."), "hint"));
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(list->scroller),
                                  GTK_WIDGET(rows));
}
