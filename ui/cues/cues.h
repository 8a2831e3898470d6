/**
 * @file
 * The distance to be heard, where that is set: by tones and by words. Main
 * thread only; what plays and speaks never holds it up.
 */
#ifndef BV_UI_CUES_CUES_H
#define BV_UI_CUES_CUES_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_cues;

struct bv_cues *bv_cues_new(void);

/** NULL is ignored. */
void bv_cues_free(struct bv_cues *cues);

/**
 * Time goes by; about 20 times a second.
 *
 * @param plays        Pictures come: else it is silent.
 * @param distance_mm  What may be said now (bv_words_may_measure()); NAN: none.
 */
void bv_cues_step(struct bv_cues *cues, bool plays, double distance_mm);

/** Why nothing is heard though it is set, for a while after that turned out;
 *  NULL: no reason. */
const char *bv_cues_get_line(struct bv_cues *cues);

BV_END_DECLS

#endif
