/*
 * bevel review: its report as a PDF.
 */
#include "commands/review_page.h"
#include "commands/review_pdf.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "commands/html_picture.h"
#include "commands/review_picture_draw.h"
#include "commands/review_table.h"
#include "core/clock.h"
#include "ui/overlay/timeline.h"
#include "ui/review/lanes.h"

/* A4, points. */
static const double page_width = 595, page_height = 842, margin = 42;
static const double picture_width = 245;

struct pdf {
    cairo_t *cairo;
    double y; /* where what comes next begins */
    bool picture_right;
};

/* Start a page where there is no room for so much. */
static void need(struct pdf *pdf, double height)
{
    if (pdf->y + height <= page_height - margin)
        return;
    cairo_show_page(pdf->cairo);
    pdf->y = margin;
}

static void write_text(struct pdf *pdf, double size, bool bold,
                       const char *format, ...) BV_PRINTF(4, 5);

/* A paragraph. */
static void write_text(struct pdf *pdf, double size, bool bold,
                       const char *format, ...)
{
    PangoLayout *layout = pango_cairo_create_layout(pdf->cairo);
    PangoFontDescription *font = pango_font_description_new();
    PangoRectangle box;
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vasprintf(&text, format, arguments);
    va_end(arguments);
    pango_font_description_set_family_static(font, "sans-serif");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout,
                           (int)((page_width - 2 * margin) * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, length < 0 ? "" : text, -1);
    pango_layout_get_extents(layout, NULL, &box);
    need(pdf, (double)box.height / PANGO_SCALE);
    cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
    cairo_move_to(pdf->cairo, margin, pdf->y);
    pango_cairo_show_layout(pdf->cairo, layout);
    pdf->y += (double)box.height / PANGO_SCALE + size * 0.3;
    pango_font_description_free(font);
    g_object_unref(layout);
    if (length >= 0)
        free(text);
}

static void write_title(struct pdf *pdf, const char *title)
{
    pdf->y += 8;
    need(pdf, 60); /* no title without what it is of */
    write_text(pdf, 13, true, "%s", title);
}

static void write_summary(struct pdf *pdf,
                          const struct bv_review_report *report)
{
    const struct bv_review *review = report->review;
    char text[700] = "";

    write_text(pdf, 18, true, "What happened");
    write_text(pdf, 10, false, "%s%s, %.1f s. Rules \"%s\", revision %d.",
               report->source, report->simulated ? " (SIMULATED)" : "",
               review->seconds, report->rules->name, report->rules->revision);
    if (!review->way.ever_seen)
        write_text(pdf, 10, false, "No needle was seen.");
    else
        write_text(pdf, 10, false,
                   "The tip is seen in %.0f %% of the time with the needle.%s",
                   100 * review->tip_share,
                   review->seen_share < 0.98
                       ? " Path and advance are lower bounds."
                       : "");
    if (review->way.ever_seen && !review->way.scaled)
        write_text(pdf, 10, false,
                   "The scale is not known: nothing in mm is measured.");
    if (report->analysis)
        bv_analysis_say_gaps(report->analysis, text, sizeof(text));
    if (text[0])
        write_text(pdf, 10, false, "%s", text);
    write_text(pdf, 8, false,
               "Distances lie in the plane of the picture. bevel is a research "
               "and training aid, not a certified medical device.");
}

