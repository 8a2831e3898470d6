/**
 * @file
 * What the window's sounds are made of, and which of those that are asked for
 * comes first. Pure: no clock, no sound, no GTK.
 *
 * Each is told by ear from the others without knowing its pitch: the distance
 * is one short note, the loss of the tip a fall; the alarms are two notes
 * (near), three that rise (spread not seen) and five quick ones (inside).
 */
#ifndef BV_UI_CUES_TONES_H
#define BV_UI_CUES_TONES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** From the least urgent to the most. */
enum bv_cue {
    BV_CUE_NONE,
    BV_CUE_BEAT,   /**< Of the distance's rhythm. */
    BV_CUE_LOST,   /**< The tip was seen, and is not any more. */
    BV_CUE_NEAR,   /**< Alarm: the tip comes near what is to be avoided. */
    BV_CUE_SPREAD, /**< Alarm: spread is not seen while injecting. */
    BV_CUE_INSIDE, /**< Alarm: the tip is inside what is to be avoided. */
    BV_CUES
};

enum {
    BV_TONES_RATE_HZ = 48000,
    BV_TONES_SAMPLES_MOST = BV_TONES_RATE_HZ * 7 / 10,
};

/** Whether it is an alarm: it is never left out. */
bool bv_cue_is_alarm(enum bv_cue cue);

/**
 * The samples of a cue, one channel.
 *
 * @param cue  Not BV_CUE_NONE.
 * @param[out] samples  BV_TONES_SAMPLES_MOST of room.
 * @return How many there are.
 */
int bv_tones_make(enum bv_cue cue, int16_t *samples);

/**
 * What is played next of what is asked for: the most urgent. An alarm waits its
 * turn however many come before it; a beat or a loss that did not come first is
 * old by then, and goes.
 *
 * @param asked  A bit, 1 << cue, for each; what is taken is cleared.
 * @return BV_CUE_NONE: nothing is.
 */
enum bv_cue bv_cue_take(unsigned *asked);

/** Whether one that plays is broken off for what is asked for: never for
 *  another of its kind or for less. */
bool bv_cue_gives_way(enum bv_cue plays, unsigned asked);

BV_END_DECLS

#endif
