/*
 * bevel eval: the figures as a table for people.
 */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "commands/eval.h"

enum { title_width = 54, cell_width = 20 };

static const char *const unit_names[] = {"mm", "degrees",  "s",      "ms",
                                         "",   "a minute", "frames", ""};

const char *bv_eval_value_text(const struct bv_figure *figure, double value,
                               char *text, size_t size)
{
    if (isnan(value))
        snprintf(text, size, "-");
    else if (isinf(value))
        snprintf(text, size, "missed");
    else if (figure->unit == BV_UNIT_SHARE)
        snprintf(text, size, "%.1f %%", 100 * value);
    else
        snprintf(text, size, figure->unit == BV_UNIT_PLAIN ? "%.3f" : "%.2f",
                 value);
    return text;
}

/* A limit's number, as short as it can be written. */
static void limit_number(const struct bv_figure *figure, double value,
                         char *text, size_t size)
{
    if (figure->unit == BV_UNIT_SHARE)
        snprintf(text, size, "%.3g %%", 100 * value);
    else
        snprintf(text, size, "%.2g", value);
}

const char *bv_eval_limit_text(const struct bv_figure *figure,
                               const struct bv_figure_limit *limit, char *text,
                               size_t size)
{
    char least[32] = "", most[32] = "";

    if (!isnan(limit->least))
        limit_number(figure, limit->least, least, sizeof(least));
    if (!isnan(limit->most))
        limit_number(figure, limit->most, most, sizeof(most));
    if (*least && *most)
        snprintf(text, size, "%s to %s", least, most);
    else
        snprintf(text, size, "%s%s%s",
                 *least  ? ">= "
                 : *most ? "<= "
                         : "",
                 least, most);
    return text;
}

static bool is_set(const struct bv_figure_limit *limit)
{
    return !isnan(limit->least) || !isnan(limit->most);
}

/* A rate below 1 in 10 minutes takes 10 minutes to show. */
static bool shows(const struct bv_figure *figure,
                  const struct bv_figure_limit *limit,
                  const struct bv_figure_value *value)
{
    return is_set(limit) && bv_figure_keeps(limit, value->value) &&
           (figure->unit != BV_UNIT_PER_MINUTE ||
            value->count * limit->most >= 1);
}

const char *bv_eval_verdict(const struct bv_figure *figure,
                            const struct bv_figure_value *value)
{
    if (isnan(value->value) ||
        (!is_set(&figure->must) && !is_set(&figure->aim)))
        return "";
    if (!bv_figure_keeps(&figure->must, value->value))
        return "SHORT";
    if (shows(figure, &figure->aim, value))
        return "meets the aim";
    if (!is_set(&figure->must))
        return "short of the aim";
    return shows(figure, &figure->must, value) ? "meets the must"
                                               : "too little video to tell";
}

const char *bv_eval_title(const struct bv_figure *figure, char *text,
                          size_t size)
{
    const char *unit = unit_names[figure->unit];
    bool said = figure->unit == BV_UNIT_PER_MINUTE || !*unit;

    snprintf(text, size, "%s%s%s", figure->title, said ? "" : ", ",
             said ? "" : unit);
    return text;
}

static int count_decimals(const struct bv_figure *figure)
{
    return strcmp(figure->of, "minutes") == 0 ? 1 : 0;
}

/* "5400 frames" or "12.5 minutes". */
static void print_over(const struct bv_figure *figure,
                       const struct bv_figure_value *value, FILE *out)
{
    char text[64], coverage[32] = "";

    if (!isnan(value->coverage))
        snprintf(coverage, sizeof(coverage), ", %.1f %% of them",
                 100 * value->coverage);
    snprintf(text, sizeof(text), "%.*f %s%s", count_decimals(figure),
             value->count, figure->of, coverage);
    fprintf(out, "  %-30s", text);
}

static void print_figure(const struct bv_figure *figure,
                         const struct bv_figure_value *value, FILE *out)
{
    char title[96], number[32], low[32], high[32], interval[80] = "";
    char must[64], aim[64];

    if (!isnan(value->low))
        snprintf(interval, sizeof(interval), "%s to %s",
                 bv_eval_value_text(figure, value->low, low, sizeof(low)),
                 bv_eval_value_text(figure, value->high, high, sizeof(high)));
    fprintf(out, "%-*s %9s  %-20s", title_width,
            bv_eval_title(figure, title, sizeof(title)),
            bv_eval_value_text(figure, value->value, number, sizeof(number)),
            interval);
    print_over(figure, value, out);
    fprintf(out, "  %-11s %-12s  %s\n",
            bv_eval_limit_text(figure, &figure->must, must, sizeof(must)),
            bv_eval_limit_text(figure, &figure->aim, aim, sizeof(aim)),
            bv_eval_verdict(figure, value));
}

