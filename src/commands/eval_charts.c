/*
 * bevel eval: the report's diagrams, as SVG.
 */
#include <math.h>

#include "commands/eval_report.h"

enum { plot = 260, left = 46, top = 24, points_most = 2000 };

static const double error_most_mm = 5;

static double plot_x(double share)
{
    return left + plot * share;
}

static double plot_y(double share)
{
    return top + plot * (1 - share);
}

static void begin_chart(const char *title, const char *below,
                        const char *beside, FILE *out)
{
    fprintf(out,
            "<svg width=\"%d\" height=\"%d\" role=\"img\"><title>%s</title>\n"
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
            "class=\"frame\"/>\n"
            "<text x=\"%d\" y=\"16\" class=\"title\">%s</text>\n"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
            "<text transform=\"translate(12,%d) rotate(-90)\" "
            "text-anchor=\"middle\">%s</text>\n",
            left + plot + 24, top + plot + 44, title, left, top, plot, plot,
            left, title, left + plot / 2, top + plot + 38, below,
            top + plot / 2, beside);
}

/* Five marks on both axes. */
static void mark_axes(double most_x, double most_y, FILE *out)
{
    for (int i = 0; i <= 4; i++) {
        double share = i / 4.0;

        fprintf(out,
                "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%g</text>"
                "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%g</text>\n",
                plot_x(share), top + plot + 16, most_x * share, left - 5,
                plot_y(share) + 4, most_y * share);
    }
}

void bv_eval_write_reliability(const struct bv_evaluation *evaluation,
                               bool simulated, FILE *out)
{
    struct bv_stratum stratum = {simulated, BV_STRATUM_ALL, 0};
    struct bv_reliability measured;
    double most = 1;

    bv_reliability_measure(evaluation->scores, evaluation->scored_count,
                           &stratum, &measured);
    for (int b = 0; b < BV_RELIABILITY_BINS; b++)
        most = fmax(most, measured.count[b]);
    begin_chart("Reliability: does it mean what it says?", "confidence",
                "share within 2 mm", out);
    mark_axes(1, 1, out);
    fprintf(out, "<path class=\"ideal\" d=\"M%g %gL%g %g\"/>\n", plot_x(0),
            plot_y(0), plot_x(1), plot_y(1));
    for (int b = 0; b < BV_RELIABILITY_BINS; b++) {
        if (!(measured.count[b] > 0))
            continue;
        fprintf(out,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"bin\">"
                "<title>%.0f frames: confidence %.2f, within 2 mm "
                "%.2f</title></circle>\n",
                plot_x(measured.confidence[b]), plot_y(measured.share[b]),
                4 + 10 * sqrt(measured.count[b] / most), measured.count[b],
                measured.confidence[b], measured.share[b]);
    }
    fputs("</svg>\n", out);
}

/* The frame's place on the axis, 0 to 1; NAN where it has none. */
static double along_axis(const struct bv_frame_score *frame,
                         enum bv_eval_axis axis, double most)
{
    double value = axis == BV_EVAL_ANGLE ? (double)frame->angle_deg
                                         : (double)frame->depth_mm;

    return value < 0 || value > most ? NAN : value / most;
}

/* Visit the frames whose tip is visible; draw every so-manieth, or (0) count
 * them. */
static size_t draw_points(const struct bv_evaluation *evaluation,
                          bool simulated, enum bv_eval_axis axis, double most,
                          size_t every, FILE *out)
{
    size_t count = 0;

    for (size_t i = 0; i < evaluation->scored_count; i++) {
        const struct bv_clip_score *clip = evaluation->scores[i];

        if (clip->about.simulated != simulated)
            continue;
        for (size_t k = 0; k < clip->frame_count; k++) {
            const struct bv_frame_score *frame = &clip->frames[k];
            double x = along_axis(frame, axis, most);

            if (isnan(frame->tip_mm) || isnan(x) || count++ % (every + !every))
                continue;
            if (every)
                fprintf(out,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\" "
                        "class=\"%s\"/>\n",
                        plot_x(x),
                        plot_y(fmin(1, frame->tip_mm / error_most_mm)),
                        isinf(frame->tip_mm) ? "missed" : "point");
        }
    }
    return count;
}

void bv_eval_write_scatter(const struct bv_evaluation *evaluation,
                           bool simulated, enum bv_eval_axis axis, FILE *out)
{
    double most = axis == BV_EVAL_ANGLE ? 90 : 80;
    size_t count = draw_points(evaluation, simulated, axis, most, 0, out);

    begin_chart(axis == BV_EVAL_ANGLE ? "Tip error against needle angle"
                                      : "Tip error against tip depth",
                axis == BV_EVAL_ANGLE ? "degrees below the horizontal"
                                      : "depth, mm",
                "mm; top line: 5 or more, red: missed", out);
    mark_axes(most, error_most_mm, out);
    draw_points(evaluation, simulated, axis, most, count / points_most + 1,
                out);
    fputs("</svg>\n", out);
}
