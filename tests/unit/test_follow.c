#include "support/test.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/follow.h"
#include "support/speckle.h"

enum { width = 320, height = 240 };

static const struct bv_px mark = {190.3, 120.7};
static const struct bv_scan_area whole = {.shape = BV_SCAN_RECTANGLE,
                                          .box = {0, 0, width, height}};

static struct bv_follow *follow;
static struct bv_frame *frame;
static struct bv_follow_input input;
static int far_looks;
static uint32_t count;
static struct bv_px px, marked;

static void set_up(void)
{
    follow = bv_follow_new();
    frame = bv_frame_new(width, height);
    input = (struct bv_follow_input){.frame = frame,
                                     .area = &whole,
                                     .mm_per_px = 0.12,
                                     .far_looks = &far_looks};
    count = 0;
}

static void tear_down(void)
{
    bv_follow_free(follow);
    bv_frame_unref(frame);
}

static void set_mark(struct bv_px at)
{
    marked = at;
    bv_follow_mark(follow, at, &(struct bv_outline){.count = 0});
}

static enum bv_landmark_state step(double time_s)
{
    enum bv_landmark_state state;
    struct bv_px_map map;

    frame->time_ns = bv_s_to_ns(time_s);
    far_looks = 1;
    state = bv_follow_step(follow, &input, &map);
    px = bv_px_map_apply(&map, marked);
    return state;
}

/* The tissue, with this frame's own noise. */
static void paint(struct speckle_view view)
{
    view.noise_seed = ++count;
    speckle_paint(frame, &view);
}

static void start(void)
{
    set_up();
    paint((struct speckle_view){.seed = 1});
    set_mark(mark);
    ck_assert_int_eq(step(0), BV_LANDMARK_HELD);
    ck_assert(px.x == mark.x && px.y == mark.y);
}

static void at_each_rate(void (*check)(double rate))
{
    static const double rates[] = {10, 30, 60};

    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        start();
        check(rates[i]);
        tear_down();
    }
}

static double off_by(double right, double down)
{
    return hypot(px.x - mark.x - right, px.y - mark.y - down);
}

static void check_moving(double rate)
{
    for (int i = 1; i <= 2 * rate; i++) {
        double time = i / rate;
        double right = 25 * sin(1.5 * time) + 3 * sin(50 * time);
        double down = 12 * sin(2 * time) + 2 * sin(44 * time);

        paint((struct speckle_view){.seed = 1, .right = right, .down = down});
        ck_assert_int_eq(step(time), BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(right, down), 0.6);
    }
}

START_TEST(the_mark_follows_slide_breathing_and_tremor)
{
    at_each_rate(check_moving);
}
END_TEST

START_TEST(errors_do_not_add_up)
{
    start();
    for (int i = 1; i <= 300; i++) {
        double right = 15 * sin(i / 7.0), down = 6 * sin(i / 5.0);

        paint((struct speckle_view){.seed = 1, .right = right, .down = down});
        ck_assert_int_eq(step(i / 30.0), BV_LANDMARK_HELD);
    }
    paint((struct speckle_view){.seed = 1});
    ck_assert_int_eq(step(301 / 30.0), BV_LANDMARK_HELD);
    ck_assert_double_lt(off_by(0, 0), 0.3);
    tear_down();
}
END_TEST

START_TEST(without_a_scale_or_a_scan_area_it_follows_as_well)
{
    static const struct bv_scan_area unknown = {.shape = BV_SCAN_UNKNOWN};

    set_up();
    input.mm_per_px = 0;
    input.area = &unknown;
    paint((struct speckle_view){.seed = 1});
    set_mark(mark);
    for (int i = 0; i < 60; i++) {
        paint((struct speckle_view){.seed = 1, .right = i / 2.0});
        ck_assert_int_eq(step(i / 30.0), BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(i / 2.0, 0), 0.6);
    }
    tear_down();
}
END_TEST

