/**
 * @file
 * All the lines that are followed, a needle's among them: new ones take the
 * places of weak ones, two on one line become one, and a needle that was lost
 * is taken up again where its line shows.
 *
 * All positions in work px. Times are the frames' own, in seconds.
 */
#ifndef BV_GUIDANCE_TRACKS_H
#define BV_GUIDANCE_TRACKS_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/track.h"

BV_BEGIN_DECLS

#define BV_TRACKS_MAX 16

/** A line that is followed no longer. */
struct bv_track_given_up {
    unsigned id;
    double born_s, seen_s;
    bool confirmed;
    double proof_most;
    struct bv_candidate last; /**< Where it was, or where it should be. */
    struct bv_verdict why;
    struct bv_verdict unseen, lacks; /**< As of struct bv_track. */
};

#define BV_GIVEN_UP_MAX (2 * BV_TRACKS_MAX)

struct bv_tracks {
    struct bv_track all[BV_TRACKS_MAX];
    unsigned next_id;
    int given_up_count; /**< In the newest frame. */
    struct bv_track_given_up given_up[BV_GIVEN_UP_MAX];
};

/** Follow none. */
void bv_tracks_clear(struct bv_tracks *tracks);

/** Go on with confirmed needles alone. */
void bv_tracks_keep_needles(struct bv_tracks *tracks);

/** The newest frame shows the same tissue larger, smaller or elsewhere: as
 *  bv_track_carry(), all of them. */
void bv_tracks_carry(struct bv_tracks *tracks, const struct bv_px_map *map);

/**
 * Find each line again in the next new frame, and see whether it slides.
 *
 * @param maps  What the network says of the frame; NULL: it was not asked.
 */
void bv_tracks_follow(struct bv_tracks *tracks, double time_s,
                      const struct bv_evidence *evidence,
                      const struct bv_network_maps *maps);

/**
 * The lines seen in the newest frame.
 *
 * @param[out] out  Room for BV_TRACKS_MAX.
 * @return How many.
 */
int bv_tracks_list(const struct bv_tracks *tracks, struct bv_candidate *out);

/**
 * Take in what else was found in the newest frame.
 *
 * @param[out] why  Room for @p count: why each is not followed.
 */
void bv_tracks_take(struct bv_tracks *tracks, double time_s,
                    const struct bv_evidence *evidence,
                    const struct bv_candidate *found, int count,
                    struct bv_verdict *why);

/** Whether one is confirmed, seen in the newest frame or not. */
bool bv_tracks_have_needle(const struct bv_tracks *tracks);

/**
 * Which is the needle: of those seen the one with the best proof; the one
 * shown has a head start.
 *
 * @param shown  What was said before, or -1.
 * @return A confirmed one, or -1.
 */
int bv_tracks_choose(const struct bv_tracks *tracks, int shown);

BV_END_DECLS

#endif
