/**
 * @file
 * A distance that the user knows: two points, and its length as it is typed.
 * Pure.
 */
#ifndef BV_UI_KNOWN_DISTANCE_H
#define BV_UI_KNOWN_DISTANCE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/screen_scale.h"

BV_BEGIN_DECLS

struct bv_known_distance {
    struct bv_px_segment px;
    char typed[8]; /**< mm. */
};

/** Whether its points are far enough apart to measure by. */
bool bv_known_distance_is_long(const struct bv_known_distance *distance);

/** A digit, a point, or '\b' to take one back; others are ignored. */
void bv_known_distance_type(struct bv_known_distance *distance, char letter);

/** A length as it is typed, such as 30 or 12.5: the point is a point, or a
 *  comma, in every language. @return False: it is none, or nothing. */
bool bv_known_distance_read(const char *typed, double *length);

/**
 * The scale that it gives: its mm_per_px, origin and why are written.
 *
 * @return Whether a picture can have it.
 */
bool bv_known_distance_measure(const struct bv_known_distance *distance,
                               struct bv_screen_scale *scale);

BV_END_DECLS

#endif
