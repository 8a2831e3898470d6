#include "guidance/classify.h"

#include <math.h>

#include "guidance/slide.h"

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

static double bounded(double x, double least, double most)
{
    return x < least ? least : x > most ? most : x;
}

/* The cues as what the weights are for: bounded, so that one of them far out
 * of what was seen in fitting does not decide alone. */
enum {
    term_far,     /* meets the skin farther out than a needle is long */
    term_through, /* goes from border to border */
    term_short,
    term_length,
    term_mean,
    term_crowd,
    term_rival,
    term_bend,
    term_gap,
    term_flat,
    term_steep,
    term_beyond,
    term_aligned,
    term_copies,
    term_family,
    term_raised,
    term_rank,
    term_shade,
    term_count,
};

static void list_terms(const struct bv_cues *cues, double *terms)
{
    bool to_border = cues->gap_part < 0.1;
    double unseen = cues->gap_part + cues->beyond_part;

    terms[term_far] = 10 * bounded(cues->outside_part - 0.6, 0, 0.5);
    terms[term_through] = to_border ? 4 * bounded(0.25 - unseen, 0, 0.25) : 0;
    terms[term_short] = 10 * bounded(0.3 - cues->length_part, 0, 0.3);
    terms[term_length] = bounded(cues->length_part, 0, 0.8);
    terms[term_mean] = bounded(cues->mean, 0, 2.2);
    terms[term_crowd] = bounded(cues->crowd, 0, 2);
    terms[term_rival] = bounded(cues->rival, 0, 2);
    terms[term_bend] = bounded(cues->bend, 0, 2.5);
    terms[term_gap] = bounded(cues->gap_part, 0, 0.5);
    terms[term_flat] = bounded(20 - cues->angle_deg, 0, 14) / 10;
    terms[term_steep] = bounded(cues->angle_deg - 45, 0, 30) / 10;
    terms[term_beyond] = bounded(cues->beyond_part, 0, 0.5);
    terms[term_aligned] = cues->aligned;
    terms[term_copies] = bounded(cues->copies, 0, 1.5);
    terms[term_family] = bounded(cues->family, 0, 1.5);
    terms[term_raised] = bounded(cues->raised, -0.5, 2.5);
    terms[term_rank] = cues->rank;
    terms[term_shade] = bounded(cues->shade, -1.5, 1.5);
}

/* Fitted (logistic, L2, the strongest three lines of each needle-free picture)
 * on every line found in half of each set: 102 nerves, 54 of muscle, 27 calf
 * frames, simulated ones; with needles, 3 phantom stills, 23 frames of one
 * handheld clip, 69 simulated ones, and 119 of needle-free pictures with a
 * needle painted in. Then started lower, until none of the nerves and muscle
 * came above 0.5. docs/decisions/0002-stills.md has the figures. */
static const double fine_start = -4.71, broad_start = -4.76;
static const double fine_weights[term_count] = {
    [term_far] = -0.83,     [term_through] = -1.67, [term_short] = -2.26,
    [term_length] = 2.13,   [term_mean] = 1.10,     [term_crowd] = -0.62,
    [term_rival] = 0.45,    [term_bend] = -2.28,    [term_gap] = -4.88,
    [term_flat] = -0.99,    [term_steep] = -0.99,   [term_beyond] = -1.33,
    [term_aligned] = -2.39, [term_copies] = -1.41,  [term_family] = -2.47,
    [term_raised] = -0.02,  [term_rank] = 8.16,     [term_shade] = 0.66,
};
static const double broad_weights[term_count] = {
    [term_far] = -0.83,     [term_through] = -1.67, [term_short] = -3.39,
    [term_length] = 3.44,   [term_mean] = 0.47,     [term_crowd] = -0.62,
    [term_rival] = 0.45,    [term_bend] = -2.76,    [term_gap] = -7.59,
    [term_flat] = -2.27,    [term_steep] = -0.99,   [term_beyond] = -1.22,
    [term_aligned] = -2.76, [term_copies] = -2.62,  [term_family] = -1.04,
    [term_raised] = -0.97,  [term_rank] = 8.49,     [term_shade] = -0.44,
};

double bv_classify_still(const struct bv_cues *cues, bool broad)
{
    double terms[term_count], x = broad ? broad_start : fine_start;

    list_terms(cues, terms);
    for (int i = 0; i < term_count; i++)
        x += (broad ? broad_weights : fine_weights)[i] * terms[i];
    return logistic(x);
}

/* Fitted (logistic, L2, each weight's sign given beforehand) to slides of
 * tracks in simulated clips and in one real handheld clip, against those of
 * tissue in simulated and real needle-free clips.
 * docs/decisions/0003-slides.md has the clips and the figures. */
double bv_classify_slide(const struct bv_slide_cues *cues, double side_px)
{
    double x = 6.71;

    x -= 9.45 * bounded(cues->gap_part, 0, 0.4);
    x -= 2.81 * bounded(cues->bend_px, 0, 1.5);
    x -= 1.02 * bounded(cues->turn_deg, 0, 4);
    x -= 4.26 * bounded(cues->travel, 0, 1.5);
    x -= 6.37 * bounded(cues->before, 0, 1.2);
    x -= 1.73 * bounded(cues->step, 0, 1.2);
    x -= 6.44 * bounded(cues->rough, 0, 0.5);
    x -= 0.05 * bounded(cues->beside_px, 0, 6);
    x -= 35.1 *
         bounded(cues->beside_px / fabs(cues->slide_part * side_px), 0, 0.5);
    x -= 4.82 * bounded(cues->alike, -0.2, 1);
    x += 1.55 * bounded(cues->end_step, 0, 2);
    x -= 14.3 * bounded(cues->family, 0, 1.2);
    x += 12.9 * bounded(cues->rank, 0.5, 1);
    return x;
}

double bv_classify_track(const struct bv_cues *cues, double proof)
{
    double x = -1;

    x += 4 * bounded(cues->length_part, 0, 0.4);
    x += 1.2 * bounded(cues->mean - 0.8, 0, 1.2);
    x += 0.15 * bounded(proof, 0, 10);
    return logistic(x);
}
