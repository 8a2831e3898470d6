/**
 * @file
 * How quick the window was, for a tester: from a frame's arrival to its
 * painting, and how long the main thread was busy at a time, in which it
 * answered nobody. Main thread only; one window a process.
 *
 * Kept only where the environment names a file, BEVEL_TIMINGS, to which it is
 * written as one JSON object when the window closes (docs/testing.md).
 */
#ifndef BV_UI_TIMINGS_H
#define BV_UI_TIMINGS_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Begin to watch the main loop. */
void bv_timings_start(void);

/** A frame was painted, so long after it arrived. */
void bv_timings_add_frame(int64_t latency_ns);

/** Write them; a file that cannot be written is logged. */
void bv_timings_end(void);

BV_END_DECLS

#endif
