#include "guidance/cues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/entry.h"
#include "guidance/profile.h"

/* How far copies are looked for, of the longer side. */
static const double far_part = 0.14;

/* Parallel lines are never taken to be more alike than this. */
static const double least_spread = 0.1;

/* Half a line's width, with its blur. */
enum { thick_px = 5 };

static struct bv_px_segment beside(const struct bv_px_segment *piece,
                                   double deeper_px)
{
    double length = bv_px_segment_length(piece);
    double x = (piece->to.x - piece->from.x) / length;
    double y = (piece->to.y - piece->from.y) / length;
    double way = x < 0 ? -deeper_px : deeper_px;

    return (struct bv_px_segment){
        {piece->from.x - way * y, piece->from.y + way * x},
        {piece->to.x - way * y, piece->to.y + way * x}};
}

static void measure_others(const struct bv_candidate *all, int count, int which,
                           struct bv_cues *cues)
{
    double own = fmax(all[which].score, 1);

    cues->crowd = cues->rival = 0;
    for (int i = 0; i < count; i++) {
        if (i == which)
            continue;
        cues->rival = fmax(cues->rival, all[i].score / own);
        if (bv_px_segment_turn_deg(&all[i].piece, &all[which].piece) < 12)
            cues->crowd += all[i].score / own;
    }
}

static double profile_mean(const struct bv_evidence *evidence,
                           const struct bv_px_segment *piece)
{
    struct bv_profile profile;
    double length = bv_px_segment_length(piece), sum = 0;

    bv_profile_take(evidence, piece, 0, 0, &profile);
    for (int i = 0; i < profile.count; i++)
        sum += bv_profile_clipped(profile.along[i]);
    /* Half outside the picture counts as half a line, not as a whole one. */
    return sum / (length + 1);
}

static double strongest_beside(const struct bv_evidence *evidence,
                               const struct bv_px_segment *piece, int way)
{
    double far_px = far_part * fmax(evidence->width, evidence->height);
    double most = 0;

    for (int off = thick_px + 2; off <= far_px; off += 2) {
        struct bv_px_segment copy = beside(piece, way * off);

        most = fmax(most, profile_mean(evidence, &copy));
    }
    return most;
}

/* Where the tissue's lines go, without the line itself. */
static double measure_aligned(const struct bv_evidence *evidence,
                              const struct bv_px_segment *piece)
{
    double length = bv_px_segment_length(piece);
    double x = (piece->to.x - piece->from.x) / length;
    double y = (piece->to.y - piece->from.y) / length;
    double cos_twice = x * x - y * y, sin_twice = 2 * x * y;
    double along = 0, all = 0;

    for (int row = 0; row < evidence->height; row += 2)
        for (int column = 0; column < evidence->width; column += 2) {
            size_t at = (size_t)row * evidence->width + column;
            double c = evidence->along_cos[at], s = evidence->along_sin[at];
            double off =
                (row - piece->from.y) * x - (column - piece->from.x) * y;
            double spread = sqrt(c * c + s * s), any = evidence->any[at];
            double strength = any + spread - 0.5 * fabs(any - spread);

            if (fabs(off) < 2 * thick_px || strength <= 0 || spread <= 0)
                continue;
            along += strength * (c * cos_twice + s * sin_twice) / spread;
            all += strength;
        }
    return all > 0 ? along / all : 0;
}

struct greys {
    long counts[256];
    long count;
    double sd;
};

static void measure_greys(const struct bv_evidence *evidence,
                          struct greys *greys)
{
    double sum = 0, squares = 0, mean;

    memset(greys, 0, sizeof(*greys));
    for (int row = 0; row < evidence->height; row += 2)
        for (int column = 0; column < evidence->width; column += 2) {
            size_t at = (size_t)row * evidence->width + column;

            if (!evidence->mask[at])
                continue;
            greys->counts[evidence->image[at]]++;
            greys->count++;
            sum += evidence->image[at];
            squares += evidence->image[at] * evidence->image[at];
        }
    mean = greys->count ? sum / (double)greys->count : 0;
    greys->sd =
        greys->count
            ? sqrt(fmax(squares / (double)greys->count - mean * mean, 1))
            : 1;
}

