/**
 * @file
 * `bevel review`: what it prints for people. Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_TABLE_H
#define BV_COMMANDS_REVIEW_TABLE_H

#include <stddef.h>
#include <stdio.h>

#include "core/decls.h"
#include "guidance/review/compare.h"
#include "records/review_json.h"

BV_BEGIN_DECLS

/** A number as short as it says something; "-" where there is none.
 *  @return @p text, or a constant. */
const char *bv_review_say(double value, char *text, size_t size);

/** In place of moments where there are none: whether they were looked for.
 *  @return A constant. */
const char *bv_review_say_none(const struct bv_review *review);

/** Print moments and figures, with the truth beside them where it is known. */
void bv_review_print(FILE *out, const struct bv_review_report *report);

/** Print how right reviews are, of so many recordings in order. */
void bv_review_print_compared(FILE *out, const char *const *names,
                              const struct bv_compare *compares, size_t count);

BV_END_DECLS

#endif
