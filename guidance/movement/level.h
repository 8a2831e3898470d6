/**
 * @file
 * The picture's level between pixels.
 */
#ifndef BV_GUIDANCE_MOVEMENT_LEVEL_H
#define BV_GUIDANCE_MOVEMENT_LEVEL_H

#include <math.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Bilinear; 0 outside the picture. */
static inline double bv_level_at(const struct bv_frame *frame, struct bv_px px)
{
    int x, y, right, below;
    double u, v;
    const uint8_t *row, *next;

    if (!(px.x >= 0) || !(px.y >= 0) || px.x > frame->width_px - 1 ||
        px.y > frame->height_px - 1)
        return 0;
    x = (int)px.x;
    y = (int)px.y;
    u = px.x - x;
    v = px.y - y;
    right = x + 1 < frame->width_px ? x + 1 : x;
    below = y + 1 < frame->height_px ? y + 1 : y;
    row = frame->pixels + (ptrdiff_t)y * frame->stride_bytes;
    next = frame->pixels + (ptrdiff_t)below * frame->stride_bytes;
    return (row[x] * (1 - u) + row[right] * u) * (1 - v) +
           (next[x] * (1 - u) + next[right] * u) * v;
}

BV_END_DECLS

#endif
