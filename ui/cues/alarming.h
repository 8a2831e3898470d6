/**
 * @file
 * When an alarm begins, and so is to be heard: once, for each structure and for
 * spread by itself. Pure: no clock, no sound, no GTK.
 */
#ifndef BV_UI_CUES_ALARMING_H
#define BV_UI_CUES_ALARMING_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "ui/cues/tones.h"

BV_BEGIN_DECLS

/** What alarmed at the last step. Zero-initialise. */
struct bv_alarming {
    int count;
    struct {
        int id;
        enum bv_alarm alarm;
    } of[BV_LANDMARKS_MOST];
    bool spread;
};

/**
 * Look at what is advised now; about 20 times a second, while pictures come.
 *
 * A structure begins to alarm when the tip comes near it, and again when it is
 * inside; not where it comes out. One that is silenced hides no other: inside
 * of a structure without that sound, that of near is heard.
 *
 * @param advice    NULL: nothing guides now, and what comes then is news.
 * @param silenced  A bit, 1 << cue, for each alarm that is not to be heard.
 * @return A bit for each that is to be heard now.
 */
unsigned bv_alarming_step(struct bv_alarming *alarming,
                          const struct bv_advice *advice, unsigned silenced);

BV_END_DECLS

#endif
