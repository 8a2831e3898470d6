/**
 * @file
 * Make room in a folder of what can be made again: the oldest goes first.
 */
#ifndef BV_RECORDS_OLDEST_H
#define BV_RECORDS_OLDEST_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_oldest {
    char *name; /* its owner's */
    struct timespec made;
    long long bytes;
};

/** @return false: it stays. */
typedef bool bv_oldest_remove(const char *name, void *context);

/**
 * Remove the oldest until at most so many bytes are left; 0: all that does not
 * stay, the empty ones as well.
 *
 * @param all  Sorted by age afterwards.
 * @return How many were removed.
 */
int bv_oldest_trim(struct bv_oldest *all, size_t count, long long most_bytes,
                   bv_oldest_remove *remove_one, void *context);

BV_END_DECLS

#endif
