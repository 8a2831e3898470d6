/**
 * @file
 * Luma and chroma of 8-bit YUV as grey and saturation: the loops behind
 * convert.h. One thread.
 */
#ifndef BV_ACQUISITION_PLANES_H
#define BV_ACQUISITION_PLANES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"

struct AVFrame;
struct AVPixFmtDescriptor;

BV_BEGIN_DECLS

/** Colour is saturation over this, which no coder's noise reaches, ... */
#define BV_COLOUR_SATURATION 32
/** ... in at least so many pixels. */
#define BV_COLOUR_PIXELS 64

/** A plane to write to. */
struct bv_plane {
    uint8_t *bytes;
    int stride_bytes;
};

/** What coded values mean, by whether the range is full. Zero-initialise. */
struct bv_planes {
    uint8_t luma[2][256];
    uint8_t *saturation[2]; /**< [u << 8 | v]; made when first needed. */
};

/** Fill the tables for luma. */
void bv_planes_init(struct bv_planes *planes);

/** Free the tables for saturation. */
void bv_planes_fini(struct bv_planes *planes);

/** Whether luma can be taken as it is: 8 bits, YUV or grey, no alpha. */
bool bv_planes_take(const struct AVPixFmtDescriptor *kind);

/** Make the table for saturation. @return False: no memory. */
bool bv_planes_need_saturation(struct bv_planes *planes, bool full);

/** The picture's luma over the full range. */
void bv_planes_copy_luma(const struct bv_planes *planes,
                         const struct AVFrame *picture,
                         const struct AVPixFmtDescriptor *kind, bool full,
                         struct bv_plane grey);

/** Whether enough of the picture is clearly coloured. */
bool bv_planes_have_colour(const struct bv_planes *planes,
                           const struct AVFrame *picture,
                           const struct AVPixFmtDescriptor *kind, bool full);

/** The picture's saturation; 0 everywhere where it has no chroma. */
void bv_planes_copy_saturation(const struct bv_planes *planes,
                               const struct AVFrame *picture,
                               const struct AVPixFmtDescriptor *kind, bool full,
                               struct bv_plane saturation);

BV_END_DECLS

#endif
