/**
 * @file
 * The tip: where the evidence along the shaft ends, at once and for good. A
 * shaft that fades has no tip here.
 */
#ifndef BV_GUIDANCE_TIP_H
#define BV_GUIDANCE_TIP_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"
#include "guidance/verdict.h"

BV_BEGIN_DECLS

struct bv_tip {
    double along_px; /**< From the piece's `from`, work px. */
    double sd_px;    /**< Standard deviation of it, work px. */
};

/**
 * Find the tip near the deep end of a piece.
 *
 * @param expected_px  Where it was seen a moment ago, from the piece's `from`:
 *                     there, less will do. NAN: nowhere.
 * @param[out] tip  Written when found.
 * @param[out] why  Written when not.
 * @return Whether the end is a tip, and not a fade.
 */
bool bv_tip_find(const struct bv_evidence *evidence,
                 const struct bv_px_segment *piece, double expected_px,
                 struct bv_tip *tip, struct bv_verdict *why);

BV_END_DECLS

#endif