/* The same timeline as in the window, with what a person says. */
static int write_timeline(struct pdf *pdf,
                          const struct bv_review_report *report,
                          const struct bv_analysis *analysis)
{
    struct bv_timeline_style style = {
        .width = page_width - 2 * margin, .size = 0.66, .light = true};
    const struct bv_timeline *timeline;
    struct bv_lanes *lanes = NULL;
    int error = bv_review_lanes(report, analysis, &lanes);

    if (error < 0)
        return error;
    timeline = bv_lanes_timeline(lanes);
    style.from_s = timeline->start_s;
    style.to_s = timeline->end_s;
    pdf->y += 8;
    need(pdf, bv_timeline_height(timeline, &style));
    cairo_save(pdf->cairo);
    cairo_translate(pdf->cairo, margin, pdf->y);
    bv_timeline_draw(pdf->cairo, timeline, &style);
    cairo_restore(pdf->cairo);
    pdf->y += bv_timeline_height(timeline, &style) + 4;
    bv_lanes_free(lanes);
    write_text(pdf, 8, false,
               "Needle: full where its tip is seen, pale where only the shaft "
               "is, hatched where nothing is.");
    return 0;
}

static void write_corrections(struct pdf *pdf,
                              const struct bv_corrections *corrections)
{
    char text[900];

    if (!corrections || bv_corrections_count(corrections) == 0)
        return;
    write_title(pdf, "What a person says of them");
    for (size_t i = 0; i < bv_corrections_count(corrections); i++) {
        bv_correction_say(bv_corrections_at(corrections, i), text,
                          sizeof(text));
        write_text(pdf, 10, false, "• %s", text);
    }
}

static void write_moment(struct pdf *pdf, const struct bv_moment *moment)
{
    const struct bv_moment_about *about = bv_moment_about(moment->kind);
    char amount[64] = "", unsure[32] = "", mark[32] = "";

    if (about->unit && isfinite(moment->amount))
        snprintf(amount, sizeof(amount), ": %.1f %s", moment->amount,
                 about->unit);
    if (isfinite(moment->uncertainty))
        snprintf(unsure, sizeof(unsure), " (± %.1f)", moment->uncertainty);
    if (moment->structure)
        snprintf(mark, sizeof(mark), ", mark %d", moment->structure);
    write_text(pdf, 10, false, "• %.1f to %.1f s  %s%s%s%s%s", moment->start_s,
               moment->end_s, about->title, amount, unsure, mark,
               moment->needle_idle ? ", the needle idle" : "");
}

static void write_moments(struct pdf *pdf, const char *title,
                          const struct bv_review *review)
{
    write_title(pdf, title);
    for (size_t i = 0; i < review->moment_count; i++)
        write_moment(pdf, &review->moments[i]);
    if (review->moment_count == 0)
        write_text(pdf, 10, false, "%s", bv_review_say_none(review));
}

/* Two beside one another. */
static void write_picture(struct pdf *pdf, const struct bv_moment *moment,
                          const struct bv_frame *picture,
                          const struct bv_review_frame *frame)
{
    double scale = picture_width / picture->width_px;
    double height = picture->height_px * scale;
    double x =
        pdf->picture_right ? page_width - margin - picture_width : margin;

    if (!pdf->picture_right)
        need(pdf, height + 18);
    cairo_save(pdf->cairo);
    cairo_translate(pdf->cairo, x, pdf->y);
    cairo_rectangle(pdf->cairo, 0, 0, picture_width, height);
    cairo_clip(pdf->cairo);
    bv_review_picture_draw(pdf->cairo, picture, frame, scale);
    cairo_restore(pdf->cairo);
    cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
    cairo_set_font_size(pdf->cairo, 8);
    cairo_move_to(pdf->cairo, x, pdf->y + height + 10);
    cairo_show_text(pdf->cairo, bv_moment_about(moment->kind)->title);
    pdf->y += pdf->picture_right ? height + 18 : 0;
    pdf->picture_right = !pdf->picture_right;
}

static void write_pictures(struct pdf *pdf, const struct bv_review *review,
                           const struct bv_analysis *analysis,
                           const struct bv_review_pictures *pictures)
{
    double height = 0;

    for (size_t i = 0; i < pictures->count; i++) {
        const struct bv_review_picture *picture = &pictures->pictures[i];

        if (!picture->frame_copy)
            continue;
        height = picture->frame_copy->height_px * picture_width /
                 picture->frame_copy->width_px;
        write_picture(pdf, &review->moments[picture->moment],
                      picture->frame_copy, &analysis->frames[picture->frame]);
    }
    if (pdf->picture_right) /* the last row is half full */
        pdf->y += height + 18;
    pdf->picture_right = false;
}

