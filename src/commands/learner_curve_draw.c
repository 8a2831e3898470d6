/*
 * bevel learner curve: its picture, and the file around it.
 */
#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands/html_picture.h"
#include "commands/learner_curve.h"
#include "commands/output.h"
#include "commands/render_file.h"
#include "commands/review_table.h"
#include "core/words.h"
#include "ui/overlay/chart.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"
#include "ui/overlay/timeline.h"

static const double sheet_width = 840, part_height = 350, head_height = 60;
static const double line_height = 20;

/* It is printed. */
static const struct bv_timeline_inks *const inks = &bv_timeline_paper;

struct sheet {
    cairo_t *cairo;
    double y;
};

static void write_line(struct sheet *sheet, double size, unsigned colour,
                       const char *format, ...) BV_PRINTF(4, 5);

static void write_line(struct sheet *sheet, double size, unsigned colour,
                       const char *format, ...)
{
    struct bv_text_style style = {
        .size = size, .colour = colour, .width = sheet_width - 40};
    va_list arguments;
    char text[512];

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    bv_text_draw(sheet->cairo, text, 20, sheet->y, &style);
    sheet->y += line_height;
}

/* Room around what is drawn, so that no curve runs along the edge. */
static void widen(struct bv_chart_axis *axis)
{
    double room = fmax((axis->to - axis->from) * 0.08, 0.5);

    axis->from -= room;
    axis->to += room;
}

static void take_in(struct bv_chart_axis *axis, double value)
{
    if (!isfinite(value))
        return;
    axis->from = fmin(axis->from, value);
    axis->to = fmax(axis->to, value);
}

static double y_of(const struct bv_chart_axis *axis,
                   const struct bv_chart_box *box, double value)
{
    return box->top +
           box->height * (axis->to - value) / (axis->to - axis->from);
}

