#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/tip.h"

enum { width = 400, height = 300, cells = BV_VISION_NETWORK_CELLS };

static float any[width * height], along_cos[width * height],
    along_sin[width * height];
static float maps[BV_VISION_MAP_COUNT * cells * cells];
static struct bv_evidence evidence;
static struct bv_network_maps network;
static struct bv_tip tip;
static struct bv_verdict why;

/* 30 degrees down from the left side, 200 px long. */
static const struct bv_px_segment shaft = {{20, 60}, {193.2, 160}};
static const double length = 200;

static void set_up(void)
{
    memset(any, 0, sizeof(any));
    memset(along_cos, 0, sizeof(along_cos));
    memset(along_sin, 0, sizeof(along_sin));
    evidence = (struct bv_evidence){
        .width = width,
        .height = height,
        .work_per_px = 1,
        .box = {0, 0, width, height},
        .any = any,
        .along_cos = along_cos,
        .along_sin = along_sin,
    };
    for (int i = 0; i < BV_VISION_MAP_COUNT * cells * cells; i++)
        maps[i] = -6;
    network = (struct bv_network_maps){maps, cells / 400.0, 0, 0};
}

/* So much evidence along the shaft, from a place to another. */
static void paint(double from, double to, double first, double last)
{
    double right = (shaft.to.x - shaft.from.x) / length;
    double down = (shaft.to.y - shaft.from.y) / length;

    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++) {
            double x = column - shaft.from.x, y = row - shaft.from.y;
            double along = x * right + y * down;
            double value =
                first + (last - first) * (along - from) / (to - from);
            int at = row * width + column;

            if (along < from || along > to || fabs(y * right - x * down) > 2)
                continue;
            any[at] = (float)value / 2;
            along_cos[at] = (float)(value / 2 * (right * right - down * down));
            along_sin[at] = (float)(value / 2 * 2 * right * down);
        }
}

/* The network sees the shaft up to a place, and such odds of a tip there. */
static void paint_maps(double to, double tip_odds)
{
    double right = (shaft.to.x - shaft.from.x) / length;
    double down = (shaft.to.y - shaft.from.y) / length;

    for (int row = 0; row < cells; row++)
        for (int column = 0; column < cells; column++) {
            double x = column / network.cells_per_px - shaft.from.x;
            double y = row / network.cells_per_px - shaft.from.y;
            double along = x * right + y * down, off = y * right - x * down;
            float *cell = maps + row * cells + column;

            cell[BV_VISION_MAP_COS * cells * cells] =
                (float)(right * right - down * down);
            cell[BV_VISION_MAP_SIN * cells * cells] = (float)(2 * right * down);
            if (along > 0 && along < to && fabs(off) < 8)
                cell[BV_VISION_MAP_SHAFT * cells * cells] = 4;
            if (hypot(along - to, off) < 8)
                cell[BV_VISION_MAP_TIP * cells * cells] = (float)tip_odds;
        }
}

static bool find(const struct bv_network_maps *said, double expected)
{
    why.reason = BV_REASON_NONE;
    return bv_tip_find(&evidence, said, &shaft, expected, &tip, &why);
}

START_TEST(a_line_that_ends_at_once_has_its_tip_there)
{
    paint(0, length, 6, 6);
    ck_assert(find(NULL, NAN));
    ck_assert_double_eq_tol(tip.along_px, length - 2.5, 3);
    ck_assert_double_gt(tip.sd_px, 0.5);
    ck_assert_double_lt(tip.sd_px, 6);
}
END_TEST

START_TEST(a_line_that_fades_has_no_tip)
{
    paint(0, length, 6, 0);
    ck_assert(!find(NULL, NAN));
    ck_assert_int_eq(why.reason, BV_REASON_TIP_SURE);
    ck_assert_double_lt(why.value, why.limit);
}
END_TEST

START_TEST(a_line_that_goes_on_behind_a_gap_does_not_end_there)
{
    paint(0, length - 60, 4, 4);
    paint(length - 40, length, 4, 4);
    if (find(NULL, NAN))
        ck_assert_double_gt(tip.along_px, length - 15);
}
END_TEST

START_TEST(what_the_network_says_places_a_faint_tip)
{
    paint(0, length, 1.5, 1.2);
    ck_assert(!find(NULL, NAN));
    paint_maps(length, 2);
    ck_assert(find(&network, NAN));
    ck_assert_double_eq_tol(tip.along_px, length - 2.5, 4);
}
END_TEST

START_TEST(a_network_that_sees_no_tip_takes_one_back)
{
    paint(0, length, 6, 6);
    ck_assert(find(NULL, NAN));
    paint_maps(length + 60, -6);
    ck_assert(!find(&network, NAN));
}
END_TEST

