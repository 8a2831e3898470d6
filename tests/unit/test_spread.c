#include "support/test.h"

#include <math.h>

#include "guidance/fluid/spread.h"
#include "support/speckle.h"

/* A linear probe's picture of made-up tissue, 0.1 mm a px, at 20 a second. */
enum { WIDTH = 400, HEIGHT = 320 };

static struct bv_frame *frame;
static struct bv_scan_area area;
static struct bv_spread_watch *watch;
static struct bv_spread spread;
static struct bv_outline nerve;
static const struct bv_px tip = {200, 160};
static bool has_tip;
static int64_t time_ns;

static void setup(void)
{
    frame = bv_frame_new(WIDTH, HEIGHT);
    watch = bv_spread_watch_new();
    ck_assert_ptr_nonnull(frame);
    ck_assert_ptr_nonnull(watch);
    area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                 .box = {0, 0, WIDTH, HEIGHT}};
    nerve = (struct bv_outline){.count = 0};
    time_ns = 0;
    has_tip = true;
    bv_spread_watch_declare(watch, false);
}

static void teardown(void)
{
    bv_spread_watch_free(watch);
    bv_frame_unref(frame);
}

/* A pool of fluid around a place, as so many times as bright. */
static void pour(struct bv_px at, double wide, double high, double times)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if (hypot((x - at.x) / wide, (y - at.y) / high) < 1) {
                uint8_t *pixel = frame->pixels + y * frame->stride_bytes + x;

                *pixel = (uint8_t)fmin(*pixel * times, 255);
            }
}

static void look(void)
{
    struct bv_spread_input input = {.frame = frame,
                                    .area = &area,
                                    .mm_per_px = 0.1,
                                    .has_tip = has_tip,
                                    .tip_px = tip,
                                    .nerve = nerve.count ? &nerve : NULL};

    frame->time_ns = time_ns;
    time_ns += 50000000;
    ck_assert_int_eq(bv_spread_watch_step(watch, &input, &spread), 0);
}

static void paint(double right)
{
    speckle_paint(frame, &(struct speckle_view){.seed = 3, .right = right});
}

/* Films a pool that grows to a size within half a second, and stays. */
static void inject(double seconds, double wide, double high, double times)
{
    for (int i = 0; i < seconds * 20; i++) {
        double part = sqrt(fmin(i / 10.0, 1));

        paint(0);
        if (i > 0)
            pour(tip, wide * part, high * part, times);
        look();
    }
}

START_TEST(undeclared_spread_is_not_watched)
{
    inject(1, 50, 30, 0.15);
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_WATCHED);
    ck_assert(!spread.in_view);
}
END_TEST

START_TEST(dark_fluid_is_seen_with_its_area)
{
    bv_spread_watch_declare(watch, true);
    inject(1.5, 50, 30, 0.15);
    ck_assert_int_eq(spread.state, BV_SPREAD_SEEN);
    ck_assert(spread.in_view && !spread.echo_rich);
    ck_assert_double_eq_tol(spread.area_px2 / (M_PI * 50 * 30), 1, 0.2);
    ck_assert(bv_outline_is_valid(&spread.outline));
    ck_assert(bv_outline_contains(&spread.outline, tip));
    ck_assert(isnan(spread.extent_deg));
    bv_spread_watch_declare(watch, false);
    look();
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_WATCHED);
}
END_TEST

START_TEST(bright_fluid_is_seen_as_echo_rich)
{
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 24; i++) {
        speckle_paint(frame,
                      &(struct speckle_view){.seed = 3, .gain_levels = -60});
        if (i > 0)
            pour(tip, 45, 35, 4);
        look();
    }
    ck_assert_int_eq(spread.state, BV_SPREAD_SEEN);
    ck_assert(spread.in_view && spread.echo_rich);
}
END_TEST

START_TEST(unseen_for_two_seconds_is_said_and_not_sooner)
{
    bv_spread_watch_declare(watch, true);
    inject(1.9, 0.1, 0.1, 1);
    ck_assert_int_eq(spread.state, BV_SPREAD_WATCHING);
    inject(0.3, 0.1, 0.1, 1);
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
    inject(1.5, 50, 30, 0.15);
    ck_assert_int_eq(spread.state, BV_SPREAD_SEEN);
}
END_TEST

START_TEST(a_dead_time_puts_it_off)
{
    bv_spread_watch_set_dead_time(watch, 3);
    bv_spread_watch_declare(watch, true);
    inject(2.9, 0.1, 0.1, 1);
    ck_assert_int_eq(spread.state, BV_SPREAD_WATCHING);
    ck_assert_double_eq(spread.dead_s, 3);
    inject(0.3, 0.1, 0.1, 1);
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
    bv_spread_watch_set_dead_time(watch, 4);
    inject(0.1, 0.1, 0.1, 1);
    ck_assert_int_eq(spread.state, BV_SPREAD_WATCHING);
}
END_TEST

