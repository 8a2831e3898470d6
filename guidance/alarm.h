/**
 * @file
 * When a tip comes too near to what it must stay away from.
 *
 * "near" is by the nearest edge of the tip's 90 % ellipse, seen or predicted,
 * and the mark's margin; "inside" by the tip itself, and needs no scale. An
 * alarm comes at once. It goes when the tip, or its sighting, was away for
 * BV_ALARM_HOLD_S, and from "near" by BV_ALARM_BAND_MM more than the margin.
 *
 * One thread at a time; nothing is allocated.
 */
#ifndef BV_GUIDANCE_ALARM_H
#define BV_GUIDANCE_ALARM_H

#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_ALARM_HOLD_S 0.5
#define BV_ALARM_BAND_MM 0.5

/** Zero-initialise. */
struct bv_alarms {
    int count;
    struct {
        int id;
        enum bv_alarm alarm;
        int64_t raised_ns; /**< Last. */
    } of[BV_LANDMARKS_MOST];
};

/** Fill the alarm of each landmark from the rest of the advice, in order of
 *  time. On a picture that is not fresh there are none, and on any later one
 *  none that was before. */
void bv_alarms_step(struct bv_alarms *alarms, struct bv_advice *advice);

BV_END_DECLS

#endif