static void draw_level(cairo_t *cairo, const struct bv_chart *chart,
                       const struct bv_chart_box *box, double value)
{
    static const double dashes[] = {6, 4};

    if (!isfinite(value))
        return;
    bv_cairo_set_colour(cairo, inks->warn, 1);
    cairo_set_line_width(cairo, 1.5);
    cairo_set_dash(cairo, dashes, 2, 0);
    cairo_move_to(cairo, box->left, y_of(&chart->values, box, value));
    cairo_rel_line_to(cairo, box->width, 0);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

/* The curve with a dot an attempt, hollow where it failed. */
static void draw_dots(cairo_t *cairo, const struct bv_curve *curve,
                      const struct bv_chart *chart,
                      const struct bv_chart_box *box)
{
    for (size_t i = 0; i < chart->count; i++) {
        double x = box->left + box->width *
                                   (chart->time_s[i] - chart->time.from) /
                                   (chart->time.to - chart->time.from);

        cairo_arc(cairo, x, y_of(&chart->values, box, chart->value[i]), 4, 0,
                  2 * M_PI);
        bv_cairo_set_colour(cairo, curve->failed[i] ? 0xffffff : inks->needle,
                            1);
        cairo_fill_preserve(cairo);
        bv_cairo_set_colour(cairo, inks->needle, 1);
        cairo_set_line_width(cairo, 1.5);
        cairo_stroke(cairo);
    }
}

static void draw_range(cairo_t *cairo, const struct bv_curve *curve,
                       const struct bv_chart *chart,
                       const struct bv_chart_box *box)
{
    double top, bottom;

    if (curve->expert_count == 0)
        return;
    top = y_of(&chart->values, box, curve->expert_most);
    bottom = y_of(&chart->values, box, curve->expert_least);
    bv_cairo_set_colour(cairo, inks->fluid, 0.25);
    cairo_rectangle(cairo, box->left, top - 1, box->width, bottom - top + 2);
    cairo_fill(cairo);
}

/* One chart of the sheet, with two levels across it. */
static void draw_part(struct sheet *sheet, const struct bv_curve *curve,
                      const double *values, const char *label, double low,
                      double high, bool range)
{
    struct bv_chart chart = {
        .time_s = curve->numbers,
        .value = values,
        .count = curve->count,
        .inks = inks,
        /* steps of whole attempts */
        .time = {_("attempt"), 0, fmax((double)curve->count + 1, 8)},
        .values = {label, values[0], values[0]}};
    struct bv_chart_box box = {70, sheet->y + 24, sheet_width - 110,
                               part_height - 180};

    for (size_t i = 0; i < curve->count; i++)
        take_in(&chart.values, values[i]);
    take_in(&chart.values, low);
    take_in(&chart.values, high);
    if (range) {
        take_in(&chart.values, curve->expert_least);
        take_in(&chart.values, curve->expert_most);
    }
    widen(&chart.values);
    bv_chart_draw(sheet->cairo, &chart, &box);
    if (range)
        draw_range(sheet->cairo, curve, &chart, &box);
    draw_level(sheet->cairo, &chart, &box, low);
    draw_level(sheet->cairo, &chart, &box, high);
    draw_dots(sheet->cairo, curve, &chart, &box);
    sheet->y = box.top + box.height + 60;
}

static void write_failures(struct sheet *sheet, const struct bv_curve *curve)
{
    const struct bv_curve_words *words = curve->words;
    char outside[80];

    if (!isfinite(words->most))
        snprintf(outside, sizeof(outside), _("below %g"), words->least);
    else if (!isfinite(words->least))
        snprintf(outside, sizeof(outside), _("above %g"), words->most);
    else
        snprintf(outside, sizeof(outside), _("below %g or above %g"),
                 words->least, words->most);
    write_line(sheet, 13, inks->dim,
               _("Failures, %s (hollow): %zu of %zu. Limit: %s."), outside,
               curve->failures, curve->count, _(words->source));
}

static void draw_values(struct sheet *sheet, const struct bv_curve *curve)
{
    const struct bv_curve_words *words = curve->words;
    char label[160], low[32], high[32];

    snprintf(label, sizeof(label), "%s, %s", _(curve->title), _(curve->unit));
    draw_part(sheet, curve, curve->values, label, words->least, words->most,
              true);
    if (isfinite(words->least) || isfinite(words->most))
        write_failures(sheet, curve);
    if (curve->expert_count)
        write_line(sheet, 13, inks->dim,
                   _("Band: range of the experts, attempts: %zu, %s to %s."),
                   curve->expert_count,
                   bv_review_say(curve->expert_least, low, sizeof(low)),
                   bv_review_say(curve->expert_most, high, sizeof(high)));
    if (curve->left_out)
        write_line(
            sheet, 13, inks->dim,
            _("Left out, for it was not measured in them: %zu attempts."),
            curve->left_out);
    sheet->y = head_height + part_height;
}

static const char *verdict_of(const struct bv_curve *curve)
{
    static const char *const verdicts[] = {
        N_("Undecided"), N_("The failure rate is acceptable"),
        N_("The failure rate is unacceptable")};

    return _(verdicts[curve->verdict]);
}

static void draw_cusum(struct sheet *sheet, const struct bv_curve *curve)
{
    double next = sheet->y + part_height;

    draw_part(sheet, curve, curve->sum, "CUSUM", curve->limits.lower,
              curve->limits.upper, false);
    write_line(sheet, 13, inks->dim,
               _("CUSUM: acceptable failure rate %g, unacceptable %g, alpha "
                 "%g, beta %g; limits %.2f and %.2f."),
               curve->rates.acceptable, curve->rates.unacceptable,
               curve->rates.alpha, curve->rates.beta, curve->limits.lower,
               curve->limits.upper);
    write_line(sheet, 13, inks->dim, _("Chosen by: %s."),
               _(curve->words->source));
    if (curve->decided_at < curve->count)
        write_line(sheet, 13, inks->text, _("%s, first met at attempt %zu."),
                   verdict_of(curve), curve->decided_at + 1);
    else
        write_line(sheet, 13, inks->text, "%s.", verdict_of(curve));
    sheet->y = next;
}

static void draw_lc_cusum(struct sheet *sheet, const struct bv_curve *curve)
{
    draw_part(sheet, curve, curve->lc_sum, "LC-CUSUM", curve->lc.limit, NAN,
              false);
    write_line(sheet, 13, inks->dim,
               _("LC-CUSUM: adequate failure rate %g, inadequate %g, limit "
                 "%g."),
               curve->lc.adequate, curve->lc.inadequate, curve->lc.limit);
    write_line(sheet, 13, inks->dim, _("Chosen by: %s."),
               _(curve->words->source));
    write_line(
        sheet, 13, inks->dim,
        _("Met within so many attempts by chance: %.0f %% of learners who stay "
          "inadequate, %.0f %% of adequate ones."),
        100 *
            bv_lc_cusum_chance(&curve->lc, curve->lc.inadequate, curve->count),
        100 * bv_lc_cusum_chance(&curve->lc, curve->lc.adequate, curve->count));
    if (curve->shown_at < curve->count)
        write_line(sheet, 13, inks->text,
                   _("Adequate performance is shown at attempt %zu."),
                   curve->shown_at + 1);
    else
        write_line(sheet, 13, inks->text, "%s",
                   _("Adequate performance is not shown yet."));
}

static double height_of(const struct bv_curve *curve)
{
    return head_height +
           part_height * (1 + curve->has_cusum + curve->has_lc_cusum);
}

static void draw(cairo_t *cairo, const struct bv_curve *curve)
{
    struct sheet sheet = {cairo, 26};
    const char *task = curve->words->task;

    bv_cairo_set_colour(cairo, 0xffffff, 1);
    cairo_paint(cairo);
    write_line(&sheet, 18, inks->text, _("%s: %s; attempts: %zu%s%s"),
               curve->learner, _(curve->title), curve->count, task ? ", " : "",
               task ? task : "");
    sheet.y = head_height;
    draw_values(&sheet, curve);
    if (curve->has_cusum)
        draw_cusum(&sheet, curve);
    if (curve->has_lc_cusum)
        draw_lc_cusum(&sheet, curve);
}

static cairo_status_t put_bytes(void *data, const unsigned char *bytes,
                                unsigned int size)
{
    return fwrite(bytes, 1, size, data) == size ? CAIRO_STATUS_SUCCESS
                                                : CAIRO_STATUS_WRITE_ERROR;
}

static int write_pdf(FILE *out, const struct bv_curve *curve)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        put_bytes, out, sheet_width, height_of(curve));
    cairo_t *cairo = cairo_create(surface);
    cairo_status_t status;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   "bevel learner curve");
    draw(cairo, curve);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
}

