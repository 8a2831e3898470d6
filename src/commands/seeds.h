/**
 * @file
 * The seeds of simulated scenes, as they are typed: `3`, or `1..10`.
 */
#ifndef BV_COMMANDS_SEEDS_H
#define BV_COMMANDS_SEEDS_H

#include <stdint.h>

#include "commands/command.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Read one or a range; what is neither is said.
 *
 * @param most  How many at a time.
 * @param[out] first, last  The same of one; not set where it is neither.
 * @return -1 to go on; else the exit code.
 */
int bv_seeds_read(const struct bv_command *command, const char *word,
                  uint64_t most, uint64_t *first, uint64_t *last) BV_MUST_USE;

BV_END_DECLS

#endif
