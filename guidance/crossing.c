#include "guidance/crossing.h"

#include <math.h>
#include <stdlib.h>

#include "guidance/spots.h"

enum { tracks_max = 12 };

/* A spot must be so much stronger than what was there before; to be seen
 * again, a little less. */
static const double novelty_least = 0.8, novelty_again = 0.5;
/* A look must be so old to show the tissue without it. */
static const double before_s = 0.15;
/* How far it may go against the tissue in a frame, work px. */
static const struct bv_px reach_px = {6, 8};
/* Two spots nearer than this are one. */
static const struct bv_px same_px = {8, 16};
/* After a longer gap (two frames of the slowest pictures) it is gone. */
static const double gap_s = 0.26;
/* The cues are means of about so long. */
static const double mean_s = 0.15;
/* It shows over so many frames and so long, times rounded to a ms. */
static const int run_frames = 3;
static const double run_s = 0.099;
/* What has not proven itself by then is tissue. */
static const double proof_s = 2;
/* What confirms. Limits and cues: docs/decisions/0006-crossing.md. */
static const double rise_confirms = 25, proof_confirms = 2.5;
static const double spread_most_px = 20, lean_most = 0.8;
/* After that it is kept while it is so much of the strongest that it was. */
static const double strength_keeps = 0.45;

/* The network's log odds from which on a shaft ends there: crossings reach
 * 2.4, tips of needles in the plane have 3 and more. */
static const double shaft_odds = 2.5;

struct bv_crossing {
    struct bv_spot_finder *finder;
    struct bv_crossing_track all[tracks_max];
    double time_s; /* of the frame before */
};

struct bv_crossing *bv_crossing_new(void)
{
    struct bv_crossing *crossing = calloc(1, sizeof(*crossing));

    if (!crossing)
        return NULL;
    crossing->finder = bv_spot_finder_new();
    if (!crossing->finder) {
        free(crossing);
        return NULL;
    }
    return crossing;
}

void bv_crossing_free(struct bv_crossing *crossing)
{
    if (!crossing)
        return;
    bv_spot_finder_free(crossing->finder);
    free(crossing);
}

void bv_crossing_reset(struct bv_crossing *crossing)
{
    bv_spot_finder_reset(crossing->finder);
    bv_crossing_drop(crossing);
}

void bv_crossing_drop(struct bv_crossing *crossing)
{
    for (int i = 0; i < tracks_max; i++)
        crossing->all[i].used = false;
}

static void note(struct bv_crossing *crossing, double time_s,
                 const struct bv_evidence *evidence,
                 struct bv_crossing_track *track, const struct bv_spot *spot)
{
    struct bv_crossing_cues now = {.strength = (double)spot->strength,
                                   .novelty =
                                       (double)spot->strength - track->before};
    double part;

    track->frames++;
    part = fmax(1.0 / track->frames,
                fmin(1, (time_s - crossing->time_s) / mean_s));
    track->spot = spot->at;
    bv_crossing_cues_measure(evidence, track->spot, &now);
    now.rise =
        bv_spots_rise(crossing->finder, track->spot, track->born_s - before_s);
    track->spread_px = bv_spots_spread(
        crossing->finder, track->spot,
        bv_scan_area_beam(&evidence->area, track->spot), now.bright / 2);
    for (int i = 0; i < tracks_max; i++)
        now.crowd += crossing->all[i].used && crossing->all[i].seen &&
                     &crossing->all[i] != track;
    bv_crossing_cues_mix(&track->cues, &now, part);
    track->proof = bv_crossing_cues_proof(&track->cues);
    track->proof_most = fmax(track->proof_most, track->proof);
    track->confidence = 1 / (1 + exp(-track->proof_most));
    track->seen = true;
    track->seen_s = time_s;
    track->middle = bv_crossing_middle(evidence, track->spot);
}

static void follow(struct bv_crossing *crossing, double time_s,
                   const struct bv_evidence *evidence,
                   struct bv_crossing_track *track)
{
    struct bv_px moved =
        bv_evidence_motion(evidence, track->spot.x, track->spot.y);
    struct bv_spot found;

    track->spot.x += moved.x;
    track->spot.y += moved.y;
    track->seen = false;
    if (bv_spots_near(crossing->finder, evidence, track->spot, reach_px,
                      &found) &&
        (double)found.strength >= track->before + novelty_again) {
        note(crossing, time_s, evidence, track, &found);
    } else if (time_s - track->seen_s > gap_s) {
        track->used = false;
    }
}

static bool is_same(struct bv_px a, struct bv_px b)
{
    return fabs(a.x - b.x) < same_px.x && fabs(a.y - b.y) < same_px.y;
}