START_TEST(a_passing_needle_does_not_drag_the_mark)
{
    start();
    for (int i = 1; i <= 90; i++) {
        struct bv_px_segment shaft = {{60, 20}, {60 + 2.2 * i, 20 + 1.7 * i}};

        paint((struct speckle_view){.seed = 1});
        speckle_line(frame, &shaft);
        input.shaft = &shaft;
        ck_assert_int_eq(step(i / 30.0), BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(0, 0), 0.5);
    }
    tear_down();
}
END_TEST

/* How far tissue at a place of the picture is pushed to the right. */
static double pushed_px(double most_px, double x, double y)
{
    double right = x - mark.x + 10, down = y - mark.y;

    return most_px * exp(-(right * right + down * down) / (2 * 20 * 20));
}

/* The picture with its tissue pushed apart about the mark. */
static void push(double most_px)
{
    static uint8_t before[width * height];
    size_t stride = (size_t)frame->stride_bytes;

    for (size_t y = 0; y < height; y++)
        memcpy(before + y * width, frame->pixels + y * stride, width);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            double from = fmax(0, x - pushed_px(most_px, x, y));
            int left = (int)from, right = left + 1 < width ? left + 1 : left;
            const uint8_t *row = before + (size_t)y * width;

            frame->pixels[(size_t)y * stride + (size_t)x] = (uint8_t)lround(
                row[left] * (1 - (from - left)) + row[right] * (from - left));
        }
}

START_TEST(what_a_needle_pushes_ahead_of_it_takes_the_mark_along)
{
    start();
    for (int i = 1; i <= 30; i++) {
        struct bv_px_segment shaft = {{40, 120.7}, {mark.x - 55 + i, 120.7}};
        double most = 10.0 * i / 30, right = 0;

        for (int k = 0; k < 20; k++)
            right = pushed_px(most, mark.x + right, mark.y);
        paint((struct speckle_view){.seed = 1});
        push(most);
        input.shaft = &shaft;
        ck_assert_int_eq(step(i / 30.0), BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(right, 0), 1.5); /* 0.18 mm */
    }
    tear_down();
}
END_TEST

/* One picture of a needle that comes as far in as a part of its way, and pushes
 * the tissue in it. @return Where the mark is. */
static double push_by(double in, double most_px, struct bv_px_segment *shaft)
{
    double right = 0;

    *shaft =
        (struct bv_px_segment){{40, 120.7}, {mark.x - 55 + 60 * in, 120.7}};
    push(most_px);
    for (int k = 0; k < 20; k++)
        right = pushed_px(most_px, mark.x + right, mark.y);
    return right;
}

START_TEST(what_looks_otherwise_by_now_is_pushed_and_springs_back)
{
    start();
    for (int i = -60; i <= 60; i++) { /* it comes, stands, and is drawn back */
        double in = i <= 30 ? fmax(0, i / 30.0) : i <= 40 ? 1 : 3 - i / 20.0;
        struct bv_px_segment shaft;
        double right;

        paint((struct speckle_view){.seed = 1,
                                    .new_part = fmin(0.5, (i + 60) / 120.0)});
        right = push_by(in, i <= 40 ? 10 * in : fmax(0, 110 - 2.5 * i), &shaft);
        input.shaft = i > 0 && (i < 32 || i > 34) ? &shaft : NULL;
        ck_assert_int_eq(step((i + 61) / 30.0), BV_LANDMARK_HELD);
        if (i > 0 && (i <= 40 || i >= 44)) /* 0.2 mm, and where it flickers */
            ck_assert_double_lt(off_by(right, 0), 1.7);
    }
    tear_down();
}
END_TEST

/* How long it takes from `time` until the state is as wanted, s. */
static double until(enum bv_landmark_state wanted, double time, double rate,
                    struct speckle_view view)
{
    for (int i = 1; i < 2 * rate; i++) {
        paint(view);
        if (step(time + i / rate) == wanted)
            return i / rate;
    }
    return 2;
}

