#include "commands/explain_sheet.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

enum {
    columns = 3,
    panel_width = 620,
    panel_height = 465,
    caption_height = 50,
    gap = 14,
    header_height = 84,
    row_height = 21,
    width = gap + columns * (panel_width + gap),
    most_words = 400,
    row_letters = 95, /* from here on a row is full */
    indent = 46,
    parts_most = 6, /* lines of a kind whose odds are told in full */
};

/* The table's rows, as they are written down one column after the other. */
struct table {
    cairo_t *cairo; /* NULL: they are only counted */
    double x, y, width;
    int rows;
};

static void write_row(struct table *table, const char *words, double right,
                      bool bold, unsigned colour)
{
    const struct bv_text_style style = {.size = 14,
                                        .bold = bold,
                                        .colour = colour,
                                        .width = table->width - right};

    if (table->cairo)
        bv_text_draw(table->cairo, words, table->x + right,
                     table->y + (table->rows + 0.5) * row_height, &style);
    table->rows++;
}

__attribute__((format(printf, 3, 4))) static void add(char *words, size_t size,
                                                      const char *format, ...)
{
    size_t length = strlen(words);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words + length, size - length, format, arguments);
    va_end(arguments);
}

static int by_weight(const void *a, const void *b)
{
    const struct bv_explained_part *one = a, *other = b;

    return (fabs(one->adds) < fabs(other->adds)) -
           (fabs(one->adds) > fabs(other->adds));
}

/* What the log odds are made of, the heaviest first; what adds nothing is in
 * the JSON alone. */
static void write_parts(struct table *table,
                        const struct bv_explained_line *line)
{
    struct bv_explained_part parts[BV_EXPLAINED_PARTS_MAX];
    char words[most_words] = "";
    int count = line->part_count;

    memcpy(parts, line->parts, sizeof(parts));
    qsort(parts, (size_t)count, sizeof(*parts), by_weight);
    while (count > 0 && fabs(parts[count - 1].adds) < 0.05)
        count--;
    add(words, sizeof(words), "log odds %.1f", line->log_odds);
    if (!isnan(line->log_odds_s))
        add(words, sizeof(words), " at %.2f s", line->log_odds_s);
    add(words, sizeof(words), ": start %+.1f", line->start);
    for (int i = 0; i < count; i++) {
        if (strlen(words) > row_letters) {
            write_row(table, words, indent, false, BV_COLOUR_DIM);
            words[0] = '\0';
        }
        add(words, sizeof(words), "%s%s %.2f: %+.1f", words[0] ? ", " : "",
            parts[i].name, parts[i].cue, parts[i].adds);
    }
    write_row(table, words, indent, false, BV_COLOUR_DIM);
}

static void write_line(struct table *table,
                       const struct bv_explained_line *line)
{
    char words[most_words] = "", name[16];
    unsigned colour = line->kind == BV_EXPLAINED_ASKED ? BV_COLOUR_TRUTH
                      : line->drawn                    ? BV_COLOUR_NEEDLE
                                                       : BV_COLOUR_TEXT;

    snprintf(name, sizeof(name), "%s%u", bv_explained_letter(line->kind),
             line->number);
    add(words, sizeof(words), "%.0f°, %.0f px",
        bv_px_segment_angle_deg(&line->px), bv_px_segment_length(&line->px));
    if (!isnan(line->evidence))
        add(words, sizeof(words), ", evidence %.1f", line->evidence);
    if (!isnan(line->network))
        add(words, sizeof(words), ", network %+.1f", line->network);
    if (!isnan(line->since_s))
        add(words, sizeof(words), ", for %.1f s", line->since_s);
    add(words, sizeof(words), ": %s", line->words);
    write_row(table, name, 0, true, colour);
    table->rows--;
    write_row(table, words, indent, false, BV_COLOUR_TEXT);
}

static void write_kind(struct table *table,
                       const struct bv_explained *explained,
                       enum bv_explained_kind kind, const char *heading)
{
    int count = 0, told = 0;

    for (int i = 0; i < explained->line_count; i++) {
        const struct bv_explained_line *line = &explained->lines[i];

        if (line->kind != kind)
            continue;
        if (count++ == 0)
            write_row(table, heading, 0, true, BV_COLOUR_DIM);
        write_line(table, line);
        if (line->part_count > 0 && told++ < parts_most)
            write_parts(table, line);
    }
    if (count > 0)
        table->rows++;
}

