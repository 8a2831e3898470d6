#include "support/test.h"

#include <string.h>

#include "acquisition/simulator/random_scene.h"

enum { numbers = 2000 };

static struct bv_scene scene;

START_TEST(the_same_number_makes_the_same_scene_and_another_another)
{
    struct bv_scene first;

    bv_random_scene(7, 41, &first);
    bv_random_scene(7, 41, &scene);
    ck_assert_int_eq(memcmp(&first, &scene, sizeof(scene)), 0);
    bv_random_scene(7, 42, &scene);
    ck_assert_double_ne(first.probe.depth_mm, scene.probe.depth_mm);
    bv_random_scene(8, 41, &scene);
    ck_assert_double_ne(first.probe.depth_mm, scene.probe.depth_mm);
}
END_TEST

/* What scene_parse.c permits, the simulator's own limits. */
static void check_limits(void)
{
    const struct bv_scene_probe *probe = &scene.probe;

    ck_assert(probe->frequency_mhz >= 2 && probe->frequency_mhz <= 20);
    ck_assert(probe->depth_mm >= 15 && probe->depth_mm <= 200);
    ck_assert(probe->focus_mm >= 2 && probe->focus_mm <= 200);
    ck_assert(probe->gain_db >= -30 && probe->gain_db <= 30);
    ck_assert(probe->persistence >= 0 && probe->persistence <= 0.9);
    ck_assert(scene.layer_count >= 1 &&
              scene.layer_count <= BV_SCENE_LAYERS_MAX);
    ck_assert(scene.object_count >= 0 &&
              scene.object_count <= BV_SCENE_OBJECTS_MAX);
    for (int i = 0; i < scene.object_count; i++) {
        const struct bv_scene_object *object = &scene.objects[i];

        if (bv_shape_is_line(object->shape)) {
            for (int k = 1; k < object->point_count; k++)
                ck_assert_double_ge(object->points_mm[k][0],
                                    object->points_mm[k - 1][0] + 0.1);
            continue;
        }
        ck_assert(object->radii_mm[0] >= 0.2 && object->radii_mm[0] <= 100);
        ck_assert(object->radii_mm[2] >= 0.2 && object->radii_mm[2] <= 100);
        ck_assert(object->center_mm[2] > 0 &&
                  object->center_mm[2] < probe->depth_mm);
    }
    for (int i = 0; i < scene.step_count; i++)
        ck_assert(scene.steps[i].value[BV_CONTROL_LENGTH_MM] >= 0 &&
                  scene.steps[i].value[BV_CONTROL_LENGTH_MM] <= 200);
}

START_TEST(every_scene_is_one_that_a_file_could_hold)
{
    for (uint64_t number = 0; number < numbers; number++) {
        bv_random_scene(1, number, &scene);
        check_limits();
    }
}
END_TEST

START_TEST(there_is_some_of_everything)
{
    int needles = 0, curved = 0, decoys = 0, bones = 0, shapes[5] = {0};
    int crossing = 0, right = 0;

    for (uint64_t number = 0; number < numbers; number++) {
        bv_random_scene(2, number, &scene);
        needles += scene.needle.present;
        right += scene.needle.from_right;
        curved += scene.probe.kind == BV_PROBE_CURVED;
        decoys += bv_random_scene_decoys(&scene) > 0;
        crossing += scene.needle.present &&
                    (scene.steps[0].value[BV_CONTROL_OUT_OF_PLANE_DEG] > 25 ||
                     scene.steps[0].value[BV_CONTROL_OUT_OF_PLANE_DEG] < -25);
        for (int i = 0; i < scene.object_count; i++)
            shapes[scene.objects[i].shape]++;
    }
    bones = shapes[BV_SHAPE_BONE];
    ck_assert_double_eq_tol((double)needles / numbers, 0.75, 0.04);
    ck_assert_double_eq_tol((double)right / needles, 0.5, 0.05);
    ck_assert_double_eq_tol((double)curved / numbers, 0.28, 0.04);
    ck_assert_double_eq_tol((double)decoys / numbers, 0.65, 0.04);
    ck_assert_double_eq_tol((double)crossing / needles, 0.06, 0.02);
    ck_assert_int_gt(bones, numbers / 5);
    ck_assert_int_gt(shapes[BV_SHAPE_GAS], numbers / 50);
    ck_assert_int_gt(shapes[BV_SHAPE_TUBE], numbers / 3);
    ck_assert_int_gt(shapes[BV_SHAPE_ELLIPSOID], numbers / 3);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_same_number_makes_the_same_scene_and_another_another,
        every_scene_is_one_that_a_file_could_hold, there_is_some_of_everything,
        NULL};

    return bv_test_run("random_scene", NULL, NULL, tests);
}
