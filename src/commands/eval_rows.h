/**
 * @file
 * `bevel eval --perturb`: what each change of the clips does to the figures.
 * Private to src/commands/eval*.c.
 */
#ifndef BV_COMMANDS_EVAL_ROWS_H
#define BV_COMMANDS_EVAL_ROWS_H

#include <stdio.h>

#include "commands/eval.h"
#include "core/decls.h"
#include "records/figures_json.h"

BV_BEGIN_DECLS

/** The figures that a row shows. */
#define BV_EVAL_ROW_FIGURES 2

/**
 * Which changes the user wants.
 *
 * @param names  "all", or their names with commas between.
 * @param[out] list  The caller's to free(); written only on 0.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EINVAL  There is no such change, as @p fault says.
 */
int bv_eval_rows_choose(const char *names, int **list, size_t *count,
                        struct bv_fault *fault) BV_MUST_USE;

/**
 * Add a changed clip for each clip and change: bv_evaluation.clips has room.
 * @return 0 or -ENOMEM.
 */
int bv_eval_rows_list(struct bv_evaluation *evaluation) BV_MUST_USE;

/**
 * Measure a figure over the clips that a change fits: as they are, and
 * changed.
 *
 * @param row      Index in bv_evaluation.perturbations.
 * @param[out] change  Written on 0; clip_count 0 where it fits none.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_eval_row_measure(const struct bv_evaluation *evaluation, size_t row,
                        size_t figure, const struct bv_stratum *stratum,
                        struct bv_figures_change *change) BV_MUST_USE;

/**
 * What a change does to a figure: changed less plain, NAN where either was not
 * measured. A rate is of the plain clips' time, so that as many events are no
 * difference though a few frames more or less make another time.
 */
double bv_eval_row_difference(const struct bv_figures_change *change);

/**
 * Measure all rows: of each, for simulated and for real clips, the figures
 * that it shows.
 *
 * @param[out] changes  The caller's to free(); written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_eval_rows_make(const struct bv_evaluation *evaluation,
                      struct bv_figures_change **changes,
                      size_t *count) BV_MUST_USE;

/** Print them. */
void bv_eval_rows_print(const struct bv_evaluation *evaluation, FILE *out);

/** The same as HTML. */
void bv_eval_rows_write(const struct bv_evaluation *evaluation, FILE *out);

BV_END_DECLS

#endif
