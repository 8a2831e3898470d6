/**
 * @file
 * How sure it is that a line is a needle, from cues: one number, 0 to 1.
 *
 * The weights for stills and for slides are fitted (see the source). The
 * confidence of tracks is calibrated in the mean only, on simulated clips.
 */
#ifndef BV_GUIDANCE_CLASSIFY_H
#define BV_GUIDANCE_CLASSIFY_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/cues.h"
#include "guidance/slide_cues.h"

BV_BEGIN_DECLS

#define BV_PARTS_MAX 20

/** What the cues add to the log odds that a line is a needle. */
struct bv_odds {
    double log_odds; /**< The start and all parts. */
    double start;
    int count;
    struct {
        const char *name; /**< Of the cue, in words. */
        double cue;       /**< Bounded, as it is weighed. */
        double adds;
    } parts[BV_PARTS_MAX];
};

/** The odds behind the three below; a log odds of 0 is a confidence of 0.5. */
void bv_classify_still_odds(const struct bv_cues *cues, bool broad,
                            struct bv_odds *odds);
void bv_classify_slide_odds(const struct bv_slide_cues *cues, double side_px,
                            struct bv_odds *odds);
void bv_classify_track_odds(const struct bv_cues *cues, double proof,
                            struct bv_odds *odds);

/**
 * Confidence for a line in a picture by itself, without a past.
 *
 * @param broad  It was found in the evidence of broad lines.
 */
double bv_classify_still(const struct bv_cues *cues, bool broad);

/** Log odds that a slide was a needle's. */
double bv_classify_slide(const struct bv_slide_cues *cues, double side_px);

/**
 * Confidence for a line that slid along itself.
 *
 * @param proof  The most that bv_classify_slide() said of it.
 */
double bv_classify_track(const struct bv_cues *cues, double proof);

BV_END_DECLS

#endif
