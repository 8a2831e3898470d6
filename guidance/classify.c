#include "guidance/classify.h"

#include <assert.h>
#include <math.h>

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

static double bounded(double x, double least, double most)
{
    return x < least ? least : x > most ? most : x;
}

/* Adds up what cues weigh; those without a weight have no part in it. */
static void add_up(double start, const double *weights, const double *cues,
                   const char *const *names, int count, struct bv_odds *odds)
{
    odds->start = odds->log_odds = start;
    odds->count = 0;
    for (int i = 0; i < count; i++) {
        double adds = weights[i] * cues[i];

        if (weights[i] == 0)
            continue;
        odds->log_odds += adds;
        odds->parts[odds->count].name = names[i];
        odds->parts[odds->count].cue = cues[i];
        odds->parts[odds->count++].adds = adds;
    }
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
    term_rank,
    term_shade,
    term_network,
    term_count,
};
static_assert(term_count <= BV_PARTS_MAX, "room for all");

static const char *const term_names[term_count] = {
    [term_far] = "comes from far beside the probe",
    [term_through] = "goes from border to border",
    [term_short] = "short",
    [term_length] = "length",
    [term_mean] = "evidence on it",
    [term_crowd] = "other lines go its way",
    [term_rival] = "a stronger line",
    [term_bend] = "bent",
    [term_gap] = "unseen before it",
    [term_flat] = "flat",
    [term_steep] = "steep",
    [term_beyond] = "ends before the border",
    [term_aligned] = "tissue goes its way",
    [term_copies] = "parallel line below",
    [term_family] = "parallel line above",
    [term_rank] = "brighter than the picture",
    [term_shade] = "brighter above than below",
    [term_network] = "network",
};

static void list_terms(const struct bv_cues *cues, double *terms)
{
    bool to_border = cues->gap_part < 0.1;
    double unseen = cues->gap_part + cues->beyond_part;

    terms[term_far] = 10 * bounded(cues->outside_part - 0.6, 0, 0.5);
    terms[term_through] = to_border ? 4 * bounded(0.25 - unseen, 0, 0.25) : 0;
    terms[term_short] = 10 * bounded(0.3 - cues->length_part, 0, 0.3);
    terms[term_length] = bounded(cues->length_part, 0, 0.8);
    terms[term_mean] = bounded(cues->mean, 0, 2.5);
    terms[term_crowd] = bounded(cues->crowd, 0, 2);
    terms[term_rival] = bounded(cues->rival, 0, 2);
    terms[term_bend] = bounded(cues->bend, 0, 2.5);
    terms[term_gap] = bounded(cues->gap_part, 0, 0.5);
    terms[term_flat] = bounded(20 - cues->angle_deg, 0, 14) / 10;
    terms[term_steep] = bounded(cues->angle_deg - 45, 0, 30) / 10;
    terms[term_beyond] = bounded(cues->beyond_part, 0, 0.5);
    terms[term_aligned] = cues->aligned;
    terms[term_copies] = bounded(cues->copies, -0.2, 1.5);
    terms[term_family] = bounded(cues->family, -0.2, 1.5);
    terms[term_rank] = cues->rank;
    terms[term_shade] = bounded(cues->shade, -1.5, 1.5);
    terms[term_network] =
        isnan(cues->network) ? 0 : bounded(cues->network, -6, 6);
}

/* Fitted (logistic, L2, signs given beforehand where they are known) on every
 * line found in real and simulated pictures that the network has not learned,
 * once with what it says and once for where there is none. Then started lower,
 * until no real needle-free picture came near 0.5.
 * docs/decisions/0005-signed-lines.md has the sets and the figures. */
struct still_model {
    double start, weights[term_count];
};

