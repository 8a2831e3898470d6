#include "guidance/tip.h"

#include <math.h>

#include "guidance/profile.h"

/* Where the end is looked for, and what is compared across it. */
enum { search_px = 14, side_px = 14 };
/* Evidence that must be lost across the tip, and left before it. */
static const double step_least = 1.0;
static const double inside_least = 1.3;
/* Evidence that the line goes on, summed above speckle, and where. */
static const double goes_on = 8, gap_px = 8, behind_px = 160;
/* A place closer to the border than this is where the picture ends. */
static const double border_px = 6;

/* Evidence before a place minus evidence behind it. */
static double step_at(const struct bv_profile *profile, int at, double *inside)
{
    double before = 0, behind = 0;

    for (int i = 1; i <= side_px; i++) {
        double a = at - i >= 0 ? profile->along[at - i] : 0;
        double b = at + i - 1 < profile->count ? profile->along[at + i - 1] : 0;

        before += a < 2.5 ? a : 2.5;
        behind += b < 2.5 ? b : 2.5;
    }
    *inside = before / side_px;
    return (before - behind) / side_px;
}

/* Vertex of the parabola through three steps, px from the middle one. */
static double vertex(double before, double middle, double behind)
{
    double bend = before - 2 * middle + behind;

    return bend < -1e-9 ? 0.5 * (before - behind) / bend : 0;
}

static bool at_border(const struct bv_evidence *evidence,
                      const struct bv_px_segment *piece, double along)
{
    struct bv_px at = bv_px_segment_at(piece, along);

    return at.x < border_px || at.y < border_px ||
           at.x > evidence->width - 1 - border_px ||
           at.y > evidence->height - 1 - border_px;
}

/* Whether the line goes on behind a gap: then its end here is a fade. */
static bool goes_on_behind(const struct bv_evidence *evidence,
                           const struct bv_px_segment *piece, double along)
{
    struct bv_px_segment beyond = {bv_px_segment_at(piece, along + gap_px),
                                   bv_px_segment_at(piece, along + gap_px + 1)};
    struct bv_profile profile;
    struct bv_profile_piece found;

    bv_profile_take(evidence, &beyond, 0, behind_px, &profile);
    return bv_profile_best_piece(&profile, &found) && found.score > goes_on;
}

bool bv_tip_find(const struct bv_evidence *evidence,
                 const struct bv_px_segment *piece, struct bv_tip *tip)
{
    struct bv_profile profile;
    double length = bv_px_segment_length(piece), best = 0, inside = 0;
    int end, best_at = -1;

    bv_profile_take(evidence, piece, 0, search_px + side_px + 1, &profile);
    end = (int)(length - profile.start);
    for (int at = end - search_px; at <= end + search_px; at++) {
        double here, step;

        if (at < side_px || at + 2 > profile.count)
            continue;
        step = step_at(&profile, at, &here);
        if (step > best) {
            best = step;
            inside = here;
            best_at = at;
        }
    }
    if (best_at < 0 || best < step_least || inside < inside_least)
        return false;
    tip->along_px = profile.start + best_at - 0.5 +
                    vertex(step_at(&profile, best_at - 1, &inside), best,
                           step_at(&profile, best_at + 1, &inside));
    if (at_border(evidence, piece, tip->along_px) ||
        goes_on_behind(evidence, piece, tip->along_px))
        return false;
    /* The lower the step, the less sure its place. */
    tip->sd_px = 3.5 / best;
    return true;
}
