/**
 * @file
 * What moves along one line, frame after frame: a value, or a column of levels,
 * of each at its own time.
 */
#ifndef BV_CORE_SERIES_H
#define BV_CORE_SERIES_H

#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** The most frames: an hour at 30 a second is. */
#define BV_SERIES_MOST 120000

/** Starts as zero, but for its rows. */
struct bv_series {
    double *time_s;
    double *value_px; /**< NAN: not found then. */
    float *levels;    /**< A strip: rows of each frame, one after another. */
    int rows;         /**< 0: no strip. */
    size_t count, room;
    double mm_per_px; /**< 0: not known, or it changed. */
};

/** Frees what it holds. */
void bv_series_fini(struct bv_series *series);

/**
 * Add one, in order of time. @param levels  `rows` of them, or NULL.
 * @retval -ENOMEM
 * @retval -EFBIG  It is full.
 */
int bv_series_add(struct bv_series *series, double time_s, double value_px,
                  const float *levels) BV_MUST_USE;

/** Where the least and the most are; -1: it was never found. */
void bv_series_range(const struct bv_series *series, long *least, long *most);

/** So many mm is a px of it, or 1, where it has no scale. */
double bv_series_unit(const struct bv_series *series);

/** "mm", or "px". */
const char *bv_series_unit_name(const struct bv_series *series);

BV_END_DECLS

#endif
