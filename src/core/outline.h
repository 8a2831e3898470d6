/**
 * @file
 * A closed outline in the picture, and how a point or a line lies to it.
 *
 * A plain value, copied freely. The last point is joined to the first; it
 * does not matter which way round they go. Lengths are px, areas px squared.
 */
#ifndef BV_CORE_OUTLINE_H
#define BV_CORE_OUTLINE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

#define BV_OUTLINE_POINTS_MOST 64

/** Points of a polygon. */
struct bv_outline {
    int count; /**< 0: there is none. */
    struct bv_px at[BV_OUTLINE_POINTS_MOST];
};

/**
 * Whether it is one: 3 points or more, each a number, sides that do not cross
 * one another, and an area. The other functions ask for an outline that is.
 */
bool bv_outline_is_valid(const struct bv_outline *outline);

/** The area inside. */
double bv_outline_area(const struct bv_outline *outline);

/** The middle of the area inside; it may lie outside a bent outline. */
struct bv_px bv_outline_middle(const struct bv_outline *outline);

/** The box around it, as a segment from its top left to its bottom right. */
struct bv_px_segment bv_outline_box(const struct bv_outline *outline);

/** Whether @p px lies inside; on the border either may be said. */
bool bv_outline_contains(const struct bv_outline *outline, struct bv_px px);

/**
 * How far @p px is from the border: positive outside, negative inside.
 * @param[out] nearest  The border's nearest point. May be NULL.
 */
double bv_outline_distance(const struct bv_outline *outline, struct bv_px px,
                           struct bv_px *nearest);

/**
 * By how much the line through @p segment, extended both ways, misses the
 * outline: the distance of the nearest point, positive where it lies on the
 * line's deeper side and negative on the other, as for
 * bv_px_segment_project(). 0: the line goes through it.
 */
double bv_outline_miss(const struct bv_outline *outline,
                       const struct bv_px_segment *segment);

/**
 * How near a straight piece comes to the outline: 0 where it enters it, or
 * lies inside.
 */
double bv_outline_segment_distance(const struct bv_outline *outline,
                                   const struct bv_px_segment *segment);

/** Each point as the map has it. */
struct bv_outline bv_outline_map(const struct bv_outline *outline,
                                 const struct bv_px_map *map);

BV_END_DECLS

#endif
