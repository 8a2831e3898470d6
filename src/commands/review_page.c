/*
 * bevel review: its report as one HTML page.
 */
#include "commands/review_page.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "commands/html_picture.h"
#include "commands/review_moments.h"
#include "commands/review_picture_draw.h"
#include "commands/review_say.h"
#include "commands/review_scores.h"
#include "commands/review_table.h"
#include "core/words.h"

enum { width_most_px = 480 };

static const char style[] =
    "<meta charset=\"utf-8\"><title>bevel review</title><style>\n"
    "body{font:14px/1.4 sans-serif;margin:2em;max-width:70em;color:#222}\n"
    "table{border-collapse:collapse;margin:1em 0}\n"
    "td,th{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:left;"
    "vertical-align:top}\n"
    "td.n{text-align:right;white-space:nowrap}\n"
    "td small{color:#555}\n"
    ".pictures{display:grid;gap:1em;"
    "grid-template-columns:repeat(auto-fill,minmax(20em,1fr))}\n"
    "figure{margin:0;break-inside:avoid}\n"
    "img,svg{max-width:100%}img{width:100%}figcaption{font-size:12px}\n"
    ".word{border:1.5px solid #222;border-radius:3px;padding:0 .35em;"
    "font-size:12px}.person{margin:.4em 0}\n"
    "svg,tr,li{break-inside:avoid}h2,tr:first-child{break-after:avoid}\n"
    "@page{margin:14mm}@media print{body{margin:0;max-width:none}}\n"
    "</style></head><body>\n";

static void write_summary(FILE *out, const struct bv_review_report *report)
{
    char text[BV_REVIEW_SENTENCE_SIZE];

    /* TRANSLATORS: the language's own code, as of HTML */
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head>%s", _("en"), style);
    bv_html_write_in(out, "h1", _("What happened"));
    bv_review_say_summary(report, text, sizeof(text));
    bv_html_write_in(out, "p", text);
    bv_html_write_in(out, "p", bv_review_say_limits());
}

static int write_picture(FILE *out, const struct bv_frame *picture,
                         const struct bv_review_frame *frame, const char *alt)
{
    double scale = fmin(1, (double)width_most_px / picture->width_px);
    cairo_surface_t *page = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(picture->width_px * scale),
        (int)ceil(picture->height_px * scale));
    cairo_t *cairo = cairo_create(page);
    int error;

    bv_review_picture_draw(cairo, picture, frame, scale);
    cairo_destroy(cairo);
    error = bv_html_write_image(page, alt, out);
    cairo_surface_destroy(page);
    return error;
}

static int write_figures(FILE *out, const struct bv_review_report *report,
                         const struct bv_analysis *analysis,
                         const struct bv_review_pictures *pictures)
{
    int error = 0;

    fputs("<div class=\"pictures\">\n", out);
    for (size_t i = 0; i < pictures->count && error == 0; i++) {
        const struct bv_review_picture *picture = &pictures->pictures[i];
        enum bv_moment_kind kind =
            report->review->moments[picture->moment].kind;
        const struct bv_review_frame *frame = &analysis->frames[picture->frame];
        char alt[240], text[BV_REVIEW_SENTENCE_SIZE];
        char said[BV_REVIEW_SENTENCE_SIZE + 80];

        if (!picture->frame_copy)
            continue;
        snprintf(alt, sizeof(alt), _("Ultrasound picture, frame %u: %s"),
                 frame->number, _(bv_moment_about(kind)->title));
        fprintf(out, "<figure id=\"m%zu\">", picture->moment);
        error = write_picture(out, picture->frame_copy, frame, alt);
        fputs("<figcaption>", out);
        bv_review_say_caption(report, picture->moment, text, sizeof(text));
        snprintf(said, sizeof(said), _("%s. Frame %u. "), text, frame->number);
        bv_html_write_text(said, out);
        bv_review_say_rule(kind, report->rules, text, sizeof(text));
        bv_html_write_text(text, out);
        fputs("</figcaption></figure>\n", out);
    }
    fputs("</div>\n", out);
    return error;
}

