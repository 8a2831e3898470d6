#include "guidance/track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/cues.h"
#include "guidance/entry.h"
#include "guidance/profile.h"

/* A look back is kept this often, so that the ring spans some 4 s. */
static const double past_every_s = 0.16;
/* Tissue beside the line, not the line itself. */
static const double flank_near_px = 7, flank_far_px = 15;
enum { flank_samples = 12 };
/* What the network says is averaged over so long. */
static const double network_mean_s = 0.3;
/* How far a deep end goes between two frames at most, and how much of the
 * shorter of two pieces must be in both for them to be one. */
static const double ahead_px = 24, shared_least = 0.5;
/* Evidence that it must have, and how far it may turn between two frames. */
static const double score_least = 10, turn_most_deg = 4;

/*
 * A confirmed track is on a needle only while its line stays one: when a
 * needle is drawn back, tissue near its line takes its place piece by piece.
 * On simulated and handheld needles the angle stays within 1.3 degrees of its
 * mean of the last second in 99 of 100 frames, the ends within 0.6 px of where
 * tissue motion takes them, and the bend under 1.7 px.
 */
static const double steady_s = 1, steady_most_deg = 4;
/* What is left where a needle went out of the plane stands out by 2.5 and less
 * in three of four frames, a needle by 3.5 and more in 99 of 100. */
static const double stands_out_least = 2.8;
static const double sideways_most_px = 2.5, bend_most_px = 1.75;
/* A needle that was lost for longer goes on only where the network sees a
 * shaft: log odds. */
static const double lost_long_s = 3, shows_again_least = 1;
/* What the run that confirms a needle counts as, and how far the network's log
 * odds count. */
static const double confirmed_by_s = 0.1, proof_network = 3;
/* How far beside it another piece of its line may lie, where they meet, and
 * how far it may be turned. */
static const double fits_px = 4, fits_deg = 8;

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* Median tissue motion in the flanks of a part of the piece. */
static struct bv_px flank_motion(const struct bv_evidence *evidence,
                                 const struct bv_px_segment *piece,
                                 double from_part, double to_part)
{
    double x[4 * flank_samples], y[4 * flank_samples];
    double length = bv_px_segment_length(piece);
    double right = (piece->to.x - piece->from.x) / length;
    double down = (piece->to.y - piece->from.y) / length;
    int count = 0;

    for (int i = 0; i < flank_samples; i++) {
        double part =
            from_part + (to_part - from_part) * (i + 0.5) / flank_samples;
        struct bv_px at = bv_px_segment_at(piece, part * length);

        for (int side = 0; side < 4; side++) {
            double off =
                (side & 1 ? flank_far_px : flank_near_px) * (side & 2 ? 1 : -1);
            double px = at.x - off * down, py = at.y + off * right;
            struct bv_px motion;

            if (px < 0 || py < 0 || px >= evidence->width ||
                py >= evidence->height)
                continue;
            motion = bv_evidence_motion(evidence, px, py);
            x[count] = motion.x;
            y[count++] = motion.y;
        }
    }
    if (count == 0)
        return (struct bv_px){0, 0};
    qsort(x, count, sizeof(x[0]), compare);
    qsort(y, count, sizeof(y[0]), compare);
    return (struct bv_px){x[count / 2], y[count / 2]};
}

