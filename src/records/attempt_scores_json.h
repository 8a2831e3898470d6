/**
 * @file
 * What people scored an attempt, as JSON (docs/formats.md, "Review"). For
 * src/records alone.
 */
#ifndef BV_RECORDS_ATTEMPT_SCORES_JSON_H
#define BV_RECORDS_ATTEMPT_SCORES_JSON_H

#include <jansson.h>

#include "core/decls.h"
#include "records/attempt_scores.h"

BV_BEGIN_DECLS

/** A list, one a scale. @return The caller's; NULL: no memory. */
json_t *
bv_attempt_scores_json(const struct bv_attempt_scores *scores) BV_MUST_USE;

BV_END_DECLS

#endif
