/*
 * bevel review: its report as a PDF.
 */
#include "commands/review_page.h"
#include "commands/review_pdf.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/pdf_page.h"
#include "commands/review_moments.h"
#include "commands/review_picture_draw.h"
#include "commands/review_say.h"
#include "commands/review_scores.h"
#include "commands/review_table.h"
#include "core/words.h"
#include "ui/overlay/timeline.h"
#include "ui/review/lanes.h"

static const double picture_width = 245;
/* Below it: two lines of what it shows. */
static const double caption_height = 28;

struct pdf {
    struct bv_pdf_page page;
    bool picture_right;
};

static void write_summary(struct pdf *pdf,
                          const struct bv_review_report *report)
{
    char text[BV_REVIEW_SENTENCE_SIZE];

    bv_pdf_page_text(&pdf->page, 18, true, _("What happened"));
    bv_review_say_summary(report, text, sizeof(text));
    bv_pdf_page_text(&pdf->page, 10, false, text);
    bv_pdf_page_text(&pdf->page, 8, false, bv_review_say_limits());
}

/* The same timeline as in the window, with what a person says. */
static int write_timeline(struct pdf *pdf,
                          const struct bv_review_report *report,
                          const struct bv_analysis *analysis)
{
    struct bv_timeline_style style = {
        .width = BV_PDF_PAGE_INNER, .size = 0.66, .light = true};
    const struct bv_timeline *timeline;
    struct bv_lanes *lanes = NULL;
    char looks[BV_REVIEW_SENTENCE_SIZE];
    int error = bv_review_lanes(report, analysis, &lanes);

    if (error < 0)
        return error;
    timeline = bv_lanes_timeline(lanes);
    style.from_s = timeline->start_s;
    style.to_s = timeline->end_s;
    pdf->page.y += 8;
    bv_pdf_page_need(&pdf->page, bv_timeline_height(timeline, &style));
    cairo_save(pdf->page.cairo);
    cairo_translate(pdf->page.cairo, BV_PDF_PAGE_MARGIN, pdf->page.y);
    bv_timeline_draw(pdf->page.cairo, timeline, &style);
    cairo_restore(pdf->page.cairo);
    pdf->page.y += bv_timeline_height(timeline, &style) + 4;
    bv_lanes_free(lanes);
    bv_review_say_looks(report, looks, sizeof(looks));
    bv_pdf_page_text(&pdf->page, 8, false, looks);
    return 0;
}

static void write_moment(struct pdf *pdf, const struct bv_moment *moment)
{
    char text[BV_REVIEW_SENTENCE_SIZE];

    bv_review_say_moment(moment, text, sizeof(text));
    bv_pdf_page_item(&pdf->page, 10, text);
}

static void write_moments(struct pdf *pdf, const char *title,
                          const struct bv_review *review)
{
    bv_pdf_page_title(&pdf->page, title);
    for (size_t i = 0; i < review->moment_count; i++)
        write_moment(pdf, &review->moments[i]);
    if (review->moment_count == 0)
        bv_pdf_page_text(&pdf->page, 10, false, _(bv_review_say_none(review)));
}

/* Two beside one another. */
static void write_picture(struct pdf *pdf, const char *text,
                          const struct bv_frame *picture,
                          const struct bv_review_frame *frame)
{
    double scale = picture_width / picture->width_px;
    double height = picture->height_px * scale;
    double x = pdf->picture_right
                   ? BV_PDF_PAGE_WIDTH - BV_PDF_PAGE_MARGIN - picture_width
                   : BV_PDF_PAGE_MARGIN;

    if (!pdf->picture_right)
        bv_pdf_page_need(&pdf->page, height + caption_height);
    cairo_save(pdf->page.cairo);
    cairo_translate(pdf->page.cairo, x, pdf->page.y);
    cairo_rectangle(pdf->page.cairo, 0, 0, picture_width, height);
    cairo_clip(pdf->page.cairo);
    bv_review_picture_draw(pdf->page.cairo, picture, frame, scale);
    cairo_restore(pdf->page.cairo);
    pdf->page.y += height + 2;
    bv_pdf_page_put(&pdf->page, text, 8, false, x, picture_width, true);
    pdf->page.y -= height + 2;
    pdf->page.y += pdf->picture_right ? height + caption_height : 0;
    pdf->picture_right = !pdf->picture_right;
}

static void write_pictures(struct pdf *pdf,
                           const struct bv_review_report *report,
                           const struct bv_analysis *analysis,
                           const struct bv_review_pictures *pictures)
{
    char text[BV_REVIEW_SENTENCE_SIZE];
    double height = 0;

    pdf->page.y += 6;
    for (size_t i = 0; i < pictures->count; i++) {
        const struct bv_review_picture *picture = &pictures->pictures[i];

        if (!picture->frame_copy)
            continue;
        height = picture->frame_copy->height_px * picture_width /
                 picture->frame_copy->width_px;
        bv_review_say_caption(report, picture->moment, text, sizeof(text));
        write_picture(pdf, text, picture->frame_copy,
                      &analysis->frames[picture->frame]);
    }
    if (pdf->picture_right) /* the last row is half full */
        pdf->page.y += height + caption_height;
    pdf->picture_right = false;
}

