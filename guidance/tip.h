/**
 * @file
 * The tip: where along a shaft's line it ends. Every place of the line is
 * weighed against the others, and against there being no tip to be seen: a
 * shaft that fades has none here.
 */
#ifndef BV_GUIDANCE_TIP_H
#define BV_GUIDANCE_TIP_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"
#include "guidance/network.h"
#include "guidance/verdict.h"

BV_BEGIN_DECLS

struct bv_tip {
    double along_px; /**< From the piece's `from`, work px. */
    double sd_px;    /**< Standard deviation of it, work px. */
};

/**
 * Find the tip on a piece's line, as far as it can be on it.
 *
 * @param maps  What the network says of the frame; NULL: nothing.
 * @param expected_px  Where it was seen a moment ago, from the piece's `from`:
 *                     there, less will do. NAN: nowhere.
 * @param[out] tip  Written when found.
 * @param[out] why  Written when not.
 * @return Whether one place is likely enough.
 */
bool bv_tip_find(const struct bv_evidence *evidence,
                 const struct bv_network_maps *maps,
                 const struct bv_px_segment *piece, double expected_px,
                 struct bv_tip *tip, struct bv_verdict *why);

BV_END_DECLS

#endif
