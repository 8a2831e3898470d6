#include "core/series.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void bv_series_fini(struct bv_series *series)
{
    free(series->time_s);
    free(series->value_px);
    free(series->levels);
}

/* @return Whether there is room for one more. */
static bool grow(struct bv_series *series)
{
    size_t room = series->room ? 2 * series->room : 1024;
    size_t rows = (size_t)series->rows;
    double *time_s, *value_px;
    float *levels;

    if (series->count < series->room)
        return true;
    time_s = realloc(series->time_s, room * sizeof(*time_s));
    if (time_s)
        series->time_s = time_s;
    value_px = realloc(series->value_px, room * sizeof(*value_px));
    if (value_px)
        series->value_px = value_px;
    if (!time_s || !value_px)
        return false;
    if (rows > 0) {
        levels = realloc(series->levels, room * rows * sizeof(*levels));
        if (!levels)
            return false;
        series->levels = levels;
    }
    series->room = room;
    return true;
}

int bv_series_add(struct bv_series *series, double time_s, double value_px,
                  const float *levels)
{
    size_t rows = (size_t)series->rows;

    if (series->count >= BV_SERIES_MOST)
        return -EFBIG;
    if (!grow(series))
        return -ENOMEM;
    series->time_s[series->count] = time_s;
    series->value_px[series->count] = value_px;
    if (levels)
        memcpy(series->levels + series->count * rows, levels,
               rows * sizeof(*levels));
    series->count++;
    return 0;
}

void bv_series_range(const struct bv_series *series, long *least, long *most)
{
    *least = *most = -1;
    for (size_t i = 0; i < series->count; i++) {
        if (isnan(series->value_px[i]))
            continue;
        if (*least < 0 || series->value_px[i] < series->value_px[*least])
            *least = (long)i;
        if (*most < 0 || series->value_px[i] > series->value_px[*most])
            *most = (long)i;
    }
}

double bv_series_unit(const struct bv_series *series)
{
    return series->mm_per_px > 0 ? series->mm_per_px : 1;
}

const char *bv_series_unit_name(const struct bv_series *series)
{
    return series->mm_per_px > 0 ? "mm" : "px";
}
