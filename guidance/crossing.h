/**
 * @file
 * A needle that crosses the plane: a small bright echo that was not there
 * before, narrow across the beam, that stays. Each new spot is followed in
 * the tissue; what it is like over some frames says whether it is a needle.
 * A dot that stays while the needle goes on is shaft: no tip comes from here.
 *
 * All positions in work px. Times are the frames' own, in seconds.
 * One thread at a time. Nothing is allocated after it was made.
 */
#ifndef BV_GUIDANCE_CROSSING_H
#define BV_GUIDANCE_CROSSING_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/crossing_cues.h"
#include "guidance/evidence.h"
#include "guidance/network.h"

BV_BEGIN_DECLS

/** A spot that is followed. */
struct bv_crossing_track {
    bool used;
    bool seen; /**< In the newest frame. */
    bool confirmed;
    bool denied;           /**< It is tissue. */
    double born_s, seen_s; /**< Seen first and last. */
    int frames;            /**< In which it was seen. */
    double before;         /**< How strong a spot the tissue had. */
    double grey_before;    /**< Its grey level; of a confirmed one. */
    struct bv_px spot;     /**< Its strongest place. */
    struct bv_px origin;   /**< Where the tissue lies now in which it began. */
    struct bv_px middle;   /**< As of bv_crossing_middle(). */
    struct bv_crossing_cues cues; /**< Means over a moment. */
    double slid_px;               /**< How far it went from there, at most. */
    double spread_px;             /**< How far across the beam it is new. */
    double strength_most;         /**< The most that its mean has been. */
    double proof, proof_most;     /**< As of bv_crossing_cues_proof(). */
    double confidence;            /**< That it is a needle. */
};

struct bv_crossing;

/** @return NULL: no memory. */
struct bv_crossing *bv_crossing_new(void);

/** NULL is ignored. */
void bv_crossing_free(struct bv_crossing *crossing);

/** The next frame stands alone. */
void bv_crossing_reset(struct bv_crossing *crossing);

/**
 * Look at the next new frame.
 *
 * @param maps      What the network said last; NULL: nothing yet.
 * @param in_plane  A line in the plane is confirmed as a needle: its tip is new
 *                  and bright too, and what is followed is forgotten, but for a
 *                  crossing that was confirmed before the line was.
 * @param shaft     That line, its deep end last, which may show what that was
 *                  to be its tip; NULL: it is not known where it lies.
 * @return The needle's crossing, confirmed and seen in this frame; NULL none.
 *         Borrowed, valid until the next call.
 */
const struct bv_crossing_track *
bv_crossing_step(struct bv_crossing *crossing, double time_s,
                 const struct bv_evidence *evidence,
                 const struct bv_network_maps *maps, bool in_plane,
                 const struct bv_px_segment *shaft);

/** Whether such a crossing is followed, seen in the newest frame or not. */
bool bv_crossing_came_first(const struct bv_crossing *crossing);

BV_END_DECLS

#endif
