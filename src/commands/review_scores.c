/*
 * bevel review: what people scored the attempt, as tables of its reports.
 */
#include "commands/review_scores.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "commands/html_picture.h"
#include "core/words.h"

/* Room for a cell, and for a sentence. */
enum { cell_size = 400, sentence_size = 1400 };
/* So many raters stand side by side; more are in a table below. */
enum { columns_most = 4 };

/* A scale's scores, or how well its raters agree: a head, all items, each. */
struct score_table {
    const struct bv_scale_scores *scores;
    bool agrees;
    size_t first;   /* of the raters */
    size_t columns; /* with that of the items */
    size_t rows;
    const char *keys[BV_RATING_ITEMS_MAX];
    size_t key_count;
};

static struct score_table table_of(const struct bv_scale_scores *scores,
                                   bool agrees, size_t first)
{
    struct score_table table = {
        .scores = scores, .agrees = agrees, .first = first};
    size_t raters = scores->count - first;

    table.key_count = bv_scale_scores_keys(scores, table.keys);
    table.rows = table.key_count + 2;
    table.columns = 1 + (agrees ? 1 + (size_t)(scores->agreement.raters == 2)
                         : raters < columns_most ? raters
                                                 : columns_most);
    return table;
}

/* "Overall (1 to 5)" */
static void say_item(const struct score_table *table, size_t item, char *text,
                     size_t size)
{
    const struct bv_rating_scale *scale = table->scores->scale;

    if (scale)
        snprintf(text, size, _("%s (%d to %d)"), scale->items[item].title,
                 scale->items[item].least, scale->items[item].most);
    else
        snprintf(text, size, "%s", table->keys[item]);
}

/* "72 %", of those that were judged. */
static void say_total(const struct score_table *table,
                      const struct bv_rating *rating, char *text, size_t size)
{
    const struct bv_rating_scale *scale = table->scores->scale;

    if (!scale)
        snprintf(text, size, "–");
    else if (bv_rating_is_whole(rating, scale))
        snprintf(text, size, "%.0f %%", bv_rating_percent(scale, rating));
    else
        snprintf(text, size, _("%.0f %% (%zu of %zu items)"),
                 bv_rating_percent(scale, rating), rating->item_count,
                 scale->item_count);
}

static void say_score(const struct score_table *table, size_t row,
                      size_t column, char *text, size_t size)
{
    const struct bv_rating *rating =
        &table->scores->ratings[table->first + column - 1];
    int score;

    if (row == 0)
        snprintf(text, size, "%s%s", rating->rater,
                 bv_blinding_say(rating->blinding));
    else if (row == 1)
        say_total(table, rating, text, size);
    else if (bv_rating_score(rating, table->keys[row - 2], &score))
        snprintf(text, size, "%d", score);
    else
        snprintf(text, size, "–");
}

static void say_agreement(const struct score_table *table, size_t row,
                          size_t column, char *text, size_t size)
{
    const struct bv_rating_agreement *told = &table->scores->agreement;

    if (row == 0)
        snprintf(text, size, "%s",
                 column == 1 ? _("ICC(2,1)") : _("weighted kappa"));
    else if (row == 1 && column == 2)
        snprintf(text, size, "–");
    else
        bv_coefficient_say(row == 1      ? &told->whole
                           : column == 1 ? &told->icc[row - 2]
                                         : &told->kappa[row - 2],
                           text, size);
}

static void say_cell(const struct score_table *table, size_t row, size_t column,
                     char *text, size_t size)
{
    if (column > 0 && table->agrees)
        say_agreement(table, row, column, text, size);
    else if (column > 0)
        say_score(table, row, column, text, size);
    else if (row == 0)
        snprintf(text, size, "%s", _("item"));
    else if (row == 1)
        snprintf(text, size, "%s",
                 table->agrees ? _("All items")
                               : _("All items, of what is possible"));
    else
        say_item(table, row - 2, text, size);
}

static const char *says_of_all(void)
{
    return _("Given by people, who go by the names that they chose; nothing "
             "of it was measured. Blinded: without names, and without what "
             "was measured.");
}

