/**
 * @file
 * Advice as one line of JSON: the keys of `bevel detect`, which truth files
 * share (design, "Contracts").
 */
#ifndef BV_RECORDS_ADVICE_JSON_H
#define BV_RECORDS_ADVICE_JSON_H

#include <stdio.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Write one line.
 *
 * @param source      The source's name as the user typed it; bytes that are
 *                    not UTF-8 are replaced.
 * @param frame       The frame's number in the source, from 0.
 * @param process_ms  How long the guide took.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EIO       or what the stream's error is.
 */
int bv_advice_write_json(FILE *out, const char *source, uint32_t frame,
                         const struct bv_advice *advice,
                         double process_ms) BV_MUST_USE;

/** A still that could not be read: a line with "error". Same results. */
int bv_advice_write_json_error(FILE *out, const char *source,
                               const char *sentence) BV_MUST_USE;

BV_END_DECLS

#endif
