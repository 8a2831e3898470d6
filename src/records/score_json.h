/**
 * @file
 * The score of a clip as JSON, so that a long evaluation that was ended can go
 * on: what is read gives the same figures, bit for bit.
 *
 * Numbers that are not finite are written as text within a string.
 */
#ifndef BV_RECORDS_SCORE_JSON_H
#define BV_RECORDS_SCORE_JSON_H

#include <jansson.h>

#include "core/decls.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** @return The caller's; NULL: no memory. */
json_t *bv_score_to_json(const struct bv_clip_score *score) BV_MUST_USE;

/**
 * The way back.
 *
 * @return The caller's, to free with bv_clip_score_free(); NULL: it is no such
 *         JSON, or there is no memory.
 */
struct bv_clip_score *bv_score_from_json(const json_t *json) BV_MUST_USE;

BV_END_DECLS

#endif
