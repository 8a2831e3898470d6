#include "support/test.h"

#include <errno.h>
#include <string.h>

#include "core/frame.h"

START_TEST(new_frame_is_black_and_has_no_scale)
{
    struct bv_frame *frame = bv_frame_new(64, 48);

    ck_assert_ptr_nonnull(frame);
    ck_assert_int_ge(frame->stride_bytes, 64);
    ck_assert(frame->mm_per_px == 0);
    ck_assert_int_eq(frame->scan_area.shape, BV_SCAN_UNKNOWN);
    for (int y = 0; y < 48; y++)
        for (int x = 0; x < 64; x++)
            ck_assert_uint_eq(frame->pixels[y * frame->stride_bytes + x], 0);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(sizes_outside_the_limits_are_refused)
{
    ck_assert_int_eq(bv_frame_check_size(1, 1), -ERANGE);
    ck_assert_int_eq(bv_frame_check_size(640, 31), -ERANGE);
    ck_assert_int_eq(bv_frame_check_size(16384, 16384), -ERANGE);
    ck_assert_int_eq(bv_frame_check_size(INT64_MAX, 480), -ERANGE);
    ck_assert_int_eq(bv_frame_check_size(-640, 480), -ERANGE);
    ck_assert_int_eq(bv_frame_check_size(8192, 32), 0);
    ck_assert_ptr_null(bv_frame_new(0, 0));
}
END_TEST

START_TEST(empty_pool_says_so_until_a_frame_comes_back)
{
    struct bv_frame_pool *pool = bv_frame_pool_new(2, 64, 64, true);
    struct bv_frame *a, *b, *c;

    ck_assert_int_eq(bv_frame_pool_take(pool, &a), 0);
    ck_assert_int_eq(bv_frame_pool_take(pool, &b), 0);
    ck_assert_ptr_nonnull(a->saturation);
    ck_assert_int_eq(bv_frame_pool_take(pool, &c), -EAGAIN);

    bv_frame_unref(a);
    ck_assert_int_eq(bv_frame_pool_take(pool, &c), 0);
    ck_assert_ptr_eq(c, a);

    bv_frame_unref(b);
    bv_frame_unref(c);
    bv_frame_pool_unref(pool);
}
END_TEST

START_TEST(frame_outlives_its_pool)
{
    struct bv_frame_pool *pool = bv_frame_pool_new(1, 64, 64, false);
    struct bv_frame *frame;

    ck_assert_int_eq(bv_frame_pool_take(pool, &frame), 0);
    bv_frame_ref(frame);
    bv_frame_pool_unref(pool);
    memset(frame->pixels, 7, 64);
    bv_frame_unref(frame);
    ck_assert_uint_eq(frame->pixels[63], 7);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(taken_frame_carries_nothing_over_from_its_last_use)
{
    struct bv_frame_pool *pool = bv_frame_pool_new(1, 64, 64, false);
    struct bv_frame *frame;

    ck_assert_int_eq(bv_frame_pool_take(pool, &frame), 0);
    frame->mm_per_px = 0.1;
    frame->sequence = 9;
    frame->marked_side = BV_SIDE_LEFT;
    frame->scan_area.shape = BV_SCAN_RECTANGLE;
    bv_frame_unref(frame);

    ck_assert_int_eq(bv_frame_pool_take(pool, &frame), 0);
    ck_assert(frame->mm_per_px == 0);
    ck_assert_uint_eq(frame->sequence, 0);
    ck_assert_int_eq(frame->marked_side, BV_SIDE_UNKNOWN);
    ck_assert_int_eq(frame->scan_area.shape, BV_SCAN_UNKNOWN);
    bv_frame_unref(frame);
    bv_frame_pool_unref(pool);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {new_frame_is_black_and_has_no_scale,
                            sizes_outside_the_limits_are_refused,
                            empty_pool_says_so_until_a_frame_comes_back,
                            frame_outlives_its_pool,
                            taken_frame_carries_nothing_over_from_its_last_use,
                            NULL};

    return bv_test_run("frame", NULL, NULL, tests);
}
