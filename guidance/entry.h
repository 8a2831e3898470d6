/**
 * @file
 * Where a needle can come from: beside the probe. A straight needle in the
 * plane goes through the skin next to the transducer, so its line, extended
 * towards the skin, leaves the picture through a side, and meets the skin not
 * far outside it. Most fascia, fascicles and vessel walls do not.
 */
#ifndef BV_GUIDANCE_ENTRY_H
#define BV_GUIDANCE_ENTRY_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/verdict.h"

BV_BEGIN_DECLS

/** Flattest and steepest shaft that is looked for, below the horizontal. */
#define BV_ENTRY_ANGLE_MIN_DEG 6.0
#define BV_ENTRY_ANGLE_MAX_DEG 78.0

/**
 * Whether a needle may lie on the line.
 *
 * @param area     In the same px; shape unknown: its box is the picture.
 * @param x,y      A place on the line.
 * @param right,down  Unit vector along the line, down > 0: away from the skin.
 * @param[out] why  Written where not. May be NULL.
 */
bool bv_entry_possible(const struct bv_scan_area *area, double x, double y,
                       double right, double down, struct bv_verdict *why);

/** The same for the line through a piece, skin side first. */
bool bv_entry_passed(const struct bv_scan_area *area,
                     const struct bv_px_segment *piece, struct bv_verdict *why);

/**
 * How far beside the end of the probe's face a piece's line meets the skin,
 * in parts of the picture's width; negative where it meets the face itself.
 */
double bv_entry_outside(const struct bv_scan_area *area,
                        const struct bv_px_segment *piece);

/**
 * How much of the shaft is not seen: from where the line comes into the
 * picture to the piece's skin side, px.
 */
double bv_entry_gap(const struct bv_scan_area *area,
                    const struct bv_px_segment *piece);

BV_END_DECLS

#endif
