#include "support/test.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/* ThreadSanitizer keeps books of all memory, in memory. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BOOKS_ARE_KEPT
#endif
#endif

#ifndef BOOKS_ARE_KEPT
/* @return Pages of this program that lie in memory. */
static long resident_pages(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long all = 0, resident = 0;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%ld %ld", &all, &resident), 2);
    fclose(file);
    return resident;
}

START_TEST(frames_that_only_wait_in_a_pool_cost_no_memory)
{
    enum { frames = 64, side_px = 1024 };
    long whole = (long)frames * side_px * side_px / sysconf(_SC_PAGESIZE);
    long before = resident_pages();
    struct bv_frame_pool *pool;

    mallopt(M_PERTURB, 0); /* tests run with it, which writes to all memory */
    pool = bv_frame_pool_new(frames, side_px, side_px, false);
    ck_assert_ptr_nonnull(pool);
    ck_assert_int_lt(resident_pages() - before, whole / 4);
    bv_frame_pool_unref(pool);
}
END_TEST
#endif

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
#ifndef BOOKS_ARE_KEPT
                            frames_that_only_wait_in_a_pool_cost_no_memory,
#endif
                            frame_outlives_its_pool,
                            taken_frame_carries_nothing_over_from_its_last_use,
                            NULL};

    return bv_test_run("frame", NULL, NULL, tests);
}
