/**
 * @file
 * `bevel simulate --random`: pictures of made-up scenes with their labels.
 */
#ifndef BV_COMMANDS_SIMULATE_RANDOM_H
#define BV_COMMANDS_SIMULATE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The most pictures of one set: their names have six digits. */
#define BV_RANDOM_MOST 1000000

struct bv_random_options {
    const char *folder; /**< Made where it is not there. */
    int64_t count;
    uint64_t seed;
    int threads;    /**< 0: one for each processor. */
    bool no_needle; /**< Leave every needle out. */
    int layout;     /**< Of a screen (screen.h); -1: none. */
};

/**
 * Make a set of pictures, or go on with one. The same options but for count
 * and threads make the same bytes.
 *
 * @return 0; -ECANCELED: stopped by the user; or another negative errno;
 *         @p fault says how many pictures there are.
 */
int bv_simulate_random(const struct bv_random_options *options,
                       struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
