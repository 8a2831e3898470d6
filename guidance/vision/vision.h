/**
 * @file
 * The picture operations that guidance asks for, in plain C. What does them
 * (OpenCV, in one file) is seen by nobody else.
 *
 * Images are borrowed and viewed in place: rows without padding unless a
 * stride is named. A workspace is used from one thread at a time and keeps
 * its buffers, so that a second call of the same size allocates nothing of
 * its own. Every function returns 0, -ENOMEM, or -EINVAL for sizes that do
 * not fit.
 */
#ifndef BV_GUIDANCE_VISION_VISION_H
#define BV_GUIDANCE_VISION_VISION_H

#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

struct bv_vision;

/** @return NULL: no memory. */
struct bv_vision *bv_vision_new(void);

/** NULL is ignored. */
void bv_vision_free(struct bv_vision *vision);

/** Averages the box of a picture into a smaller (or equal) image. */
int bv_vision_shrink(struct bv_vision *vision, const uint8_t *pixels,
                     int stride_bytes, struct bv_px_box box, uint8_t *out,
                     int out_width_px, int out_height_px) BV_MUST_USE;

/** Bright lines: strength and direction at each pixel. */
struct bv_ridges {
    float *strength;  /**< How far the line stands out of what is around it:
                           about 1 for speckle, 2 and more for a line. */
    float *along_cos; /**< strength x cos of twice the line's angle below the
                           horizontal, after smoothing. */
    float *along_sin; /**< The same with sin. */
};

/**
 * Find bright lines.
 *
 * @param mask       255 where the image counts; borders of it make no lines.
 * @param sigma_px   Half the width of the lines looked for.
 * @param around_px  Size of the neighbourhood that a line must stand out of.
 * @param[out] ridges  Three images of the same size, the caller's.
 */
int bv_vision_ridges(struct bv_vision *vision, const uint8_t *image,
                     const uint8_t *mask, int width_px, int height_px,
                     double sigma_px, int around_px,
                     const struct bv_ridges *ridges) BV_MUST_USE;

/**
 * How the tissue moved between two images.
 *
 * @param[out] motion  2 floats (x, y; px of the images) for each pixel of the
 *                     images at half their size, (width_px / 2) x
 *                     (height_px / 2).
 */
int bv_vision_motion(struct bv_vision *vision, const uint8_t *before,
                     const uint8_t *now, int width_px, int height_px,
                     float *motion) BV_MUST_USE;

/** Shrink the white parts of a mask by @p radius_px, in place. */
int bv_vision_erode(struct bv_vision *vision, uint8_t *mask, int width_px,
                    int height_px, int radius_px) BV_MUST_USE;

BV_END_DECLS

#endif
