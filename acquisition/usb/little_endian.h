/**
 * @file
 * Numbers as USB sends them: the lowest byte first.
 */
#ifndef BV_ACQUISITION_USB_LITTLE_ENDIAN_H
#define BV_ACQUISITION_USB_LITTLE_ENDIAN_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

static inline uint16_t bv_le16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t bv_le32(const uint8_t *bytes)
{
    return (uint32_t)bv_le16(bytes) | (uint32_t)bv_le16(bytes + 2) << 16;
}

static inline void bv_le32_put(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
}

BV_END_DECLS

#endif
