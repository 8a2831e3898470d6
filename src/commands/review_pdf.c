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
#include "commands/review_say.h"
#include "commands/review_table.h"
#include "core/words.h"
#include "ui/overlay/timeline.h"
#include "ui/review/lanes.h"

/* A4, points. */
static const double page_width = 595, page_height = 842, margin = 42;
static const double picture_width = 245;
/* Below it: two lines of what it shows. */
static const double caption_height = 28;

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

/* Words at a place, as wide as that. @return How high they are; nothing is
 * drawn where @p draws is not set. */
static double put_words(struct pdf *pdf, const char *text, double size,
                        bool bold, double x, double width, bool draws)
{
    PangoLayout *layout = pango_cairo_create_layout(pdf->cairo);
    PangoFontDescription *font = pango_font_description_new();
    PangoRectangle box;

    pango_font_description_set_family_static(font, "sans-serif");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text, -1);
    pango_layout_get_extents(layout, NULL, &box);
    if (draws) {
        cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
        cairo_move_to(pdf->cairo, x, pdf->y);
        pango_cairo_show_layout(pdf->cairo, layout);
    }
    pango_font_description_free(font);
    g_object_unref(layout);
    return (double)box.height / PANGO_SCALE;
}

static void write_text(struct pdf *pdf, double size, bool bold,
                       const char *format, ...) BV_PRINTF(4, 5);

/* A paragraph. */
static void write_text(struct pdf *pdf, double size, bool bold,
                       const char *format, ...)
{
    const double width = page_width - 2 * margin;
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    need(pdf, put_words(pdf, text, size, bold, margin, width, false));
    pdf->y +=
        put_words(pdf, text, size, bold, margin, width, true) + size * 0.3;
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
    char text[BV_REVIEW_SENTENCE_SIZE];

    write_text(pdf, 18, true, "%s", _("What happened"));
    bv_review_say_summary(report, text, sizeof(text));
    write_text(pdf, 10, false, "%s", text);
    write_text(pdf, 8, false, "%s", bv_review_say_limits());
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
    char looks[BV_REVIEW_SENTENCE_SIZE];
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
    bv_review_say_looks(report, looks, sizeof(looks));
    write_text(pdf, 8, false, "%s", looks);
    return 0;
}

static void write_corrections(struct pdf *pdf,
                              const struct bv_corrections *corrections)
{
    char text[900];

    if (!corrections || bv_corrections_count(corrections) == 0)
        return;
    write_title(pdf, _("What a person says of them"));
    for (size_t i = 0; i < bv_corrections_count(corrections); i++) {
        bv_correction_say(bv_corrections_at(corrections, i), text,
                          sizeof(text));
        write_text(pdf, 10, false, "• %s", text);
    }
}

static void write_moment(struct pdf *pdf, const struct bv_moment *moment)
{
    char text[BV_REVIEW_SENTENCE_SIZE];

    bv_review_say_moment(moment, text, sizeof(text));
    write_text(pdf, 10, false, "• %s", text);
}

static void write_moments(struct pdf *pdf, const char *title,
                          const struct bv_review *review)
{
    write_title(pdf, title);
    for (size_t i = 0; i < review->moment_count; i++)
        write_moment(pdf, &review->moments[i]);
    if (review->moment_count == 0)
        write_text(pdf, 10, false, "%s", _(bv_review_say_none(review)));
}

/* Two beside one another. */
static void write_picture(struct pdf *pdf, const struct bv_moment *moment,
                          const struct bv_frame *picture,
                          const struct bv_review_frame *frame)
{
    char text[BV_REVIEW_SENTENCE_SIZE];
    double scale = picture_width / picture->width_px;
    double height = picture->height_px * scale;
    double x =
        pdf->picture_right ? page_width - margin - picture_width : margin;

    if (!pdf->picture_right)
        need(pdf, height + caption_height);
    cairo_save(pdf->cairo);
    cairo_translate(pdf->cairo, x, pdf->y);
    cairo_rectangle(pdf->cairo, 0, 0, picture_width, height);
    cairo_clip(pdf->cairo);
    bv_review_picture_draw(pdf->cairo, picture, frame, scale);
    cairo_restore(pdf->cairo);
    bv_review_say_moment(moment, text, sizeof(text));
    pdf->y += height + 2;
    put_words(pdf, text, 8, false, x, picture_width, true);
    pdf->y -= height + 2;
    pdf->y += pdf->picture_right ? height + caption_height : 0;
    pdf->picture_right = !pdf->picture_right;
}

static void write_pictures(struct pdf *pdf, const struct bv_review *review,
                           const struct bv_analysis *analysis,
                           const struct bv_review_pictures *pictures)
{
    double height = 0;

    pdf->y += 6;
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
        pdf->y += height + caption_height;
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
    need(pdf, 36);
    write_text(pdf, 10, true, "%s: %s%s%s%s%s", _(value->about->title),
               known ? say_value(value, number, sizeof(number))
                     : _("not measured"),
               unsure, has_unit ? " " : "",
               has_unit ? _(value->about->unit) : "", was);
    bv_review_say_figure(value, text, sizeof(text));
    write_text(pdf, 8, false, "%s", text);
}

static void write_end(struct pdf *pdf, const struct bv_review_report *report)
{
    char text[BV_REVIEW_SENTENCE_SIZE];

    write_title(pdf, _("Not measured"));
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++)
        write_text(pdf, 8, false, "• %s: %s", _(at->title), _(at->why));
    write_title(pdf, _("Rules"));
    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++) {
        const struct bv_moment_about *about =
            bv_moment_about((enum bv_moment_kind)kind);

        bv_review_say_rule((enum bv_moment_kind)kind, report->rules, text,
                           sizeof(text));
        write_text(pdf, 8, false, "• %s: %s", _(about->title), text);
    }
    bv_review_say_rules(report->rules, text, sizeof(text));
    write_text(pdf, 8, false, "%s", text);
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
    write_moments(pdf, _("Moments"), review);
    write_corrections(pdf, report->corrections);
    write_pictures(pdf, review, analysis, pictures);
    if (report->truly)
        write_moments(pdf, _("What truly happened"), report->truly);
    write_title(pdf, _("Figures"));
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
