#include "ui/cues/tones.h"

#include <math.h>
#include <string.h>

/* Notes: each swells and fades, so that it does not click, and is followed by
 * a rest. */
static const struct {
    int notes;
    double first_hz, last_hz; /* of the notes */
    double glide;             /* each note ends at so many times its pitch */
    double note_s, rest_s;
    double level;
} made_of[BV_CUES] = {
    [BV_CUE_BEAT] = {1, 880, 880, 1, 0.05, 0, 9000},
    [BV_CUE_LOST] = {1, 520, 520, 0.5, 0.3, 0, 9000},
    [BV_CUE_NEAR] = {2, 660, 660, 1, 0.11, 0.09, 18000},
    [BV_CUE_SPREAD] = {3, 392, 659, 1, 0.16, 0.06, 18000},
    [BV_CUE_INSIDE] = {5, 1320, 1320, 1, 0.07, 0.04, 24000},
};

bool bv_cue_is_alarm(enum bv_cue cue)
{
    return cue >= BV_CUE_NEAR && cue < BV_CUES;
}

/* @return How many samples. */
static int make_note(int16_t *samples, double from_hz, double to_hz,
                     double seconds, double level)
{
    int count = (int)(seconds * BV_TONES_RATE_HZ);
    double phase = 0;

    for (int i = 0; i < count; i++) {
        double at = (double)i / count;

        phase +=
            2 * M_PI * (from_hz + (to_hz - from_hz) * at) / BV_TONES_RATE_HZ;
        samples[i] = (int16_t)(level * sin(M_PI * at) * sin(phase));
    }
    return count;
}

int bv_tones_make(enum bv_cue cue, int16_t *samples)
{
    int notes = made_of[cue].notes, count = 0;
    int rest = (int)(made_of[cue].rest_s * BV_TONES_RATE_HZ);

    for (int i = 0; i < notes; i++) {
        double share = notes > 1 ? (double)i / (notes - 1) : 0;
        double hz = made_of[cue].first_hz *
                    pow(made_of[cue].last_hz / made_of[cue].first_hz, share);

        if (i > 0) {
            memset(&samples[count], 0, (size_t)rest * sizeof(*samples));
            count += rest;
        }
        count += make_note(&samples[count], hz, hz * made_of[cue].glide,
                           made_of[cue].note_s, made_of[cue].level);
    }
    return count;
}

enum bv_cue bv_cue_take(unsigned *asked)
{
    for (int cue = BV_CUES - 1; cue > BV_CUE_NONE; cue--)
        if (*asked & 1U << cue) {
            *asked &= ~(1U << cue | 1U << BV_CUE_BEAT | 1U << BV_CUE_LOST);
            return (enum bv_cue)cue;
        }
    return BV_CUE_NONE;
}

bool bv_cue_gives_way(enum bv_cue plays, unsigned asked)
{
    for (int cue = BV_CUES - 1; cue > (int)plays; cue--)
        if (asked & 1U << cue && bv_cue_is_alarm((enum bv_cue)cue))
            return true;
    return false;
}
