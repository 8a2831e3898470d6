/**
 * @file
 * What the files that write the report share. Private to eval_*.c.
 */
#ifndef BV_COMMANDS_EVAL_REPORT_H
#define BV_COMMANDS_EVAL_REPORT_H

#include <stdio.h>

#include "commands/eval.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Write one HTML page with everything in it.
 *
 * @return 0 or a negative errno.
 */
int bv_eval_write_report(const struct bv_evaluation *evaluation,
                         FILE *out) BV_MUST_USE;

/** One frame as an <img> with the picture inside. */
int bv_eval_write_picture(const struct bv_eval_worst *worst,
                          FILE *out) BV_MUST_USE;

/** Confidence against how often the claim is within 2 mm. */
void bv_eval_write_reliability(const struct bv_evaluation *evaluation,
                               bool simulated, FILE *out);

/** What a scatter's horizontal axis is. */
enum bv_eval_axis { BV_EVAL_ANGLE, BV_EVAL_DEPTH };

/** Tip error against angle or depth; misses on a line of their own. */
void bv_eval_write_scatter(const struct bv_evaluation *evaluation,
                           bool simulated, enum bv_eval_axis axis, FILE *out);

BV_END_DECLS

#endif