static void write_list(FILE *out, const struct bv_review *review)
{
    char text[BV_REVIEW_SENTENCE_SIZE];

    fputs("<ul>\n", out);
    for (size_t i = 0; i < review->moment_count; i++) {
        bv_review_say_moment(&review->moments[i], text, sizeof(text));
        bv_html_write_in(out, "li", text);
    }
    if (review->moment_count == 0)
        bv_html_write_in(out, "li", _(bv_review_say_none(review)));
    fputs("</ul>\n", out);
}

static void write_number(FILE *out, const struct bv_review_metric *about,
                         double value, double uncertainty)
{
    const char *yes = bv_review_say_yes(about, value);
    char text[32];

    fprintf(out, "<td class=\"n\">%s",
            yes ? _(yes) : bv_review_say(value, text, sizeof(text)));
    if (isfinite(value) && isfinite(uncertainty))
        fprintf(out, " ± %.1f", uncertainty);
    fputs("</td>", out);
}

static void write_measures(FILE *out, const struct bv_review_report *report)
{
    const struct bv_review *review = report->review;
    char text[BV_REVIEW_SENTENCE_SIZE];

    bv_html_write_in(out, "h2", _("Figures"));
    fputs("<table><tr>", out);
    bv_html_write_in(out, "th", _("figure"));
    bv_html_write_in(out, "th", _("value"));
    if (report->truly)
        bv_html_write_in(out, "th", _("truth"));
    bv_html_write_in(out, "th", _("unit"));
    bv_html_write_in(out, "th", _("definition, source"));
    fputs("</tr>\n", out);
    for (size_t i = 0; i < review->measure_count; i++) {
        const struct bv_review_value *value = &review->measures[i];
        const struct bv_review_value *truth =
            report->truly ? bv_review_measure(report->truly, value->about->key)
                          : NULL;

        fputs("<tr>", out);
        bv_html_write_in(out, "td", _(value->about->title));
        write_number(out, value->about, value->value, value->uncertainty);
        if (report->truly)
            write_number(out, value->about, truth ? truth->value : NAN, NAN);
        bv_html_write_in(
            out, "td",
            bv_review_say_yes(value->about, 1) ? "" : _(value->about->unit));
        bv_review_say_figure(value, text, sizeof(text));
        fputs("<td>", out);
        bv_html_write_in(out, "small", text);
        fputs("</td></tr>\n", out);
    }
    fputs("</table>\n", out);
}

static void write_end(FILE *out, const struct bv_review_report *report)
{
    char text[BV_REVIEW_SENTENCE_SIZE], rule[BV_REVIEW_SENTENCE_SIZE - 200];

    bv_html_write_in(out, "h2", _("Not measured"));
    fputs("<ul>\n", out);
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++) {
        if (!bv_review_lacks(report, at))
            continue;
        snprintf(text, sizeof(text), "%s: %s", _(at->title), _(at->why));
        bv_html_write_in(out, "li", text);
    }
    fputs("</ul>\n", out);
    bv_html_write_in(out, "h2", _("Rules"));
    fputs("<ul>\n", out);
    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++) {
        const struct bv_moment_about *about =
            bv_moment_about((enum bv_moment_kind)kind);

        bv_review_say_rule((enum bv_moment_kind)kind, report->rules, rule,
                           sizeof(rule));
        snprintf(text, sizeof(text), "%s: %s", _(about->title), rule);
        bv_html_write_in(out, "li", text);
    }
    fputs("</ul>\n", out);
    bv_review_say_rules(report->rules, text, sizeof(text));
    bv_html_write_in(out, "p", text);
    fputs("</body></html>\n", out);
}

int bv_review_write_page(FILE *out, const struct bv_review_report *report,
                         const struct bv_analysis *analysis,
                         const struct bv_review_pictures *pictures)
{
    int error;

    write_summary(out, report);
    error = bv_review_write_timeline(out, report, analysis);
    if (error < 0)
        return error;
    error = bv_review_page_write_moments(out, report);
    if (error < 0)
        return error;
    error = write_figures(out, report, analysis, pictures);
    if (report->truly) {
        bv_html_write_in(out, "h2", _("What truly happened"));
        write_list(out, report->truly);
    }
    bv_review_page_write_scores(out, report->scores);
    write_measures(out, report);
    write_end(out, report);
    return error < 0 ? error : ferror(out) ? -EIO : 0;
}
