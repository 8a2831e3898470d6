#include "core/packing.h"

#include <endian.h>
#include <string.h>

/* A block has a byte for the widths of its two halves, then its bits. */
enum { block_px = 32, eight = 8 };

static const uint64_t each_16th = 0x0001000100010001,
                      each_32nd = 0x0000000100000001;

size_t bv_pack_most(int width_px, int height_px)
{
    size_t blocks = ((size_t)width_px + block_px - 1) / block_px;

    return blocks * (block_px + 1) * (size_t)height_px + BV_PACK_BEHIND;
}

static uint64_t load(const uint8_t *from)
{
    uint64_t value;

    memcpy(&value, from, sizeof(value));
    return le64toh(value);
}

static void store(uint8_t *to, uint64_t value)
{
    value = htole64(value);
    memcpy(to, &value, sizeof(value));
}

/* Bits that the largest of 8 bytes needs, or more. */
static unsigned width_of(uint64_t bytes)
{
    bytes |= bytes >> 32;
    bytes |= bytes >> 16;
    bytes |= bytes >> 8;
    bytes &= 0xff;
    return bytes ? 64 - (unsigned)__builtin_clzll(bytes) : 0;
}

/* The low bits of 8 bytes, side by side, and back. */
static uint64_t join(uint64_t v, unsigned width)
{
    v = (v & 255 * each_16th) | (v >> 8 & 255 * each_16th) << width;
    v = (v & 0xffff * each_32nd) | (v >> 16 & 0xffff * each_32nd) << 2 * width;
    return (v & 0xffffffff) | (v >> 32) << 4 * width;
}

static uint64_t part(uint64_t v, unsigned width)
{
    uint64_t most = (UINT64_C(1) << 4 * width) - 1;

    v = (v & most) | (v >> 4 * width & most) << 32;
    most = ((UINT64_C(1) << 2 * width) - 1) * each_32nd;
    v = (v & most) | (v >> 2 * width & most) << 16;
    most = ((UINT64_C(1) << width) - 1) * each_16th;
    return (v & most) | (v >> width & most) << 8;
}

/* Small differences of either sign are small numbers: 0, -1, 1, -2, ... */
static void differ(const uint8_t *px, uint8_t left, uint8_t *differences)
{
    uint8_t before[block_px];

    before[0] = left;
    memcpy(before + 1, px, block_px - 1);
    for (int i = 0; i < block_px; i++) {
        uint8_t difference = (uint8_t)(px[i] - before[i]);

        differences[i] =
            (uint8_t)((difference << 1) ^ (difference & 128 ? 255 : 0));
    }
}

static uint8_t *pack_block(const uint8_t *px, uint8_t left, uint8_t *packed)
{
    uint8_t differences[block_px];
    unsigned widths[2];

    differ(px, left, differences);
    for (int half = 0; half < 2; half++)
        widths[half] = width_of(load(differences + 2 * eight * half) |
                                load(differences + 2 * eight * half + eight));
    *packed++ = (uint8_t)(widths[0] | widths[1] << 4);
    for (int i = 0; i < 4; i++) {
        unsigned width = widths[i / 2];

        store(packed, join(load(differences + eight * i), width));
        packed += width;
    }
    return packed;
}

size_t bv_pack(const uint8_t *pixels, ptrdiff_t stride_bytes, int width_px,
               int height_px, uint8_t *packed)
{
    uint8_t *at = packed, first = 0;

    for (int y = 0; y < height_px; y++) {
        const uint8_t *row = pixels + y * stride_bytes;
        uint8_t left = first;

        for (int x = 0; x < width_px; x += block_px) {
            uint8_t rest[block_px];
            const uint8_t *px = row + x;
            int count = width_px - x;

            if (count < block_px) { /* to the end with what costs nothing */
                memcpy(rest, px, (size_t)count);
                memset(rest + count, px[count - 1], (size_t)(block_px - count));
                px = rest;
            }
            at = pack_block(px, left, at);
            left = px[block_px - 1];
        }
        first = row[0];
    }
    return (size_t)(at - packed);
}

static const uint8_t *unpack_block(const uint8_t *packed, uint8_t left,
                                   uint8_t *px)
{
    unsigned widths[2] = {*packed & 15u, *packed >> 4};

    packed++;
    for (int i = 0; i < 4; i++) {
        uint64_t bytes = part(load(packed), widths[i / 2]);

        packed += widths[i / 2];
        for (int j = 0; j < eight; j++, bytes >>= 8) {
            uint8_t number = bytes & 255;

            left = (uint8_t)(left + (number >> 1 ^ (number & 1 ? 255 : 0)));
            px[eight * i + j] = left;
        }
    }
    return packed;
}

void bv_unpack(const uint8_t *packed, int width_px, int height_px,
               uint8_t *pixels, ptrdiff_t stride_bytes)
{
    uint8_t first = 0;

    for (int y = 0; y < height_px; y++) {
        uint8_t *row = pixels + y * stride_bytes, left = first;

        for (int x = 0; x < width_px; x += block_px) {
            uint8_t block[block_px];
            int count = width_px - x < block_px ? width_px - x : block_px;

            packed = unpack_block(packed, left, block);
            memcpy(row + x, block, (size_t)count);
            left = block[block_px - 1];
        }
        first = row[0];
    }
}