static const char *say_value(const struct bv_review_value *value, char *text,
                             size_t size)
{
    const char *yes = bv_review_say_yes(value->about, value->value);

    return yes ? _(yes) : bv_review_say(value->value, text, size);
}

static void write_value(struct pdf *pdf, const struct bv_review_value *value,
                        const struct bv_review *truly)
{
    const struct bv_review_value *truth =
        truly ? bv_review_measure(truly, value->about->key) : NULL;
    char number[32], true_number[32], unsure[32] = "", was[64] = "";
    char text[BV_REVIEW_SENTENCE_SIZE];
    bool known = isfinite(value->value);
    bool has_unit = known && !bv_review_say_yes(value->about, 1);

    if (known && isfinite(value->uncertainty))
        snprintf(unsure, sizeof(unsure), " ± %.1f", value->uncertainty);
    if (truth && isfinite(truth->value))
        snprintf(was, sizeof(was), _(" (truth %s)"),
                 say_value(truth, true_number, sizeof(true_number)));
    bv_pdf_page_need(&pdf->page, 36);
    snprintf(text, sizeof(text), "%s: %s%s%s%s%s", _(value->about->title),
             known ? say_value(value, number, sizeof(number))
                   : _("not measured"),
             unsure, has_unit ? " " : "", has_unit ? _(value->about->unit) : "",
             was);
    bv_pdf_page_text(&pdf->page, 10, true, text);
    bv_review_say_figure(value, text, sizeof(text));
    bv_pdf_page_text(&pdf->page, 8, false, text);
}

static void write_end(struct pdf *pdf, const struct bv_review_report *report)
{
    char text[BV_REVIEW_SENTENCE_SIZE], rule[BV_REVIEW_SENTENCE_SIZE - 200];

    bv_pdf_page_title(&pdf->page, _("Not measured"));
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++) {
        if (!bv_review_lacks(report, at))
            continue;
        snprintf(text, sizeof(text), "%s: %s", _(at->title), _(at->why));
        bv_pdf_page_item(&pdf->page, 8, text);
    }
    bv_pdf_page_title(&pdf->page, _("Rules"));
    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++) {
        const struct bv_moment_about *about =
            bv_moment_about((enum bv_moment_kind)kind);

        bv_review_say_rule((enum bv_moment_kind)kind, report->rules, rule,
                           sizeof(rule));
        snprintf(text, sizeof(text), "%s: %s", _(about->title), rule);
        bv_pdf_page_item(&pdf->page, 8, text);
    }
    bv_review_say_rules(report->rules, text, sizeof(text));
    bv_pdf_page_text(&pdf->page, 8, false, text);
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
    error = bv_review_pdf_write_moments(&pdf->page, report);
    if (error < 0)
        return error;
    write_pictures(pdf, report, analysis, pictures);
    if (report->truly)
        write_moments(pdf, _("What truly happened"), report->truly);
    bv_review_pdf_write_scores(&pdf->page, report->scores);
    bv_pdf_page_title(&pdf->page, _("Figures"));
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

/* What goes into a PDF, and where to. */
struct content {
    const struct bv_review_report *report;
    const struct bv_analysis *analysis;
    const struct bv_review_pictures *pictures;
};

/* @param out     NULL: it is only counted.
 * @param[in,out] count  Its pages, as far as they are known. */
static int write_pages(FILE *out, const struct content *content, int *count)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        out ? put_bytes : NULL, out, BV_PDF_PAGE_WIDTH, BV_PDF_PAGE_HEIGHT);
    struct pdf pdf = {{cairo_create(surface), BV_PDF_PAGE_MARGIN, 1, *count},
                      false};
    cairo_status_t status;
    int error;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   "bevel review");
    error =
        write_all(&pdf, content->report, content->analysis, content->pictures);
    bv_pdf_page_foot(&pdf.page);
    *count = pdf.page.number;
    cairo_destroy(pdf.page.cairo);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (error < 0)
        return error;
    return status == CAIRO_STATUS_SUCCESS     ? 0
           : status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM
                                              : -EIO;
}

/* Twice: each page says of how many it is. */
int bv_review_write_pdf(FILE *out, const struct bv_review_report *report,
                        const struct bv_analysis *analysis,
                        const struct bv_review_pictures *pictures)
{
    const struct content content = {report, analysis, pictures};
    int count = 0, error = write_pages(NULL, &content, &count);

    return error < 0 ? error : write_pages(out, &content, &count);
}
