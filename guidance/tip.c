#include "guidance/tip.h"

#include <math.h>

#include "guidance/profile.h"

/* Where the end is looked for, and what is compared across it. */
enum { search_px = 14, side_px = 14 };
/* How much of the line says how bright it is there. */
enum { level_px = 60 };
/* What a tip asks for, a new one and one that was seen just now (else it would
 * come and go with the speckle). Set on simulated clips of all scenes: of the
 * ends with a lower step half are 0.7 mm off and more. */
struct demands {
    double step;    /* evidence lost across it, */
    double inside;  /* and left before it */
    double goes_on; /* summed above speckle behind it: more is the shaft, */
    double forgive; /* but for each step above what is asked, so much more
                       is something else */
};
static const struct demands for_new = {1.7, 1.0, 10, 8};
static const struct demands for_expected = {1.2, 0.9, 12, 6};
/* A line's evidence goes on beyond its end: by the filter's own width and the
 * beam's. Median on simulated needles. */
static const double beyond_px = 2.5;
/* The lower the step, the less sure its place: so that nine in ten lie within
 * 1.645 of it, on the same clips. */
static const double sd_least_px = 3, sd_slope_px = 14, sure_step = 2.4;
static const double expected_within_px = 6;
/* Where the shaft may go on: behind a gap, but no farther. A line that lies
 * farther off is another one. */
static const double gap_px = 8, behind_px = 45;
/* A place closer to the border than this is where the picture ends. */
static const double border_px = 6;

static double held(float along, double most)
{
    return along < -most ? -most : along > most ? most : along;
}

/* Evidence before a place minus evidence behind it, none counted as more than
 * so much. */
static double step_at(const struct bv_profile *profile, int at, double most,
                      double *inside)
{
    double before = 0, behind = 0;

    for (int i = 1; i <= side_px; i++) {
        double a = at - i >= 0 ? held(profile->along[at - i], most) : 0;
        double b = at + i - 1 < profile->count
                       ? held(profile->along[at + i - 1], most)
                       : 0;

        before += a;
        behind += b;
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

/* Evidence above speckle behind a gap: where there is much, the line goes on
 * and its end here is a fade. */
static double evidence_behind(const struct bv_evidence *evidence,
                              const struct bv_px_segment *piece, double along)
{
    struct bv_px_segment beyond = {bv_px_segment_at(piece, along + gap_px),
                                   bv_px_segment_at(piece, along + gap_px + 1)};
    struct bv_profile profile;
    struct bv_profile_piece found;

    bv_profile_take(evidence, &beyond, 0, behind_px, &profile);
    return bv_profile_best_piece(&profile, &found) ? found.score : 0;
}

/* The place of the largest step near the end, a sample; -1 none. */
static int find_step(const struct bv_profile *profile, int end, double most,
                     double *best, double *inside)
{
    int best_at = -1;

    *best = *inside = 0;
    for (int at = end - search_px; at <= end + search_px; at++) {
        double here, step;

        if (at < side_px || at + 2 > profile->count)
            continue;
        step = step_at(profile, at, most, &here);
        if (step > *best) {
            *best = step;
            *inside = here;
            best_at = at;
        }
    }
    return best_at;
}

/* Where a bright line ends is where it falls to half its own level, not where
 * it falls to what a faint one has. */
static double place_end(const struct bv_profile *profile, int at)
{
    int first = at > level_px ? at - level_px : 0;
    double most = 0, best, unused;

    for (int i = first; i < at; i++)
        most += profile->along[i] / (at - first);
    most = fmax(most, BV_PROFILE_MOST);
    at = find_step(profile, at, most, &best, &unused);
    return profile->start + at - 0.5 - beyond_px +
           vertex(step_at(profile, at - 1, most, &unused), best,
                  step_at(profile, at + 1, most, &unused));
}

bool bv_tip_find(const struct bv_evidence *evidence,
                 const struct bv_px_segment *piece, double expected_px,
                 struct bv_tip *tip, struct bv_verdict *why)
{
    const struct demands *asked = &for_new;
    struct bv_profile profile;
    double best, inside;
    int at;

    bv_profile_take(evidence, piece, 0, search_px + side_px + 1, &profile);
    at = find_step(&profile, (int)(bv_px_segment_length(piece) - profile.start),
                   BV_PROFILE_MOST, &best, &inside);
    if (at < 0)
        return bv_refuse(BV_REASON_TIP_STEP, 0, asked->step, why);
    tip->along_px = place_end(&profile, at);
    if (fabs(tip->along_px - expected_px) <= expected_within_px)
        asked = &for_expected;
    if (!bv_at_least(best, asked->step, BV_REASON_TIP_STEP, why) ||
        !bv_at_least(inside, asked->inside, BV_REASON_TIP_INSIDE, why))
        return false;
    if (at_border(evidence, piece, tip->along_px))
        return bv_refuse(BV_REASON_TIP_BORDER, 0, 0, why);
    if (!bv_at_most(evidence_behind(evidence, piece, tip->along_px),
                    asked->goes_on + asked->forgive * (best - asked->step),
                    BV_REASON_TIP_GOES_ON, why))
        return false;
    tip->sd_px = sd_least_px + sd_slope_px * fmax(0, sure_step - best);
    return true;
}
