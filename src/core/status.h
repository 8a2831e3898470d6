/**
 * @file
 * A fault: what the machine could not do, as an errno for the program and one
 * sentence for the person.
 *
 * Functions that can say more than an errno take a `struct bv_fault *`, which
 * may be NULL. They fill it once, where the cause is known; callers pass it on
 * and never rewrite it. A finding (no needle) is never a fault, a bug is an
 * assert.
 */
#ifndef BV_CORE_STATUS_H
#define BV_CORE_STATUS_H

#include "core/decls.h"

BV_BEGIN_DECLS

/** Room for one sentence with one path in it. */
#define BV_FAULT_TEXT_SIZE 512

/** One fault. Zero-initialise; @c error stays 0 while there is none. */
struct bv_fault {
    int error;                     /**< A negative errno, 0 for none. */
    char text[BV_FAULT_TEXT_SIZE]; /**< One sentence, no final newline. */
};

/**
 * Say what went wrong. Does nothing where a fault was already said, so that
 * the first and most precise sentence is the one that the user reads.
 *
 * @param fault  May be NULL.
 * @param error  A negative errno.
 * @return @p error, so that callers can `return bv_fault_set(...)`.
 */
int bv_fault_set(struct bv_fault *fault, int error, const char *format, ...)
    BV_PRINTF(3, 4);

/**
 * The plain words for a negative errno ("no such file", "the disk is full"),
 * lower case, without a full stop.
 *
 * @return A constant string, or one of the C library's; valid until the next
 *         call from the same thread.
 */
const char *bv_error_text(int error);

BV_END_DECLS

#endif
