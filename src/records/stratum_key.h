/**
 * @file
 * The way back of bv_stratum_key(). Private to src/records.
 */
#ifndef BV_RECORDS_STRATUM_KEY_H
#define BV_RECORDS_STRATUM_KEY_H

#include <string.h>

#include "core/decls.h"
#include "guidance/review/figures.h"

BV_BEGIN_DECLS

/** Find kind and value of a key. @return false where there is no such. */
static inline bool bv_stratum_from_key(const char *key,
                                       struct bv_stratum *stratum)
{
    for (int k = 0; k < BV_STRATUM_KINDS; k++) {
        enum bv_stratum_kind kind = (enum bv_stratum_kind)k;

        for (int value = 0; value < bv_stratum_count(kind); value++)
            if (strcmp(key, bv_stratum_key(kind, value)) == 0) {
                stratum->kind = kind;
                stratum->value = value;
                return true;
            }
    }
    return false;
}

BV_END_DECLS

#endif
