/**
 * @file
 * Distance, projected miss and the one correction worth saying, from a seen
 * tip, its shaft and the target (design, rules 3 and 4). Pure functions, any
 * thread.
 *
 * The correction is for a rigid shaft that is turned about its entry point:
 * where the shaft's line, followed back from the tip, meets the skin. The
 * skin lies along the transducer's face: a straight line for a rectangle; for
 * a sector the face's arc, and beyond its ends the arc's tangents. The turn is
 * the angle at the entry point between tip and target, which is not the
 * heading from tip to target.
 */
#ifndef BV_GUIDANCE_COURSE_H
#define BV_GUIDANCE_COURSE_H

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** From this depth of the tip on, tissue holds the shaft: no turning. */
#define BV_COURSE_TURN_DEPTH_MM 10.0

/** A smaller turn is not worth saying. */
#define BV_COURSE_TURN_MIN_DEG 2.0

/** A turn for a smaller miss would contradict a fact shown in whole mm. */
#define BV_COURSE_TURN_MISS_MM 0.5

/**
 * A smaller miss is not worth a new pass. The scan plane is about 2 mm thick
 * (bats.ac.nz), so where in it the target lies is not known better than that;
 * it is also within the p95 error accepted for a tip (2.5 mm) and above the
 * spread between people who mark the same point (0.5 to 0.6 mm).
 */
#define BV_COURSE_WITHDRAW_MISS_MM 2.0

/** Below this slope to the face the entry point is anybody's guess. */
#define BV_COURSE_ENTRY_MIN_DEG 3.0

/**
 * Fill distance_mm, miss_mm, course and correction_deg from the rest of the
 * advice: they stay unknown unless the state is tip_seen, the target is
 * followed, and the scale and the scan area are known. Likewise distance_mm
 * and miss_mm of each landmark that is held.
 *
 * The facts are filled whenever that holds; the course stays
 * BV_COURSE_NONE unless a correction is worth saying:
 *
 * - tip less than BV_COURSE_TURN_DEPTH_MM deep and target ahead of it: steepen
 *   or flatten, when the turn is at least BV_COURSE_TURN_MIN_DEG;
 * - tip deeper, or already past the target: withdraw, when the miss is over
 *   BV_COURSE_WITHDRAW_MISS_MM.
 */
void bv_course_advise(struct bv_advice *advice);

/** Measure what was seen by another scale: mm_per_px, its origin, tip_mm, and
 *  all that bv_course_advise() fills. @param mm_per_px  0: there is none. */
void bv_course_measure(struct bv_advice *advice, double mm_per_px,
                       enum bv_scale_origin origin);

BV_END_DECLS

#endif
