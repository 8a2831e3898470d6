/**
 * @file
 * What was settled before the needle, as a recording's events hold it. Plain
 * values, copied freely.
 */
#ifndef BV_CORE_SET_UP_H
#define BV_CORE_SET_UP_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

enum { BV_SETTLED_PROCEDURE_SIZE = 48, BV_SETTLED_NAME_SIZE = 16 };

/** What is not said is empty, 0 or unknown. */
struct bv_settled {
    char procedure[BV_SETTLED_PROCEDURE_SIZE]; /**< Its id. */
    enum bv_side side;                         /**< Of the patient. */
    double gauge, length_mm;                   /**< Of the needle. */
    /** What the picture's sides are called, where the user confirmed it. */
    char left[BV_SETTLED_NAME_SIZE], right[BV_SETTLED_NAME_SIZE];
    bool area_is_so, scale_is_so; /**< The user confirmed them. */
};

BV_END_DECLS

#endif