/* Of two on one spot the older one stays. */
static void drop_doubles(struct bv_crossing *crossing)
{
    for (int i = 0; i < tracks_max; i++)
        for (int k = 0; k < tracks_max; k++) {
            const struct bv_crossing_track *a = &crossing->all[i];
            struct bv_crossing_track *b = &crossing->all[k];

            if (i != k && a->used && a->seen && b->used &&
                is_same(a->spot, b->spot) &&
                (!b->seen || a->born_s < b->born_s ||
                 (a->born_s == b->born_s && i < k)))
                b->used = false;
        }
}

static bool is_followed(const struct bv_crossing *crossing, struct bv_px at)
{
    for (int i = 0; i < tracks_max; i++)
        if (crossing->all[i].used && crossing->all[i].seen &&
            is_same(crossing->all[i].spot, at))
            return true;
    return false;
}

static void start(struct bv_crossing *crossing, double time_s,
                  const struct bv_evidence *evidence,
                  const struct bv_spot *spot, double before)
{
    for (int i = 0; i < tracks_max; i++) {
        struct bv_crossing_track *track = &crossing->all[i];

        if (track->used)
            continue;
        *track = (struct bv_crossing_track){.used = true,
                                            .born_s = time_s,
                                            .before = before,
                                            .proof_most = -INFINITY};
        note(crossing, time_s, evidence, track, spot);
        return;
    }
}

static void look_for_new(struct bv_crossing *crossing, double time_s,
                         const struct bv_evidence *evidence,
                         const struct bv_spot *spots, int count)
{
    for (int i = 0; i < count; i++) {
        double before =
            bv_spots_before(crossing->finder, spots[i].at, time_s - before_s);

        if ((double)spots[i].strength - before >= novelty_least &&
            !is_followed(crossing, spots[i].at))
            start(crossing, time_s, evidence, &spots[i], before);
    }
}

static bool has_lasted(const struct bv_crossing_track *track)
{
    return track->used && track->seen && track->frames >= run_frames &&
           track->seen_s - track->born_s >= run_s;
}

/* The tip of a needle in the plane is new and bright too. */
static void drop_ends_of_shafts(struct bv_crossing *crossing,
                                const struct bv_evidence *evidence,
                                const struct bv_network_maps *maps)
{
    for (int i = 0; i < tracks_max; i++) {
        struct bv_crossing_track *track = &crossing->all[i];

        if (has_lasted(track))
            track->used = bv_crossing_shaft_odds(evidence, maps, track->spot) <
                          shaft_odds;
    }
}

/* Steel is among the brightest that there is; debris that floats in fluid is
 * not. Walls go on to the sides, and shafts in the plane lean. */
static bool is_proven(const struct bv_evidence *evidence,
                      const struct bv_crossing_track *track)
{
    return track->proof >= proof_confirms &&
           track->cues.rise >= rise_confirms &&
           track->spread_px <= spread_most_px &&
           track->cues.lean <= lean_most &&
           track->cues.level >= bv_crossing_bright_level(evidence);
}

/* Confirms what has proven itself, and says whether it is drawn. */
static bool judge(struct bv_crossing *crossing,
                  const struct bv_evidence *evidence,
                  struct bv_crossing_track *track)
{
    if (!has_lasted(track))
        return false;
    if (!track->confirmed && is_proven(evidence, track)) {
        track->confirmed = true;
        track->grey_before = track->cues.level - track->cues.rise;
    }
    if (!track->confirmed && track->seen_s - track->born_s > proof_s)
        track->used = false;
    track->strength_most = fmax(track->strength_most, track->cues.strength);
    if (!track->confirmed ||
        track->cues.strength < strength_keeps * track->strength_most)
        return false;
    bv_spots_take_out(crossing->finder, track->spot, track->born_s - before_s,
                      track->before, track->grey_before);
    return true;
}

const struct bv_crossing_track *
bv_crossing_step(struct bv_crossing *crossing, double time_s,
                 const struct bv_evidence *evidence,
                 const struct bv_network_maps *maps)
{
    struct bv_spot spots[BV_SPOTS_MAX];
    int count = bv_spots_find(crossing->finder, time_s, evidence, spots);
    const struct bv_crossing_track *best = NULL;

    for (int i = 0; i < tracks_max; i++)
        if (crossing->all[i].used)
            follow(crossing, time_s, evidence, &crossing->all[i]);
    drop_doubles(crossing);
    look_for_new(crossing, time_s, evidence, spots, count);
    if (maps)
        drop_ends_of_shafts(crossing, evidence, maps);
    crossing->time_s = time_s;
    for (int i = 0; i < tracks_max; i++)
        if (judge(crossing, evidence, &crossing->all[i]) &&
            (!best || crossing->all[i].proof > best->proof))
            best = &crossing->all[i];
    return best;
}
