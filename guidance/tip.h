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
    double point;    /**< Log odds that a tip ends there, and no shaft that
                          fades, as far as one frame tells. */
};

/**
 * Find the tip on a piece's line, as far as it can be on it.
 *
 * @param maps  What the network says of the frame; NULL: nothing.
 * @param expected_px  Where it was seen a moment ago, from the piece's `from`:
 *                     there, less will do. NAN: nowhere.
 * @param[out] tip  What is likeliest, found or not.
 * @param[out] why  Written when not.
 * @return Whether one place is likely enough.
 */
bool bv_tip_find(const struct bv_evidence *evidence,
                 const struct bv_network_maps *maps,
                 const struct bv_px_segment *piece, double expected_px,
                 struct bv_tip *tip, struct bv_verdict *why);

/** How the end of one needle looked lately. Zeros: not at all. */
struct bv_tip_looks {
    double time_s, mean; /**< Of `point`, over most of a second. */
    bool any;
};

/**
 * Take in how the end of a needle looks in the newest frame: speckle hides that
 * a shaft fades for a moment, and hides a tip.
 *
 * @param[out] why  Written when it is none.
 * @return Whether it is a tip by all that was seen of it lately.
 */
bool bv_tip_is_point(struct bv_tip_looks *looks, double time_s,
                     const struct bv_tip *tip, struct bv_verdict *why);

BV_END_DECLS

#endif
