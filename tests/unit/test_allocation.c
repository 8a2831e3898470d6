/*
 * Nothing is allocated per frame: the linker sends every allocation of this
 * program's own libraries through the counters below.
 */
#include "support/test.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "acquisition/source.h"
#include "acquisition/simulator/simulator.h"

static atomic_int allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    atomic_fetch_add(&allocations, 1);
    return __real_realloc(old, size);
}

static struct bv_fault fault;

START_TEST(the_counter_counts)
{
    struct bv_frame *frame;
    int before = atomic_load(&allocations);

    frame = bv_frame_new(64, 64);
    ck_assert_ptr_nonnull(frame);
    ck_assert_int_gt(atomic_load(&allocations), before);
    bv_frame_unref(frame);
}
END_TEST

/* Whatever a learner does meanwhile. */
static void touch(struct bv_controls *controls, int frame)
{
    static const struct {
        int frame;
        const char *name;
        double value;
    } touches[] = {{4, "length_mm", 20}, {6, "inject_ml_s", 0.5},
                   {12, "depth_mm", 60}, {14, "frequency_mhz", 7},
                   {16, "tilt_deg", 8},  {18, "yaw_deg", 30},
                   {20, "press_mm", 3},  {24, "aspirate_ml_s", 1},
                   {28, "restart", 1}};

    for (size_t i = 0; i < sizeof(touches) / sizeof(*touches); i++)
        if (touches[i].frame == frame)
            bv_controls_set(controls,
                            bv_controls_find(controls, touches[i].name),
                            touches[i].value);
}

START_TEST(the_simulated_probe_allocates_nothing_while_it_runs)
{
    static const char *const names[] = {"sim:knee-effusion", "sim:hip",
                                        "sim:interscalene"};

    for (int i = 0; i < 3; i++) {
        struct bv_source *source;
        int before, failed = 0, after;

        ck_assert_int_eq(bv_source_open(names[i], NULL, &source, &fault), 0);
        before = atomic_load(&allocations);
        for (int k = 0; k < 36; k++) {
            struct bv_frame *frame = NULL;

            touch(bv_source_info(source)->controls, k);
            failed += bv_source_read(source, 0, &frame, &fault) < 0;
            bv_frame_unref(frame);
        }
        after = atomic_load(&allocations); /* Check allocates too */
        ck_assert_int_eq(failed, 0);
        ck_assert_int_eq(after, before);
        bv_source_close(source);
    }
}
END_TEST

START_TEST(another_quality_allocates_nothing)
{
    struct bv_scene scene;
    struct bv_simulator *simulator;
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    int before;

    ck_assert_int_eq(bv_scene_load("nerve", false, 0, &scene, &fault), 0);
    simulator = bv_simulator_new(&scene, NULL);
    ck_assert_ptr_nonnull(simulator);
    before = atomic_load(&allocations);
    for (int i = 0; i < 6; i++) {
        bv_simulator_set_quality(simulator, (enum bv_simulator_quality)(i % 3));
        bv_simulator_render(simulator, frame);
    }
    ck_assert_int_eq(atomic_load(&allocations), before);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_counter_counts,
                            the_simulated_probe_allocates_nothing_while_it_runs,
                            another_quality_allocates_nothing, NULL};

    return bv_test_run("allocation", NULL, NULL, tests);
}
