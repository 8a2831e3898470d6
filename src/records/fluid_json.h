/**
 * @file
 * What is said of fluid, as JSON beside the other keys of a frame. For
 * src/records alone.
 */
#ifndef BV_RECORDS_FLUID_JSON_H
#define BV_RECORDS_FLUID_JSON_H

#include <jansson.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Add `spread` while the user injects, `aspirate` while they aspirate; else
 * nothing.
 *
 * @param take_line  Taken.
 * @return It again, the caller's; NULL: no memory.
 */
json_t *bv_fluid_add_json(json_t *take_line,
                          const struct bv_advice *advice) BV_MUST_USE;

BV_END_DECLS

#endif
