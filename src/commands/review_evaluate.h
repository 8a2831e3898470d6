/**
 * @file
 * `bevel review --evaluate`: how right reviews are, over scenes of the
 * simulated probe. Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_EVALUATE_H
#define BV_COMMANDS_REVIEW_EVALUATE_H

#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/rules.h"

BV_BEGIN_DECLS

/** Review every seed of every scene, and print how it went.
 *  @param scenes  With commas between; NULL: learners' mistakes. */
int bv_review_evaluate(const char *scenes, uint64_t first_seed,
                       uint64_t last_seed, const struct bv_review_rules *rules,
                       struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