/* What is wrong with the store; NULL: nothing. */
static const char *says_wrong(const struct bv_attempt_scores *scores)
{
    return scores->unread
               ? _("The store of learners cannot be read: whatever people "
                   "scored is not in this report.")
           : scores->damaged
               ? _("The store of learners is damaged: what can be read of it "
                   "is here, and some may lack.")
               : NULL;
}

static void say_scale(const struct bv_scale_scores *scores, char *text,
                      size_t size)
{
    if (scores->scale)
        snprintf(text, size, _("%s (%s, revision %d)"), scores->scale->title,
                 scores->name, scores->revision);
    else
        snprintf(text, size,
                 _("%s, revision %d, which is not here: items by their keys"),
                 scores->name, scores->revision);
}

/* What the raters of a scale come to together; empty: there is nothing to
 * say. */
static void say_together(const struct bv_scale_scores *scores, char *text,
                         size_t size)
{
    const struct bv_rating_agreement *told = &scores->agreement;
    const char *same = _("The same score on %zu of %zu items.");
    size_t used;

    assert(same); /* which GCC doubts */
    text[0] = '\0';
    if (scores->hidden > 0)
        snprintf(text, size,
                 _("Raters who judged it: %zu. What they gave shows once you "
                   "have judged all items."),
                 scores->count + scores->hidden);
    if (scores->hidden > 0 || !scores->scale || told->raters < 2)
        return;
    snprintf(text, size, same, told->same, scores->scale->item_count);
    used = strlen(text);
    if (told->attempts < 2)
        snprintf(text + used, size - used, " %s",
                 _("How well they agree can be told once they have judged a "
                   "second attempt on this scale."));
    else {
        used += (size_t)snprintf(text + used, size - used, " ");
        snprintf(text + used, size - used,
                 _("Over the %zu attempts that they all judged, with 95 %% "
                   "intervals:"),
                 told->attempts);
    }
}

static bool has_agreement(const struct bv_scale_scores *scores)
{
    return scores->hidden == 0 && scores->scale &&
           scores->agreement.attempts >= 2;
}

static bool is_empty(const struct bv_attempt_scores *scores)
{
    return !scores ||
           (scores->count == 0 && !scores->unread && !scores->damaged);
}

static void write_table(FILE *out, const struct score_table *table)
{
    char text[cell_size];

    fputs("<table>", out);
    for (size_t row = 0; row < table->rows; row++) {
        fputs("<tr>", out);
        for (size_t column = 0; column < table->columns; column++) {
            say_cell(table, row, column, text, sizeof(text));
            bv_html_write_in(out, row == 0 ? "th" : "td", text);
        }
        fputs("</tr>\n", out);
    }
    fputs("</table>\n", out);
}

static void write_scale(FILE *out, const struct bv_scale_scores *scores)
{
    char text[sentence_size];

    say_scale(scores, text, sizeof(text));
    bv_html_write_in(out, "h3", text);
    for (size_t i = 0; i < scores->count; i += columns_most) {
        struct score_table table = table_of(scores, false, i);

        write_table(out, &table);
    }
    say_together(scores, text, sizeof(text));
    if (text[0])
        bv_html_write_in(out, "p", text);
    if (has_agreement(scores)) {
        struct score_table table = table_of(scores, true, 0);

        write_table(out, &table);
    }
}

void bv_review_page_write_scores(FILE *out,
                                 const struct bv_attempt_scores *scores)
{
    if (is_empty(scores))
        return;
    bv_html_write_in(out, "h2", _("Scores"));
    if (says_wrong(scores))
        bv_html_write_in(out, "p", says_wrong(scores));
    if (scores->count > 0)
        bv_html_write_in(out, "p", says_of_all());
    for (size_t i = 0; i < scores->count; i++)
        write_scale(out, &scores->scales[i]);
}

/* As wide as its characters are, for a column. */
static void print_cell(FILE *out, const char *text, int width)
{
    int used = 0;

    for (const char *c = text; *c; c++)
        used += ((unsigned char)*c & 0xc0) != 0x80;
    fprintf(out, "%s%*s", text, used < width ? width - used : 1, "");
}

