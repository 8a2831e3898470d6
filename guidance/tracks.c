#include "guidance/tracks.h"

#include <math.h>

#include "guidance/entry.h"
#include "guidance/slide.h"

/* How far a line may move sideways against the tissue between two frames,
 * work px. */
static const double shift_px = 4;
/* A line that was never a needle is given up this soon; a needle that was
 * lost is waited for, without being drawn: longer where the network can tell
 * whether it is one that comes back. */
static const double patience_s = 0.25, needle_patience_s = 3;
static const double shown_patience_s = 10;
/* A new line must be so much stronger than one whose place it takes, and a
 * needle's other piece than the piece followed. */
static const double stronger = 1.5;
/* What the network says along a needle falls below this in none of 22 900
 * frames (SIMULATED; -0.8 on a real, blurred one); along what a needle leaves
 * behind it is 5 to 6 below even.
 * docs/decisions/0012-other-lines.md */
static const double denied_below = -4.5;

void bv_tracks_clear(struct bv_tracks *tracks)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        tracks->all[i].used = false;
}

static void give_up(struct bv_tracks *tracks, struct bv_track *track,
                    const struct bv_verdict *why)
{
    track->used = false;
    if (tracks->given_up_count == BV_GIVEN_UP_MAX)
        return;
    tracks->given_up[tracks->given_up_count++] =
        (struct bv_track_given_up){.id = track->id,
                                   .born_s = track->born_s,
                                   .seen_s = track->seen_s,
                                   .confirmed = track->confirmed,
                                   .proof_most = track->proof_most,
                                   .last = track->now,
                                   .why = *why,
                                   .unseen = track->unseen,
                                   .lacks = track->lacks};
}

/* Sees whether a track seen in the newest frame slides. */
static void look_for_slide(struct bv_track *track, double time_s,
                           const struct bv_evidence *evidence)
{
    double side = fmax(evidence->width, evidence->height);

    bv_slide_look(track, time_s, side, evidence);
    if (track->confirmed || !bv_slide_confirms(track, NULL))
        return;
    track->confirmed = true;
    track->confirmed_s = time_s;
    /* Before, it may have been turned, or found at a bad angle. */
    track->steady_deg = bv_px_segment_angle_deg(&track->now.piece);
}

void bv_tracks_keep_needles(struct bv_tracks *tracks)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        tracks->all[i].used &= tracks->all[i].confirmed;
}

void bv_tracks_carry(struct bv_tracks *tracks, const struct bv_px_map *map)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (tracks->all[i].used)
            bv_track_carry(&tracks->all[i], map);
}

/* Whether a track is followed on. */
static bool may_stay(const struct bv_track *track, double time_s,
                     const struct bv_evidence *evidence, struct bv_verdict *why)
{
    double wait_s = !track->confirmed   ? patience_s
                    : evidence->network ? shown_patience_s
                                        : needle_patience_s;

    return bv_at_most(time_s - track->seen_s, wait_s, BV_REASON_LOST, why) &&
           bv_entry_passed(&evidence->area, &track->now.piece, why) &&
           (!track->confirmed || isnan(track->network) ||
            bv_at_least(track->network, denied_below, BV_REASON_DENIED, why));
}

void bv_tracks_follow(struct bv_tracks *tracks, double time_s,
                      const struct bv_evidence *evidence,
                      const struct bv_network_maps *maps)
{
    tracks->given_up_count = 0;
    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        struct bv_track *track = &tracks->all[i];
        struct bv_verdict why;

        if (!track->used)
            continue;
        bv_track_follow(track, time_s, evidence, shift_px);
        if (track->seen) {
            if (maps)
                bv_track_note_network(track, time_s, maps);
            look_for_slide(track, time_s, evidence);
        }
        if (!may_stay(track, time_s, evidence, &why))
            give_up(tracks, track, &why);
    }
}

int bv_tracks_list(const struct bv_tracks *tracks, struct bv_candidate *out)
{
    int count = 0;

    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (tracks->all[i].used && tracks->all[i].seen)
            out[count++] = tracks->all[i].now;
    return count;
}

/* Whether a needle that is lost, or seen in a weak piece, goes on in this. */
static bool goes_on_in(const struct bv_track *needle, double time_s,
                       const struct bv_evidence *evidence,
                       const struct bv_candidate *found)
{
    return needle->confirmed &&
           (!needle->seen || found->score > stronger * needle->now.score) &&
           bv_candidate_worth(evidence, &found->piece, found->score, NULL) >
               0 &&
           bv_track_fits(needle, time_s, evidence, found);
}

