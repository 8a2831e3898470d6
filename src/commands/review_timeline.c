/*
 * bevel review: the timeline of its page: the window's own, as SVG.
 */
#include <cairo-svg.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands/html_picture.h"
#include "commands/review_page.h"
#include "commands/review_say.h"
#include "core/words.h"
#include "ui/overlay/timeline.h"

static const double width_pt = 940;

int bv_review_lanes(const struct bv_review_report *report,
                    const struct bv_analysis *analysis, struct bv_lanes **lanes)
{
    struct bv_shown_moment *shown;
    size_t count;
    int error = bv_corrections_show(report->corrections, report->review, &shown,
                                    &count);

    if (error < 0)
        return error;
    *lanes = bv_lanes_new(analysis->frames, report->review, report->rules,
                          shown, count, report->truly);
    free(shown);
    return *lanes ? 0 : -ENOMEM;
}

static cairo_status_t put_bytes(void *data, const unsigned char *bytes,
                                unsigned int size)
{
    return fwrite(bytes, 1, size, data) == size ? CAIRO_STATUS_SUCCESS
                                                : CAIRO_STATUS_WRITE_ERROR;
}

/* @return 0, -ENOMEM or -EIO. */
static int draw(FILE *out, const struct bv_timeline *timeline)
{
    const struct bv_timeline_style style = {.width = width_pt,
                                            .size = 1,
                                            .light = true,
                                            .from_s = timeline->start_s,
                                            .to_s = timeline->end_s};
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(
        put_bytes, out, width_pt, bv_timeline_height(timeline, &style));
    cairo_t *cairo = cairo_create(surface);
    cairo_status_t status;

    bv_timeline_draw(cairo, timeline, &style);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS     ? 0
           : status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM
                                              : -EIO;
}

/* What is in it, for who cannot see it. */
static void write_alt(FILE *out, const struct bv_timeline *timeline)
{
    char text[64];

    fputs(" role=\"img\" style=\"width:100%;height:auto\" aria-label=\"", out);
    snprintf(text, sizeof(text), _("Timeline of %.1f s"),
             timeline->end_s - timeline->start_s);
    bv_html_write_text(text, out);
    for (int i = 0; i < timeline->lane_count; i++) {
        fputs(i ? ", " : ": ", out);
        bv_html_write_text(timeline->lanes[i].title, out);
    }
    fputc('"', out);
}

int bv_review_write_timeline(FILE *out, const struct bv_review_report *report,
                             const struct bv_analysis *analysis)
{
    struct bv_lanes *lanes = NULL;
    char looks[BV_REVIEW_SENTENCE_SIZE];
    char *text = NULL, *svg;
    size_t size = 0;
    FILE *drawn;
    int error = bv_review_lanes(report, analysis, &lanes);

    if (error < 0)
        return error;
    drawn = open_memstream(&text, &size);
    error = drawn ? draw(drawn, bv_lanes_timeline(lanes)) : -ENOMEM;
    if (drawn && fclose(drawn) != 0 && error == 0)
        error = -ENOMEM;
    svg = error == 0 ? strstr(text, "<svg") : NULL;
    svg = svg ? strstr(svg, " width=") : NULL;
    if (svg) { /* without the head of a file of its own */
        fputs("<svg", out);
        write_alt(out, bv_lanes_timeline(lanes));
        fputs(svg, out);
        fputs("<p>", out);
        bv_review_say_looks(report, looks, sizeof(looks));
        bv_html_write_text(looks, out);
        fputs("</p>\n", out);
    }
    free(text);
    bv_lanes_free(lanes);
    return error;
}
