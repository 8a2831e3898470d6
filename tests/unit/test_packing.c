#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "core/packing.h"

static uint32_t state = 1;

static uint8_t random_byte(void)
{
    state = state * 1664525u + 1013904223u;
    return (uint8_t)(state >> 24);
}

/* Pack and unpack rows with a gap between them. @return Bytes packed. */
static size_t there_and_back(const uint8_t *pixels, int stride, int width,
                             int height)
{
    size_t most = bv_pack_most(width, height);
    uint8_t *packed = malloc(most), *back = malloc((size_t)(width * height));
    size_t size = bv_pack(pixels, stride, width, height, packed);

    ck_assert_uint_le(size, most);
    bv_unpack(packed, width, height, back, width);
    for (int y = 0; y < height; y++)
        ck_assert_mem_eq(back + y * width, pixels + y * stride, (size_t)width);
    free(back);
    free(packed);
    return size;
}

START_TEST(every_size_and_content_comes_back_as_it_was)
{
    enum { side = 103, gap = 7 };
    static uint8_t pixels[side * (side + gap)];

    for (int range = 1; range <= 256; range *= 2) {
        for (size_t i = 0; i < sizeof(pixels); i++)
            pixels[i] = (uint8_t)(random_byte() % range + (256 - range) / 2);
        for (int width = 1; width <= side; width++)
            there_and_back(pixels, side + gap, width, width % 5 + 1);
        there_and_back(pixels, side + gap, side, side);
    }
}
END_TEST

START_TEST(the_largest_jumps_come_back_as_they_were)
{
    uint8_t pixels[64];

    for (int i = 0; i < 64; i++)
        pixels[i] = i % 2 ? 255 : 0;
    there_and_back(pixels, 64, 64, 1);
    for (int i = 0; i < 64; i++)
        pixels[i] = i % 2 ? 127 : 255;
    there_and_back(pixels, 64, 64, 1);
}
END_TEST

START_TEST(black_takes_a_32nd_and_noise_no_more_than_that_on_top)
{
    static uint8_t pixels[320 * 240];

    ck_assert_uint_eq(there_and_back(pixels, 320, 320, 240), 320 * 240 / 32);
    for (size_t i = 0; i < sizeof(pixels); i++)
        pixels[i] = random_byte();
    ck_assert_uint_le(there_and_back(pixels, 320, 320, 240),
                      320 * 240 + 320 * 240 / 32);
}
END_TEST

START_TEST(soft_speckle_takes_under_three_quarters)
{
    static uint8_t pixels[320 * 240];
    int sum = 128;

    for (size_t i = 0; i < sizeof(pixels); i++) {
        sum += random_byte() % 17 - 8;
        sum = sum < 20 ? 20 : sum > 235 ? 235 : sum;
        pixels[i] = (uint8_t)sum;
    }
    ck_assert_uint_lt(there_and_back(pixels, 320, 320, 240), 320 * 240 * 3 / 4);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        every_size_and_content_comes_back_as_it_was,
        the_largest_jumps_come_back_as_they_were,
        black_takes_a_32nd_and_noise_no_more_than_that_on_top,
        soft_speckle_takes_under_three_quarters, NULL};

    return bv_test_run("packing", NULL, NULL, tests);
}
