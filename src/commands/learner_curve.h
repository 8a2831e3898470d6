/**
 * @file
 * `bevel learner curve`: a figure over a learner's attempts, beside the
 * experts' range, with CUSUM and LC-CUSUM. Private to src/commands/learner*.c.
 */
#ifndef BV_COMMANDS_LEARNER_CURVE_H
#define BV_COMMANDS_LEARNER_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/command.h"
#include "core/decls.h"
#include "guidance/review/cusum.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** As the user wrote them. */
struct bv_curve_words {
    const char *measure;
    const char *task;             /**< NULL: all attempts. */
    const char *source;           /**< Of the limits and rates. */
    const char *cusum, *lc_cusum; /**< Their rates; NULL: no such chart. */
    double least, most; /**< Outside is a failure; NAN: no such limit. */
};

/** What is drawn. Attempts in which the figure was not measured are left out,
 *  and counted. */
struct bv_curve {
    const struct bv_curve_words *words;
    const char *learner, *title, *unit;
    size_t count, left_out, failures;
    double *values; /**< In the order of the attempts ... */
    bool *failed;   /**< ... as all these. */
    double *sum;    /**< CUSUM. */
    double *lc_sum;
    double *numbers;                  /**< 1, 2, ...: along the axis. */
    size_t expert_count;              /**< Their attempts. */
    double expert_least, expert_most; /**< Their range; NAN: none. */
    bool has_cusum, has_lc_cusum;
    struct bv_cusum_rates rates;
    struct bv_cusum_limits limits;
    enum bv_cusum_verdict verdict;
    size_t decided_at; /**< count: nowhere. */
    struct bv_lc_cusum lc;
    size_t shown_at; /**< Of LC-CUSUM; count: nowhere. */
};

/** @return -1 where the words of a curve are good, else the exit code. */
int bv_learner_curve_check(const struct bv_command *command,
                           const char *measure, const char *output, bool cusum,
                           bool limits);

/** Make it, and write it by the ending of @p output. */
int bv_learner_curve(struct bv_store *store, const char *learner,
                     const struct bv_curve_words *words, const char *output,
                     struct bv_fault *fault) BV_MUST_USE;

/** Write it: .html, .pdf or .png. */
int bv_learner_curve_write(const struct bv_curve *curve, const char *output,
                           struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
