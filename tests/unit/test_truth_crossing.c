/* What the truth says of a needle that turns out of the plane, and of a probe
 * that rocks in it. */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "acquisition/simulator/simulator.h"

static struct bv_scene scene;
static struct bv_simulator *simulator;
static struct bv_frame *frame;

/* Still fat, and a needle at 45 degrees from 8 mm beside the plane. */
static const char text[] =
    "{\"format\": \"bevel-scene\", \"version\": 1, \"name\": \"Across\","
    "\"probe\": {\"frequency_mhz\": 10, \"width_mm\": 40, \"depth_mm\": 30,"
    " \"contact_db\": 0, \"persistence\": 0},"
    "\"layers\": [{\"tissue\": \"fat\", \"thickness_mm\": 60}],"
    "\"needle\": {\"entry_mm\": [0, -8, 2], \"bend_per_km\": 0},"
    "\"motion\": {\"breath_mm\": 0, \"drift_mm\": 0, \"drift_deg\": 0,"
    " \"tremor_mm\": 0, \"pulse_hz\": 0},"
    "\"script\": {\"steps\": [{\"time_s\": 0, \"length_mm\": 6,"
    " \"angle_deg\": 45, \"out_of_plane_deg\": 90}]}}";

static void set_up(void)
{
    struct bv_fault fault;

    ck_assert_int_eq(
        bv_scene_parse("across", text, strlen(text), true, 3, &scene, &fault),
        0);
    frame = bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    ck_assert_ptr_nonnull(frame);
}

static void tear_down(void)
{
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}

static const struct bv_truth *push_to(double length_mm)
{
    scene.steps[0].value[BV_CONTROL_LENGTH_MM] = length_mm;
    simulator = bv_simulator_new(&scene, NULL);
    ck_assert_ptr_nonnull(simulator);
    bv_simulator_render(simulator, frame);
    return bv_simulator_truth(simulator);
}

START_TEST(needle_far_beside_the_plane_does_not_cross_it)
{
    const struct bv_truth *truth = push_to(6);

    ck_assert_int_eq(truth->state, BV_NEEDLE_NONE);
    ck_assert(!truth->has_crossing);
    ck_assert(truth->has_whole);
}
END_TEST

START_TEST(tip_that_shows_short_of_the_plane_is_a_crossing_and_no_tip)
{
    const struct bv_truth *truth = push_to(11.1);

    ck_assert_int_eq(truth->state, BV_NEEDLE_CROSSING);
    ck_assert(truth->has_crossing);
    ck_assert_double_eq_tol(truth->crossing_px.y, truth->whole_px.to.y, 0.01);
    ck_assert(!truth->tip_visible);
    ck_assert(!truth->has_shaft);
}
END_TEST

START_TEST(needle_that_passed_through_crosses_where_it_did)
{
    const struct bv_truth *truth = push_to(16);

    ck_assert_int_eq(truth->state, BV_NEEDLE_CROSSING);
    ck_assert(truth->has_crossing);
    ck_assert_double_eq_tol(truth->crossing_px.x, 319.5, 2);
    ck_assert_double_eq_tol(truth->crossing_px.y * truth->mm_per_px, 10, 0.3);
    ck_assert(!truth->has_whole);
    ck_assert(!truth->tip_visible);
}
END_TEST

START_TEST(needle_that_does_not_show_crosses_nowhere)
{
    const struct bv_truth *truth;

    scene.needle.echo_db = -80;
    truth = push_to(16);
    ck_assert_int_eq(truth->state, BV_NEEDLE_NONE);
    ck_assert(!truth->has_crossing);
    ck_assert(!truth->has_whole);
}
END_TEST

START_TEST(probe_that_rocks_turns_a_needle_that_stands)
{
    const struct bv_truth *truth;
    double angle_deg;

    scene.steps[0].value[BV_CONTROL_OUT_OF_PLANE_DEG] = 0;
    scene.needle.entry_mm[0] = -10;
    scene.needle.entry_mm[1] = 0;
    truth = push_to(12);
    angle_deg = truth->angle_deg;
    ck_assert_double_eq_tol(truth->turned_deg, 0, 1e-3);
    bv_simulator_set_control(simulator, BV_CONTROL_ROCK_DEG, 5);
    bv_simulator_render(simulator, frame);
    ck_assert_double_eq_tol(truth->turned_deg, 5, 1e-3);
    ck_assert_double_eq_tol(truth->angle_deg, angle_deg + 5, 0.05);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        needle_far_beside_the_plane_does_not_cross_it,
        tip_that_shows_short_of_the_plane_is_a_crossing_and_no_tip,
        needle_that_passed_through_crosses_where_it_did,
        needle_that_does_not_show_crosses_nowhere,
        probe_that_rocks_turns_a_needle_that_stands,
        NULL};

    return bv_test_run("truth_crossing", set_up, tear_down, tests);
}
