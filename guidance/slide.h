/**
 * @file
 * Whether a followed line slides along its own axis through the tissue, which
 * is what tells a needle from fascia: its deep end goes on, in the tissue's
 * coordinates, while the rest of it stays where it is, keeps its angle, and
 * moves neither sideways nor with the tissue.
 */
#ifndef BV_GUIDANCE_SLIDE_H
#define BV_GUIDANCE_SLIDE_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/track.h"

BV_BEGIN_DECLS

/**
 * Look at the newest frame of a track that was seen in it, and update its
 * slide_px and its run of slides.
 *
 * @param side_px  Longer side of the picture, work px: lengths are parts of it.
 */
void bv_slide_look(struct bv_track *track, double time_s, double side_px);

/** Slides in at least 3 frames, over at least 100 ms. */
bool bv_slide_confirms(const struct bv_track *track);

BV_END_DECLS

#endif
