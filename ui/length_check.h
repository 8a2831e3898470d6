/**
 * @file
 * Whether more of the needle shows than it has: then the scale is wrong, or
 * another needle is in hand, or what is drawn is none. Pure.
 */
#ifndef BV_UI_LENGTH_CHECK_H
#define BV_UI_LENGTH_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Longer by so much, of its length and beside that, is said; once it has been
 *  so for so long. */
#define BV_LENGTH_CHECK_SHARE 0.1
#define BV_LENGTH_CHECK_MM 2.0
#define BV_LENGTH_CHECK_S 1.0

/** Zero-initialise. */
struct bv_length_check {
    int64_t since_ns; /**< Of the frames' times; 0: it is not so. */
    double most_mm;   /**< That was seen since. */
};

/**
 * Some times a second.
 * @param advice     On the screen; NULL: none.
 * @param length_mm  Of the needle that is at hand; 0: not known.
 * @param[out] text  A sentence; empty: nothing is to be said.
 * @return Whether something is.
 */
bool bv_length_check_step(struct bv_length_check *check,
                          const struct bv_advice *advice, double length_mm,
                          char *text, size_t size);

BV_END_DECLS

#endif