/* Left what is followed, right what was found. @return Rows of the longer. */
static int write_tables(const struct bv_explain_sheet *sheet, cairo_t *cairo,
                        double y)
{
    const struct bv_explained *explained = sheet->explained;
    bool follows = sheet->account->tracks != NULL;
    double column = (width - 3.0 * gap) / 2;
    struct table left = {cairo, gap, y, column, 0};
    struct table right = {cairo, 2 * gap + column, y, column, 0};

    write_kind(&left, explained, BV_EXPLAINED_TRACK,
               "FOLLOWED: what each lacks to be a needle");
    write_kind(&left, explained, BV_EXPLAINED_GIVEN_UP,
               "GIVEN UP in the last second");
    write_kind(follows ? &right : &left, explained, BV_EXPLAINED_CANDIDATE,
               follows ? "FOUND in this frame" : "CANDIDATES, surest first");
    write_kind(&right, explained, BV_EXPLAINED_REFUSED,
               follows ? "REFUSED in the last tenth of a second"
                       : "REFUSED at first sight");
    return left.rows > right.rows ? left.rows : right.rows;
}

/* What is said of the frame as a whole. @return Its rows. */
static int write_head(const struct bv_explain_sheet *sheet, cairo_t *cairo,
                      double y)
{
    const struct bv_explained *explained = sheet->explained;
    struct table table = {cairo, gap, y, width - 2.0 * gap, 0};
    char words[most_words];

    write_row(&table, explained->words, 0, true, BV_COLOUR_TEXT);
    if (explained->repeat)
        write_row(&table,
                  "The picture is the same as the one before: nothing new was "
                  "weighed, and this is what was weighed then.",
                  0, false, BV_COLOUR_WARN);
    if (!isnan(explained->forgot_s) &&
        explained->time_s > explained->forgot_s) {
        snprintf(words, sizeof(words),
                 "The picture became another one (or another view, in which "
                 "nothing was found again) %.2f s before this frame: what was "
                 "followed then was forgotten.",
                 explained->forgot_s);
        write_row(&table, words, 0, false, BV_COLOUR_WARN);
    }
    write_kind(&table, explained, BV_EXPLAINED_ASKED,
               sheet->is_truth
                   ? "THE TRUE LINE, of the file beside the clip (A)"
                   : "THE LINE ASKED ABOUT (A)");
    return table.rows;
}

static int draw_panels(const struct bv_explain_sheet *sheet, cairo_t *cairo)
{
    const struct bv_text_style bold = {
        .size = 17, .bold = true, .colour = BV_COLOUR_TEXT};
    const struct bv_text_style small = {
        .size = 14, .colour = BV_COLOUR_DIM, .width = panel_width};

    for (int i = 0; i < BV_EXPLAIN_STAGES; i++) {
        struct bv_explain_box box = {
            gap + (i % columns) * (panel_width + gap),
            header_height +
                (double)(i / columns) * (panel_height + caption_height + gap),
            panel_width, panel_height};
        char title[96], detail[160];
        double below = box.y + panel_height;
        int error = bv_explain_panel_draw(cairo, i, sheet, &box, title, detail);

        if (error < 0)
            return error;
        bv_text_draw(cairo, title, box.x, below + 15, &bold);
        bv_text_draw(cairo, detail, box.x, below + 36, &small);
    }
    return 0;
}

static void draw_header(const struct bv_explain_sheet *sheet, cairo_t *cairo)
{
    const struct bv_text_style brand = {
        .size = 24, .bold = true, .colour = BV_COLOUR_NEEDLE};
    const struct bv_text_style name = {.size = 19,
                                       .bold = true,
                                       .colour = BV_COLOUR_TEXT,
                                       .width = width - 130};
    const struct bv_text_style small = {
        .size = 14, .colour = BV_COLOUR_DIM, .width = width - 2 * gap};
    char text[most_words];

    snprintf(text, sizeof(text), "%.200s, frame %u at %.3f s%s", sheet->title,
             sheet->explained->frame, sheet->explained->time_s,
             sheet->simulated ? " (simulated)" : "");
    bv_text_draw(cairo, "bevel", gap, 28, &brand);
    bv_text_draw(cairo, text, gap + 88, 28, &name);
    bv_text_draw(cairo,
                 "Evidence is a px: 0 is speckle, 1 a faint line. % are of the "
                 "picture's longer side. Log odds of 0 are even. Research and "
                 "training aid, not a medical device.",
                 gap, 60, &small);
}

int bv_explain_sheet_draw(const struct bv_explain_sheet *sheet,
                          cairo_surface_t **surface)
{
    double y = header_height + 2.0 * (panel_height + caption_height + gap);
    int head = write_head(sheet, NULL, 0);
    int rows = head + write_tables(sheet, NULL, 0), error;
    cairo_surface_t *made = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, width, (int)y + rows * row_height + gap);
    cairo_t *cairo = cairo_create(made);

    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 1);
    cairo_paint(cairo);
    draw_header(sheet, cairo);
    error = draw_panels(sheet, cairo);
    write_head(sheet, cairo, y);
    write_tables(sheet, cairo, y + head * row_height);
    if (error == 0 && cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
        error = -ENOMEM;
    cairo_destroy(cairo);
    if (error < 0) {
        cairo_surface_destroy(made);
        return error;
    }
    *surface = made;
    return 0;
}
