#include "guidance/profile.h"

#include <math.h>

/* Of the longer side, as evidence x px. */
static const float drop_part = 0.04F;
/* Evidence is smooth over more than this. */
static const double sum_step_px = 2;

/* The part of the line inside the picture, as px after `from`. */
static bool clip(const struct bv_evidence *evidence,
                 const struct bv_px_segment *piece, double right, double down,
                 double *first, double *last)
{
    double start[2] = {piece->from.x, piece->from.y};
    double step[2] = {right, down};
    double size[2] = {evidence->width - 1.001, evidence->height - 1.001};

    for (int i = 0; i < 2; i++) {
        double enter, leave;

        if (fabs(step[i]) < 1e-9) {
            if (start[i] < 0 || start[i] > size[i])
                return false;
            continue;
        }
        enter = -start[i] / step[i];
        leave = (size[i] - start[i]) / step[i];
        *first = fmax(*first, fmin(enter, leave));
        *last = fmin(*last, fmax(enter, leave));
    }
    return *first <= *last;
}

void bv_profile_take(const struct bv_evidence *evidence,
                     const struct bv_px_segment *piece, double before_px,
                     double after_px, struct bv_profile *profile)
{
    double length = bv_px_segment_length(piece);
    double right = (piece->to.x - piece->from.x) / length;
    double down = (piece->to.y - piece->from.y) / length;
    double first = -before_px, last = length + after_px;

    profile->count = 0;
    profile->drop = bv_profile_drop(evidence);
    if (!(length > 0) || !clip(evidence, piece, right, down, &first, &last))
        return;
    profile->start = ceil(first);
    if (last < profile->start)
        return;
    profile->count = (int)(last - profile->start) + 1;
    if (profile->count > BV_PROFILE_MAX)
        profile->count = BV_PROFILE_MAX;
    bv_evidence_along(evidence, piece->from.x + profile->start * right,
                      piece->from.y + profile->start * down, right, down, 1,
                      profile->count, profile->along);
}

float bv_profile_drop(const struct bv_evidence *evidence)
{
    int longer =
        evidence->width > evidence->height ? evidence->width : evidence->height;

    return drop_part * (float)longer;
}

float bv_profile_clipped(float along)
{
    float high = along < BV_PROFILE_MOST ? along : BV_PROFILE_MOST;

    return high > -BV_PROFILE_MOST ? high : -BV_PROFILE_MOST;
}

static float above_speckle(float along)
{
    return bv_profile_clipped(along) - BV_PROFILE_SPECKLE;
}

double bv_profile_sum(const struct bv_evidence *evidence,
                      const struct bv_px_segment *piece)
{
    double length = bv_px_segment_length(piece), sum = 0;
    double right = (piece->to.x - piece->from.x) / length;
    double down = (piece->to.y - piece->from.y) / length;
    double first = 0, last = length;
    float along[BV_PROFILE_MAX];
    int count;

    if (!(length > 0) || !clip(evidence, piece, right, down, &first, &last))
        return 0;
    count = (int)((last - first) / sum_step_px) + 1;
    if (count > BV_PROFILE_MAX)
        count = BV_PROFILE_MAX;
    bv_evidence_along(evidence, piece->from.x + first * right,
                      piece->from.y + first * down, right, down, sum_step_px,
                      count, along);
    for (int i = 0; i < count; i++)
        sum += above_speckle(along[i]);
    return sum * sum_step_px;
}

bool bv_profile_best_piece(const struct bv_profile *profile,
                           struct bv_profile_piece *piece)
{
    double running = 0, peak = 0, best = 0, mean = 0;
    int start = 0, best_start = 0, best_end = -1, filled = 0;

    for (int i = 0; i < profile->count; i++) {
        if (running <= 0 || running <= peak - profile->drop) {
            running = peak = 0;
            start = i;
        }
        running += above_speckle(profile->along[i]);
        peak = running > peak ? running : peak;
        if (running > best) {
            best = running;
            best_start = start;
            best_end = i;
        }
    }
    if (best_end <= best_start)
        return false;
    for (int i = best_start; i <= best_end; i++) {
        mean += bv_profile_clipped(profile->along[i]);
        filled += profile->along[i] > BV_PROFILE_SPECKLE;
    }
    *piece = (struct bv_profile_piece){
        .start = profile->start + best_start,
        .end = profile->start + best_end,
        .mean = mean / (best_end - best_start + 1),
        .filled = (double)filled / (best_end - best_start + 1),
        .score = best};
    return true;
}

enum { bend_parts = 8, bend_reach_px = 5 };

/* rms of y about its best straight line over 0..count-1, weighted. */
static double misfit(const double *y, const double *weight, int count)
{
    double sum = 0, x1 = 0, x2 = 0, y1 = 0, xy = 0, spread, slope, offset;
    double rest = 0;

    for (int i = 0; i < count; i++) {
        sum += weight[i];
        x1 += weight[i] * i;
        x2 += weight[i] * i * i;
        y1 += weight[i] * y[i];
        xy += weight[i] * i * y[i];
    }
    spread = sum * x2 - x1 * x1;
    if (sum <= 0 || spread <= 1e-9)
        return 0;
    slope = (sum * xy - x1 * y1) / spread;
    offset = (y1 - slope * x1) / sum;
    for (int i = 0; i < count; i++)
        rest += weight[i] * (y[i] - offset - slope * i) *
                (y[i] - offset - slope * i);
    return sqrt(rest / sum);
}

double bv_profile_bend(const struct bv_evidence *evidence,
                       const struct bv_px_segment *piece)
{
    double length = bv_px_segment_length(piece);
    double right = (piece->to.x - piece->from.x) / length;
    double down = (piece->to.y - piece->from.y) / length;
    double weight[bend_parts] = {0}, place[bend_parts] = {0};
    struct bv_profile profile;

    for (int off = -bend_reach_px; off <= bend_reach_px; off++) {
        struct bv_px_segment beside = {
            {piece->from.x - off * down, piece->from.y + off * right},
            {piece->to.x - off * down, piece->to.y + off * right}};

        bv_profile_take(evidence, &beside, 0, 0, &profile);
        for (int i = 0; i < profile.count; i++) {
            int part = (int)((profile.start + i) * bend_parts / (length + 1));
            float above = profile.along[i] - BV_PROFILE_SPECKLE;

            if (above <= 0 || part < 0 || part >= bend_parts)
                continue;
            /* Squared: the ridge's top counts, not what lies beside it. */
            weight[part] += above * above;
            place[part] += above * above * off;
        }
    }
    for (int i = 0; i < bend_parts; i++)
        place[i] = weight[i] > 0 ? place[i] / weight[i] : 0;
    return misfit(place, weight, bend_parts);
}