static void check_plane_left(double rate)
{
    const struct speckle_view here = {.seed = 1}, elsewhere = {.seed = 77};
    double took = until(BV_LANDMARK_LOST, 0, rate, elsewhere);

    ck_assert_double_ge(took, BV_FOLLOW_LOST_AFTER_S - 1e-6);
    ck_assert_double_le(took, BV_FOLLOW_LOST_AFTER_S + 1 / rate + 1e-6);
    ck_assert_double_lt(off_by(0, 0), 1e-9); /* where it was last */
    ck_assert_double_ge(until(BV_LANDMARK_HELD, 2, rate, elsewhere), 2);

    took = until(BV_LANDMARK_HELD, 5, rate, here);
    ck_assert_double_ge(took, BV_FOLLOW_BACK_AFTER_S);
    ck_assert_double_le(took, BV_FOLLOW_BACK_AFTER_S + 1 / rate + 0.11);
    ck_assert_double_lt(off_by(0, 0), 0.5);
}

START_TEST(it_is_lost_with_its_plane_and_found_again_in_time)
{
    at_each_rate(check_plane_left);
}
END_TEST

/* The tissue of a plane that lies `across` beside the one that was marked:
 * speckle is another in each whole one. */
static void paint_plane(double across, double right)
{
    static uint8_t keep[height][width];
    double part = across - floor(across), near, far;

    paint((struct speckle_view){.seed = 1 + 20 * (uint32_t)floor(across),
                                .right = right});
    for (int y = 0; y < height; y++)
        memcpy(keep[y], frame->pixels + y * frame->stride_bytes, width);
    paint((struct speckle_view){.seed = 21 + 20 * (uint32_t)floor(across),
                                .right = right});
    near = cos(part * M_PI / 2);
    far = sin(part * M_PI / 2);
    for (int y = 0; y < height; y++) {
        uint8_t *row = frame->pixels + y * frame->stride_bytes;

        for (int x = 0; x < width; x++)
            row[x] = (uint8_t)fmax(0, fmin(255, 95 + near * (keep[y][x] - 95) +
                                                    far * (row[x] - 95)));
    }
}

static void check_wander(double rate)
{
    for (int i = 1; i <= 3 * rate; i++) {
        double time = i / rate;

        paint_plane(1.1 * (1 - cos(time * 2 * M_PI / 3)) / 2, 0);
        ck_assert_int_eq(step(time), BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(0, 0), 0.6);
    }
}

START_TEST(it_is_held_through_a_little_wander_across_the_picture)
{
    at_each_rate(check_wander);
}
END_TEST

START_TEST(it_is_lost_however_slowly_its_plane_is_left)
{
    enum bv_landmark_state state = BV_LANDMARK_HELD;
    double across = 0;

    start();
    for (int i = 1; i <= 300 && state == BV_LANDMARK_HELD; i++) {
        across = i / 60.0;
        paint_plane(across, 0);
        state = step(i / 30.0);
    }
    ck_assert_int_eq(state, BV_LANDMARK_LOST);
    ck_assert_double_lt(across, 3);
    tear_down();
}
END_TEST

/* The plane is left little by little, while the tissue goes by in it.
 * @return How far that came, px. */
static double leave_sliding(double *time)
{
    enum bv_landmark_state state = BV_LANDMARK_HELD;
    double right = 0;

    start();
    for (int i = 1; i <= 300 && state == BV_LANDMARK_HELD; i++) {
        right = i / 2.0;
        *time = i / 30.0;
        paint_plane(i / 60.0, right);
        state = step(*time);
    }
    ck_assert_int_eq(state, BV_LANDMARK_LOST);
    return right;
}

START_TEST(until_it_is_found_it_goes_with_the_tissue_right_around_it)
{
    double time = 0, right = leave_sliding(&time), across = time / 2;

    ck_assert_double_gt(right, 20);
    ck_assert_double_lt(off_by(right, 0), 2.5);
    for (int i = 0; i < 30; i++) {
        paint_plane(across, right += 0.5);
        step(time += 1 / 30.0);
    }
    ck_assert(bv_follow_is_carried(follow));
    ck_assert_double_lt(off_by(right, 0), 2.5);
    paint((struct speckle_view){.seed = 77}); /* who knows where that lies */
    step(time + 1 / 30.0);
    ck_assert(!bv_follow_is_carried(follow));
    ck_assert_double_lt(off_by(right, 0), 2.5);
    tear_down();
}
END_TEST

