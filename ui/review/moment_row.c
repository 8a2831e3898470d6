#include "ui/review/moment_row.h"

#include "core/words.h"
#include "ui/named.h"
#include "ui/wrapped.h"

/* Its parts; those that say nothing are hidden. */
struct row {
    GtkWidget *time, *words, *note, *measured, *person, *truth;
    int missed; /* of the truth's moments; -1: none */
};

static struct row *parts_of(GtkListBoxRow *row)
{
    return g_object_get_data(G_OBJECT(row), "bevel-row");
}

static GtkWidget *new_words(const char *css_class)
{
    GtkWidget *label = bv_wrapped_new_to("", css_class, 30);

    gtk_widget_set_hexpand(label, TRUE);
    return label;
}

static GtkWidget *add_chip(GtkWidget *box)
{
    GtkWidget *chip = gtk_label_new("");

    gtk_widget_add_css_class(chip, "chip");
    gtk_widget_set_valign(chip, GTK_ALIGN_START);
    gtk_box_append(GTK_BOX(box), chip);
    return chip;
}

GtkWidget *bv_moment_row_new(void)
{
    struct row *parts = g_new0(struct row, 1);
    GtkWidget *row = gtk_list_box_row_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);

    parts->time = new_words("when");
    gtk_label_set_width_chars(GTK_LABEL(parts->time), 7);
    gtk_widget_set_hexpand(parts->time, FALSE);
    gtk_widget_set_valign(parts->time, GTK_ALIGN_START);
    parts->words = new_words("what");
    parts->note = new_words("what");
    parts->measured = new_words("what");
    gtk_widget_add_css_class(parts->measured, "measured");
    gtk_box_append(GTK_BOX(column), parts->words);
    gtk_box_append(GTK_BOX(column), parts->note);
    gtk_box_append(GTK_BOX(column), parts->measured);
    gtk_widget_set_hexpand(column, TRUE);
    gtk_box_append(GTK_BOX(box), parts->time);
    gtk_box_append(GTK_BOX(box), column);
    parts->person = add_chip(box);
    gtk_widget_add_css_class(parts->person, "person");
    parts->truth = add_chip(box);
    parts->missed = -1;
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
    g_object_set_data_full(G_OBJECT(row), "bevel-row", parts, g_free);
    return row;
}

static void set(GtkWidget *label, const char *text)
{
    gtk_label_set_text(GTK_LABEL(label), text ? text : "");
    gtk_widget_set_visible(label, text && text[0]);
}

/* When, and for how long. */
static void set_time(struct row *parts, double start_s, double end_s)
{
    char start[32], text[64];

    bv_reviewed_say_time(start_s, start, sizeof(start));
    g_snprintf(text, sizeof(text), "%s\n+%.1f s", start,
               MAX(end_s - start_s, 0));
    set(parts->time, text);
}

/* How it stands to the truth of a practice scene, where that is known. */
static void set_truth(struct row *parts, enum bv_moment_truth truth)
{
    set(parts->truth, truth == BV_MOMENT_TRUE     ? _("TRUE")
                      : truth == BV_MOMENT_NEARLY ? _("NEARLY")
                      : truth == BV_MOMENT_UNTRUE ? _("UNTRUE")
                                                  : NULL);
    gtk_widget_remove_css_class(parts->truth,
                                truth == BV_MOMENT_UNTRUE ? "truth" : "untrue");
    gtk_widget_add_css_class(parts->truth,
                             truth == BV_MOMENT_UNTRUE ? "untrue" : "truth");
}

void bv_moment_row_show(GtkListBoxRow *row, const struct bv_reviewed *attempt,
                        int index)
{
    const struct bv_shown_moment *moment = &attempt->shown[index];
    struct row *parts = parts_of(row);
    const char *word = bv_shown_from_word(moment->from);
    char text[400], truth[80], measured[300], said[800];

    bv_reviewed_say_moment(attempt, index, text, sizeof(text));
    bv_reviewed_say_truth(attempt, index, truth, sizeof(truth));
    bv_reviewed_say_measured(attempt, index, measured, sizeof(measured));
    g_snprintf(said, sizeof(said), "%s%s%s", text, truth[0] ? "\n" : "", truth);
    set_time(parts, moment->start_s, moment->end_s);
    set(parts->words, said);
    set(parts->note, bv_reviewed_note(attempt, index));
    set(parts->measured, measured);
    set(parts->person, word);
    set_truth(parts, bv_reviewed_truth(attempt, index));
    if (moment->from == BV_SHOWN_REJECTED)
        gtk_widget_add_css_class(parts->words, "rejected");
    else
        gtk_widget_remove_css_class(parts->words, "rejected");
    parts->missed = -1;
    /* to a screen reader with who says so, and what was measured then */
    g_snprintf(said, sizeof(said), "%s%s%s%s%s", word ? word : "",
               word ? ": " : "", text, measured[0] ? ". " : "", measured);
    bv_named(GTK_WIDGET(row), said);
}

void bv_moment_row_miss(GtkListBoxRow *row, const struct bv_reviewed *attempt,
                        int truly)
{
    struct row *parts = parts_of(row);
    char text[400];

    bv_reviewed_say_true(attempt, truly, text, sizeof(text));
    set_time(parts, attempt->truly.moments[truly].start_s,
             attempt->truly.moments[truly].end_s);
    set(parts->words, text);
    gtk_widget_remove_css_class(parts->words, "rejected");
    set(parts->note, NULL);
    set(parts->measured, NULL);
    set(parts->person, NULL);
    set_truth(parts, BV_MOMENT_TRUE);
    set(parts->truth, _("MISSED"));
    parts->missed = truly;
    bv_named(GTK_WIDGET(row), text);
}

int bv_moment_row_missed(GtkListBoxRow *row)
{
    return parts_of(row)->missed;
}