static void note_newest(struct bv_track *track, double time_s,
                        const struct bv_evidence *evidence)
{
    struct bv_track_past *past = &track->newest;
    const struct bv_px_segment *piece = &track->now.piece;
    struct bv_profile profile;
    double anchor, beside;
    struct bv_px_segment line = *piece;

    bv_px_segment_project(piece, track->anchor, &anchor, &beside);
    memset(past->along, 0, sizeof(past->along));
    bv_profile_take(evidence, &line, 800, 800, &profile);
    for (int i = 0; i < profile.count; i++) {
        double at = profile.start + i - anchor;
        int bin = (int)floor(at / BV_TRACK_BIN_PX) + BV_TRACK_BINS / 2;

        if (bin >= 0 && bin < BV_TRACK_BINS)
            past->along[bin] += profile.along[i] / (float)BV_TRACK_BIN_PX;
    }
    past->time_s = time_s;
    past->start = -anchor;
    past->end = bv_px_segment_length(piece) - anchor;
    past->beside = track->beside;
    past->travel = track->travel;
    past->angle_deg = bv_px_segment_angle_deg(piece);
    past->gap = bv_entry_gap(&evidence->area, piece);
    past->bend = track->now.bend;
    past->mean = track->now.mean;
    track->ends[track->end_next].time_s = time_s;
    track->ends[track->end_next].end = past->end;
    track->end_next = (track->end_next + 1) % BV_TRACK_ENDS_MAX;
    if (track->end_count < BV_TRACK_ENDS_MAX)
        track->end_count++;
}

static void keep_past(struct bv_track *track)
{
    track->past[track->past_next] = track->newest;
    track->past_next = (track->past_next + 1) % BV_TRACK_PAST_MAX;
    if (track->past_count < BV_TRACK_PAST_MAX)
        track->past_count++;
}

void bv_track_start(struct bv_track *track, unsigned id, double time_s,
                    const struct bv_evidence *evidence,
                    const struct bv_candidate *candidate)
{
    track->used = true;
    track->confirmed = false;
    track->id = id;
    track->born_s = track->seen_s = time_s;
    track->now = *candidate;
    track->seen = true;
    track->unseen = (struct bv_verdict){0};
    track->anchor = bv_px_segment_at(
        &candidate->piece, bv_px_segment_length(&candidate->piece) / 2);
    track->beside = track->travel = 0;
    track->steady_deg = bv_px_segment_angle_deg(&candidate->piece);
    track->past_count = track->past_next = 0;
    track->end_count = track->end_next = 0;
    track->slide_px = 0;
    track->network = NAN;
    track->proof = track->proof_most = -INFINITY;
    track->slid_frames = 0;
    track->slid_s = 0;
    track->lacks = (struct bv_verdict){0};
    note_newest(track, time_s, evidence);
    keep_past(track);
}

/* A past look as it would have been at another scale. */
static void scale_past(struct bv_track_past *past, double scale)
{
    float along[BV_TRACK_BINS];

    memcpy(along, past->along, sizeof(along));
    for (int bin = 0; bin < BV_TRACK_BINS; bin++) {
        double from = (bin - BV_TRACK_BINS / 2) / scale + BV_TRACK_BINS / 2;
        int left = (int)floor(from);
        float share = (float)(from - left);

        past->along[bin] =
            left < 0 || left + 1 >= BV_TRACK_BINS
                ? 0
                : along[left] + share * (along[left + 1] - along[left]);
    }
    past->end *= scale;
    past->start *= scale;
    past->beside *= scale;
    past->travel *= scale;
    past->bend *= scale;
    past->gap *= scale;
}

void bv_track_carry(struct bv_track *track, const struct bv_px_map *map)
{
    struct bv_px_segment *piece = &track->now.piece;
    double scale = map->xx;

    piece->from = bv_px_map_apply(map, piece->from);
    piece->to = bv_px_map_apply(map, piece->to);
    track->anchor = bv_px_map_apply(map, track->anchor);
    track->beside *= scale;
    track->travel *= scale;
    track->now.bend *= scale;
    track->now.score *= scale;
    scale_past(&track->newest, scale);
    for (int i = 0; i < track->past_count; i++)
        scale_past(&track->past[i], scale);
    for (int i = 0; i < track->end_count; i++)
        track->ends[i].end *= scale;
}

