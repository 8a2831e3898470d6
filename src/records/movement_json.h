/**
 * @file
 * What `bevel movement` prints of a frame, and of the whole: objects on one
 * line each (docs/formats.md).
 */
#ifndef BV_RECORDS_MOVEMENT_JSON_H
#define BV_RECORDS_MOVEMENT_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** One frame. */
struct bv_movement_line {
    const char *source; /**< As typed. */
    uint32_t frame;
    double time_s;
    const char *what; /**< The value's key without its unit: "glide". */
    double value_px;  /**< NAN: not found in this frame. */
    double mm_per_px; /**< 0: not known. */
    bool has_ends;    /**< Two marks: where they are. */
    struct bv_px_segment ends_px;
};

/** The whole. */
struct bv_movement_sum {
    const char *source;
    const char *what; /**< "glide": then its excursion is told. */
    bool is_excursion;
    double least_px, most_px; /**< NAN: never found. */
    double least_at_s, most_at_s;
    double mm_per_px; /**< 0: not known, or it changed. */
    uint64_t frames, found;
    bool lost; /**< For good, before the end. */
};

/** @return 0, -ENOMEM, -EIO, or what the stream's error is. */
int bv_movement_write_line(FILE *out,
                           const struct bv_movement_line *line) BV_MUST_USE;

/** Same results. */
int bv_movement_write_sum(FILE *out,
                          const struct bv_movement_sum *sum) BV_MUST_USE;

BV_END_DECLS

#endif
