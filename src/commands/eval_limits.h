/**
 * @file
 * Comparing, limits and JUnit. Private to src/commands/eval*.c.
 */
#ifndef BV_COMMANDS_EVAL_LIMITS_H
#define BV_COMMANDS_EVAL_LIMITS_H

#include <stdio.h>

#include "commands/eval.h"
#include "core/decls.h"
#include "records/limits_json.h"

BV_BEGIN_DECLS

/**
 * Say which figures became better or worse than a table measured before. A
 * change counts where each value lies outside the other's interval; without
 * intervals it is told, and not called a change for better or worse.
 */
void bv_eval_print_changes(const struct bv_figure_table *before,
                           const struct bv_figure_table *now, FILE *out);

/** Say which limits are broken. @return How many. */
size_t bv_eval_check_limits(const struct bv_limits *limits,
                            const struct bv_evaluation *evaluation, FILE *out);

/**
 * Write clips and limits (NULL: the musts) as JUnit's test cases.
 * @return 0 or a negative errno.
 */
int bv_eval_write_junit(const struct bv_evaluation *evaluation,
                        const struct bv_limits *limits, FILE *out) BV_MUST_USE;

BV_END_DECLS

#endif
