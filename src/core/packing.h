/**
 * @file
 * A grey picture, packed without loss and fast: 16 pixels at a time are kept
 * as their differences from the pixel to the left, in as many bits as the
 * largest of them needs. Black takes next to nothing, ultrasound about half;
 * noise at most a 32nd more than it has. For memory alone: not a format.
 */
#ifndef BV_CORE_PACKING_H
#define BV_CORE_PACKING_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_PACK_BEHIND 8

/** The most bytes that such a picture can take, which bv_pack() may
 *  write to. */
size_t bv_pack_most(int width_px, int height_px);

/**
 * Pack it. Any thread.
 *
 * @param[out] packed  At least bv_pack_most() bytes.
 * @return The bytes that it takes.
 */
size_t bv_pack(const uint8_t *pixels, ptrdiff_t stride_bytes, int width_px,
               int height_px, uint8_t *packed);

/**
 * The way back, for the same size.
 *
 * @param packed  As many bytes as it takes, and BV_PACK_BEHIND more that can be
 *                read; what is in those does not matter.
 */
void bv_unpack(const uint8_t *packed, int width_px, int height_px,
               uint8_t *pixels, ptrdiff_t stride_bytes);

BV_END_DECLS

#endif
