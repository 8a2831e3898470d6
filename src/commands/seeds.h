/**
 * @file
 * The seeds of simulated scenes, as they are typed: `3`, or `1..10`.
 */
#ifndef BV_COMMANDS_SEEDS_H
#define BV_COMMANDS_SEEDS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Read one or a range.
 *
 * @param most  How many at a time.
 * @param[out] first, last  The same of one; not set where it is neither.
 * @return false: it is neither, or they are too many.
 */
bool bv_seeds_read(const char *word, uint64_t most, uint64_t *first,
                   uint64_t *last) BV_MUST_USE;

BV_END_DECLS

#endif
