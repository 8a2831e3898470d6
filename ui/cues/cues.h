/**
 * @file
 * What is heard: alarms, and the distance where that is set, by tones and by
 * words. Main thread only; what plays and speaks never holds it up.
 */
#ifndef BV_UI_CUES_CUES_H
#define BV_UI_CUES_CUES_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_cues;

struct bv_cues *bv_cues_new(void);

/** NULL is ignored. */
void bv_cues_free(struct bv_cues *cues);

/** What is on the screen now. */
struct bv_cues_facts {
    bool plays;  /**< Pictures come: else the distance is silent. */
    bool frozen; /**< It is of then: no alarm begins, and none ends. */
    const struct bv_advice *advice; /**< What guides; NULL: nothing does. */
    double distance_mm; /**< What may be said (bv_words_may_measure()); NAN:
                             none. */
};

/**
 * Time goes by; about 20 times a second.
 *
 * @return Whether the desktop's bell is to stand in for an alarm, which no
 *         sound device plays.
 */
bool bv_cues_step(struct bv_cues *cues, const struct bv_cues_facts *facts);

/** Why nothing is heard though it is set, for a while after that turned out;
 *  NULL: no reason. */
const char *bv_cues_get_line(struct bv_cues *cues);

BV_END_DECLS

#endif
