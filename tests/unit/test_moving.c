/*
 * What moves along a line: what a person is asked, and what is followed
 * through the pictures that are held.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "look_back.h"
#include "movement_seeker.h"
#include "pipeline_results.h"
#include "support/speckle.h"
#include "ui/moving.h"

enum { WIDTH = 320, HEIGHT = 240, FRAMES = 40 };

static const double swing_px = 9, mm_per_px = 0.1;

static struct bv_moving moving;
static struct bv_result_pool *pool;
static struct bv_look_back *look_back;
static struct bv_movement_seeker *seeker;
static struct bv_fault fault;

static void set_up(void)
{
    pool = bv_result_pool_new();
    look_back = bv_look_back_new(64);
    seeker = bv_movement_seeker_new();
    ck_assert_ptr_nonnull(pool);
    ck_assert_ptr_nonnull(look_back);
    ck_assert_ptr_nonnull(seeker);
    memset(&moving, 0, sizeof(moving));
    fault = (struct bv_fault){0};
}

static void tear_down(void)
{
    bv_movement_seeker_free(seeker);
    bv_look_back_free(look_back);
    bv_result_pool_unref(pool);
    bv_moving_end(&moving);
}

/* Tissue that swings to and fro, 20 pictures a second. */
static void keep(int number, double scale)
{
    struct bv_result *result = bv_result_pool_take(pool);
    struct bv_frame *frame = bv_frame_new(WIDTH, HEIGHT);

    speckle_paint(
        frame, &(struct speckle_view){
                   .seed = 5, .right = swing_px * sin(2 * M_PI * number / 40)});
    frame->sequence = (uint32_t)number;
    frame->time_ns = bv_s_to_ns(number / 20.0);
    frame->arrived_ns = bv_s_to_ns(1000 + number / 20.0);
    result->advice = bv_advice_none();
    result->advice.mm_per_px = scale;
    result->advice.scan_area = (struct bv_scan_area){
        .shape = BV_SCAN_RECTANGLE, .box = {0, 0, WIDTH, HEIGHT}};
    result->frame = frame;
    bv_look_back_put(look_back, result);
    bv_look_back_flush(look_back);
    bv_result_unref(result);
}

static int follow(const struct bv_movement_request *request, uint64_t number,
                  struct bv_moved_line *movement)
{
    int error = bv_movement_seeker_ask(seeker, look_back, number, request);

    ck_assert_int_eq(error, 0);
    while ((error = bv_movement_seeker_take(seeker, movement, &fault)) ==
           -EAGAIN)
        sched_yield();
    return error;
}

static double range_px(const struct bv_series *series)
{
    long least, most;

    bv_series_range(series, &least, &most);
    ck_assert_int_ge(least, 0);
    return series->value_px[most] - series->value_px[least];
}

START_TEST(a_tendon_is_followed_from_the_middle_both_ways)
{
    struct bv_movement_request request = {.kind = BV_MOVEMENT_GLIDE,
                                          .line_px = {{80, 120}, {240, 120}}};
    struct bv_moved_line movement;

    for (int i = 0; i < FRAMES; i++)
        keep(i, mm_per_px);
    ck_assert_int_eq(follow(&request, 15, &movement), 0);
    ck_assert_uint_eq(movement.first, 1);
    ck_assert_uint_eq(movement.series.count, FRAMES);
    ck_assert_double_eq_tol(range_px(&movement.series), 2 * swing_px, 1);
    ck_assert_double_eq_tol(movement.series.time_s[FRAMES - 1], 0, 1e-9);
    ck_assert_double_eq_tol(movement.series.time_s[0], -(FRAMES - 1) / 20.0,
                            1e-6);
    ck_assert_double_eq_tol(movement.series.mm_per_px, mm_per_px, 1e-12);
    bv_series_fini(&movement.series);
}
END_TEST

START_TEST(a_strip_has_the_column_of_each_picture)
{
    struct bv_movement_request request = {.kind = BV_MOVEMENT_STRIP,
                                          .line_px = {{100, 40}, {100, 139}}};
    struct bv_moved_line movement;
    const struct bv_result *result;

    for (int i = 0; i < 8; i++)
        keep(i, mm_per_px);
    ck_assert_int_eq(follow(&request, 8, &movement), 0);
    ck_assert_uint_eq(movement.series.count, 8);
    ck_assert_int_eq(movement.series.rows, 100);
    for (uint64_t n = 1; n <= 8; n++) {
        ck_assert_int_eq(bv_look_back_get(look_back, n, &result), 0);
        for (int y = 0; y < 100; y++)
            ck_assert_double_eq_tol(
                movement.series.levels[(n - 1) * 100 + (uint64_t)y],
                result->frame
                    ->pixels[(40 + y) * result->frame->stride_bytes + 100],
                1e-3);
        bv_result_unref(result);
    }
    bv_series_fini(&movement.series);
}
END_TEST

START_TEST(what_lies_beyond_another_scale_is_left_out)
{
    struct bv_movement_request request = {.kind = BV_MOVEMENT_BETWEEN,
                                          .line_px = {{100, 120}, {220, 120}}};
    struct bv_moved_line movement;

    for (int i = 0; i < 20; i++)
        keep(i, i < 8 ? 2 * mm_per_px : mm_per_px);
    ck_assert_int_eq(follow(&request, 20, &movement), 0);
    ck_assert_uint_eq(movement.first, 9);
    ck_assert_uint_eq(movement.series.count, 12);
    ck_assert_double_eq_tol(range_px(&movement.series), 0, 1);
    bv_series_fini(&movement.series);
}
END_TEST