START_TEST(what_changes_far_from_the_tip_is_no_spread)
{
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 50; i++) {
        paint(0);
        if (i > 0)
            pour((struct bv_px){330, 80}, 40, 30, 0.15);
        look();
    }
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
}
END_TEST

/* Films pools that grow within half a second, and stay. */
static void pour_at(const struct bv_px *at, int count)
{
    for (int i = 0; i < 50; i++) {
        double part = sqrt(fmin(i / 10.0, 1));

        paint(0);
        for (int k = 0; i > 0 && k < count; k++)
            pour(at[k], 36 * part, 28 * part, 0.15);
        look();
    }
}

/* A bright layer above is pushed away: it is darker there, but not as dark. */
START_TEST(what_fluid_pushes_aside_is_no_fluid)
{
    struct bv_px pushed = {tip.x, tip.y - 42};

    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 30; i++) {
        double part = sqrt(fmin(i / 10.0, 1));

        paint(0);
        if (i == 0)
            pour(pushed, 40, 10, 2.2);
        else
            pour(tip, 50 * part, 30 * part, 0.1);
        look();
    }
    ck_assert(spread.in_view);
    ck_assert(bv_outline_contains(&spread.outline, tip));
    ck_assert(!bv_outline_contains(&spread.outline, pushed));
    ck_assert_double_eq_tol(spread.area_px2 / (M_PI * 50 * 30), 1, 0.15);
}
END_TEST

/* As another plane that a trembling hand shows. */
START_TEST(what_darkens_a_little_beside_the_fluid_is_no_fluid)
{
    const struct bv_px beside = {tip.x + 38, tip.y};

    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 30; i++) {
        paint(0);
        if (i > 0) {
            pour(tip, 25, 50, 0.15);
            pour(beside, 6, 6, 0.15);
        }
        look();
    }
    ck_assert(spread.in_view);
    ck_assert(bv_outline_contains(&spread.outline, tip));
    ck_assert(!bv_outline_contains(&spread.outline, beside));
}
END_TEST

START_TEST(fluid_that_spreads_along_a_layer_is_seen_on)
{
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 60; i++) {
        paint(0);
        if (i > 0)
            pour(tip, 30 + 2 * i, 14 + 0.2 * i, 0.3);
        look();
    }
    ck_assert(spread.in_view);
    ck_assert_double_eq_tol(spread.area_px2 / (M_PI * 148 * 25.8), 1, 0.2);
}
END_TEST

START_TEST(what_changes_all_over_the_picture_is_no_spread)
{
    static const struct bv_px places[] = {
        {200, 160}, {50, 60}, {350, 60}, {50, 260}, {350, 260}};

    bv_spread_watch_declare(watch, true);
    pour_at(places, 5);
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
    has_tip = false;
    bv_spread_watch_free(watch);
    watch = bv_spread_watch_new();
    ck_assert_ptr_nonnull(watch);
    bv_spread_watch_declare(watch, true);
    pour_at(places, 5);
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
    ck_assert(!spread.in_view);
}
END_TEST

START_TEST(behind_fluid_the_picture_may_change_too)
{
    static const struct bv_px places[] = {{200, 120}, {200, 270}};

    bv_spread_watch_declare(watch, true);
    pour_at(places, 2);
    ck_assert_int_eq(spread.state, BV_SPREAD_SEEN);
}
END_TEST

START_TEST(without_a_tip_it_is_seen_where_alone_much_changes)
{
    static const struct bv_px place = {90, 220};

    has_tip = false;
    bv_spread_watch_declare(watch, true);
    pour_at(&place, 1);
    ck_assert_int_eq(spread.state, BV_SPREAD_SEEN);
    ck_assert(bv_outline_contains(&spread.outline, place));
    ck_assert(!bv_outline_contains(&spread.outline, tip));
}
END_TEST

START_TEST(tissue_that_moves_a_little_is_no_spread)
{
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 50; i++) {
        paint(6 * sin(i / 8.0));
        look();
    }
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
}
END_TEST

