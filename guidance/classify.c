#include "guidance/classify.h"

#include <math.h>

#include "guidance/entry.h"

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

static double bounded(double x, double least, double most)
{
    return x < least ? least : x > most ? most : x;
}

/* Evidence of the other lines within a few degrees, against this one's. */
static double measure_crowd(const struct bv_candidate *all, int count,
                            int which)
{
    double sum = 0;

    for (int i = 0; i < count; i++)
        if (i != which &&
            bv_px_segment_turn_deg(&all[i].piece, &all[which].piece) < 12)
            sum += all[i].score;
    return sum / fmax(all[which].score, 1);
}

void bv_cues_measure(const struct bv_evidence *evidence,
                     const struct bv_candidate *all, int count, int which,
                     struct bv_cues *cues)
{
    double longer = fmax(evidence->width, evidence->height);

    cues->length_part = bv_px_segment_length(&all[which].piece) / longer;
    cues->mean = all[which].mean;
    cues->filled = all[which].filled;
    cues->angle_deg = bv_px_segment_angle_deg(&all[which].piece);
    cues->bend = all[which].bend;
    cues->gap_part = bv_entry_gap(&evidence->area, &all[which].piece) / longer;
    cues->crowd = measure_crowd(all, count, which);
}

double bv_classify_still(const struct bv_cues *cues)
{
    double x = -9.2;

    x += 6 * bounded(cues->length_part, 0, 0.8);
    x += 3 * bounded(cues->mean, 0, 2.2);
    x += 2 * cues->filled;
    x -= 1.5 * bounded(cues->crowd, 0, 2);
    x -= 1.5 * bounded(cues->bend - 0.3, 0, 2);
    x -= 4 * bounded(cues->gap_part - 0.1, 0, 0.5);
    x -= cues->angle_deg < 12 ? 2 : 0;
    return logistic(x);
}

double bv_classify_track(const struct bv_cues *cues, double slid_part)
{
    double x = -1;

    x += 4 * bounded(cues->length_part, 0, 0.4);
    x += 1.2 * bounded(cues->mean - 0.8, 0, 1.2);
    x += 12 * bounded(slid_part, 0, 0.15);
    return logistic(x);
}
