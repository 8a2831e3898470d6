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

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

struct bv_vision;

/** @return NULL: no memory. */
struct bv_vision *bv_vision_new(void);

/** NULL is ignored. */
void bv_vision_free(struct bv_vision *vision);

/** Draws the box of a picture as an image of another size: means of pixels
 *  where it is smaller, a smooth surface through them where it is larger. */
int bv_vision_resize(struct bv_vision *vision, const uint8_t *pixels,
                     int stride_bytes, struct bv_px_box box, uint8_t *out,
                     int out_width_px, int out_height_px) BV_MUST_USE;

/**
 * How far each pixel lies on a bright line that goes a given way: minus the
 * second derivative across that way, for a line at an angle t below the
 * horizontal any + along_cos * cos 2t + along_sin * sin 2t. It is signed, so
 * that along a needle what crosses it cancels out, as fibres do. In units of
 * what speckle reaches around there.
 */
struct bv_ridges {
    float *any; /**< The mean over all ways. */
    float *along_cos, *along_sin;
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

/** The next motion follows on no other. */
int bv_vision_forget_motion(struct bv_vision *vision) BV_MUST_USE;

/**
 * How the tissue moved between two images. The search begins at the motion
 * found last.
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

/**
 * Clear the connected pieces of a mask that are smaller than a part of the
 * largest, in place.
 */
int bv_vision_drop_crumbs(struct bv_vision *vision, uint8_t *mask, int width_px,
                          int height_px, double part) BV_MUST_USE;

/**
 * The mean over squares, in place; beyond a border the image is mirrored.
 *
 * @param image     @p channels floats for each pixel, 1 or 2.
 * @param half_px   Half a side, without the middle.
 */
int bv_vision_average(struct bv_vision *vision, float *image, int width_px,
                      int height_px, int channels, int half_px) BV_MUST_USE;

/** The least, or the most, of squares, in place; of what lies inside. */
int bv_vision_extreme(struct bv_vision *vision, float *image, int width_px,
                      int height_px, int half_px, bool most) BV_MUST_USE;

/** Sides of what goes into the needle network, and of what comes out. */
#define BV_VISION_NETWORK_SIDE_PX 192
#define BV_VISION_NETWORK_CELLS 48

/** What comes out of the network, for every cell of 4 x 4 px. */
enum bv_vision_map {
    BV_VISION_MAP_SHAFT, /**< Log odds that a needle's shaft shows there. */
    BV_VISION_MAP_TIP,   /**< Log odds that its tip does. */
    BV_VISION_MAP_COS,   /**< Cosine of twice the shaft's angle below the
                              horizontal, about; without meaning off it. */
    BV_VISION_MAP_SIN,   /**< The same with sine. */
    BV_VISION_MAP_COUNT
};

/** A small neural network that marks needles. One thread at a time. */
struct bv_vision_network;

/**
 * Read a network (ONNX) and try it once.
 *
 * @param[out] network  The caller's; written only on 0.
 * @retval -ENOENT, -EACCES, -EIO ...  The file cannot be read.
 * @retval -EINVAL      It is no network with the inputs and outputs above.
 * @retval -ENOMEM
 */
int bv_vision_network_new(const char *path,
                          struct bv_vision_network **network) BV_MUST_USE;

/** NULL is ignored. */
void bv_vision_network_free(struct bv_vision_network *network);

/** Where a picture lies in the network's. */
struct bv_vision_letterbox {
    double scale;     /**< Px of the network's picture for one of the image. */
    double left, top; /**< Px of the network's picture left of the image's
                           first column, above its first row. */
};

/**
 * Fit an image into the network's picture: as large as can be, in the middle,
 * black around it and where its mask is 0.
 *
 * @param mask         Of the image's size, or NULL.
 * @param[out] out     BV_VISION_NETWORK_SIDE_PX squared bytes.
 * @param[out] placed  Where it lies.
 */
int bv_vision_network_fit(struct bv_vision_network *network,
                          const uint8_t *image, const uint8_t *mask,
                          int width_px, int height_px, uint8_t *out,
                          struct bv_vision_letterbox *placed) BV_MUST_USE;

/**
 * Look at pictures that bv_vision_network_fit() made.
 *
 * @param pictures  Now, about 0.2 s and about 0.7 s before; a picture that is
 *                  not there is the nearest one again. They may be one.
 * @param[out] maps  BV_VISION_MAP_COUNT maps of BV_VISION_NETWORK_CELLS
 *                   squared, one after the other.
 */
int bv_vision_network_run(struct bv_vision_network *network,
                          const uint8_t *const pictures[3],
                          float *maps) BV_MUST_USE;

BV_END_DECLS

#endif
