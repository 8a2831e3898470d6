/**
 * @file
 * How one picture shows what another one shows, larger or smaller: after a
 * change of depth or zoom. In plain C; OpenCV is behind it.
 *
 * Images are borrowed, rows without padding. Any thread. Costs as much as
 * several frames: not for every one.
 */
#ifndef BV_GUIDANCE_VISION_VIEW_H
#define BV_GUIDANCE_VISION_VIEW_H

#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** A picture, and where it counts: its mask is 255 there, else 0. */
struct bv_vision_picture {
    const uint8_t *image, *mask;
    int width_px, height_px;
};

/** What was found, right or not: it is for the caller to judge. */
struct bv_vision_view {
    struct bv_px_map map; /**< From the picture before to the one now: one
                               scale, and a shift. */
    double likeness;      /**< Correlation of the two where both show
                               something, -1 to 1. */
    double own, rival;    /**< The same found coarsely, at this scale, and the
                               most at quite another one. */
    double distortion;    /**< The largest part, against the scale, of what a
                               map that may shear and stretch has beside it;
                               of a right one hardly any. */
};

/**
 * Find the view, at 1/2 to 2 times the scale of the one before. What is
 * compared is how levels differ from those around, so that gain is nothing.
 *
 * @param[out] view  Written on 0.
 * @retval 0
 * @retval -ENOENT   There is nothing to compare.
 * @retval -ENOMEM
 */
int bv_vision_find_view(const struct bv_vision_picture *before,
                        const struct bv_vision_picture *now,
                        struct bv_vision_view *view) BV_MUST_USE;

/**
 * Draw a picture as another view would show it.
 *
 * @param map  From the picture to the view.
 * @param[in,out] out  Of the view's size; what the picture does not show of
 *                     it is left as it is.
 * @return 0, -ENOMEM or -EINVAL.
 */
int bv_vision_draw_view(const uint8_t *image, int width_px, int height_px,
                        const struct bv_px_map *map, uint8_t *out,
                        int out_width_px, int out_height_px) BV_MUST_USE;

BV_END_DECLS

#endif
