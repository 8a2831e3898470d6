/**
 * @file
 * The first of what lies in order. Pure; any thread.
 */
#ifndef BV_CORE_SEARCH_H
#define BV_CORE_SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * The first whose number is @p least or more.
 *
 * @param all        They lie by that number, rising. NULL where @p count is 0.
 * @param size       Of each, bytes.
 * @param number_of  Its number.
 * @return Its index; @p count: there is none.
 */
size_t bv_search_first(const void *all, size_t count, size_t size,
                       int64_t least, int64_t (*number_of)(const void *one));

BV_END_DECLS

#endif
