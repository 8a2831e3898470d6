/**
 * @file
 * A frame of an analysis as JSON. For analysis_file.c alone.
 */
#ifndef BV_RECORDS_ANALYSIS_JSON_H
#define BV_RECORDS_ANALYSIS_JSON_H

#include <jansson.h>

#include "core/decls.h"
#include "guidance/review/review_frame.h"

BV_BEGIN_DECLS

/** @param truth  NULL: none. @return The caller's; NULL: no memory. */
json_t *bv_analysis_json_make(const struct bv_review_frame *frame,
                              const struct bv_review_truth *truth) BV_MUST_USE;

BV_END_DECLS

#endif
