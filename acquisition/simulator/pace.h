/**
 * @file
 * When a simulated probe that plays in a window should do with fewer beams:
 * from how long its pictures take. Pure. Private to the simulator.
 */
#ifndef BV_SIMULATOR_PACE_H
#define BV_SIMULATOR_PACE_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Pictures that are looked at together: a second and a half. */
#define BV_SIM_PACE_PICTURES 45

/** Zero-initialise. */
struct bv_sim_pace {
    int count, late;
};

/**
 * Note how long a picture took.
 *
 * @param took_ms   It.
 * @param every_ms  From picture to picture.
 * @return Whether the machine does not hold the rate: more than half of the
 *         last pictures took over four fifths of their time. Counting starts
 *         anew then.
 */
bool bv_sim_pace_note(struct bv_sim_pace *pace, double took_ms,
                      double every_ms);

BV_END_DECLS

#endif