/* Mean grey on a line, -1 where less than half of it is in the picture. */
static double mean_grey(const struct bv_evidence *evidence,
                        const struct bv_px_segment *piece)
{
    double length = bv_px_segment_length(piece), sum = 0;
    int count = 0, tried = 0;

    for (double along = 0; along <= length; along++, tried++) {
        struct bv_px at = bv_px_segment_at(piece, along);
        int column = (int)(at.x + 0.5), row = (int)(at.y + 0.5);
        size_t place;

        if (column < 0 || row < 0 || column >= evidence->width ||
            row >= evidence->height)
            continue;
        place = (size_t)row * evidence->width + column;
        if (!evidence->mask[place])
            continue;
        sum += evidence->image[place];
        count++;
    }
    return count * 2 > tried ? sum / count : -1;
}

static double band_grey(const struct bv_evidence *evidence,
                        const struct bv_px_segment *piece, int first, int last,
                        double otherwise)
{
    double sum = 0;
    int count = 0, way = first < last ? 2 : -2;

    for (int off = first; way > 0 ? off <= last : off >= last; off += way) {
        struct bv_px_segment line = beside(piece, off);
        double grey = mean_grey(evidence, &line);

        if (grey < 0)
            continue;
        sum += grey;
        count++;
    }
    return count ? sum / count : otherwise;
}

static double rank_of(const struct greys *greys, double own)
{
    long darker = 0;

    for (int grey = 0; grey < own && grey < 256; grey++)
        darker += greys->counts[grey];
    return greys->count ? (double)darker / (double)greys->count : 0;
}

static void measure_brightness(const struct bv_evidence *evidence,
                               const struct bv_px_segment *piece,
                               struct bv_cues *cues)
{
    struct greys greys;
    double own = band_grey(evidence, piece, -1, 1, 0), above, below;

    measure_greys(evidence, &greys);
    above = band_grey(evidence, piece, -6, -12, own);
    below = band_grey(evidence, piece, 6, 12, own);
    cues->raised = (own - fmax(above, below)) / greys.sd;
    above = band_grey(evidence, piece, -6, -30, own);
    below = band_grey(evidence, piece, 6, 30, own);
    cues->shade = (above - below) / greys.sd;
    cues->rank = rank_of(&greys, own);
}

double bv_cues_family(const struct bv_evidence *evidence,
                      const struct bv_px_segment *piece)
{
    return strongest_beside(evidence, piece, -1) /
           fmax(profile_mean(evidence, piece), 0.1);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

double bv_cues_stands_out(const struct bv_evidence *evidence,
                          const struct bv_px_segment *piece)
{
    enum { nearest = 7, farthest = 31, step = 2 };
    double means[farthest - nearest + step], spread;
    int count = 0;

    for (int off = nearest; off <= farthest; off += step)
        for (int way = -1; way <= 1; way += 2) {
            struct bv_px_segment line = beside(piece, way * off);

            means[count++] = profile_mean(evidence, &line);
        }
    qsort(means, (size_t)count, sizeof(means[0]), compare);
    spread = means[count / 2] - means[count / 6] + least_spread;
    return (profile_mean(evidence, piece) - means[count / 2]) / spread;
}

double bv_cues_rank(const struct bv_evidence *evidence,
                    const struct bv_px_segment *piece)
{
    struct greys greys;

    measure_greys(evidence, &greys);
    return rank_of(&greys, band_grey(evidence, piece, -1, 1, 0));
}

void bv_cues_measure(const struct bv_evidence *evidence,
                     const struct bv_candidate *all, int count, int which,
                     struct bv_cues *cues)
{
    const struct bv_candidate *line = &all[which];
    struct bv_px_segment back = {line->piece.to, line->piece.from};
    double longer = fmax(evidence->width, evidence->height);
    double own = fmax(profile_mean(evidence, &line->piece), 0.1);

    cues->network = NAN;
    cues->length_part = bv_px_segment_length(&line->piece) / longer;
    cues->mean = line->mean;
    cues->angle_deg = bv_px_segment_angle_deg(&line->piece);
    cues->bend = line->bend;
    cues->gap_part = bv_entry_gap(&evidence->area, &line->piece) / longer;
    cues->beyond_part = bv_entry_gap(&evidence->area, &back) / longer;
    cues->outside_part = bv_entry_outside(&evidence->area, &line->piece);
    cues->aligned = measure_aligned(evidence, &line->piece);
    cues->copies = strongest_beside(evidence, &line->piece, 1) / own;
    cues->family = bv_cues_family(evidence, &line->piece);
    measure_others(all, count, which, cues);
    measure_brightness(evidence, &line->piece, cues);
}