START_TEST(what_is_lost_is_not_carried_for_long)
{
    double time = 0, right = leave_sliding(&time), across = time / 2;

    for (int i = 0; i < 10; i++) {
        ck_assert(bv_follow_is_carried(follow));
        paint_plane(across, right);
        step(time += 1);
    }
    ck_assert(!bv_follow_is_carried(follow));
    tear_down();
}
END_TEST

/* Fluid, so far around where the mark lies by then: black. */
static void fill_fluid(double radius, double right)
{
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            if (hypot(x - mark.x - right, y - mark.y) < radius)
                frame->pixels[(size_t)y * (size_t)frame->stride_bytes +
                              (size_t)x] = 0;
}

START_TEST(in_fluid_it_is_held_by_what_lies_around_that)
{
    static const double radii[] = {60, 1000}; /* px: 7 mm, and all there is */

    for (size_t k = 0; k < sizeof(radii) / sizeof(radii[0]); k++) {
        enum bv_landmark_state wanted = k ? BV_LANDMARK_LOST : BV_LANDMARK_HELD;

        set_up();
        for (int i = 0; i < 30; i++) {
            paint((struct speckle_view){.seed = 1, .right = i / 3.0});
            fill_fluid(radii[k], i / 3.0);
            if (i == 0)
                set_mark(mark);
            ck_assert_int_eq(step(i / 30.0), wanted);
            ck_assert(k || off_by(i / 3.0, 0) < 1);
        }
        tear_down();
    }
}
END_TEST

/* Fascia: it is the same in the plane beside. */
static void paint_with_lines(uint32_t seed)
{
    paint((struct speckle_view){.seed = seed});
    for (int i = -2; i <= 2; i++) {
        double y = mark.y + 22 * i;

        for (int k = -1; k <= 1; k++)
            speckle_line(frame, &(struct bv_px_segment){
                                    {0, y + 2 * k}, {width - 1, y + 2 * k}});
    }
}

START_TEST(lines_that_run_on_across_the_plane_do_not_hold_it)
{
    set_up();
    paint_with_lines(1);
    set_mark(mark);
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(step(i / 30.0), BV_LANDMARK_HELD);
        paint_with_lines(1);
    }
    for (int i = 10; i < 25; i++) {
        paint_with_lines(77);
        step(i / 30.0);
    }
    ck_assert_int_eq(step(25 / 30.0), BV_LANDMARK_LOST);
    tear_down();
}
END_TEST

START_TEST(what_is_alike_now_and_then_does_not_hold_it)
{
    enum bv_landmark_state state = BV_LANDMARK_HELD;

    start();
    for (int i = 1; i <= 40; i++) {
        paint((struct speckle_view){.seed = i % 3 == 0 ? 1 : 77});
        state = step(i / 30.0);
    }
    ck_assert_int_eq(state, BV_LANDMARK_LOST);
    tear_down();
}
END_TEST

static void check_blink(double rate)
{
    for (int i = 1; i < 0.29 * rate; i++) {
        paint((struct speckle_view){.seed = 77});
        ck_assert_int_eq(step(i / rate), BV_LANDMARK_HELD);
    }
    paint((struct speckle_view){.seed = 1});
    ck_assert_int_eq(step(0.3), BV_LANDMARK_HELD);
}

START_TEST(a_blink_of_the_picture_does_not_lose_it)
{
    at_each_rate(check_blink);
}
END_TEST

START_TEST(a_lifted_probe_loses_it)
{
    start();
    memset(frame->pixels, 0, (size_t)frame->stride_bytes * height);
    step(0.1);
    ck_assert_int_eq(step(0.5), BV_LANDMARK_LOST);
    tear_down();
}
END_TEST

