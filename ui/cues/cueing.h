/**
 * @file
 * When the distance is to be heard, and what is said of it: a rhythm as of
 * parking sensors, and short words. Pure: no clock, no sound, no GTK.
 */
#ifndef BV_UI_CUES_CUEING_H
#define BV_UI_CUES_CUEING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "ui/cues/tones.h"

BV_BEGIN_DECLS

/** What is heard at one time. */
struct bv_heard {
    enum bv_cue tone;
    enum bv_cue word; /**< BV_CUE_BEAT: the distance. */
    int word_mm;      /**< To say. */
};

/** Zero-initialise. */
struct bv_cueing {
    int64_t beat_ns;   /* the last one; 0: none since it was seen */
    int64_t seen_ns;   /* last */
    int64_t spoken_ns; /* the last number; 0: none since it was seen */
    int spoken_mm;
    bool is_seen; /* or was less than a moment ago */
};

/** The time from beat to beat, s: 0.15 at 2 mm and less, 1.2 at 40 mm and
 *  more. There is no end to it that would say "there". */
double bv_cueing_interval_s(double distance_mm);

/**
 * Time goes by; call it about 20 times a second.
 *
 * @param distance_mm  From the tip as it is seen now to the target; NAN: no
 *                     distance may be said. Nothing is heard then but, after
 *                     0.4 s and once, that the tip is lost.
 */
struct bv_heard bv_cueing_step(struct bv_cueing *cueing, double distance_mm,
                               int64_t now_ns);

/** It is silent now, and what comes then is news: a picture that stands, or
 *  another source. */
void bv_cueing_rest(struct bv_cueing *cueing);

BV_END_DECLS

#endif
