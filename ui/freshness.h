/**
 * @file
 * Whether the picture on the screen is still new, by the window's own clock:
 * the advice in it cannot say that no further frame came (design, rule 2).
 * Plain values, pure functions; one thread.
 */
#ifndef BV_UI_FRESHNESS_H
#define BV_UI_FRESHNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_freshness {
    bool any;          /**< New content was seen. */
    int64_t new_ns;    /**< When it last arrived, CLOCK_MONOTONIC. */
    int64_t frame_ns;  /**< The last frame's own time. */
    double interval_s; /**< Between the last frames; 0 where unknown. */
};

/**
 * A picture came.
 * @param arrived_ns  Its arrival in bevel, CLOCK_MONOTONIC.
 */
void bv_freshness_note(struct bv_freshness *freshness,
                       const struct bv_advice *advice, int64_t arrived_ns);

/** Since new content last came, s; 0 before any. */
double bv_freshness_age_s(const struct bv_freshness *freshness, int64_t now_ns);

/**
 * Whether no new content came for the longer of 250 ms and two frame
 * intervals; of an interval of up to a second, since a pause is no interval.
 */
bool bv_freshness_is_stale(const struct bv_freshness *freshness,
                           int64_t now_ns);

BV_END_DECLS

#endif
