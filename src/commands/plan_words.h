/**
 * @file
 * A plan in words: its ways side by side, as text.
 */
#ifndef BV_COMMANDS_PLAN_WORDS_H
#define BV_COMMANDS_PLAN_WORDS_H

#include <stdbool.h>
#include <stdio.h>

#include "core/decls.h"
#include "guidance/plan.h"

BV_BEGIN_DECLS

/** What must be known of every plan. */
#define BV_PLAN_CAVEAT                                                         \
    "A straight needle in the picture's plane; what lies outside the picture " \
    "is not known."

/** Print the ways as a table, a column each, and why a side has none. */
void bv_plan_print(FILE *out, const struct bv_plan_scene *scene,
                   const struct bv_plan *plan);

/** Whether a side has a sentence: one with a way has none, and that the target
 *  lies in what is avoided is said once. @param side  0 left, 1 right. */
bool bv_plan_side_is_told(const struct bv_plan *plan, int side);

/** "50 mm, 22G". */
void bv_plan_needle_words(const struct bv_plan_needle *needle, char *text,
                          size_t size);

BV_END_DECLS

#endif