static int write_page(FILE *out, const struct bv_curve *curve,
                      cairo_surface_t *picture)
{
    char alt[256], text[160];
    int error;

    /* TRANSLATORS: the language's own code, as of HTML */
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\">", _("en"));
    fputs("<head><meta charset=\"utf-8\"><title>bevel learner "
          "curve</title><style>body{font:14px "
          "sans-serif;margin:2em}img{max-width:100%}td,th{padding:.2em "
          ".7em;text-align:right}</style></head><body>\n",
          out);
    snprintf(alt, sizeof(alt), _("Learning curve of %s: %s, %zu attempts"),
             curve->learner, _(curve->title), curve->count);
    error = bv_html_write_image(picture, alt, out);
    fputs("<table><tr>", out);
    bv_html_write_in(out, "th", _("attempt"));
    snprintf(text, sizeof(text), "%s, %s", _(curve->title), _(curve->unit));
    bv_html_write_in(out, "th", text);
    bv_html_write_in(out, "th", _("failure"));
    fputs("</tr>\n", out);
    for (size_t i = 0; i < curve->count; i++) {
        fprintf(out, "<tr><td>%zu</td><td>%s</td>", i + 1,
                bv_review_say(curve->values[i], text, sizeof(text)));
        bv_html_write_in(out, "td", curve->failed[i] ? _("yes") : "");
        fputs("</tr>\n", out);
    }
    fputs("</table></body></html>\n", out);
    return error;
}

static int write_picture(const struct bv_output *output, bool page,
                         const struct bv_curve *curve)
{
    cairo_surface_t *picture = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)sheet_width, (int)height_of(curve));
    cairo_t *cairo = cairo_create(picture);
    int error;

    draw(cairo, curve);
    cairo_destroy(cairo);
    error = page ? write_page(output->file, curve, picture)
                 : bv_png_print(picture, output->file);
    cairo_surface_destroy(picture);
    return error;
}

int bv_learner_curve_write(const struct bv_curve *curve, const char *path,
                           struct bv_fault *fault)
{
    struct bv_output output;
    int error = bv_output_open(&output, path, fault);

    if (error < 0)
        return error;
    bv_words_speak(true); /* for people to read */
    error =
        bv_output_ends_with(path, ".pdf")
            ? write_pdf(output.file, curve)
            : write_picture(&output, bv_output_ends_with(path, ".html"), curve);
    bv_words_speak(false);
    return bv_output_close(&output, error, fault);
}
