/*
 * bevel review: its report as one HTML page.
 */
#include "commands/review_page.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "commands/html_picture.h"
#include "commands/review_picture_draw.h"
#include "commands/review_table.h"

enum { width_most_px = 480 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<title>bevel review</title><style>\n"
    "body{font:14px/1.4 sans-serif;margin:2em;max-width:70em;color:#222}\n"
    "table{border-collapse:collapse;margin:1em 0}\n"
    "td,th{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:left;"
    "vertical-align:top}\n"
    "td.n{text-align:right;white-space:nowrap}\n"
    "td small{color:#555}\n"
    "figure{display:inline-block;margin:0 1em 1em 0;max-width:30em;"
    "vertical-align:top;break-inside:avoid}\n"
    "img{max-width:100%}figcaption{font-size:12px}\n"
    "svg,tr,li{break-inside:avoid}h2,tr:first-child{break-after:avoid}\n"
    "@page{margin:14mm}@media print{body{margin:0;max-width:none}}\n"
    "</style></head><body>\n<h1>What happened</h1>\n";

static void write_words(FILE *out, const char *format, ...) BV_PRINTF(2, 3);

/* As printf, with what HTML would take for its own replaced. */
static void write_words(FILE *out, const char *format, ...)
{
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    bv_html_write_text(text, out);
    free(text);
}

static void write_summary(FILE *out, const struct bv_review_report *report)
{
    const struct bv_review *review = report->review;
    char text[700] = "";

    fputs("<p>", out);
    write_words(out, "%s%s, %.1f s. Rules \"%s\", revision %d. ",
                report->source, report->simulated ? " (SIMULATED)" : "",
                review->seconds, report->rules->name, report->rules->revision);
    if (!review->way.ever_seen)
        fputs("No needle was seen.", out);
    else
        write_words(
            out, "The tip is seen in %.0f %% of the time with the needle.%s",
            100 * review->tip_share,
            review->seen_share < 0.98 ? " Path and advance are lower bounds."
                                      : "");
    if (review->way.ever_seen && !review->way.scaled)
        fputs(" The scale is not known: nothing in mm is measured.", out);
    if (report->analysis)
        bv_analysis_say_gaps(report->analysis, text, sizeof(text));
    if (text[0])
        write_words(out, " %s", text);
    fputs("</p>\n<p>Distances lie in the plane of the picture. bevel is a "
          "research and training aid, not a certified medical device.</p>\n",
          out);
}

/* A moment in a line. */
static void write_moment(FILE *out, const struct bv_moment *moment)
{
    const struct bv_moment_about *about = bv_moment_about(moment->kind);

    write_words(out, "%s, %.1f to %.1f s", about->title, moment->start_s,
                moment->end_s);
    if (about->unit && isfinite(moment->amount))
        write_words(out, ": %.1f %s", moment->amount, about->unit);
    if (isfinite(moment->uncertainty))
        write_words(out, " (± %.1f)", moment->uncertainty);
    if (moment->structure)
        write_words(out, ", mark %d", moment->structure);
    if (moment->needle_idle)
        fputs(", the needle idle", out);
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

static int write_figures(FILE *out, const struct bv_review *review,
                         const struct bv_analysis *analysis,
                         const struct bv_review_pictures *pictures)
{
    int error = 0;

    for (size_t i = 0; i < pictures->count && error == 0; i++) {
        const struct bv_review_picture *picture = &pictures->pictures[i];
        const struct bv_moment *moment = &review->moments[picture->moment];
        const struct bv_review_frame *frame = &analysis->frames[picture->frame];
        char alt[160];

        if (!picture->frame_copy)
            continue;
        snprintf(alt, sizeof(alt), "Ultrasound picture, frame %u: %s",
                 frame->number, bv_moment_about(moment->kind)->title);
        fprintf(out, "<figure id=\"m%zu\">", picture->moment);
        error = write_picture(out, picture->frame_copy, frame, alt);
        fputs("<figcaption>", out);
        write_moment(out, moment);
        write_words(out, ". Frame %u. ", frame->number);
        write_words(out, "%s", bv_moment_about(moment->kind)->rule);
        fputs("</figcaption></figure>\n", out);
    }
    return error;
}

static void write_list(FILE *out, const struct bv_review *review)
{
    fputs("<ul>\n", out);
    for (size_t i = 0; i < review->moment_count; i++) {
        fputs("<li>", out);
        write_moment(out, &review->moments[i]);
        fputs("</li>\n", out);
    }
    if (review->moment_count == 0)
        fprintf(out, "<li>%s</li>\n", bv_review_say_none(review));
    fputs("</ul>\n", out);
}

static void write_corrections(FILE *out,
                              const struct bv_corrections *corrections)
{
    char text[900];

    if (!corrections || bv_corrections_count(corrections) == 0)
        return;
    fputs("<h3>What a person says of them</h3>\n<ul>\n", out);
    for (size_t i = 0; i < bv_corrections_count(corrections); i++) {
        bv_correction_say(bv_corrections_at(corrections, i), text,
                          sizeof(text));
        fputs("<li>", out);
        write_words(out, "%s", text);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void write_number(FILE *out, double value, double uncertainty)
{
    char text[32];

    fprintf(out, "<td class=\"n\">%s",
            bv_review_say(value, text, sizeof(text)));
    if (isfinite(value) && isfinite(uncertainty))
        fprintf(out, " ± %.1f", uncertainty);
    fputs("</td>", out);
}

static void write_measures(FILE *out, const struct bv_review_report *report)
{
    const struct bv_review *review = report->review;

    fprintf(out,
            "<h2>Figures</h2>\n<table><tr><th>figure</th><th>value</th>%s"
            "<th>unit</th><th>definition, source</th></tr>\n",
            report->truly ? "<th>truth</th>" : "");
    for (size_t i = 0; i < review->measure_count; i++) {
        const struct bv_review_value *value = &review->measures[i];
        const struct bv_review_value *truth =
            report->truly ? bv_review_measure(report->truly, value->about->key)
                          : NULL;

        fputs("<tr><td>", out);
        write_words(out, "%s", value->about->title);
        fputs("</td>", out);
        write_number(out, value->value, value->uncertainty);
        if (report->truly)
            write_number(out, truth ? truth->value : NAN, NAN);
        fputs("<td>", out);
        write_words(out, "%s", value->about->unit);
        fputs("</td><td><small>", out);
        write_words(out, "%s (%s)", value->about->definition,
                    value->about->source);
        if (value->note)
            write_words(out, " Here: %s.", value->note);
        fputs("</small></td></tr>\n", out);
    }
    fputs("</table>\n", out);
}

static void write_end(FILE *out, const struct bv_review_report *report)
{
    struct bv_review_rules rules = *report->rules;

    fputs("<h2>Not measured</h2>\n<ul>\n", out);
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++) {
        fputs("<li>", out);
        write_words(out, "%s: %s", at->title, at->why);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n<h2>Rules</h2>\n<p>", out);
    write_words(out, "\"%s\", revision %d: ", rules.name, rules.revision);
    for (size_t i = 0; i < bv_review_rule_count(); i++)
        write_words(out, "%s%s %g %s", i ? ", " : "", bv_review_rule_at(i)->key,
                    *bv_review_rule_value(&rules, i),
                    bv_review_rule_at(i)->unit);
    fputs(".</p>\n</body></html>\n", out);
}

int bv_review_write_page(FILE *out, const struct bv_review_report *report,
                         const struct bv_analysis *analysis,
                         const struct bv_review_pictures *pictures)
{
    const struct bv_review *review = report->review;
    int error;

    fputs(head, out);
    write_summary(out, report);
    error = bv_review_write_timeline(out, report, analysis);
    if (error < 0)
        return error;
    fputs("<h2>Moments</h2>\n", out);
    write_list(out, review);
    write_corrections(out, report->corrections);
    error = write_figures(out, review, analysis, pictures);
    if (report->truly) {
        fputs("<h2>What truly happened</h2>\n", out);
        write_list(out, report->truly);
    }
    write_measures(out, report);
    write_end(out, report);
    return error < 0 ? error : ferror(out) ? -EIO : 0;
}
