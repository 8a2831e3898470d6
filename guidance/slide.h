/**
 * @file
 * Whether a followed line slides along its own axis through the tissue, which
 * is what tells a needle from fascia: its deep end goes on, in the tissue's
 * coordinates, while the rest of it stays where it is, keeps its angle, and
 * moves neither sideways nor with the tissue.
 *
 * The newest frame is held against each older look that the track keeps; what
 * is measured between the two are the slide's cues, and classify.h says from
 * them how likely it was a needle's.
 */
#ifndef BV_GUIDANCE_SLIDE_H
#define BV_GUIDANCE_SLIDE_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/evidence.h"
#include "guidance/track.h"

BV_BEGIN_DECLS

/**
 * Look at the newest frame of a track that was seen in it, and update its
 * slide_px, its proof, its run of proofs, and what it lacks.
 *
 * @param side_px  Longer side of the picture, work px: lengths are parts of it.
 */
void bv_slide_look(struct bv_track *track, double time_s, double side_px,
                   const struct bv_evidence *evidence);

/**
 * Proofs in at least 3 frames, over at least 100 ms.
 *
 * @param[out] why  Written where not.
 */
bool bv_slide_confirms(const struct bv_track *track, struct bv_verdict *why);

BV_END_DECLS

#endif
