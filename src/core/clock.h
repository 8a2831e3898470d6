/**
 * @file
 * The one clock for arrival times and latencies. Guidance never reads it: it
 * runs on the frames' own times.
 */
#ifndef BV_CORE_CLOCK_H
#define BV_CORE_CLOCK_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_NS_PER_S INT64_C(1000000000)
#define BV_NS_PER_MS INT64_C(1000000)

/** CLOCK_MONOTONIC now, ns. Any thread. */
int64_t bv_clock_now_ns(void);

/** ns as seconds. */
static inline double bv_ns_to_s(int64_t ns)
{
    return (double)ns * 1e-9;
}

/** Seconds as ns, rounded to the nearest. */
static inline int64_t bv_s_to_ns(double s)
{
    return (int64_t)(s * 1e9 + (s < 0 ? -0.5 : 0.5));
}

BV_END_DECLS

#endif
