/**
 * @file
 * What a person measures on a picture that stands: distance, ellipse, area,
 * angle, depth. Pure; in the plane, like every length of bevel's.
 */
#ifndef BV_CORE_MEASURE_H
#define BV_CORE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/outline.h"

BV_BEGIN_DECLS

enum bv_measure_kind {
    BV_MEASURE_DISTANCE, /**< Two points. */
    BV_MEASURE_ELLIPSE,  /**< The ends of one axis, then how far it reaches
                              across. */
    BV_MEASURE_AREA,     /**< An outline of 3 points or more. */
    BV_MEASURE_ANGLE,    /**< The corner is the second of three points. */
    BV_MEASURE_DEPTH,    /**< One point, below the transducer's face. */
    BV_MEASURE_KINDS
};

/** The points as they were placed. */
struct bv_measure {
    enum bv_measure_kind kind;
    int count;
    struct bv_px at[BV_OUTLINE_POINTS_MOST];
};

/** What it comes to; NAN where its kind has no such value. */
struct bv_measured {
    double length_mm; /**< Distance, depth; of an ellipse, the longer axis. */
    double width_mm;  /**< Of an ellipse, the shorter axis. */
    double area_mm2;  /**< Ellipse and area: pi/4 times both axes; the
                           polygon's. */
    double angle_deg; /**< 0 to 180. */
};

/** Its name in files: "distance". */
const char *bv_measure_kind_name(enum bv_measure_kind kind);

/** How many points it takes at least, and at most. */
int bv_measure_points_least(enum bv_measure_kind kind);
int bv_measure_points_most(enum bv_measure_kind kind);

/**
 * Work it out.
 *
 * @param area         Needed for a depth; else it may be unknown.
 * @param mm_per_px    0 where unknown.
 * @param[out] values  Written only on success.
 * @retval 0
 * @retval -EAGAIN     Points are missing.
 * @retval -EDOM       There is no scale, or for a depth no scan area: no mm,
 *                     never a guess. An angle needs neither.
 * @retval -EINVAL     An outline whose sides cross, or points in one place.
 */
int bv_measure_read(const struct bv_measure *measure,
                    const struct bv_scan_area *area, double mm_per_px,
                    struct bv_measured *values) BV_MUST_USE;

/** The four ends of an ellipse's axes: both of the first, then both of the
 *  second. Its three points must be placed. */
void bv_measure_ellipse_axes(const struct bv_measure *measure,
                             struct bv_px ends[4]);

/** In words: "12.3 mm", "12.3 x 4.5 mm, 0.4 cm²", "31°". */
void bv_measure_say(const struct bv_measure *measure,
                    const struct bv_measured *values, char *text, size_t size);

BV_END_DECLS

#endif