/* Where tissue motion takes the piece, each half by its own flanks. */
static struct bv_px_segment predict(struct bv_track *track,
                                    const struct bv_evidence *evidence)
{
    struct bv_px_segment piece = track->now.piece;
    struct bv_px first = flank_motion(evidence, &piece, 0, 0.5);
    struct bv_px second = flank_motion(evidence, &piece, 0.5, 1);
    struct bv_px whole = flank_motion(evidence, &piece, 0, 1);

    track->travel += hypot(whole.x, whole.y);
    track->anchor.x += whole.x;
    track->anchor.y += whole.y;
    /* The halves' motion is that of their middles: carry it to the ends. */
    piece.from.x += 1.5 * first.x - 0.5 * second.x;
    piece.from.y += 1.5 * first.y - 0.5 * second.y;
    piece.to.x += 1.5 * second.x - 0.5 * first.x;
    piece.to.y += 1.5 * second.y - 0.5 * first.y;
    return piece;
}

/* Puts the anchor back on the line; what it was off is motion sideways. */
static void settle_anchor(struct bv_track *track)
{
    double along, beside;

    bv_px_segment_project(&track->now.piece, track->anchor, &along, &beside);
    track->beside += beside;
    track->anchor = bv_px_segment_at(&track->now.piece, along);
}

/* Whether a piece is the one before, and not another one of its line. */
static bool goes_on(const struct bv_px_segment *before,
                    const struct bv_px_segment *now, struct bv_verdict *why)
{
    double from, to, length = bv_px_segment_length(before);
    double shorter = fmin(length, bv_px_segment_length(now));

    bv_px_segment_project(before, now->from, &from, NULL);
    bv_px_segment_project(before, now->to, &to, NULL);
    return bv_at_least(fmin(to, length) - fmax(from, 0), shared_least * shorter,
                       BV_REASON_ELSEWHERE, why);
}

/* The middle of what two pieces of about one line share, or of the gap between
 * them: px along the first one. */
static double meeting_place(const struct bv_px_segment *one,
                            const struct bv_px_segment *other)
{
    double from, to, length = bv_px_segment_length(one);

    bv_px_segment_project(one, other->from, &from, NULL);
    bv_px_segment_project(one, other->to, &to, NULL);
    return (fmax(from, 0) + fmin(to, length)) / 2;
}

/* How far beside a line another one goes, at a place along it. */
static double apart_at(const struct bv_px_segment *line,
                       const struct bv_px_segment *other, double along)
{
    double beside;

    bv_px_segment_project(other, bv_px_segment_at(line, along), NULL, &beside);
    return fabs(beside);
}

/* Whether a needle that is lost for long shows again in a piece. */
static bool shows_again(const struct bv_track *track, double time_s,
                        const struct bv_evidence *evidence,
                        const struct bv_px_segment *piece,
                        struct bv_verdict *why)
{
    return time_s - track->seen_s <= lost_long_s ||
           bv_at_least(evidence->network
                           ? bv_network_mean(evidence->network, piece)
                           : -INFINITY,
                       shows_again_least, BV_REASON_DENIED, why);
}

/* Whether a piece can be the needle's, wherever on its line. */
static bool is_straight_on(const struct bv_track *track, double time_s,
                           const struct bv_evidence *evidence,
                           const struct bv_candidate *found,
                           struct bv_verdict *why)
{
    double angle = bv_px_segment_angle_deg(&found->piece);

    return shows_again(track, time_s, evidence, &found->piece, why) &&
           bv_at_least(bv_cues_stands_out(evidence, &found->piece),
                       stands_out_least, BV_REASON_STANDS_OUT, why) &&
           bv_at_most(found->bend, bend_most_px, BV_REASON_BENT, why) &&
           bv_at_most(fabs(angle - track->steady_deg), steady_most_deg,
                      BV_REASON_UNSTEADY, why);
}

/* Whether a piece found is still the needle's: where both are, they are one. */
static bool stays_needle(const struct bv_track *track, double time_s,
                         const struct bv_evidence *evidence,
                         const struct bv_px_segment *predicted,
                         const struct bv_candidate *found,
                         struct bv_verdict *why)
{
    double from, to, length = bv_px_segment_length(predicted);

