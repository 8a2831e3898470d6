/*
 * bevel review: the timeline of its page, as SVG.
 */
#include <math.h>

#include "commands/html_picture.h"
#include "commands/review_page.h"
#include "core/clock.h"

enum {
    left = 150,
    width = 760,
    band = 16,  /* of sightings */
    plot = 110, /* a curve's height */
    gap = 34,   /* between two */
    row = 20,   /* a kind of moment */
    points_most = 1500
};

struct chart {
    const struct bv_review *review;
    double start_s, seconds;
    int top; /* of what comes next */
    FILE *out;
};

static double x_of(const struct chart *chart, double time_s)
{
    return left + width * (time_s - chart->start_s) / chart->seconds;
}

static void write_label(const struct chart *chart, double y, const char *text)
{
    fprintf(chart->out, "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">",
            left - 8, y);
    bv_html_write_text(text, chart->out);
    fputs("</text>\n", chart->out);
}

/* What a frame shows: 2 the tip, 1 some of the needle, 0 nothing. */
static int shown(const struct bv_way_point *point)
{
    return point->seen ? 2 : point->drawn;
}

/* Seen is filled, drawn without a tip is pale, the rest hatched. */
static void write_sightings(struct chart *chart)
{
    static const char *const classes[] = {"unseen", "part", "seen"};
    static const char *const words[] = {
        "needle not seen", "needle seen without its tip", "tip seen"};
    const struct bv_way *way = &chart->review->way;
    size_t from = 0;

    write_label(chart, chart->top + band - 4, "needle");
    for (size_t i = 1; i <= way->count; i++) {
        int now = shown(&way->points[from]);
        double start_s, end_s;

        if (i < way->count && shown(&way->points[i]) == now)
            continue;
        start_s = bv_ns_to_s(way->points[from].time_ns);
        end_s = bv_ns_to_s(way->points[i < way->count ? i : i - 1].time_ns);
        fprintf(chart->out,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
                "height=\"%d\"><title>%s, %.1f to %.1f s</title></rect>\n",
                classes[now], x_of(chart, start_s), chart->top,
                fmax(x_of(chart, end_s) - x_of(chart, start_s), 0.3), band,
                words[now], start_s, end_s);
        from = i;
    }
    chart->top += band + gap;
}

/* A value of a point; NAN: it has none. */
typedef double value_of(const struct bv_way_point *point);

static double distance_of(const struct bv_way_point *point)
{
    return point->has_distance ? point->distance_mm : NAN;
}

static double slid_of(const struct bv_way_point *point)
{
    return point->slid.lateral;
}

/* @return False: there is nothing to draw. */
static bool find_range(const struct bv_way *way, value_of *value, double *least,
                       double *most)
{
    *least = INFINITY;
    *most = -INFINITY;
    for (size_t i = 0; i < way->count; i++) {
        double now = value(&way->points[i]);

        if (isnan(now))
            continue;
        *least = fmin(*least, now);
        *most = fmax(*most, now);
    }
    if (!(*most >= *least))
        return false;
    if (*most - *least < 2) { /* what hardly moves is no mountain */
        *least -= 1;
        *most += 1;
    }
    return true;
}

/* A curve of mm, larger values lower: what is deeper is. */
static void write_curve(struct chart *chart, const char *title, value_of *value)
{
    const struct bv_way *way = &chart->review->way;
    size_t step = way->count / points_most + 1;
    double least, most;
    bool open = false;

    if (!find_range(way, value, &least, &most))
        return;
    write_label(chart, chart->top + plot / 2.0, title);
    fprintf(chart->out,
            "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" "
            "height=\"%d\"/>\n"
            "<text x=\"%d\" y=\"%d\">%.0f mm</text>"
            "<text x=\"%d\" y=\"%d\">%.0f mm</text>\n<path class=\"curve\" "
            "d=\"",
            left, chart->top, width, plot, left + width + 5, chart->top + 9,
            least, left + width + 5, chart->top + plot, most);
    for (size_t i = 0; i < way->count; i += step) {
        double now = value(&way->points[i]);

        if (isnan(now)) {
            open = false;
            continue;
        }
        fprintf(chart->out, "%c%.1f %.1f", open ? 'L' : 'M',
                x_of(chart, bv_ns_to_s(way->points[i].time_ns)),
                chart->top + plot * (now - least) / (most - least));
        open = true;
    }
    fputs("\"/>\n", chart->out);
    chart->top += plot + gap;
}

static void write_moments(struct chart *chart)
{
    const struct bv_review *review = chart->review;

    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++) {
        const struct bv_moment_about *about =
            bv_moment_about((enum bv_moment_kind)kind);
        bool any = false;

        for (size_t i = 0; i < review->moment_count; i++) {
            const struct bv_moment *moment = &review->moments[i];

            if ((int)moment->kind != kind)
                continue;
            if (!any)
                write_label(chart, chart->top + row - 7, about->title);
            any = true;
            fprintf(
                chart->out,
                "<a href=\"#m%zu\"><rect class=\"moment\" x=\"%.1f\" "
                "y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s, %.1f to "
                "%.1f s</title></rect></a>\n",
                i, x_of(chart, moment->start_s), chart->top,
                fmax(x_of(chart, moment->end_s) - x_of(chart, moment->start_s),
                     3),
                row - 6, about->title, moment->start_s, moment->end_s);
        }
        chart->top += any ? row : 0;
    }
}

static void write_axis(struct chart *chart)
{
    for (int i = 0; i <= 5; i++) {
        double time_s = chart->start_s + chart->seconds * i / 5;

        fprintf(chart->out,
                "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%.1f s"
                "</text>\n",
                x_of(chart, time_s), chart->top + 14, time_s);
    }
}

/* As much as what follows takes. */
static int height_of(const struct bv_review *review)
{
    value_of *const curves[] = {bv_way_along, distance_of, slid_of};
    bool has[BV_MOMENT_KINDS] = {false};
    int height = 6 + band + gap + 20;
    double least, most;

    for (int i = 0; i < 3; i++)
        if (find_range(&review->way, curves[i], &least, &most))
            height += plot + gap;
    for (size_t i = 0; i < review->moment_count; i++) {
        height += has[review->moments[i].kind] ? 0 : row;
        has[review->moments[i].kind] = true;
    }
    return height;
}

void bv_review_write_timeline(FILE *out, const struct bv_review *review)
{
    const struct bv_way *way = &review->way;
    struct chart chart = {
        .review = review,
        .start_s = way->count ? bv_ns_to_s(way->points[0].time_ns) : 0,
        .seconds = fmax(review->seconds, 1e-3),
        .top = 6,
        .out = out};

    if (way->count == 0)
        return;
    fprintf(out,
            "<svg viewBox=\"0 0 %d %d\" width=\"100%%\" role=\"img\" "
            "aria-label=\"Timeline: when the needle was seen, how far along "
            "its way the tip was, its distance from the target, how far the "
            "skin slid under the probe, and the moments\">\n"
            "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
            "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><line x1=\"0\" "
            "y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#b55\" "
            "stroke-width=\"2\"/></pattern></defs>\n",
            left + width + 60, height_of(review));
    write_sightings(&chart);
    write_curve(&chart, "along its way", bv_way_along);
    write_curve(&chart, "tip to target", distance_of);
    write_curve(&chart, "skin under probe", slid_of);
    write_moments(&chart);
    write_axis(&chart);
    fputs("</svg>\n", out);
}
