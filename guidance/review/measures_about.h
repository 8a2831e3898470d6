/**
 * @file
 * What a review measures, as a list. Private to guidance/review/measures*.c.
 */
#ifndef BV_GUIDANCE_REVIEW_MEASURES_ABOUT_H
#define BV_GUIDANCE_REVIEW_MEASURES_ABOUT_H

#include "core/decls.h"
#include "guidance/review/review.h"

BV_BEGIN_DECLS

enum about {
    NEEDLE_TIME,
    TIP_SHARE,
    SEEN_SHARE,
    VISIBLE_ADVANCE,
    ADVANCE,
    UNSEEN_COUNT,
    UNSEEN_ADVANCE,
    PROBE_COUNT,
    PROBE_IDLE_COUNT,
    PASSES,
    FIRST_PASS,
    REDIRECTIONS,
    MOVEMENTS,
    PATH,
    INEFFICIENCY,
    ANGLE,
    SPEED,
    TIME_TO_TARGET,
    NEAREST,
    CENTRED,
    INJECTED_SEEN,
    ABOUTS
};

/** Definition and source of each. */
extern const struct bv_review_metric bv_review_metrics[ABOUTS];

BV_END_DECLS

#endif