/* A needle's line may have been taken for a new one meanwhile. */
static void take_up_tracks(struct bv_tracks *tracks, struct bv_track *needle,
                           double time_s, const struct bv_evidence *evidence)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        struct bv_track *other = &tracks->all[i];

        if (!other->used || !other->seen || other->confirmed ||
            !goes_on_in(needle, time_s, evidence, &other->now))
            continue;
        bv_track_take_up(needle, time_s, evidence, &other->now);
        give_up(tracks, other,
                &(struct bv_verdict){.reason = BV_REASON_TAKEN_UP,
                                     .value = needle->id});
    }
}

static void take_up_needles(struct bv_tracks *tracks, double time_s,
                            const struct bv_evidence *evidence,
                            const struct bv_candidate *found, int count)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        struct bv_track *needle = &tracks->all[i];

        if (!needle->used || !needle->confirmed)
            continue;
        take_up_tracks(tracks, needle, time_s, evidence);
        for (int j = 0; j < count; j++)
            if (goes_on_in(needle, time_s, evidence, &found[j]))
                bv_track_take_up(needle, time_s, evidence, &found[j]);
    }
}

/* Of two tracks on one line the confirmed, then the older one stays. */
static void drop_doubles(struct bv_tracks *tracks)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        for (int j = 0; j < BV_TRACKS_MAX; j++) {
            struct bv_track *kept = &tracks->all[i];
            struct bv_track *other = &tracks->all[j];

            if (i == j || !kept->used || !other->used || !kept->seen ||
                (kept->confirmed == other->confirmed ? kept->id > other->id
                                                     : other->confirmed))
                continue;
            if (bv_candidate_runs_along(&kept->now.piece, &other->now.piece))
                give_up(tracks, other,
                        &(struct bv_verdict){.reason = BV_REASON_KNOWN,
                                             .value = kept->id});
        }
}

/* A free place, or that of the track worth least. @return -1: none. */
static int find_room(struct bv_tracks *tracks,
                     const struct bv_evidence *evidence, double worth,
                     struct bv_verdict *why)
{
    double least = INFINITY;
    int weakest = -1;

    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        const struct bv_track *track = &tracks->all[i];
        double own;

        if (!track->used)
            return i;
        own = bv_candidate_worth(evidence, &track->now.piece, track->now.score,
                                 NULL);
        if (!track->confirmed && own < least) {
            least = own;
            weakest = i;
        }
    }
    if (!(least < worth / stronger)) {
        bv_refuse(BV_REASON_NO_ROOM, worth, stronger * least, why);
        return -1;
    }
    give_up(tracks, &tracks->all[weakest],
            &(struct bv_verdict){BV_REASON_REPLACED, least, worth / stronger});
    return weakest;
}

/* @return The track on whose line it lies, or NULL. */
static const struct bv_track *find_known(const struct bv_tracks *tracks,
                                         const struct bv_candidate *found)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (tracks->all[i].used &&
            bv_candidate_runs_along(&tracks->all[i].now.piece, &found->piece))
            return &tracks->all[i];
    return NULL;
}

static void take(struct bv_tracks *tracks, double time_s,
                 const struct bv_evidence *evidence,
                 const struct bv_candidate *found, struct bv_verdict *why)
{
    const struct bv_track *known = find_known(tracks, found);
    double worth;
    int room;

    if (known) {
        bv_refuse(BV_REASON_KNOWN, known->id, 0, why);
        return;
    }
    worth = bv_candidate_worth(evidence, &found->piece, found->score, why);
    room = find_room(tracks, evidence, worth, worth > 0 ? why : NULL);
    if (room < 0)
        return;
    *why = (struct bv_verdict){0};
    bv_track_start(&tracks->all[room], ++tracks->next_id, time_s, evidence,
                   found);
}

void bv_tracks_take(struct bv_tracks *tracks, double time_s,
                    const struct bv_evidence *evidence,
                    const struct bv_candidate *found, int count,
                    struct bv_verdict *why)
{
    take_up_needles(tracks, time_s, evidence, found, count);
    drop_doubles(tracks);
    for (int i = 0; i < count; i++)
        take(tracks, time_s, evidence, &found[i], &why[i]);
}

bool bv_tracks_have_needle(const struct bv_tracks *tracks)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (tracks->all[i].used && tracks->all[i].confirmed)
            return true;
    return false;
}

/* How much a confirmed track has shown that it is a needle. */
static double proof(const struct bv_tracks *tracks, int which, int shown)
{
    const struct bv_track *track = &tracks->all[which];

    if (!track->used || !track->confirmed || !track->seen)
        return 0;
    return bv_track_proof(track) * (which == shown ? 1.5 : 1);
}

int bv_tracks_choose(const struct bv_tracks *tracks, int shown)
{
    int best = -1;

    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (proof(tracks, i, shown) >
            (best < 0 ? 0 : proof(tracks, best, shown)))
            best = i;
    if (best >= 0)
        return best;
    return shown >= 0 && tracks->all[shown].used && tracks->all[shown].confirmed
               ? shown
               : -1;
}
