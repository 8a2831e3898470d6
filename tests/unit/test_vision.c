#include "support/test.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/vision/vision.h"
#include "support/speckle.h"

/* The tissue's motion between two pictures of one size. */
static void measure(struct bv_vision *vision, int width_px, int height_px)
{
    struct bv_frame *before = bv_frame_new(width_px, height_px);
    struct bv_frame *now = bv_frame_new(width_px, height_px);
    size_t count = (size_t)(width_px / 2) * (size_t)(height_px / 2);
    float *motion = calloc(count, 2 * sizeof(*motion));
    double sum = 0;

    ck_assert_int_eq(before->stride_bytes, width_px);
    speckle_paint(before, &(struct speckle_view){.seed = 3});
    speckle_paint(now, &(struct speckle_view){.seed = 3, .right = 2});
    ck_assert_int_eq(bv_vision_motion(vision, before->pixels, now->pixels,
                                      width_px, height_px, motion),
                     0);
    for (size_t i = 0; i < count; i++)
        sum += motion[2 * i];
    ck_assert_double_eq_tol(sum / (double)count, 2, 0.6);
    free(motion);
    bv_frame_unref(before);
    bv_frame_unref(now);
}

START_TEST(motion_is_measured_whatever_the_size_was_before)
{
    static const int sizes[][2] = {{448, 480}, {384, 400}, {640, 480},
                                   {128, 96},  {832, 600}, {384, 400}};
    struct bv_vision *vision = bv_vision_new();

    ck_assert_ptr_nonnull(vision);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
        for (int again = 0; again < 2; again++)
            measure(vision, sizes[i][0], sizes[i][1]);
    bv_vision_free(vision);
}
END_TEST

START_TEST(small_pictures_are_refused)
{
    struct bv_vision *vision = bv_vision_new();
    static const uint8_t picture[60 * 60];
    static float motion[2 * 30 * 30];

    ck_assert_int_eq(bv_vision_motion(vision, picture, picture, 60, 60, motion),
                     -EINVAL);
    bv_vision_free(vision);
}
END_TEST

START_TEST(an_average_and_extremes_are_those_of_squares)
{
    struct bv_vision *vision = bv_vision_new();
    float image[8 * 8] = {0}, least[8 * 8], most[8 * 8], pairs[2 * 8 * 8] = {0};

    image[3 * 8 + 3] = 9;
    pairs[2 * (3 * 8 + 3) + 1] = 18;
    memcpy(least, image, sizeof(image));
    memcpy(most, image, sizeof(image));
    ck_assert_int_eq(bv_vision_average(vision, image, 8, 8, 1, 1), 0);
    ck_assert_int_eq(bv_vision_average(vision, pairs, 8, 8, 2, 1), 0);
    ck_assert_int_eq(bv_vision_extreme(vision, least, 8, 8, 1, false), 0);
    ck_assert_int_eq(bv_vision_extreme(vision, most, 8, 8, 1, true), 0);
    ck_assert_float_eq_tol(image[2 * 8 + 4], 1, 1e-5);
    ck_assert_float_eq_tol(image[2 * 8 + 5], 0, 1e-5);
    ck_assert_float_eq_tol(pairs[2 * (4 * 8 + 2) + 1], 2, 1e-5);
    ck_assert_float_eq_tol(pairs[2 * (4 * 8 + 2)], 0, 1e-5);
    ck_assert_float_eq_tol(least[3 * 8 + 3], 0, 1e-5);
    ck_assert_float_eq_tol(most[2 * 8 + 4], 9, 1e-5);
    ck_assert_float_eq_tol(most[2 * 8 + 5], 0, 1e-5);
    ck_assert_int_eq(bv_vision_average(vision, image, 8, 8, 3, 1), -EINVAL);
    bv_vision_free(vision);
}
END_TEST

START_TEST(crumbs_of_a_mask_are_dropped_and_its_large_pieces_stay)
{
    struct bv_vision *vision = bv_vision_new();
    uint8_t mask[8 * 8] = {0};

    for (int i = 0; i < 8; i++)
        mask[i] = 1;
    mask[3 * 8] = mask[3 * 8 + 1] = mask[3 * 8 + 2] = 3;
    mask[6 * 8 + 6] = 1;
    ck_assert_int_eq(bv_vision_drop_crumbs(vision, mask, 8, 8, 0.25), 0);
    ck_assert_uint_eq(mask[4], 1);
    ck_assert_uint_eq(mask[3 * 8 + 1], 3);
    ck_assert_uint_eq(mask[6 * 8 + 6], 0);
    bv_vision_free(vision);
}
END_TEST

/* Many clips at a time: each has its own, made while others are at work. */
static void *make_and_measure(void *data)
{
    enum { width_px = 320, height_px = 240, times = 150 };
    static float motion[4][2 * (width_px / 2) * (height_px / 2)];
    static uint8_t picture[width_px * height_px];
    float *own = motion[*(const int *)data];

    for (int i = 0; i < times; i++) {
        struct bv_vision *vision = bv_vision_new();

        if (!vision || bv_vision_motion(vision, picture, picture, width_px,
                                        height_px, own) < 0)
            abort();
        bv_vision_free(vision);
    }
    return NULL;
}

START_TEST(one_is_made_while_others_are_at_work)
{
    static const int numbers[4] = {0, 1, 2, 3};
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, make_and_measure,
                                        (void *)&numbers[i]),
                         0);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        motion_is_measured_whatever_the_size_was_before,
        small_pictures_are_refused,
        an_average_and_extremes_are_those_of_squares,
        crumbs_of_a_mask_are_dropped_and_its_large_pieces_stay,
        one_is_made_while_others_are_at_work,
        NULL};

    return bv_test_run("vision", NULL, NULL, tests);
}
