#include "guidance/crossing.h"

#include <math.h>
#include <stdlib.h>

#include "guidance/cells.h"
#include "guidance/looks.h"
#include "guidance/spots.h"
#include "guidance/streak.h"

enum { tracks_max = 12 };

/* A spot must be so much stronger than what was there before; to be seen
 * again, a little less. */
static const double novelty_least = 0.7, novelty_again = 0.4;
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
/* What has not proven itself by then comes too slowly, or tissue took its
 * time; */
static const double confirms_s = 1;
/* by then it is tissue, and so is what slides through the tissue in which it
 * began, work px across and along the beam. */
static const double proof_s = 1.5;
static const struct bv_px slide_most_px = {6, 28};
/* Tissue is known as such until it was not seen for so long, or something so
 * much stronger came there. */
static const double denied_s = 1, stronger = 1.6;
/* What confirms. Limits and cues: docs/decisions/0006-crossing.md. */
static const double proof_confirms = 2.4, strength_confirms = 1.8;
static const double novelty_confirms = 0.8, streak_confirms = 6;
static const double bright_confirms = 40;
static const double lean_most = 1, line_most = 2.2, crowd_most = 1.5;
static const double slide_confirms_px = 3, spread_most_px = 20;
/* The picture is still the tissue that it was: no probe tilts or slides. */
static const double likeness_confirms = 0.83;
static const double likeness_every_s = 0.1; /* it takes its time */
/* A streak weaker than this is none of a crowd. */
static const double streak_counts = 15;
/* After that it is kept while it is so much of the strongest that it was. */
static const double strength_keeps = 0.45;
/* And so much stronger than what was there. */
static const double novelty_keeps = 0.3;
/* It is tissue after all where it proves less, or has gone further than this
 * across the beam, work px. */
static const double proof_keeps = 0.5, slide_keeps_px = 12;
/* What a line ends in so near, work px, is its tip. */
static const double tip_px = 20;

/* The network's log odds from which on a shaft ends there: crossings reach
 * 2.4, tips of needles in the plane have 3 and more. */
static const double shaft_odds = 2.5;

struct bv_crossing {
    struct bv_cells cells; /* of the newest frame */
    struct bv_looks *looks;
    struct bv_crossing_track all[tracks_max];
    double time_s; /* of the frame before */
    struct bv_likeness likeness;
    double likeness_s; /* when it was measured; NAN: not yet */
    bool came_first;   /* a confirmed one, before a line was */
};

struct bv_crossing *bv_crossing_new(void)
{
    struct bv_crossing *crossing = calloc(1, sizeof(*crossing));

    if (!crossing)
        return NULL;
    crossing->looks = bv_looks_new();
    if (!crossing->looks) {
        free(crossing);
        return NULL;
    }
    bv_crossing_reset(crossing);
    return crossing;
}

void bv_crossing_free(struct bv_crossing *crossing)
{
    if (!crossing)
        return;
    bv_looks_free(crossing->looks);
    free(crossing);
}

static void drop(struct bv_crossing *crossing)
{
    for (int i = 0; i < tracks_max; i++)
        crossing->all[i].used = false;
}

void bv_crossing_reset(struct bv_crossing *crossing)
{
    bv_looks_reset(crossing->looks);
    crossing->likeness_s = NAN;
    crossing->came_first = false;
    drop(crossing);
}

static bool is_open(const struct bv_crossing_track *track)
{
    return track->used && track->seen && !track->denied;
}

static void see(struct bv_crossing_track *track, double time_s,
                const struct bv_spot *spot)
{
    track->spot = spot->at;
    track->seen = true;
    track->seen_s = time_s;
}

static void note(struct bv_crossing *crossing, double time_s,
                 const struct bv_evidence *evidence,
                 struct bv_crossing_track *track, const struct bv_spot *spot)
{
    struct bv_crossing_cues now = {.strength = (double)spot->strength,
                                   .novelty =
                                       (double)spot->strength - track->before};
    struct bv_px beam = bv_scan_area_beam(&evidence->area, spot->at);
    struct bv_held held;
    double part;