/* What the figures of one origin are made of. */
static void print_heading(const struct bv_evaluation *evaluation,
                          bool simulated, FILE *out)
{
    size_t clips = 0, frames = 0, labelled = 0, repeats = 0, insertions = 0;
    size_t cut_short = 0, unscaled = 0;
    double free_s = 0;

    for (size_t i = 0; i < evaluation->scored_count; i++) {
        const struct bv_clip_score *score = evaluation->scores[i];

        if (score->about.simulated != simulated)
            continue;
        clips++;
        frames += score->frame_count;
        labelled += score->labelled_count;
        repeats += score->repeat_count;
        insertions += score->insertion_count;
        cut_short += score->cut_short_count;
        unscaled += !score->scaled;
        free_s += score->free_s;
    }
    fprintf(out,
            "%s: %zu clip%s, %zu frames (%zu with truth, %zu of the same "
            "pixels as the one before), %zu insertions, %.1f needle-free "
            "minutes\n",
            simulated ? "SIMULATED" : "REAL", clips, clips == 1 ? "" : "s",
            frames, labelled, repeats, insertions, free_s / 60);
    if (cut_short)
        fprintf(out, "%zu waits for a needle ended too early to judge.\n",
                cut_short);
    if (unscaled)
        fprintf(out,
                "%zu clips have no scale: they give no figures in mm, and 3 "
                "mm stand for 2 %% of their width.\n",
                unscaled);
}

static void print_block(const struct bv_figure_block *block, FILE *out)
{
    fprintf(out, "\n%-*s %9s  %-20s  %-30s  %-11s %s\n", title_width, "figure",
            "value", "95 % interval", "over", "must", "aim");
    for (size_t i = 0; i < bv_figure_count(); i++)
        if (block->values[i].count > 0)
            print_figure(bv_figure_at(i), &block->values[i], out);
    for (size_t i = 0, none = 0; i < bv_figure_count(); i++)
        if (!(block->values[i].count > 0))
            fprintf(out, "%s%s", none++ ? ", " : "Nothing to measure for: ",
                    bv_figure_at(i)->key);
    fputc('\n', out);
}

static bool is_of(const struct bv_figure_block *block, bool simulated,
                  enum bv_stratum_kind kind)
{
    return block->stratum.simulated == simulated && block->stratum.kind == kind;
}

/* One row over all strata of a kind; nothing where none has it. */
static void print_row(const struct bv_figure_table *table, bool simulated,
                      enum bv_stratum_kind kind, size_t figure, FILE *out)
{
    char title[96], number[32], cell[64];
    bool any = false;

    for (size_t b = 0; b < table->block_count; b++)
        any |= is_of(&table->blocks[b], simulated, kind) &&
               table->blocks[b].values[figure].count > 0;
    if (!any)
        return;
    fprintf(out, "%-*s", title_width,
            bv_eval_title(bv_figure_at(figure), title, sizeof(title)));
    for (size_t b = 0; b < table->block_count; b++) {
        const struct bv_figure_value *value = &table->blocks[b].values[figure];

        if (!is_of(&table->blocks[b], simulated, kind))
            continue;
        snprintf(cell, sizeof(cell), "%s (%.*f)",
                 bv_eval_value_text(bv_figure_at(figure), value->value, number,
                                    sizeof(number)),
                 count_decimals(bv_figure_at(figure)), value->count);
        fprintf(out, " %*s", cell_width, value->count > 0 ? cell : "-");
    }
    fputc('\n', out);
}

static void print_strata(const struct bv_figure_table *table, bool simulated,
                         enum bv_stratum_kind kind, FILE *out)
{
    const struct bv_figure_block *only = NULL;
    int count = 0;

    for (size_t b = 0; b < table->block_count; b++)
        if (is_of(&table->blocks[b], simulated, kind)) {
            only = &table->blocks[b];
            count++;
        }
    if (count == 1)
        fprintf(out, "\nAll of it: %s.\n",
                bv_stratum_name(kind, only->stratum.value));
    if (count < 2)
        return;
    fprintf(out, "\n%-*s", title_width, "value (over how many)");
    for (size_t b = 0; b < table->block_count; b++)
        if (is_of(&table->blocks[b], simulated, kind))
            fprintf(out, " %*s", cell_width,
                    bv_stratum_name(kind, table->blocks[b].stratum.value));
    fputc('\n', out);
    for (size_t i = 0; i < bv_figure_count(); i++)
        print_row(table, simulated, kind, i, out);
}

int bv_eval_print_table(const struct bv_evaluation *evaluation, FILE *out)
{
    const struct bv_figure_table *table = evaluation->figures;

    for (size_t b = 0; b < table->block_count; b++) {
        const struct bv_figure_block *block = &table->blocks[b];
        bool simulated = block->stratum.simulated;

        if (block->stratum.kind != BV_STRATUM_ALL)
            continue;
        if (b > 0)
            fputc('\n', out);
        print_heading(evaluation, simulated, out);
        print_block(block, out);
        for (int kind = BV_STRATUM_PROBE; kind < BV_STRATUM_KINDS; kind++)
            print_strata(table, simulated, (enum bv_stratum_kind)kind, out);
    }
    for (size_t i = 0; i < evaluation->clip_count; i++)
        if (evaluation->clips[i].score && evaluation->clips[i].truth_guessed)
            fprintf(out,
                    "\nTruth of %s is the labels.csv that lies beside it, "
                    "which does not say whose it is.\n",
                    evaluation->clips[i].name);
    if (evaluation->failed_count)
        fprintf(out, "\n%zu of %zu clips failed and are in no figure:\n",
                evaluation->failed_count, evaluation->clip_count);
    for (size_t i = 0; i < evaluation->clip_count; i++)
        if (evaluation->clips[i].error < 0)
            fprintf(out, "  %s\n", evaluation->clips[i].fault.text);
    return ferror(out) ? -EIO : 0;
}
