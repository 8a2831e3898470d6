/*
 * bevel eval: what changed since a baseline, which limits are broken.
 */
#include "commands/eval_limits.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "commands/eval_report.h"
#include "commands/html_picture.h"
#include "commands/eval_rows.h"
#include "commands/perturb.h"

static const char *origin_of(const struct bv_stratum *stratum)
{
    return stratum->simulated ? "simulated" : "real";
}

static bool has_interval(const struct bv_figure_value *value)
{
    return !isnan(value->low) && !isnan(value->high);
}

static bool is_outside(double number, const struct bv_figure_value *of)
{
    return number < of->low || number > of->high;
}

/* @return Whether it was a change worth a line. */
static bool print_change(const struct bv_figure *figure,
                         const struct bv_stratum *stratum,
                         const struct bv_figure_value *before,
                         const struct bv_figure_value *now, FILE *out)
{
    char was[32], is[32];
    const char *word = "differs, noise unknown (one clip)";

    if (isnan(before->value) || isnan(now->value))
        return false;
    /* a baseline's file has fewer digits: what reads the same is the same */
    bv_eval_value_text(figure, before->value, was, sizeof(was));
    bv_eval_value_text(figure, now->value, is, sizeof(is));
    if (strcmp(was, is) == 0)
        return false;
    if (has_interval(before) && has_interval(now)) {
        if (!is_outside(now->value, before) || !is_outside(before->value, now))
            return false;
        word = figure->better == 0 ? "differs"
               : (now->value > before->value) == (figure->better > 0) ? "BETTER"
                                                                      : "WORSE";
    }
    fprintf(out, "%s: %s, %s: %s -> %s  %s\n", word, origin_of(stratum),
            bv_stratum_name(stratum->kind, stratum->value), was, is,
            figure->title);
    return true;
}

void bv_eval_print_changes(const struct bv_figure_table *before,
                           const struct bv_figure_table *now, FILE *out)
{
    size_t told = 0;

    fputs("\nAgainst the baseline (beyond the noise of both):\n", out);
    for (size_t b = 0; b < now->block_count; b++) {
        const struct bv_figure_block *block = &now->blocks[b];
        const struct bv_figure_block *other =
            bv_figure_table_find(before, &block->stratum);

        for (size_t i = 0; other && i < bv_figure_count(); i++)
            if (!bv_figure_at(i)->timing)
                told += print_change(bv_figure_at(i), &block->stratum,
                                     &other->values[i], &block->values[i], out);
    }
    if (!told)
        fputs("no figure changed.\n", out);
}

/* Points of a share, or as the figure is printed; with its sign. */
static const char *difference_text(const struct bv_figure *figure, double value,
                                   char *text, size_t size)
{
    snprintf(text, size,
             figure->unit == BV_UNIT_SHARE ? "%+.1f points" : "%+.2f",
             figure->unit == BV_UNIT_SHARE ? 100 * value : value);
    return text;
}

/* One change against a limit of the difference that it may make.
 * @return 1 broken, said in @p text; 0 it holds; -1 it was not measured. */
static int check_row(const struct bv_limit *limit,
                     const struct bv_evaluation *evaluation, size_t row,
                     char *text, size_t size)
{
    const struct bv_figure *figure = bv_figure_at(limit->figure);
    struct bv_figures_change change;
    double difference = NAN;
    char number[32];

    if (bv_eval_row_measure(evaluation, row, limit->figure, &limit->stratum,
                            &change) == 0 &&
        change.clip_count > 0)
        difference = bv_eval_row_difference(&change);
    if (isnan(difference))
        return -1;
    if (bv_figure_keeps(&limit->limit, difference))
        return 0;
    snprintf(text, size, "%s (%s, %s), perturbed %s: %s", figure->key,
             origin_of(&limit->stratum),
             bv_stratum_key(limit->stratum.kind, limit->stratum.value),
             change.name,
             difference_text(figure, difference, number, sizeof(number)));
    return 1;
}

/* The first change that breaks the limit; all that it names must hold, and at
 * least one must have been measured. */
static const char *broken_change(const struct bv_limit *limit,
                                 const struct bv_evaluation *evaluation,
                                 char *text, size_t size)
{
    bool any = strcmp(limit->perturbed, "any") == 0, measured = false;

    for (size_t row = 0; row < evaluation->perturbation_count; row++) {
        size_t which = (size_t)evaluation->perturbations[row];
        int result;

        if (!any &&
            strcmp(limit->perturbed, bv_perturbation_at(which)->name) != 0)
            continue;
        result = check_row(limit, evaluation, row, text, size);
        if (result > 0)
            return text;
        measured |= result == 0;
    }
    if (measured)
        return NULL;
    snprintf(text, size, "%s (%s, %s), perturbed %s: not measured",
             bv_figure_at(limit->figure)->key, origin_of(&limit->stratum),
             bv_stratum_key(limit->stratum.kind, limit->stratum.value),
             limit->perturbed);
    return text;
}