START_TEST(it_is_lost_where_it_leaves_the_scan_area)
{
    static const struct bv_scan_area left = {.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, 220, height}};

    start();
    input.area = &left;
    for (int i = 1; i <= 40; i++) {
        enum bv_landmark_state state;

        paint((struct speckle_view){.seed = 1, .right = i});
        state = step(i / 30.0);
        if (mark.x + i < 219)
            ck_assert_int_eq(state, BV_LANDMARK_HELD);
        if (mark.x + i > 221 + 1)
            ck_assert_int_eq(state, BV_LANDMARK_LOST);
    }
    tear_down();
}
END_TEST

START_TEST(after_another_depth_it_is_lost_for_good)
{
    start();
    bv_follow_picture_changed(follow);
    for (int i = 1; i < 60; i++) {
        paint((struct speckle_view){.seed = 1});
        ck_assert_int_eq(step(i / 30.0), BV_LANDMARK_LOST);
    }
    set_mark(mark);
    ck_assert_int_eq(step(2), BV_LANDMARK_HELD);
    tear_down();
}
END_TEST

START_TEST(a_mark_on_nothing_or_outside_is_lost_at_once)
{
    set_up();
    memset(frame->pixels, 40, (size_t)frame->stride_bytes * height);
    set_mark(mark);
    ck_assert_int_eq(step(0), BV_LANDMARK_LOST);
    paint((struct speckle_view){.seed = 1});
    set_mark((struct bv_px){-20, 1e6});
    ck_assert_int_eq(step(0.1), BV_LANDMARK_LOST);
    tear_down();
}
END_TEST

START_TEST(a_repeat_moves_and_loses_nothing)
{
    start();
    paint((struct speckle_view){.seed = 77});
    input.repeat = true;
    ck_assert_int_eq(step(5), BV_LANDMARK_HELD);
    tear_down();
}
END_TEST

START_TEST(a_mark_near_every_edge_of_the_smallest_picture_is_safe)
{
    static const struct bv_scan_area unknown = {.shape = BV_SCAN_UNKNOWN};

    set_up();
    bv_frame_unref(frame);
    frame = bv_frame_new(32, 32);
    input.frame = frame;
    input.area = &unknown;
    for (int i = 0; i < 25; i++) {
        paint((struct speckle_view){.seed = 1});
        set_mark((struct bv_px){i % 5 * 7.75, i / 5 * 7.75});
        for (int n = 0; n < 4; n++) {
            step(n / 10.0);
            ck_assert(isfinite(px.x) && isfinite(px.y));
        }
    }
    tear_down();
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_mark_follows_slide_breathing_and_tremor,
        errors_do_not_add_up,
        without_a_scale_or_a_scan_area_it_follows_as_well,
        a_passing_needle_does_not_drag_the_mark,
        what_a_needle_pushes_ahead_of_it_takes_the_mark_along,
        what_looks_otherwise_by_now_is_pushed_and_springs_back,
        it_is_lost_with_its_plane_and_found_again_in_time,
        it_is_held_through_a_little_wander_across_the_picture,
        in_fluid_it_is_held_by_what_lies_around_that,
        it_is_lost_however_slowly_its_plane_is_left,
        until_it_is_found_it_goes_with_the_tissue_right_around_it,
        what_is_lost_is_not_carried_for_long,
        lines_that_run_on_across_the_plane_do_not_hold_it,
        what_is_alike_now_and_then_does_not_hold_it,
        a_blink_of_the_picture_does_not_lose_it,
        a_lifted_probe_loses_it,
        it_is_lost_where_it_leaves_the_scan_area,
        after_another_depth_it_is_lost_for_good,
        a_mark_on_nothing_or_outside_is_lost_at_once,
        a_repeat_moves_and_loses_nothing,
        a_mark_near_every_edge_of_the_smallest_picture_is_safe,
        NULL};

    return bv_test_run("follow", NULL, NULL, tests);
}