START_TEST(one_picture_alone_says_that_nothing_moves)
{
    struct bv_movement_request request = {.kind = BV_MOVEMENT_STRIP,
                                          .line_px = {{100, 40}, {100, 139}}};
    struct bv_moved_line movement;

    keep(0, mm_per_px);
    ck_assert_int_eq(follow(&request, 1, &movement), -ENODATA);
    ck_assert_ptr_nonnull(strstr(fault.text, "Nothing moves"));
    ck_assert_int_eq(bv_movement_seeker_ask(seeker, look_back, 7, &request),
                     -ENOENT);
}
END_TEST

START_TEST(a_line_too_short_for_a_tendon_says_so)
{
    struct bv_movement_request request = {.kind = BV_MOVEMENT_GLIDE,
                                          .line_px = {{100, 120}, {110, 120}}};
    struct bv_moved_line movement;

    keep(0, mm_per_px);
    keep(1, mm_per_px);
    ck_assert_int_eq(follow(&request, 2, &movement), -ERANGE);
    ck_assert_ptr_nonnull(strstr(fault.text, "40"));
}
END_TEST

START_TEST(what_is_given_up_can_be_asked_anew)
{
    struct bv_movement_request request = {.kind = BV_MOVEMENT_BETWEEN,
                                          .line_px = {{100, 120}, {220, 120}}};
    struct bv_moved_line movement;

    for (int i = 0; i < FRAMES; i++)
        keep(i, mm_per_px);
    ck_assert_int_eq(bv_movement_seeker_ask(seeker, look_back, 5, &request), 0);
    ck_assert_int_eq(bv_movement_seeker_ask(seeker, look_back, 5, &request),
                     -EAGAIN);
    bv_movement_seeker_cancel(seeker);
    ck_assert_int_eq(bv_movement_seeker_take(seeker, &movement, &fault),
                     -EAGAIN);
    ck_assert_int_eq(follow(&request, 5, &movement), 0);
    bv_series_fini(&movement.series);
}
END_TEST

static void place(double x, double y)
{
    ck_assert(bv_moving_wants_point(&moving));
    ck_assert(bv_moving_point(&moving, (struct bv_px){x, y}));
}

START_TEST(two_points_ask_for_a_strip_or_a_distance)
{
    struct bv_movement_request request;

    ck_assert(!bv_moving_type(&moving, '5'));
    ck_assert(bv_moving_type(&moving, '6'));
    place(10, 20);
    ck_assert_int_eq(moving.phase, BV_MOVING_PLACING);
    place(10, 90);
    ck_assert_int_eq(moving.phase, BV_MOVING_ASK);
    request = bv_moving_request(&moving);
    ck_assert_int_eq(request.kind, BV_MOVEMENT_STRIP);
    ck_assert_double_eq(request.line_px.to.y, 90);
    ck_assert(bv_moving_type(&moving, '8'));
    place(10, 20);
    ck_assert(bv_moving_press(&moving, BV_MOVING_BACK));
    place(30, 20);
    place(50, 20);
    request = bv_moving_request(&moving);
    ck_assert_int_eq(request.kind, BV_MOVEMENT_BETWEEN);
    ck_assert_double_eq(request.line_px.from.x, 30);
    ck_assert(!request.has_against);
}
END_TEST

START_TEST(a_tendon_may_be_measured_against_what_does_not_glide)
{
    ck_assert(bv_moving_type(&moving, '7'));
    place(10, 20);
    place(90, 20);
    ck_assert_int_eq(moving.phase, BV_MOVING_PLACING);
    ck_assert(bv_moving_press(&moving, BV_MOVING_ENTER));
    ck_assert_int_eq(moving.phase, BV_MOVING_ASK);
    ck_assert(!bv_moving_request(&moving).has_against);
    ck_assert(bv_moving_type(&moving, '7'));
    place(10, 20);
    place(90, 20);
    place(50, 80);
    ck_assert_int_eq(moving.phase, BV_MOVING_ASK);
    ck_assert(bv_moving_request(&moving).has_against);
    ck_assert_double_eq(bv_moving_request(&moving).against_px.y, 80);
}
END_TEST

START_TEST(a_result_says_its_figures_and_stays_while_pictures_are_stepped)
{
    struct bv_moved_line movement = {.request = {.kind = BV_MOVEMENT_BETWEEN},
                                     .series = {.mm_per_px = 0.1}};

    ck_assert_int_eq(bv_series_add(&movement.series, -1, 40, NULL), 0);
    ck_assert_int_eq(bv_series_add(&movement.series, 0, 52, NULL), 0);
    bv_moving_type(&moving, '8');
    place(10, 20);
    place(50, 20);
    bv_moving_seeks(&moving, 0.5);
    ck_assert_ptr_nonnull(strstr(moving.text, "50 %"));
    bv_moving_made(&moving, &movement);
    ck_assert_str_eq(moving.title, "Distance: least 4.0 mm, most 5.2 mm");
    bv_moving_leave(&moving);
    ck_assert_int_eq(moving.phase, BV_MOVING_SHOWS);
    ck_assert_int_eq(moving.line.count, 0);
    ck_assert(bv_moving_press(&moving, BV_MOVING_ESCAPE));
    ck_assert_int_eq(moving.phase, BV_MOVING_OFF);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_tendon_is_followed_from_the_middle_both_ways,
        a_strip_has_the_column_of_each_picture,
        what_lies_beyond_another_scale_is_left_out,
        one_picture_alone_says_that_nothing_moves,
        a_line_too_short_for_a_tendon_says_so,
        what_is_given_up_can_be_asked_anew,
        two_points_ask_for_a_strip_or_a_distance,
        a_tendon_may_be_measured_against_what_does_not_glide,
        a_result_says_its_figures_and_stays_while_pictures_are_stepped,
        NULL};

    return bv_test_run("moving", set_up, tear_down, tests);
}
