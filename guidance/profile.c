#include "guidance/profile.h"

#include <math.h>

/* Evidence that speckle reaches on average along an arbitrary line. */
static const float speckle = 0.8f;
/* One bright spot must not make a line: more than this counts as this. */
static const float most = 2.5f;

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
    double cos_twice = right * right - down * down;
    double sin_twice = 2 * right * down;
    double first = -before_px, last = length + after_px;

    profile->count = 0;
    if (!(length > 0) || !clip(evidence, piece, right, down, &first, &last))
        return;
    profile->start = ceil(first);
    for (double at = profile->start;
         at <= last && profile->count < BV_PROFILE_MAX; at += 1)
        profile->along[profile->count++] = (float)bv_evidence_along(
            evidence, piece->from.x + at * right, piece->from.y + at * down,
            cos_twice, sin_twice);
}

static float above_speckle(float along)
{
    return (along < most ? along : most) - speckle;
}

double bv_profile_sum(const struct bv_profile *profile)
{
    double sum = 0;

    for (int i = 0; i < profile->count; i++)
        sum += above_speckle(profile->along[i]);
    return sum;
}

bool bv_profile_best_piece(const struct bv_profile *profile,
                           struct bv_profile_piece *piece)
{
    double running = 0, best = 0, mean = 0;
    int start = 0, best_start = 0, best_end = -1, filled = 0;

    for (int i = 0; i < profile->count; i++) {
        if (running <= 0) {
            running = 0;
            start = i;
        }
        running += above_speckle(profile->along[i]);
        if (running > best) {
            best = running;
            best_start = start;
            best_end = i;
        }
    }
    if (best_end <= best_start)
        return false;
    for (int i = best_start; i <= best_end; i++) {
        mean += profile->along[i] < most ? profile->along[i] : most;
        filled += profile->along[i] > speckle;
    }
    *piece = (struct bv_profile_piece){
        .start = profile->start + best_start,
        .end = profile->start + best_end,
        .mean = mean / (best_end - best_start + 1),
        .filled = (double)filled / (best_end - best_start + 1),
        .score = best};
    return true;
}