/* Why a limit is broken, in @p text, or NULL. What was not measured cannot
 * be said to hold. */
static const char *broken(const struct bv_limit *limit,
                          const struct bv_evaluation *evaluation, char *text,
                          size_t size)
{
    const struct bv_figure_table *table = evaluation->figures;
    const struct bv_figure *figure = bv_figure_at(limit->figure);
    const struct bv_figure_block *block =
        bv_figure_table_find(table, &limit->stratum);
    double value = block ? block->values[limit->figure].value : NAN;
    char number[32], wanted[64];

    if (limit->perturbed[0])
        return broken_change(limit, evaluation, text, size);
    if (!isnan(value) && bv_figure_keeps(&limit->limit, value))
        return NULL;
    bv_eval_limit_text(figure, &limit->limit, wanted, sizeof(wanted));
    snprintf(text, size, "%s (%s, %s): %s, wanted %s", figure->key,
             origin_of(&limit->stratum),
             bv_stratum_key(limit->stratum.kind, limit->stratum.value),
             isnan(value)
                 ? "not measured"
                 : bv_eval_value_text(figure, value, number, sizeof(number)),
             wanted);
    return text;
}

size_t bv_eval_check_limits(const struct bv_limits *limits,
                            const struct bv_evaluation *evaluation, FILE *out)
{
    size_t count = 0;

    fputc('\n', out);
    for (size_t i = 0; i < limits->count; i++) {
        char text[256];

        if (!broken(&limits->limits[i], evaluation, text, sizeof(text)))
            continue;
        fprintf(out, "BROKEN LIMIT: %s\n", text);
        count++;
    }
    fprintf(out, "%zu of %zu limits hold.\n", limits->count - count,
            limits->count);
    return count;
}

static void write_case(const char *class_name, const char *name,
                       const char *failure, FILE *out)
{
    fprintf(out, "  <testcase classname=\"%s\" name=\"", class_name);
    bv_html_write_text(name, out);
    if (!failure) {
        fputs("\"/>\n", out);
        return;
    }
    fputs("\"><failure message=\"", out);
    bv_html_write_text(failure, out);
    fputs("\"/></testcase>\n", out);
}

/* The musts of the figures that were measured, as limits. */
static struct bv_limits musts_of(const struct bv_figure_table *table)
{
    struct bv_limits musts = {0};

    for (size_t b = 0; b < table->block_count; b++)
        for (size_t i = 0; i < bv_figure_count(); i++) {
            const struct bv_figure_limit *must = &bv_figure_at(i)->must;

            if (table->blocks[b].stratum.kind != BV_STRATUM_ALL ||
                isnan(table->blocks[b].values[i].value) ||
                (isnan(must->least) && isnan(must->most)) ||
                musts.count == BV_LIMITS_MAX)
                continue;
            musts.limits[musts.count++] =
                (struct bv_limit){.figure = i,
                                  .stratum = table->blocks[b].stratum,
                                  .limit = *must};
        }
    return musts;
}

int bv_eval_write_junit(const struct bv_evaluation *evaluation,
                        const struct bv_limits *limits, FILE *out)
{
    struct bv_limits musts = musts_of(evaluation->figures);
    size_t failures = evaluation->failed_count;
    char text[256], name[256];

    if (!limits)
        limits = &musts;
    for (size_t i = 0; i < limits->count; i++)
        failures +=
            !!broken(&limits->limits[i], evaluation, text, sizeof(text));
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuite name=\"bevel eval\" tests=\"%zu\" "
            "failures=\"%zu\">\n",
            evaluation->clip_count + limits->count, failures);
    for (size_t i = 0; i < evaluation->clip_count; i++)
        write_case("clip", evaluation->clips[i].name,
                   evaluation->clips[i].error < 0
                       ? evaluation->clips[i].fault.text
                       : NULL,
                   out);
    for (size_t i = 0; i < limits->count; i++) {
        const struct bv_limit *limit = &limits->limits[i];

        snprintf(name, sizeof(name), "%s, %s, %s%s%s",
                 bv_figure_at(limit->figure)->key, origin_of(&limit->stratum),
                 bv_stratum_key(limit->stratum.kind, limit->stratum.value),
                 limit->perturbed[0] ? ", perturbed " : "", limit->perturbed);
        write_case("limit", name, broken(limit, evaluation, text, sizeof(text)),
                   out);
    }
    fputs("</testsuite>\n", out);
    return ferror(out) ? -EIO : 0;
}
