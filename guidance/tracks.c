#include "guidance/tracks.h"

#include <math.h>

#include "guidance/entry.h"
#include "guidance/slide.h"

/* How far a line may move sideways against the tissue between two frames,
 * work px. */
static const double shift_px = 4;
/* A line that was never a needle is given up this soon; a needle that was
 * lost is waited for, without being drawn. */
static const double patience_s = 0.25, needle_patience_s = 3;
/* A new line must be so much stronger than one whose place it takes, and a
 * needle's other piece than the piece followed. */
static const double stronger = 1.5;

void bv_tracks_clear(struct bv_tracks *tracks)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        tracks->all[i].used = false;
}

void bv_tracks_follow(struct bv_tracks *tracks, double time_s,
                      const struct bv_evidence *evidence,
                      const struct bv_network_maps *maps)
{
    double side = fmax(evidence->width, evidence->height);

    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        struct bv_track *track = &tracks->all[i];

        if (!track->used)
            continue;
        bv_track_follow(track, time_s, evidence, shift_px);
        if (track->seen) {
            if (maps)
                bv_track_note_network(track, time_s, maps);
            bv_slide_look(track, time_s, side, evidence);
            track->confirmed |= bv_slide_confirms(track);
        }
        if (time_s - track->seen_s >
                (track->confirmed ? needle_patience_s : patience_s) ||
            !bv_entry_passed(&evidence->area, &track->now.piece))
            track->used = false;
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
static bool goes_on_in(const struct bv_track *needle,
                       const struct bv_evidence *evidence,
                       const struct bv_candidate *found)
{
    return needle->confirmed &&
           (!needle->seen || found->score > stronger * needle->now.score) &&
           bv_track_fits(needle, evidence, found);
}

/* A needle's line may have been taken for a new one meanwhile. */
static void take_up_tracks(struct bv_tracks *tracks, struct bv_track *needle,
                           double time_s, const struct bv_evidence *evidence)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        struct bv_track *other = &tracks->all[i];

        if (!other->used || !other->seen || other->confirmed ||
            !goes_on_in(needle, evidence, &other->now))
            continue;
        bv_track_take_up(needle, time_s, evidence, &other->now);
        other->used = false;
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
            if (goes_on_in(needle, evidence, &found[j]))
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
                other->used = false;
        }
}

static int find_room(const struct bv_tracks *tracks,
                     const struct bv_evidence *evidence, double worth)
{
    double least = worth / stronger;
    int weakest = -1;

    for (int i = 0; i < BV_TRACKS_MAX; i++) {
        const struct bv_track *track = &tracks->all[i];
        double own;

        if (!track->used)
            return i;
        own = bv_candidate_worth(evidence, &track->now.piece, track->now.score);
        if (!track->confirmed && own < least) {
            least = own;
            weakest = i;
        }
    }
    return weakest;
}

static bool is_known(const struct bv_tracks *tracks,
                     const struct bv_candidate *found)
{
    for (int i = 0; i < BV_TRACKS_MAX; i++)
        if (tracks->all[i].used &&
            bv_candidate_runs_along(&tracks->all[i].now.piece, &found->piece))
            return true;
    return false;
}

void bv_tracks_take(struct bv_tracks *tracks, double time_s,
                    const struct bv_evidence *evidence,
                    const struct bv_candidate *found, int count)
{
    take_up_needles(tracks, time_s, evidence, found, count);
    drop_doubles(tracks);
    for (int i = 0; i < count; i++) {
        double worth =
            bv_candidate_worth(evidence, &found[i].piece, found[i].score);
        int room = is_known(tracks, &found[i])
                       ? -1
                       : find_room(tracks, evidence, worth);

        if (room >= 0)
            bv_track_start(&tracks->all[room], ++tracks->next_id, time_s,
                           evidence, &found[i]);
    }
}
