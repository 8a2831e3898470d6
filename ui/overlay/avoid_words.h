/**
 * @file
 * How far the tip is from the nearest of what is to be avoided, in words. Pure.
 */
#ifndef BV_UI_OVERLAY_AVOID_WORDS_H
#define BV_UI_OVERLAY_AVOID_WORDS_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

/** An empty string says nothing. */
struct bv_avoid_words {
    bool has;            /**< Something to avoid is marked. */
    char title[48];      /**< "To C6"; where it is not known which, "To what
                              is avoided". */
    char value[24];      /**< "4", "<1", "tip inside"; empty: not known. */
    bool is_mm;          /**< The value is a number of mm. */
    char note[96];       /**< What of it is lost; else the margin: "margin
                              2 mm". */
    enum bv_alarm alarm; /**< Of the one that is named. */
    char sentence[192];  /**< All of it, for a screen reader. */
};

/** Whether such a distance may be said of this advice, which may be NULL: one
 *  on the screen must go as soon as this is false (design, rule 1). */
bool bv_avoid_may_measure(const struct bv_advice *advice,
                          enum bv_showing showing);

/**
 * Find the words. The one that alarms goes before one that is nearer.
 * @param advice  NULL before the first picture.
 * @param[out] words  Always written.
 */
void bv_avoid_words_make(const struct bv_advice *advice,
                         enum bv_showing showing, struct bv_avoid_words *words);

BV_END_DECLS

#endif