    bv_px_segment_project(predicted, found->piece.from, &from, NULL);
    bv_px_segment_project(predicted, found->piece.to, &to, NULL);
    return is_straight_on(track, time_s, evidence, found, why) &&
           bv_at_most(apart_at(predicted, &found->piece, fmax(from, 0)),
                      sideways_most_px, BV_REASON_SIDEWAYS, why) &&
           bv_at_most(apart_at(predicted, &found->piece, fmin(to, length)),
                      sideways_most_px, BV_REASON_SIDEWAYS, why);
}

bool bv_track_fits(const struct bv_track *track, double time_s,
                   const struct bv_evidence *evidence,
                   const struct bv_candidate *found)
{
    const struct bv_px_segment *piece = &track->now.piece;

    /* Angles below the horizontal are those of its mirror image, too. */
    return is_straight_on(track, time_s, evidence, found, NULL) &&
           bv_px_segment_turn_deg(&found->piece, piece) <= fits_deg &&
           apart_at(piece, &found->piece,
                    meeting_place(piece, &found->piece)) <= fits_px;
}

static void note_angle(struct bv_track *track, double time_s)
{
    double angle = bv_px_segment_angle_deg(&track->now.piece);
    double share = 1 - exp(-(time_s - track->seen_s) / steady_s);

    track->steady_deg += share * (angle - track->steady_deg);
}

void bv_track_note_network(struct bv_track *track, double time_s,
                           const struct bv_network_maps *maps)
{
    double now = bv_network_mean(maps, &track->now.piece);

    if (isnan(track->network))
        track->network = now;
    else
        track->network +=
            (1 - exp(-(time_s - track->network_s) / network_mean_s)) *
            (now - track->network);
    track->network_s = time_s;
}

double bv_track_proof(const struct bv_track *track)
{
    double network = isnan(track->network) ? 0 : track->network;

    return track->proof_most * (confirmed_by_s + track->slid_s) *
           exp(fmin(fmax(network, -proof_network), proof_network));
}

void bv_track_take_up(struct bv_track *track, double time_s,
                      const struct bv_evidence *evidence,
                      const struct bv_candidate *found)
{
    track->now = *found;
    track->seen = true;
    track->unseen = (struct bv_verdict){0};
    note_angle(track, time_s);
    track->seen_s = time_s;
    settle_anchor(track);
    note_newest(track, time_s, evidence);
}

/* Whether the best piece near where a track should be is the same line. */
static bool may_go_on(const struct bv_track *track, double time_s,
                      const struct bv_evidence *evidence,
                      const struct bv_px_segment *predicted,
                      const struct bv_candidate *found, struct bv_verdict *why)
{
    return bv_at_least(found->score, score_least, BV_REASON_FAINT, why) &&
           goes_on(predicted, &found->piece, why) &&
           bv_at_most(bv_px_segment_turn_deg(&found->piece, predicted),
                      turn_most_deg, BV_REASON_TURNED, why) &&
           (!track->confirmed ||
            stays_needle(track, time_s, evidence, predicted, found, why));
}

void bv_track_follow(struct bv_track *track, double time_s,
                     const struct bv_evidence *evidence, double shift_px)
{
    struct bv_px_segment predicted = predict(track, evidence);
    struct bv_candidate moved, still, *best = NULL;
    int last;
    bool has_moved =
        bv_candidate_refine(evidence, &predicted, shift_px, ahead_px, &moved);
    bool has_still = bv_candidate_refine(evidence, &track->now.piece, shift_px,
                                         ahead_px, &still);

    if (has_moved)
        best = &moved;
    if (has_still && (!best || still.score > 1.1 * best->score))
        best = &still;
    track->unseen = (struct bv_verdict){.reason = BV_REASON_NOTHING};
    track->seen = best && may_go_on(track, time_s, evidence, &predicted, best,
                                    &track->unseen);
    if (!track->seen) {
        track->now.piece = predicted;
        return;
    }
    bv_track_take_up(track, time_s, evidence, best);
    last = (track->past_next + BV_TRACK_PAST_MAX - 1) % BV_TRACK_PAST_MAX;
    if (time_s - track->past[last].time_s >= past_every_s)
        keep_past(track);
}
