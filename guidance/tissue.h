/**
 * @file
 * How the picture moved as a whole since the frame before: what the probe did,
 * not the needle. Pure.
 */
#ifndef BV_GUIDANCE_TISSUE_H
#define BV_GUIDANCE_TISSUE_H

#include "core/advice.h"
#include "core/decls.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

/**
 * What most places of the scan area did alike: a shift, a turn and a stretch.
 * A needle, a vessel and what slides by itself are left out by being few.
 *
 * @return In px of the frame; of part 0 where motion was not measured, or the
 *         picture is shown in another size.
 */
struct bv_tissue_motion bv_tissue_measure(const struct bv_evidence *evidence);

BV_END_DECLS

#endif
