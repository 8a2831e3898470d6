#include "support/test.h"

#include <math.h>
#include <pthread.h>

#include "core/controls.h"

static const struct bv_control_spec specs[] = {
    {"angle_deg", "Angle", "°", BV_CONTROL_KIND_VALUE, 0, 90, 1},
    {"inject_ml_s", "Inject", "ml/s", BV_CONTROL_KIND_HELD, 0, 1, 0.25},
    {"steered", "You steer", "", BV_CONTROL_KIND_TOLD, 0, 1, 1},
};

static struct bv_controls *controls;

static void make_controls(void)
{
    controls = bv_controls_new(specs, 3);
    ck_assert_ptr_nonnull(controls);
}

static void drop_controls(void)
{
    bv_controls_free(controls);
}

START_TEST(a_control_is_found_by_its_name)
{
    ck_assert_int_eq(bv_controls_count(controls), 3);
    ck_assert_int_eq(bv_controls_find(controls, "inject_ml_s"), 1);
    ck_assert_int_eq(bv_controls_find(controls, "depth_mm"), -1);
    ck_assert_str_eq(bv_controls_spec(controls, 1)->unit, "ml/s");
}
END_TEST

START_TEST(the_newest_request_wins_and_is_taken_once)
{
    double value = -1;

    ck_assert(!bv_controls_take(controls, 0, &value));
    ck_assert_double_eq(value, -1);
    bv_controls_set(controls, 0, 20);
    bv_controls_set(controls, 0, 30);
    ck_assert(bv_controls_take(controls, 0, &value));
    ck_assert_double_eq(value, 30);
    ck_assert(!bv_controls_take(controls, 0, &value));
}
END_TEST

START_TEST(what_is_asked_for_is_held_to_the_range)
{
    double value = 0;

    bv_controls_set(controls, 0, 500);
    ck_assert_double_eq(bv_controls_get(controls, 0), 90);
    bv_controls_set(controls, 0, -500);
    ck_assert_double_eq(bv_controls_get(controls, 0), 0);
    ck_assert(bv_controls_take(controls, 0, &value));
    bv_controls_set(controls, 0, NAN);
    ck_assert(!bv_controls_take(controls, 0, &value));
}
END_TEST

START_TEST(nudges_between_two_frames_add_up)
{
    double value;

    bv_controls_tell(controls, 0, 40);
    bv_controls_nudge(controls, 0, 2);
    bv_controls_nudge(controls, 0, 3);
    ck_assert_double_eq(bv_controls_get(controls, 0), 45);
    ck_assert_double_eq(bv_controls_told(controls, 0), 40);
    ck_assert(bv_controls_take(controls, 0, &value));
    ck_assert_double_eq(value, 45);
}
END_TEST

/* A frame takes its time: what is asked for meanwhile counts from it. */
START_TEST(a_nudge_between_taking_and_telling_adds_up_too)
{
    double value;

    bv_controls_tell(controls, 0, 40);
    bv_controls_nudge(controls, 0, 2);
    ck_assert(bv_controls_take(controls, 0, &value));
    ck_assert_double_eq(bv_controls_told(controls, 0), 40);
    bv_controls_nudge(controls, 0, 3);
    bv_controls_tell(controls, 0, value);
    ck_assert(bv_controls_take(controls, 0, &value));
    ck_assert_double_eq(value, 45);
    bv_controls_tell(controls, 0, 44); /* the source did as far as it can */
    ck_assert_double_eq(bv_controls_get(controls, 0), 44);
}
END_TEST

START_TEST(what_is_only_told_cannot_be_set)
{
    double value;

    bv_controls_tell(controls, 2, 1);
    bv_controls_set(controls, 2, 0);
    ck_assert(!bv_controls_take(controls, 2, &value));
    ck_assert_double_eq(bv_controls_get(controls, 2), 1);
}
END_TEST

static void *nudge_often(void *data)
{
    (void)data;
    for (int i = 0; i < 2000; i++)
        bv_controls_nudge(controls, 0, 0.015625);
    return NULL;
}

START_TEST(no_nudge_is_lost_between_threads)
{
    pthread_t threads[2];
    double value = 0;

    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, nudge_often, NULL),
                         0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ck_assert(bv_controls_take(controls, 0, &value));
    ck_assert_double_eq(value, 2 * 2000 * 0.015625);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_control_is_found_by_its_name,
                            the_newest_request_wins_and_is_taken_once,
                            what_is_asked_for_is_held_to_the_range,
                            nudges_between_two_frames_add_up,
                            a_nudge_between_taking_and_telling_adds_up_too,
                            what_is_only_told_cannot_be_set,
                            no_nudge_is_lost_between_threads,
                            NULL};

    return bv_test_run("controls", make_controls, drop_controls, tests);
}
