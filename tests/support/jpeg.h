/**
 * @file
 * JPEGs for tests.
 */
#ifndef BV_TESTS_SUPPORT_JPEG_H
#define BV_TESTS_SUPPORT_JPEG_H

#include <stddef.h>
#include <stdint.h>

/**
 * A JPEG of one grey with a little of another in a corner, as a camera codes
 * it: luma and chroma.
 *
 * @return Its size; ends the program where @p room is too small.
 */
size_t bv_test_jpeg(int width_px, int height_px, uint8_t grey, uint8_t *bytes,
                    size_t room);

#endif
