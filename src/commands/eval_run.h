/**
 * @file
 * `bevel eval`: runs the clips on all cores, and goes on where an earlier run
 * was ended. Private to src/commands/eval*.c.
 */
#ifndef BV_COMMANDS_EVAL_RUN_H
#define BV_COMMANDS_EVAL_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "commands/eval.h"
#include "core/decls.h"
#include "records/eval_state.h"

BV_BEGIN_DECLS

/**
 * Run every clip.
 *
 * @param jobs    Clips at a time.
 * @param state   Clips that are in it are not run again, and others are kept
 *                in it; NULL: none.
 * @param[out] done  How many clips are done, also where it was stopped.
 * @return 0 or a negative errno; -ECANCELED: the user stopped it.
 */
int bv_eval_run_all(struct bv_evaluation *evaluation, int64_t jobs,
                    struct bv_eval_state *state, size_t *done) BV_MUST_USE;

/** All that every score depends on. @return The caller's; NULL: no memory. */
char *bv_eval_run_key(const struct bv_eval_options *options) BV_MUST_USE;

/** All that this clip's depends on beside that, of which its truth_guessed is
 *  set. @return The same. */
char *bv_eval_clip_key(const struct bv_eval_options *options,
                       struct bv_eval_clip *clip) BV_MUST_USE;

BV_END_DECLS

#endif