    track->frames++;
    part = fmax(1.0 / track->frames,
                fmin(1, (time_s - crossing->time_s) / mean_s));
    see(track, time_s, spot);
    bv_crossing_cues_measure(evidence, track->spot, &now);
    now.streak = track->cues.streak;
    if (!track->confirmed) {
        bv_looks_hold(crossing->looks, &crossing->cells, track->spot,
                      track->born_s - before_s, &held);
        now.streak = bv_streak_rise(&held, track->spot, beam);
        track->spread_px = bv_streak_spread(&held, track->spot, beam);
    }
    for (int i = 0; i < tracks_max; i++)
        now.crowd += is_open(&crossing->all[i]) &&
                     crossing->all[i].cues.streak >= streak_counts &&
                     &crossing->all[i] != track;
    bv_crossing_cues_mix(&track->cues, &now, part);
    track->proof = bv_crossing_cues_proof(&track->cues);
    track->proof_most = fmax(track->proof_most, track->proof);
    track->confidence = 1 / (1 + exp(-track->proof_most));
    track->middle = bv_crossing_middle(evidence, track->spot);
}

/* How strong a spot is that shows it again. */
static double least_again(const struct bv_crossing_track *track)
{
    return track->confirmed ? fmax(track->before + novelty_keeps,
                                   strength_keeps * track->strength_most)
                            : track->before + novelty_again;
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
    moved = bv_evidence_motion(evidence, track->origin.x, track->origin.y);
    track->origin.x += moved.x;
    track->origin.y += moved.y;
    track->seen = false;
    if (bv_spots_near(&crossing->cells, evidence, track->spot, reach_px,
                      &found) &&
        (double)found.strength >= least_again(track)) {
        if (!track->denied)
            note(crossing, time_s, evidence, track, &found);
        else if ((double)found.strength > stronger * track->cues.strength)
            track->used = false; /* something came there */
        else
            see(track, time_s, &found);
    } else if (time_s - track->seen_s > (track->denied ? denied_s : gap_s)) {
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

/* A new one where one was just denied is the same one. */
static bool is_followed(const struct bv_crossing *crossing, struct bv_px at)
{
    for (int i = 0; i < tracks_max; i++)
        if (crossing->all[i].used &&
            (crossing->all[i].seen || crossing->all[i].denied) &&
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
                                            .origin = spot->at,
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
        double still = bv_looks_still(crossing->looks, &crossing->cells,
                                      spots[i].at, time_s - before_s);
        double before = bv_looks_line(crossing->looks, &crossing->cells,
                                      spots[i].at, time_s - before_s);

        if ((double)spots[i].strength - before >= novelty_least &&
            (double)spots[i].strength - still >= novelty_least &&
            !is_followed(crossing, spots[i].at))
            start(crossing, time_s, evidence, &spots[i], before);
    }
}

static bool has_lasted(const struct bv_crossing_track *track)
{
    return is_open(track) && track->frames >= run_frames &&
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

/* How far it went in the tissue since it began, across and along the beam. */
static struct bv_px slid(const struct bv_evidence *evidence,
                         const struct bv_crossing_track *track)
{
    struct bv_px beam = bv_scan_area_beam(&evidence->area, track->spot);
    struct bv_px by = {track->spot.x - track->origin.x,
                       track->spot.y - track->origin.y};

    return (struct bv_px){fabs(by.x * beam.y - by.y * beam.x),
                          fabs(by.x * beam.x + by.y * beam.y)};
}

/* Steel is among the brightest that there is; debris that floats in fluid is
 * not. Walls go on to the sides, and shafts in the plane lean. */
static bool is_proven(const struct bv_evidence *evidence,
                      const struct bv_crossing_track *track)
{
    const struct bv_crossing_cues *cues = &track->cues;

    return track->seen_s - track->born_s <= confirms_s &&
           track->proof >= proof_confirms &&
           track->slid_px <= slide_confirms_px &&
           cues->strength >= strength_confirms &&
           cues->novelty >= novelty_confirms &&
           cues->streak >= streak_confirms && cues->bright >= bright_confirms &&
           cues->lean <= lean_most && cues->line <= line_most &&
           cues->crowd <= crowd_most && track->spread_px <= spread_most_px &&
           cues->level >= bv_crossing_bright_level(evidence);
}

/* Whether the picture still is what it was before a track began. */
static bool is_same_tissue(struct bv_crossing *crossing, double time_s,
                           const struct bv_evidence *evidence,
                           const struct bv_crossing_track *track)
{
    if (!(time_s - crossing->likeness_s < likeness_every_s)) {
        bv_looks_compare(crossing->looks, &crossing->cells, evidence->mask,
                         &crossing->likeness);
        crossing->likeness_s = time_s;
    }
    return bv_likeness_median(&crossing->likeness, track->born_s - before_s) >=
           likeness_confirms;
}

static bool is_tissue(const struct bv_crossing_track *track, struct bv_px by)
{
    if (track->confirmed)
        return by.x > slide_keeps_px || track->proof < proof_keeps;
    return track->seen_s - track->born_s > proof_s || by.x > slide_most_px.x ||
           by.y > slide_most_px.y;
}

/* Confirms what has proven itself, denies what is tissue, and says whether it
 * is drawn. */
static bool judge(struct bv_crossing *crossing, double time_s,
                  const struct bv_evidence *evidence,
                  struct bv_crossing_track *track)
{
    struct bv_px by = slid(evidence, track);

    if (!has_lasted(track))
        return false;
    track->slid_px = fmax(track->slid_px, by.x);
    if (!track->confirmed && is_proven(evidence, track) &&
        is_same_tissue(crossing, time_s, evidence, track)) {
        track->confirmed = true;
        track->grey_before = track->cues.level - track->cues.bright;
    }
    track->denied = is_tissue(track, by);
    track->confirmed &= !track->denied;
    track->strength_most = fmax(track->strength_most, track->cues.strength);
    if (!track->confirmed ||
        track->cues.strength < strength_keeps * track->strength_most)
        return false;
    bv_looks_take_out(crossing->looks, &crossing->cells, track->spot,
                      track->born_s - before_s, track->before,
                      track->grey_before);
    return true;
}

bool bv_crossing_came_first(const struct bv_crossing *crossing)
{
    return crossing->came_first;
}

/* One that is confirmed, and is not what a line ends in. */
static bool has_confirmed(const struct bv_crossing *crossing,
                          const struct bv_px_segment *shaft)
{
    for (int i = 0; i < tracks_max; i++) {
        const struct bv_crossing_track *track = &crossing->all[i];

        if (track->used && track->confirmed &&
            !(shaft && bv_px_distance(track->spot, shaft->to) <= tip_px))
            return true;
    }
    return false;
}

const struct bv_crossing_track *
bv_crossing_step(struct bv_crossing *crossing, double time_s,
                 const struct bv_evidence *evidence,
                 const struct bv_network_maps *maps, bool in_plane,
                 const struct bv_px_segment *shaft)
{
    struct bv_spot spots[BV_SPOTS_MAX];
    const struct bv_crossing_track *best = NULL;
    int count;

    bv_cells_fill(&crossing->cells, evidence);
    bv_looks_step(crossing->looks, time_s, evidence, &crossing->cells);
    count = bv_spots_find(&crossing->cells, evidence, spots);
    for (int i = 0; i < tracks_max; i++)
        if (crossing->all[i].used)
            follow(crossing, time_s, evidence, &crossing->all[i]);
    drop_doubles(crossing);
    look_for_new(crossing, time_s, evidence, spots, count);
    if (maps)
        drop_ends_of_shafts(crossing, evidence, maps);
    crossing->time_s = time_s;
    for (int i = 0; i < tracks_max; i++)
        if (judge(crossing, time_s, evidence, &crossing->all[i]) &&
            (!best || crossing->all[i].proof > best->proof))
            best = &crossing->all[i];
    crossing->came_first =
        has_confirmed(crossing, shaft) && (!in_plane || crossing->came_first);
    if (!in_plane || crossing->came_first)
        return best;
    drop(crossing);
    return NULL;
}
