#include "ui/review/agreement_view.h"

#include <stdlib.h>

#include "core/words.h"

static void add_words(GtkBox *box, const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 44);
    gtk_box_append(box, label);
}

/* "r1: 72 % of what is possible, blinded" */
static void add_raters(GtkBox *box, const struct bv_scoring *scoring,
                       const struct bv_scored *scored)
{
    for (size_t i = 0; i < scored->whole_count; i++) {
        const struct bv_rating *rating = &scored->whole[i];
        char *text = g_strdup_printf(_("%s: %.0f %% of what is possible%s"),
                                     rating->rater,
                                     bv_rating_percent(scoring->scale, rating),
                                     bv_blinding_say(rating->blinding));

        add_words(box, text, "number");
        g_free(text);
    }
}

/* Of this attempt alone, before statistics can say anything. */
static void add_same(GtkBox *box, const struct bv_scoring *scoring,
                     const struct bv_scored *scored)
{
    char text[120];

    g_snprintf(text, sizeof(text), _("The same score on %zu of %zu items."),
               scored->agreement.same, scoring->scale->item_count);
    add_words(box, text, "hint");
}

static void put(GtkGrid *grid, int column, int row, const char *text,
                const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), column == 0 ? 16 : 20);
    gtk_widget_set_hexpand(label, column == 0);
    gtk_grid_attach(grid, label, column, row, 1, 1);
}

static void add_table(GtkBox *box, const struct bv_scoring *scoring,
                      const struct bv_scored *scored)
{
    const struct bv_rating_agreement *told = &scored->agreement;
    GtkWidget *grid = gtk_grid_new();
    bool two = scored->whole_count == 2;
    char text[80];

    gtk_grid_set_column_spacing(GTK_GRID(grid), 10);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 2);
    put(GTK_GRID(grid), 1, 0, _("ICC(2,1)"), "hint");
    put(GTK_GRID(grid), 0, 1, _("All items"), "what");
    bv_coefficient_say(&told->whole, text, sizeof(text));
    put(GTK_GRID(grid), 1, 1, text, "number");
    if (two)
        put(GTK_GRID(grid), 2, 0, _("weighted kappa"), "hint");
    for (size_t i = 0; i < scoring->scale->item_count; i++) {
        put(GTK_GRID(grid), 0, (int)i + 2, scoring->scale->items[i].title,
            "hint");
        bv_coefficient_say(&told->icc[i], text, sizeof(text));
        put(GTK_GRID(grid), 1, (int)i + 2, text, "hint");
        if (!two)
            continue;
        bv_coefficient_say(&told->kappa[i], text, sizeof(text));
        put(GTK_GRID(grid), 2, (int)i + 2, text, "hint");
    }
    gtk_box_append(box, grid);
}

static void add_agreement(GtkBox *box, const struct bv_scoring *scoring,
                          const struct bv_scored *scored)
{
    char text[300];

    add_same(box, scoring, scored);
    if (scored->agreement.attempts < 2) {
        add_words(box,
                  _("How well they agree can be told once they have judged a "
                    "second attempt on this scale."),
                  "hint");
        return;
    }
    g_snprintf(text, sizeof(text),
               _("Over the %zu attempts that they all judged, with 95 %% "
                 "intervals:"),
               scored->agreement.attempts);
    add_words(box, text, "hint");
    add_table(box, scoring, scored);
}

GtkWidget *bv_agreement_view_new(const struct bv_scoring *scoring,
                                 const struct bv_scored *scored)
{
    GtkBox *box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 4));
    char text[120];

    add_words(box, _("Raters"), "caption");
    if (!bv_scoring_is_whole(scoring) && scored->whole_count > 0) {
        g_snprintf(text, sizeof(text),
                   _("Raters who judged it: %zu. What they gave shows once you "
                     "have judged all items."),
                   scored->whole_count);
        add_words(box, text, "hint");
    } else if (scored->whole_count == 0) {
        add_words(box, _("Nobody has judged all items yet."), "hint");
    } else {
        add_raters(box, scoring, scored);
        if (scored->whole_count > 1)
            add_agreement(box, scoring, scored);
    }
    return GTK_WIDGET(box);
}