static const struct still_model still_with_network[2] = {
    {/* fine */
     -3.17,
     {[term_far] = -0.549,
      [term_through] = -5.21,
      [term_short] = -1.5,
      [term_length] = 5.17,
      [term_crowd] = -0.905,
      [term_rival] = -0.132,
      [term_bend] = -2.84,
      [term_gap] = -3.19,
      [term_flat] = -0.75,
      [term_beyond] = 2.95,
      [term_aligned] = -0.799,
      [term_copies] = -0.784,
      [term_family] = -0.778,
      [term_rank] = 4.42,
      [term_shade] = -0.387,
      [term_network] = 0.628}},
    {/* broad */
     -4.64,
     {[term_far] = -0.39,
      [term_through] = -2.6,
      [term_short] = -2.07,
      [term_length] = 6.35,
      [term_mean] = 0.876,
      [term_crowd] = -0.898,
      [term_bend] = -0.24,
      [term_gap] = -4.57,
      [term_flat] = -0.694,
      [term_steep] = -1.32,
      [term_beyond] = 3.54,
      [term_copies] = 0.276,
      [term_family] = -1.53,
      [term_shade] = 0.124,
      [term_network] = 0.8}},
};

static const struct still_model still_alone[2] = {
    {/* fine */
     -9.22,
     {[term_far] = -1,
      [term_short] = -2.33,
      [term_length] = 4.68,
      [term_mean] = 0.954,
      [term_crowd] = -0.788,
      [term_bend] = -2.04,
      [term_gap] = -6.66,
      [term_flat] = -1.71,
      [term_beyond] = 2.96,
      [term_aligned] = -2.76,
      [term_copies] = -1.43,
      [term_family] = -2.67,
      [term_rank] = 8.07,
      [term_shade] = -0.0833}},
    {/* broad */
     -9.43,
     {[term_far] = -0.986,
      [term_through] = -0.564,
      [term_short] = -2.84,
      [term_length] = 7.19,
      [term_mean] = 1.9,
      [term_crowd] = -0.735,
      [term_bend] = -0.503,
      [term_gap] = -8.69,
      [term_flat] = -2.06,
      [term_steep] = -0.951,
      [term_beyond] = 4.53,
      [term_aligned] = -3.8,
      [term_copies] = 0.321,
      [term_family] = -3.03,
      [term_rank] = 2.23,
      [term_shade] = 0.243}},
};

void bv_classify_still_odds(const struct bv_cues *cues, bool broad,
                            struct bv_odds *odds)
{
    const struct still_model *model =
        &(isnan(cues->network) ? still_alone : still_with_network)[broad];
    double terms[term_count];

    list_terms(cues, terms);
    add_up(model->start, model->weights, terms, term_names, term_count, odds);
}

double bv_classify_still(const struct bv_cues *cues, bool broad)
{
    struct bv_odds odds;

    bv_classify_still_odds(cues, broad, &odds);
    return logistic(odds.log_odds);
}

/* The cues of a slide, bounded as those of a still are. */
enum {
    slide_gap,
    slide_bend,
    slide_turn,
    slide_travel,
    slide_before,
    slide_leap,
    slide_rough,
    slide_sideways,
    slide_alike,
    slide_end_step,
    slide_family,
    slide_rank,
    slide_angle,
    slide_stands_out,
    slide_network,
    slide_count,
};
static_assert(slide_count <= BV_PARTS_MAX, "room for all");

static const char *const slide_names[slide_count] = {
    [slide_gap] = "unseen before it",
    [slide_bend] = "bent",
    [slide_turn] = "turned",
    [slide_travel] = "went with the tissue",
    [slide_before] = "line where its end passed",
    [slide_leap] = "its end leapt",
    [slide_rough] = "its end went unsteadily",
    [slide_sideways] = "went sideways",
    [slide_alike] = "speckle stayed along it",
    [slide_end_step] = "step at its end",
    [slide_family] = "parallel line above",
    [slide_rank] = "brighter than the picture",
    [slide_angle] = "angle",
    [slide_stands_out] = "stands out of its parallels",
    [slide_network] = "network",
};

