/*
 * Movements to and fro of a series along the needle's way.
 */
#include <math.h>

#include "guidance/review/way.h"

double bv_way_along(const struct bv_way_point *point)
{
    return point->along_mm;
}

double bv_way_angle(const struct bv_way_point *point)
{
    return point->angle_deg;
}

/* Where a series turned last, and how far it came since. */
struct swing {
    double least;
    int sign; /* 0: it has not gone anywhere yet */
    size_t low_at, high_at;
    double low, high;
};

/* A value more. @return True: it turned, and @p done is the movement that
 * ended there. */
static bool swing_on(struct swing *swing, size_t i, double now,
                     struct bv_movement *done)
{
    bool turned = false;

    if (swing->sign >= 0 && now > swing->high) {
        swing->high = now;
        swing->high_at = i;
    }
    if (swing->sign <= 0 && now < swing->low) {
        swing->low = now;
        swing->low_at = i;
    }
    if (swing->sign <= 0 && now - swing->low >= swing->least) {
        *done = (struct bv_movement){swing->high_at, swing->low_at,
                                     swing->low - swing->high};
        turned = swing->sign < 0;
        swing->sign = 1;
        swing->high = now;
        swing->high_at = i;
    } else if (swing->sign >= 0 && swing->high - now >= swing->least) {
        *done = (struct bv_movement){swing->low_at, swing->high_at,
                                     swing->high - swing->low};
        turned = swing->sign > 0;
        swing->sign = -1;
        swing->low = now;
        swing->low_at = i;
    }
    return turned;
}

size_t bv_movements_find(const struct bv_way *way,
                         double (*value)(const struct bv_way_point *),
                         double least, struct bv_movement *movements)
{
    struct swing swing = {.least = least, .low = INFINITY, .high = -INFINITY};
    struct bv_movement done;
    size_t found = 0;

    for (size_t i = 0; i < way->count; i++) {
        double now = value(&way->points[i]);

        if (isnan(now) || !swing_on(&swing, i, now, &done))
            continue;
        if (movements)
            movements[found] = done;
        found++;
    }
    if (swing.sign == 0)
        return found;
    if (movements)
        movements[found] =
            swing.sign > 0 ? (struct bv_movement){swing.low_at, swing.high_at,
                                                  swing.high - swing.low}
                           : (struct bv_movement){swing.high_at, swing.low_at,
                                                  swing.low - swing.high};
    return found + 1;
}