static void print_table(FILE *out, const struct score_table *table)
{
    const int first = 46, others = 22;
    char text[cell_size];

    for (size_t row = 0; row < table->rows; row++) {
        fputs("    ", out);
        for (size_t column = 0; column < table->columns; column++) {
            say_cell(table, row, column, text, sizeof(text));
            print_cell(out, text, column ? others : first);
        }
        fputc('\n', out);
    }
}

static void print_scale(FILE *out, const struct bv_scale_scores *scores)
{
    char text[sentence_size];

    say_scale(scores, text, sizeof(text));
    fprintf(out, "  %s\n", text);
    for (size_t i = 0; i < scores->count; i += columns_most) {
        struct score_table table = table_of(scores, false, i);

        print_table(out, &table);
    }
    say_together(scores, text, sizeof(text));
    if (text[0])
        fprintf(out, "  %s\n", text);
    if (has_agreement(scores)) {
        struct score_table table = table_of(scores, true, 0);

        print_table(out, &table);
    }
}

void bv_review_print_scores(FILE *out, const struct bv_attempt_scores *scores)
{
    if (is_empty(scores))
        return;
    fprintf(out, "\n%s\n", _("Scores"));
    if (says_wrong(scores))
        fprintf(out, "  %s\n", says_wrong(scores));
    if (scores->count > 0)
        fprintf(out, "  %s\n", says_of_all());
    for (size_t i = 0; i < scores->count; i++)
        print_scale(out, &scores->scales[i]);
}

/* A row with a line below it, as high as its highest cell. */
static void put_row(struct bv_pdf_page *page, const struct score_table *table,
                    size_t row)
{
    const double first = 190, gap = 8, size = 9;
    double width = (BV_PDF_PAGE_INNER - first) / (double)(table->columns - 1);
    double height = 0;
    char text[cell_size];

    for (int draws = 0; draws < 2; draws++) {
        for (size_t column = 0; column < table->columns; column++) {
            double x = BV_PDF_PAGE_MARGIN +
                       (column ? first + (double)(column - 1) * width : 0);

            say_cell(table, row, column, text, sizeof(text));
            height = fmax(
                height, bv_pdf_page_put(page, text, size, row == 0, x,
                                        (column ? width : first) - gap, draws));
        }
        if (!draws)
            bv_pdf_page_need(page, height);
    }
    page->y += height + 2;
    bv_pdf_page_rule(page);
}

/* The first rows stay together. */
static void put_table(struct bv_pdf_page *page, const struct score_table *table)
{
    bv_pdf_page_need(page, 60);
    page->y += 3;
    for (size_t row = 0; row < table->rows; row++)
        put_row(page, table, row);
    page->y += 5;
}

static void put_scale(struct bv_pdf_page *page,
                      const struct bv_scale_scores *scores)
{
    char text[sentence_size];

    say_scale(scores, text, sizeof(text));
    bv_pdf_page_need(page, 75);
    page->y += 4;
    bv_pdf_page_text(page, 10, true, text);
    for (size_t i = 0; i < scores->count; i += columns_most) {
        struct score_table table = table_of(scores, false, i);

        put_table(page, &table);
    }
    say_together(scores, text, sizeof(text));
    if (text[0])
        bv_pdf_page_text(page, 9, false, text);
    if (has_agreement(scores)) {
        struct score_table table = table_of(scores, true, 0);

        put_table(page, &table);
    }
}

void bv_review_pdf_write_scores(struct bv_pdf_page *page,
                                const struct bv_attempt_scores *scores)
{
    if (is_empty(scores))
        return;
    bv_pdf_page_title(page, _("Scores"));
    if (says_wrong(scores))
        bv_pdf_page_text(page, 10, false, says_wrong(scores));
    if (scores->count > 0)
        bv_pdf_page_text(page, 8, false, says_of_all());
    for (size_t i = 0; i < scores->count; i++)
        put_scale(page, &scores->scales[i]);
}
