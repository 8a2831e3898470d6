/**
 * @file
 * What `bevel outline` prints: an object on one line (docs/formats.md).
 */
#ifndef BV_RECORDS_OUTLINE_JSON_H
#define BV_RECORDS_OUTLINE_JSON_H

#include <stdint.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/outline.h"

BV_BEGIN_DECLS

/** One click, and what it proposed. */
struct bv_outline_line {
    const char *source; /**< As typed. */
    uint32_t frame;
    double time_s;
    struct bv_px at_px;
    const struct bv_outline *outline; /**< Of the picture as it came; count 0:
                                           none. */
    double confidence;
    double mm_per_px;     /**< 0: not known. */
    const char *why;      /**< That, or none. */
    const char *kind;     /**< NULL: there is no outline. */
    const char *kind_why; /**< Why that kind; NULL likewise. */
};

/** @return 0, -ENOMEM, -EIO, or what the stream's error is. */
int bv_outline_write_line(FILE *out,
                          const struct bv_outline_line *line) BV_MUST_USE;

BV_END_DECLS

#endif