START_TEST(a_network_that_does_not_see_the_shaft_has_no_say)
{
    paint(0, length, 6, 6);
    ck_assert(find(&network, NAN));
}
END_TEST

START_TEST(less_will_do_where_the_tip_was_seen_just_now)
{
    double sure;

    for (double level = 6; level > 0; level -= 0.05) {
        memset(any, 0, sizeof(any));
        memset(along_cos, 0, sizeof(along_cos));
        memset(along_sin, 0, sizeof(along_sin));
        paint(0, length, level, level);
        if (find(NULL, NAN))
            continue;
        sure = why.value;
        if (sure < 0.65 || sure >= why.limit)
            continue;
        ck_assert(find(NULL, length));
        ck_assert(!find(NULL, length - 60));
        return;
    }
    ck_abort_msg("no level between the two demands");
}
END_TEST

START_TEST(where_the_picture_ends_there_is_no_tip)
{
    struct bv_px_segment out = {{20, 60}, {width - 1, 60}};

    for (int row = 58; row <= 62; row++)
        for (int column = 20; column < width; column++) {
            any[row * width + column] = 2;
            along_cos[row * width + column] = 2;
        }
    ck_assert(!bv_tip_find(&evidence, NULL, &out, NAN, &tip, &why));
}
END_TEST

/* Of a shaft that the network sees, at `last` times its brightness at its end.
 */
static double point_of(double last, double tip_odds)
{
    paint(0, length - 40, 4, 4);
    paint(length - 40, length, 4, 4 * last);
    paint_maps(length, tip_odds);
    find(&network, NAN);
    return tip.point;
}

START_TEST(a_shaft_that_fades_to_its_end_is_less_of_a_point)
{
    double at_once = point_of(1, 1), fades;

    set_up();
    fades = point_of(0.4, 1);
    ck_assert_double_gt(at_once, 0);
    ck_assert_double_lt(fades, at_once - 1);
    set_up();
    ck_assert_double_lt(point_of(1, -1), at_once - 1);
}
END_TEST

/* What is said after so long of an end that looks like this. */
static bool look_on(struct bv_tip_looks *looks, double from_s, double for_s,
                    double point)
{
    bool is_point = false;

    for (double at_s = from_s; at_s < from_s + for_s; at_s += 1 / 30.0)
        is_point = bv_tip_is_point(looks, at_s,
                                   &(struct bv_tip){.point = point}, &why);
    return is_point;
}

START_TEST(one_frame_decides_nothing_of_an_end_that_was_watched)
{
    struct bv_tip_looks looks = {0};

    ck_assert(look_on(&looks, 0, 1, 2));
    ck_assert(look_on(&looks, 1, 0.02, -5));
    ck_assert(!look_on(&looks, 1.03, 1, -3));
    ck_assert_int_eq(why.reason, BV_REASON_TIP_FADES);
    ck_assert_double_lt(why.value, why.limit);
    ck_assert(!look_on(&looks, 2.03, 0.02, 5));
    ck_assert(look_on(&looks, 2.06, 1, 2));
}
END_TEST

START_TEST(an_end_that_may_as_well_be_none_is_no_tip)
{
    struct bv_tip_looks looks = {0};

    ck_assert(!look_on(&looks, 0, 2, -0.2));
    ck_assert_int_eq(why.reason, BV_REASON_TIP_FADES);
    ck_assert(look_on(&looks, 2, 2, 0.2));
}
END_TEST

START_TEST(an_end_that_was_not_seen_for_long_is_judged_anew)
{
    struct bv_tip_looks looks = {0};

    ck_assert(!look_on(&looks, 0, 1, -3));
    ck_assert(look_on(&looks, 2, 0.02, 2));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_line_that_ends_at_once_has_its_tip_there,
        a_line_that_fades_has_no_tip,
        a_line_that_goes_on_behind_a_gap_does_not_end_there,
        what_the_network_says_places_a_faint_tip,
        a_network_that_sees_no_tip_takes_one_back,
        a_network_that_does_not_see_the_shaft_has_no_say,
        less_will_do_where_the_tip_was_seen_just_now,
        where_the_picture_ends_there_is_no_tip,
        a_shaft_that_fades_to_its_end_is_less_of_a_point,
        one_frame_decides_nothing_of_an_end_that_was_watched,
        an_end_that_may_as_well_be_none_is_no_tip,
        an_end_that_was_not_seen_for_long_is_judged_anew,
        NULL};

    return bv_test_run("tip", set_up, NULL, tests);
}