/* Dark roots around the tip that a needle, now at rest, lets go back. */
START_TEST(tissue_that_settles_around_the_tip_is_no_spread)
{
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 50; i++) {
        double moved = 4 * fmin(i / 10.0, 1);

        paint(0);
        for (int k = 0; k < 6; k++) {
            double angle = M_PI * k / 3, off = 48 + (k % 2 ? moved : -moved);

            pour((struct bv_px){tip.x + off * cos(angle),
                                tip.y + off * sin(angle)},
                 24, 24, 0.2);
        }
        look();
    }
    ck_assert_int_eq(spread.state, BV_SPREAD_NOT_SEEN);
    ck_assert(!spread.in_view);
}
END_TEST

START_TEST(another_plane_voids_the_comparison_and_says_why)
{
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 30; i++) {
        speckle_paint(frame, &(struct speckle_view){.seed = i < 5 ? 3 : 8});
        look();
    }
    ck_assert_int_eq(spread.state, BV_SPREAD_VOID);
    ck_assert_int_ne(spread.reason, BV_FLUID_VALID);
    ck_assert_ptr_nonnull(bv_fluid_void_words(spread.reason));
    ck_assert(!spread.in_view);
}
END_TEST

START_TEST(a_change_of_depth_voids_it)
{
    struct bv_spread_input input = {
        .frame = frame, .area = &area, .changed = true};

    bv_spread_watch_declare(watch, true);
    inject(0.5, 50, 30, 0.15);
    frame->time_ns = time_ns;
    ck_assert_int_eq(bv_spread_watch_step(watch, &input, &spread), 0);
    ck_assert_int_eq(spread.state, BV_SPREAD_VOID);
    ck_assert_int_eq(spread.reason, BV_FLUID_PICTURE);
}
END_TEST

static void mark_nerve(double y)
{
    nerve.count = 32;
    for (int i = 0; i < nerve.count; i++)
        nerve.at[i] = (struct bv_px){200 + 30 * cos(2 * M_PI * i / 32),
                                     y + 30 * sin(2 * M_PI * i / 32)};
}

START_TEST(around_a_nerve_its_extent_and_side_are_told)
{
    mark_nerve(220);
    bv_spread_watch_declare(watch, true);
    inject(1.5, 60, 26, 0.15);
    ck_assert_int_eq(spread.side, BV_SPREAD_ABOVE);
    ck_assert_double_ge(spread.extent_deg, 50);
    ck_assert_double_le(spread.extent_deg, 150);
}
END_TEST

START_TEST(a_nerve_that_fluid_pushes_is_carried_along)
{
    double extent_deg;

    mark_nerve(230);
    bv_spread_watch_declare(watch, true);
    inject(1.5, 60, 40, 0.15);
    extent_deg = spread.extent_deg;
    ck_assert_double_ge(extent_deg, 50);
    mark_nerve(216);
    bv_spread_watch_declare(watch, true);
    paint(0);
    look();
    nerve.count = 0;
    inject(1.5, 60, 40, 0.15);
    ck_assert_int_eq(spread.side, BV_SPREAD_ABOVE);
    ck_assert_double_eq_tol(spread.extent_deg, extent_deg, 20);
}
END_TEST

START_TEST(too_small_a_picture_is_void_and_no_fault)
{
    struct bv_frame *small = bv_frame_new(40, 40);
    struct bv_spread_input input = {.frame = small, .area = &area};

    ck_assert_ptr_nonnull(small);
    area.shape = BV_SCAN_UNKNOWN;
    bv_spread_watch_declare(watch, true);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(bv_spread_watch_step(watch, &input, &spread), 0);
    ck_assert_int_eq(spread.state, BV_SPREAD_VOID);
    bv_frame_unref(small);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {undeclared_spread_is_not_watched,
                            dark_fluid_is_seen_with_its_area,
                            bright_fluid_is_seen_as_echo_rich,
                            unseen_for_two_seconds_is_said_and_not_sooner,
                            a_dead_time_puts_it_off,
                            what_changes_far_from_the_tip_is_no_spread,
                            what_fluid_pushes_aside_is_no_fluid,
                            what_darkens_a_little_beside_the_fluid_is_no_fluid,
                            fluid_that_spreads_along_a_layer_is_seen_on,
                            what_changes_all_over_the_picture_is_no_spread,
                            behind_fluid_the_picture_may_change_too,
                            without_a_tip_it_is_seen_where_alone_much_changes,
                            tissue_that_moves_a_little_is_no_spread,
                            tissue_that_settles_around_the_tip_is_no_spread,
                            another_plane_voids_the_comparison_and_says_why,
                            a_change_of_depth_voids_it,
                            around_a_nerve_its_extent_and_side_are_told,
                            a_nerve_that_fluid_pushes_is_carried_along,
                            too_small_a_picture_is_void_and_no_fault,
                            NULL};

    return bv_test_run("spread", setup, teardown, tests);
}