static void list_slide_terms(const struct bv_slide_cues *cues, double side_px,
                             double *terms)
{
    double sideways = cues->beside_px / fabs(cues->slide_part * side_px);

    terms[slide_gap] = bounded(cues->gap_part, 0, 0.4);
    terms[slide_bend] = bounded(cues->bend_px, 0, 1.5);
    terms[slide_turn] = bounded(cues->turn_deg, 0, 4);
    terms[slide_travel] = bounded(cues->travel, 0, 1.5);
    terms[slide_before] = bounded(cues->before, -0.5, 1.2);
    terms[slide_leap] = bounded(cues->leap, 0, 1.2);
    terms[slide_rough] = bounded(cues->rough, 0, 0.5);
    terms[slide_sideways] = bounded(sideways, 0, 0.5);
    terms[slide_alike] = bounded(cues->alike, -0.2, 1);
    terms[slide_end_step] = bounded(cues->end_step, 0, 3);
    terms[slide_family] = bounded(cues->family, -0.2, 1.2);
    terms[slide_rank] = bounded(cues->rank, 0.5, 1);
    terms[slide_angle] = bounded(cues->angle_deg, 9, 15);
    terms[slide_stands_out] = bounded(cues->stands_out, 0, 8);
    terms[slide_network] =
        isnan(cues->network) ? 0 : bounded(cues->network, -6, 6);
}

/* Fitted (logistic, L2, each weight's sign given beforehand) to slides of
 * tracks in simulated clips of all scenes and in one real handheld clip,
 * against those of tissue in simulated and real needle-free clips: once with
 * what the network says, and once for where there is none.
 * docs/decisions/0005-signed-lines.md has the clips and the figures. */
static const double slide_start = -17.44, slide_start_alone = -26.43;
static const double slide_weights[slide_count] = {
    [slide_bend] = -3.67,       [slide_turn] = -0.868,
    [slide_travel] = -1.01,     [slide_before] = -1.26,
    [slide_rough] = -6.65,      [slide_sideways] = -2.56,
    [slide_alike] = -0.491,     [slide_end_step] = 0.305,
    [slide_rank] = 4.37,        [slide_angle] = 1.21,
    [slide_stands_out] = 0.329, [slide_network] = 0.881,
};
static const double slide_weights_alone[slide_count] = {
    [slide_gap] = -1.95,      [slide_bend] = -3.75,       [slide_turn] = -0.987,
    [slide_travel] = -0.744,  [slide_before] = -0.524,    [slide_leap] = -1.66,
    [slide_rough] = -11.2,    [slide_sideways] = -12.4,   [slide_alike] = -1.66,
    [slide_end_step] = 0.258, [slide_family] = -1.75,     [slide_rank] = 14.4,
    [slide_angle] = 1.23,     [slide_stands_out] = 0.515,
};

void bv_classify_slide_odds(const struct bv_slide_cues *cues, double side_px,
                            struct bv_odds *odds)
{
    bool alone = isnan(cues->network);
    double terms[slide_count];

    list_slide_terms(cues, side_px, terms);
    add_up(alone ? slide_start_alone : slide_start,
           alone ? slide_weights_alone : slide_weights, terms, slide_names,
           slide_count, odds);
}

double bv_classify_slide(const struct bv_slide_cues *cues, double side_px)
{
    struct bv_odds odds;

    bv_classify_slide_odds(cues, side_px, &odds);
    return odds.log_odds;
}

/* What makes a drawn needle surer was set by hand; its start was fitted, so
 * that the mean is the share of drawn needles that lie within 2 mm of the true
 * one: in simulated clips alone, 98.7 % of 6900
 * (docs/decisions/0005-signed-lines.md).
 */
void bv_classify_track_odds(const struct bv_cues *cues, double proof,
                            struct bv_odds *odds)
{
    static const char *const names[] = {"length", "evidence on it", "proof"};
    static const double weights[] = {4, 1.2, 0.15};
    const double terms[] = {bounded(cues->length_part, 0, 0.4),
                            bounded(cues->mean - 0.8, 0, 1.2),
                            bounded(proof, 0, 10)};

    add_up(0.6, weights, terms, names, 3, odds);
}

double bv_classify_track(const struct bv_cues *cues, double proof)
{
    struct bv_odds odds;

    bv_classify_track_odds(cues, proof, &odds);
    return logistic(odds.log_odds);
}