static void write_value(struct pdf *pdf, const struct bv_review_value *value,
                        const struct bv_review *truly)
{
    const struct bv_review_value *truth =
        truly ? bv_review_measure(truly, value->about->key) : NULL;
    char number[32], true_number[32], unsure[32] = "", was[48] = "";
    bool known = isfinite(value->value);

    if (known && isfinite(value->uncertainty))
        snprintf(unsure, sizeof(unsure), " ± %.1f", value->uncertainty);
    if (truth && isfinite(truth->value))
        snprintf(was, sizeof(was), " (truth %s)",
                 bv_review_say(truth->value, true_number, sizeof(true_number)));
    need(pdf, 36);
    write_text(pdf, 10, true, "%s: %s%s %s%s", value->about->title,
               known ? bv_review_say(value->value, number, sizeof(number))
                     : "not measured",
               unsure, known ? value->about->unit : "", was);
    write_text(pdf, 8, false, "%s (%s)%s%s%s", value->about->definition,
               value->about->source, value->note ? " Here: " : "",
               value->note ? value->note : "", value->note ? "." : "");
}

static void write_end(struct pdf *pdf, const struct bv_review_report *report)
{
    struct bv_review_rules rules = *report->rules;
    char limits[1500] = "";

    write_title(pdf, "Not measured");
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++)
        write_text(pdf, 8, false, "• %s: %s", at->title, at->why);
    write_title(pdf, "Rules");
    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++) {
        const struct bv_moment_about *about =
            bv_moment_about((enum bv_moment_kind)kind);

        write_text(pdf, 8, false, "%s: %s", about->title, about->rule);
    }
    for (size_t i = 0; i < bv_review_rule_count(); i++) {
        size_t used = strlen(limits);

        snprintf(limits + used, sizeof(limits) - used, "%s%s %g %s",
                 i ? ", " : "", bv_review_rule_at(i)->key,
                 *bv_review_rule_value(&rules, i), bv_review_rule_at(i)->unit);
    }
    write_text(pdf, 8, false, "%s.", limits);
}

static int write_all(struct pdf *pdf, const struct bv_review_report *report,
                     const struct bv_analysis *analysis,
                     const struct bv_review_pictures *pictures)
{
    const struct bv_review *review = report->review;
    int error;

    write_summary(pdf, report);
    error = write_timeline(pdf, report, analysis);
    if (error < 0)
        return error;
    write_moments(pdf, "Moments", review);
    write_corrections(pdf, report->corrections);
    write_pictures(pdf, review, analysis, pictures);
    if (report->truly)
        write_moments(pdf, "What truly happened", report->truly);
    write_title(pdf, "Figures");
    for (size_t i = 0; i < review->measure_count; i++)
        write_value(pdf, &review->measures[i], report->truly);
    write_end(pdf, report);
    return 0;
}

static cairo_status_t put_bytes(void *data, const unsigned char *bytes,
                                unsigned int size)
{
    return fwrite(bytes, 1, size, data) == size ? CAIRO_STATUS_SUCCESS
                                                : CAIRO_STATUS_WRITE_ERROR;
}

int bv_review_write_pdf(FILE *out, const struct bv_review_report *report,
                        const struct bv_analysis *analysis,
                        const struct bv_review_pictures *pictures)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        put_bytes, out, page_width, page_height);
    struct pdf pdf = {.cairo = cairo_create(surface), .y = margin};
    cairo_status_t status;
    int error;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   "bevel review");
    error = write_all(&pdf, report, analysis, pictures);
    cairo_destroy(pdf.cairo);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (error < 0)
        return error;
    return status == CAIRO_STATUS_SUCCESS     ? 0
           : status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM
                                              : -EIO;
}
