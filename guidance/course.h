/**
 * @file
 * Distance, projected miss and the one correction worth saying, from a seen
 * tip, its shaft and the target (design, rules 3 and 4). Pure functions.
 */
#ifndef BV_GUIDANCE_COURSE_H
#define BV_GUIDANCE_COURSE_H

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Fill distance_mm, miss_mm, course and correction_deg from the rest of the
 * advice: they stay unknown unless the state is tip_seen, the target is
 * followed, and the scale and the scan area are known.
 */
void bv_course_advise(struct bv_advice *advice);

BV_END_DECLS

#endif
