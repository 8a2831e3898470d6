#include "support/test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/grabbed.h"
#include "support/jpeg.h"

enum { width = 64, height = 48, room = 3 * width * height };

static struct bv_grabbed *grabbed;
static struct bv_frame *frame;
static struct bv_fault fault;
static uint8_t bytes[room];

static void setup(void)
{
    grabbed = NULL;
    frame = NULL;
    fault = (struct bv_fault){0};
    memset(bytes, 128, sizeof(bytes));
}

static void teardown(void)
{
    bv_frame_unref(frame);
    bv_grabbed_free(grabbed);
}

static void open_as(enum bv_coding coding, bool full_range)
{
    const struct bv_grabbed_about about = {.name = "it",
                                           .coding = coding,
                                           .width_px = width,
                                           .height_px = height,
                                           .full_range = full_range};

    ck_assert_int_eq(bv_grabbed_new(&about, &grabbed, &fault), 0);
}

static int make(size_t size)
{
    bv_frame_unref(frame);
    frame = NULL;
    return bv_grabbed_frame(grabbed, bytes, size, &frame, &fault);
}

static int grey_at(int x, int y)
{
    return frame->pixels[y * frame->stride_bytes + x];
}

START_TEST(luma_of_yuy2_is_every_second_byte)
{
    for (int i = 0; i < width * height; i++)
        bytes[2 * i] = (uint8_t)(i * 7);
    open_as(BV_CODING_YUY2, true);
    ck_assert_uint_eq(bv_grabbed_bytes(grabbed), 2 * width * height);
    ck_assert_int_eq(make(2 * width * height), 0);
    for (int i = 0; i < width * height; i++)
        ck_assert_int_eq(grey_at(i % width, i / width), (uint8_t)(i * 7));
    ck_assert_ptr_null(frame->saturation);
}
END_TEST

START_TEST(luma_of_nv12_comes_first)
{
    for (int i = 0; i < width * height; i++)
        bytes[i] = (uint8_t)(i * 5);
    open_as(BV_CODING_NV12, true);
    ck_assert_uint_eq(bv_grabbed_bytes(grabbed), width * height * 3 / 2);
    ck_assert_int_eq(make(width * height * 3 / 2), 0);
    for (int i = 0; i < width * height; i++)
        ck_assert_int_eq(grey_at(i % width, i / width), (uint8_t)(i * 5));
}
END_TEST

START_TEST(limited_range_is_spread)
{
    static const uint8_t luma[] = {0, 16, 126, 235, 255};
    static const int grey[] = {0, 0, 128, 255, 255};

    for (int i = 0; i < 5; i++)
        bytes[2 * i] = luma[i];
    open_as(BV_CODING_YUY2, false);
    ck_assert_int_eq(make(2 * width * height), 0);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(grey_at(i, 0), grey[i]);
}
END_TEST

START_TEST(picture_of_too_few_bytes_is_damaged)
{
    open_as(BV_CODING_YUY2, true);
    ck_assert_int_eq(make(2 * width * height - 1), -EBADMSG);
    ck_assert_int_eq(make(2 * width * height), 0);
}
END_TEST

START_TEST(jpeg_is_decoded_over_the_full_range_and_may_change_its_size)
{
    size_t size = bv_test_jpeg(width, height, 200, bytes, sizeof(bytes));

    open_as(BV_CODING_MJPEG, false);
    ck_assert_int_eq(make(size), 0);
    ck_assert_int_eq(frame->width_px, width);
    ck_assert_int_le(abs(grey_at(20, 20) - 200), 1);
    size = bv_test_jpeg(2 * width, height, 100, bytes, sizeof(bytes));
    ck_assert_int_eq(make(size), 0);
    ck_assert_int_eq(frame->width_px, 2 * width);
    ck_assert_int_le(abs(grey_at(20, 20) - 100), 1);
}
END_TEST

START_TEST(jpeg_that_is_cut_is_damaged_and_the_next_is_good)
{
    size_t size = bv_test_jpeg(width, height, 200, bytes, sizeof(bytes));

    open_as(BV_CODING_MJPEG, false);
    for (size_t cut = 0; cut < size - 8; cut += 7)
        ck_assert_int_eq(make(cut), -EBADMSG);
    ck_assert_int_eq(make(size), 0);
}
END_TEST

START_TEST(jpeg_that_is_too_small_is_refused)
{
    size_t size = bv_test_jpeg(16, 16, 200, bytes, sizeof(bytes));

    open_as(BV_CODING_MJPEG, false);
    ck_assert_int_eq(make(size), -ERANGE);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        luma_of_yuy2_is_every_second_byte,
        luma_of_nv12_comes_first,
        limited_range_is_spread,
        picture_of_too_few_bytes_is_damaged,
        jpeg_is_decoded_over_the_full_range_and_may_change_its_size,
        jpeg_that_is_cut_is_damaged_and_the_next_is_good,
        jpeg_that_is_too_small_is_refused,
        NULL};

    return bv_test_run("grabbed", setup, teardown, tests);
}
