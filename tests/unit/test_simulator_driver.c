#include "support/test.h"

#include <stdlib.h>

#include "acquisition/simulator/simulator.h"
#include "acquisition/source.h"

static struct bv_fault fault;
static struct bv_scene scene;

START_TEST(the_needle_free_scene_moves_and_says_no_needle)
{
    struct bv_simulator *simulator;
    struct bv_frame *frames[2] = {
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX),
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX)};
    double before = -1;

    ck_assert_int_eq(bv_scene_load("calf", true, 9, &scene, &fault), 0);
    simulator = bv_simulator_new(&scene, NULL);
    ck_assert_ptr_nonnull(simulator);
    for (int i = 0; i < 40; i++) {
        long long changed = 0;

        bv_simulator_render(simulator, frames[i & 1]);
        ck_assert(!bv_simulator_truth(simulator)->needle);
        ck_assert_int_eq(bv_simulator_truth(simulator)->state, BV_NEEDLE_NONE);
        for (int y = 100; y < 300 && i > 0; y++)
            for (int x = 0; x < 640; x++)
                changed +=
                    abs(frames[0]->pixels[y * frames[0]->stride_bytes + x] -
                        frames[1]->pixels[y * frames[1]->stride_bytes + x]);
        if (i > 0)
            ck_assert_int_gt(changed, 1000);
        before = (double)changed;
    }
    ck_assert_double_gt(before, 0);
    bv_simulator_free(simulator);
    bv_frame_unref(frames[0]);
    bv_frame_unref(frames[1]);
}
END_TEST

START_TEST(the_driver_fills_what_guidance_needs)
{
    struct bv_source *source;
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_open("sim:", NULL, &source, &fault), 0);
    ck_assert(bv_source_info(source)->simulated);
    ck_assert(!bv_source_info(source)->paced);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
        ck_assert_uint_eq(frame->sequence, (unsigned)i);
        ck_assert_int_eq(frame->time_ns, (i * 1000000000ll + 15) / 30);
        ck_assert_double_eq_tol(frame->mm_per_px, 0.0625, 1e-9);
        ck_assert_int_eq(frame->scan_area.shape, BV_SCAN_RECTANGLE);
        ck_assert_int_ne(frame->marked_side, BV_SIDE_UNKNOWN);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
}
END_TEST

START_TEST(frames_outlive_their_source)
{
    struct bv_source *source;
    struct bv_frame *frame;
    unsigned sum = 0;

    ck_assert_int_eq(bv_source_open("sim:calf", NULL, &source, &fault), 0);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
    bv_source_close(source);
    for (int x = 0; x < 640; x++)
        sum += frame->pixels[100 * frame->stride_bytes + x];
    ck_assert_uint_gt(sum, 640);
    bv_frame_unref(frame);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_needle_free_scene_moves_and_says_no_needle,
                            the_driver_fills_what_guidance_needs,
                            frames_outlive_their_source, NULL};

    return bv_test_run("simulator_driver", NULL, NULL, tests);
}
