/**
 * @file
 * One line followed from frame to frame, and what time says about it: how far
 * its deep end went along its own axis, and how far it went sideways, both
 * measured in the tissue around it. Tissue's own lines go where the tissue
 * goes; a needle slides along itself.
 *
 * All positions in work px. Times are the frames' own, in seconds.
 */
#ifndef BV_GUIDANCE_TRACK_H
#define BV_GUIDANCE_TRACK_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/candidates.h"
#include "guidance/evidence.h"
#include "guidance/network.h"
#include "guidance/slide_cues.h"
#include "guidance/verdict.h"

BV_BEGIN_DECLS

enum {
    BV_TRACK_PAST_MAX = 24,  /**< Looks back that a track keeps. */
    BV_TRACK_ENDS_MAX = 256, /**< Newest frames whose deep end is kept. */
    BV_TRACK_BINS = 400,     /**< Of the line, BV_TRACK_BIN_PX each. */
};
#define BV_TRACK_BIN_PX 2.0

/** What the line looked like at one time, in the tissue's own coordinates. */
struct bv_track_past {
    double time_s;
    double end; /**< Deep end along the line, px from the anchor. */
    double start;
    double beside; /**< Sideways motion against the tissue so far, px. */
    double travel; /**< How far the tissue at the anchor went so far, px. */
    double angle_deg;
    double bend;                /**< As of bv_profile_bend(). */
    double gap;                 /**< As of bv_entry_gap(). */
    double mean;                /**< Evidence on the piece, per px. */
    float along[BV_TRACK_BINS]; /**< Evidence along the line. */
};

/** One followed line. */
struct bv_track {
    bool used, confirmed;
    unsigned id;
    double born_s, seen_s;       /**< First and last frame with evidence. */
    struct bv_candidate now;     /**< As last seen. */
    bool seen;                   /**< In the newest frame. */
    struct bv_px anchor;         /**< A place of the tissue, on the line. */
    double beside, travel;       /**< Summed, as in bv_track_past. */
    double steady_deg;           /**< Its angle, averaged over the last second
                                      or so, since it is confirmed. */
    struct bv_track_past newest; /**< Of the newest frame with evidence. */
    int end_count, end_next;
    struct {
        double time_s, end;
    } ends[BV_TRACK_ENDS_MAX]; /**< A ring, every frame with evidence. */
    int past_count, past_next;
    struct bv_track_past past[BV_TRACK_PAST_MAX];
    double network;             /**< Log odds of the network along it, averaged
                                     over some tenths of a second; NAN none. */
    double network_s;           /**< When it last looked. */
    double slide_px;            /**< Of the newest frame's best slide, signed:
                                     positive is deeper; 0 none. */
    double proof;               /**< Log odds that it was a needle's; -INFINITY
                                     none. */
    double proof_most;          /**< The most so far. */
    double proof_most_s;        /**< When that was. */
    struct bv_slide_cues slide; /**< What that slide was like. */
    double slid_first_s;        /**< When the present run of proofs began. */
    double slid_last_s;
    int slid_frames; /**< Frames in that run. */
    double slid_s;   /**< How long all runs so far were together. */
    double confirmed_s;
    struct bv_verdict unseen; /**< Why it was not seen in the newest frame. */
    struct bv_verdict lacks;  /**< What it lacked to be a needle when it was
                                   seen last. */
};

/** Start to follow a candidate. */
void bv_track_start(struct bv_track *track, unsigned id, double time_s,
                    const struct bv_evidence *evidence,
                    const struct bv_candidate *candidate);

/**
 * Find the line again in the next new frame.
 *
 * @param shift_px  How far it may have moved sideways against the tissue.
 */
void bv_track_follow(struct bv_track *track, double time_s,
                     const struct bv_evidence *evidence, double shift_px);

/**
 * The newest frame shows the same tissue larger, smaller or elsewhere: go on
 * as if the earlier ones had shown it so, too.
 *
 * @param map  From work px of the frame before to those of the newest: one
 *             scale, and a shift.
 */
void bv_track_carry(struct bv_track *track, const struct bv_px_map *map);

/** Take in what the network says of the newest frame along a track seen in it.
 */
void bv_track_note_network(struct bv_track *track, double time_s,
                           const struct bv_network_maps *maps);

/**
 * How much a confirmed track has shown that it is a needle: how surely, for how
 * long, and what the network says of it now. A line that lies across a needle
 * passes for one for a moment; where one was drawn back, its line may stay.
 */
double bv_track_proof(const struct bv_track *track);

/**
 * Whether a piece found elsewhere on its line may be the same needle; long
 * after it was lost only where the network sees a shaft.
 */
bool bv_track_fits(const struct bv_track *track, double time_s,
                   const struct bv_evidence *evidence,
                   const struct bv_candidate *found);

/** Go on from such a piece, seen in the newest frame. */
void bv_track_take_up(struct bv_track *track, double time_s,
                      const struct bv_evidence *evidence,
                      const struct bv_candidate *found);

BV_END_DECLS

#endif
