/**
 * @file
 * OpenIGTLink messages as a test sends them: right ones, to be made wrong.
 */
#ifndef BV_TESTS_SUPPORT_IGTL_H
#define BV_TESTS_SUPPORT_IGTL_H

#include <stddef.h>
#include <stdint.h>

enum { BV_TEST_IGTL_WIDTH = 40, BV_TEST_IGTL_HEIGHT = 36 };

/** An IMAGE to be. Zero is 8-bit grey from "Image" at 0 s without a scale. */
struct bv_test_image {
    int version;      /**< Of the header; 0 is 1. */
    const char *name; /**< The device's. */
    int64_t time_ns;
    int width, height;       /**< 0: the usual ones. */
    int channels, scalar;    /**< 0: 1, and 3 (uint8). */
    float column_mm, row_mm; /**< 0: 1. */
    int seed;                /**< Of its pixels. */
};

/** A pixel's byte in such an image. */
uint8_t bv_test_image_byte(const struct bv_test_image *image, size_t at);

/** Write it. @return Its size; at most @p room. */
size_t bv_test_image_write(const struct bv_test_image *image, uint8_t *to,
                           size_t room);

/** Another message of so many bytes. @return Its size. */
size_t bv_test_message_write(const char *type, size_t body_bytes, uint8_t *to,
                             size_t room);

/** Make the checksum right again after a change of the body. */
void bv_test_message_sign(uint8_t *message);

#endif
