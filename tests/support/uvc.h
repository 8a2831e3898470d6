/**
 * @file
 * What a USB frame grabber says of itself and sends, written byte by byte:
 * for tests alone.
 */
#ifndef BV_TESTS_SUPPORT_UVC_H
#define BV_TESTS_SUPPORT_UVC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A size, and the times between its pictures, 100 ns; 0 ends them. */
struct bv_test_size {
    uint8_t index;
    uint16_t width_px, height_px;
    uint32_t intervals[4];
};

/** Bytes that grow; the caller sees that there is room. */
struct bv_test_bytes {
    uint8_t at[4096];
    size_t size;
};

/** Append plain bytes. */
void bv_test_append(struct bv_test_bytes *bytes, const void *from, size_t size);

/** VideoControl: the version (bcdUVC). */
void bv_test_control(struct bv_test_bytes *bytes, uint16_t version);

/** VideoStreaming: where pictures come from. */
void bv_test_input(struct bv_test_bytes *bytes, uint8_t endpoint);

/** A format: a FourCC for uncompressed pictures, or "MJPG". */
void bv_test_format(struct bv_test_bytes *bytes, const char *fourcc,
                    uint8_t index, uint8_t default_frame);

/** One of its sizes. */
void bv_test_size(struct bv_test_bytes *bytes, const char *fourcc,
                  const struct bv_test_size *size);

/** Header bits of a payload. */
enum { BV_TEST_TURN = 1, BV_TEST_END = 2, BV_TEST_ERROR = 0x40 };

/** A payload's header of two bytes, or of 12 with times as most devices send.
 *  @return Its length. */
size_t bv_test_header(uint8_t *bytes, uint8_t flags, bool with_times);

#endif
