/*
 * bevel eval: the figures, diagrams and worst frames as one HTML page.
 */
#include "commands/eval_report.h"
#include "commands/html_picture.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/eval_rows.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<title>bevel eval</title><style>\n"
    "body{font:14px/1.4 sans-serif;margin:2em;max-width:80em;color:#222}\n"
    "table{border-collapse:collapse;margin:1em 0}\n"
    "td,th{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:left}\n"
    "td.n{text-align:right;white-space:nowrap}\n"
    "td.short{font-weight:bold;color:#a00}\n"
    "figure{display:inline-block;margin:0 1em 1em 0;max-width:35em;"
    "vertical-align:top}\n"
    "img{max-width:100%}figcaption{font-size:12px}\n"
    "svg{margin-right:1em;font:11px sans-serif}.title{font-weight:bold}\n"
    ".frame{fill:none;stroke:#888}.ideal{stroke:#aaa;stroke-dasharray:4}\n"
    ".bin{fill:#2a6fbb;fill-opacity:.6}.point{fill:#2a6fbb;fill-opacity:.5}\n"
    ".missed{fill:#c00;fill-opacity:.5}\n"
    "</style></head><body>\n<h1>bevel eval</h1>\n"
    "<p>What each figure means: docs/evaluation.md. A miss is an infinite "
    "error; needle-free frames have none. bevel is a research and training "
    "aid, not a certified medical device.</p>\n";

static void write_cell(const char *kind, const char *text, FILE *out)
{
    fprintf(out, "<td%s>", kind);
    bv_html_write_text(text, out);
    fputs("</td>", out);
}

static void write_figure(const struct bv_figure *figure,
                         const struct bv_figure_value *value, FILE *out)
{
    const char *verdict = bv_eval_verdict(figure, value);
    char text[128], low[32], high[32];

    fputs("<tr>", out);
    write_cell("", bv_eval_title(figure, text, sizeof(text)), out);
    write_cell(" class=\"n\"",
               bv_eval_value_text(figure, value->value, text, sizeof(text)),
               out);
    *text = '\0';
    if (!isnan(value->low))
        snprintf(text, sizeof(text), "%s to %s",
                 bv_eval_value_text(figure, value->low, low, sizeof(low)),
                 bv_eval_value_text(figure, value->high, high, sizeof(high)));
    write_cell("", text, out);
    snprintf(text, sizeof(text), "%.4g %s", value->count, figure->of);
    write_cell("", text, out);
    *text = '\0';
    if (!isnan(value->coverage))
        snprintf(text, sizeof(text), "%.1f %%", 100 * value->coverage);
    write_cell("", text, out);
    write_cell(
        "", bv_eval_limit_text(figure, &figure->must, text, sizeof(text)), out);
    write_cell("", bv_eval_limit_text(figure, &figure->aim, text, sizeof(text)),
               out);
    write_cell(strcmp(verdict, "SHORT") == 0 ? " class=\"short\"" : "", verdict,
               out);
    fputs("</tr>\n", out);
}

static void write_block(const struct bv_figure_block *block, FILE *out)
{
    fputs("<table><tr><th>figure</th><th>value</th><th>95 % interval</th>"
          "<th>over</th><th>coverage</th><th>must</th><th>aim</th><th></th>"
          "</tr>\n",
          out);
    for (size_t i = 0; i < bv_figure_count(); i++)
        if (block->values[i].count > 0)
            write_figure(bv_figure_at(i), &block->values[i], out);
    fputs("</table>\n", out);
}

static const char *what_was(const struct bv_eval_worst *worst)
{
    const uint32_t hidden = BV_SCORE_TIP_HIDDEN | BV_SCORE_TIP_SEEN;

    if (worst->badness >= 3)
        return "a claim without a needle";
    if (worst->badness >= 2)
        return "a wrong claim";
    if ((worst->score.flags & hidden) == hidden)
        return "a tip claimed where it is not visible";
    return worst->badness >= 1 ? "a visible needle missed" : "an inexact claim";
}

static int write_worst(const struct bv_evaluation *evaluation, FILE *out)
{
    if (evaluation->worst_count)
        fputs("<h2>The worst frames</h2>\n<p>Magenta: truth, dashed where the "
              "needle does not show, a cross at its tip. Otherwise: what "
              "bevel drew.</p>\n",
              out);
    for (int i = 0; i < evaluation->worst_count; i++) {
        const struct bv_eval_worst *worst = &evaluation->worst[i];
        int error;

        fputs("<figure>", out);
        error = bv_eval_write_picture(worst, out);
        if (error < 0)
            return error;
        fputs("<figcaption>", out);
        bv_html_write_text(evaluation->clips[worst->clip].name, out);
        fprintf(out,
                ", frame %u, %.2f s: %s; %s at confidence "
                "%.2f</figcaption></figure>\n",
                worst->score.frame, worst->time_s, what_was(worst),
                bv_needle_state_name(worst->advice.state),
                worst->advice.confidence);
    }
    return 0;
}

static void write_failed(const struct bv_evaluation *evaluation, FILE *out)
{
    if (!evaluation->failed_count)
        return;
    fprintf(out, "<h2>Failed: %zu of %zu clips, in no figure</h2><ul>\n",
            evaluation->failed_count, evaluation->clip_count);
    for (size_t i = 0; i < evaluation->clip_count; i++)
        if (evaluation->clips[i].error < 0) {
            fputs("<li>", out);
            bv_html_write_text(evaluation->clips[i].fault.text, out);
            fputs("</li>\n", out);
        }
    fputs("</ul>\n", out);
}

int bv_eval_write_report(const struct bv_evaluation *evaluation, FILE *out)
{
    const struct bv_figure_table *table = evaluation->figures;
    int error;

    fputs(head, out);
    write_failed(evaluation, out);
    for (size_t b = 0; b < table->block_count; b++) {
        const struct bv_stratum *stratum = &table->blocks[b].stratum;

        if (stratum->kind != BV_STRATUM_ALL)
            continue;
        fprintf(out, "<h2>%s: %zu clips</h2>\n",
                stratum->simulated ? "Simulated" : "Real",
                table->blocks[b].clip_count);
        write_block(&table->blocks[b], out);
        bv_eval_write_reliability(evaluation, stratum->simulated, out);
        bv_eval_write_scatter(evaluation, stratum->simulated, BV_EVAL_ANGLE,
                              out);
        bv_eval_write_scatter(evaluation, stratum->simulated, BV_EVAL_DEPTH,
                              out);
    }
    bv_eval_rows_write(evaluation, out);
    error = write_worst(evaluation, out);
    if (error < 0)
        return error;
    for (size_t b = 0; b < table->block_count; b++) {
        const struct bv_stratum *stratum = &table->blocks[b].stratum;

        if (stratum->kind == BV_STRATUM_ALL)
            continue;
        fprintf(out, "<details><summary>%s, %s</summary>\n",
                stratum->simulated ? "Simulated" : "Real",
                bv_stratum_name(stratum->kind, stratum->value));
        write_block(&table->blocks[b], out);
        fputs("</details>\n", out);
    }
    fputs("</body></html>\n", out);
    return ferror(out) ? -EIO : 0;
}
