#include "support/test.h"

#include <math.h>
#include <stdlib.h>

#include "guidance/course.h"

static const double pi = 3.14159265358979323846;

/* A linear picture of 600 x 500 px at 0.1 mm/px whose face is its top. */
static const struct bv_scan_area linear = {.shape = BV_SCAN_RECTANGLE,
                                           .box = {0, 0, 600, 500},
                                           .face_middle = {299.5, -0.5}};
static const struct bv_scan_area sector = {.shape = BV_SCAN_SECTOR,
                                           .box = {0, 0, 800, 700},
                                           .face_middle = {400, 20},
                                           .apex = {400, -380},
                                           .face_radius_px = 400,
                                           .end_radius_px = 1000,
                                           .half_angle_deg = 30};
static const double mm_per_px = 0.1;

/* A needle seen from `from` to its tip, and a target that is followed. */
static struct bv_advice seen(const struct bv_scan_area *area, struct bv_px from,
                             struct bv_px tip, struct bv_px target)
{
    struct bv_advice advice = bv_advice_none();

    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.has_shaft = advice.has_tip = true;
    advice.shaft_px = (struct bv_px_segment){from, tip};
    advice.tip_px = tip;
    advice.scan_area = *area;
    advice.mm_per_px = mm_per_px;
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = target;
    return advice;
}

static struct bv_advice mirrored(struct bv_advice advice)
{
    double middle = advice.scan_area.face_middle.x;

    advice.shaft_px.from.x = 2 * middle - advice.shaft_px.from.x;
    advice.shaft_px.to.x = 2 * middle - advice.shaft_px.to.x;
    advice.tip_px.x = 2 * middle - advice.tip_px.x;
    advice.target_px.x = 2 * middle - advice.target_px.x;
    return advice;
}

static void assert_silent(struct bv_advice advice)
{
    advice.distance_mm = advice.miss_mm = 1; /* left over: must go */
    advice.course = BV_COURSE_STEEPEN;
    bv_course_advise(&advice);
    ck_assert(isnan(advice.distance_mm));
    ck_assert(isnan(advice.miss_mm));
    ck_assert_int_eq(advice.course, BV_COURSE_NONE);
    ck_assert(advice.correction_deg == 0);
}

/* 45 degrees from the left, tip 5 mm deep, target 10 mm to its right. */
static struct bv_advice plain_case(void)
{
    return seen(&linear, (struct bv_px){60, 9.5}, (struct bv_px){100, 49.5},
                (struct bv_px){200, 49.5});
}

START_TEST(distance_and_miss_need_a_seen_tip)
{
    for (int state = BV_NEEDLE_NONE; state <= BV_NEEDLE_CROSSING; state++) {
        struct bv_advice advice = plain_case();

        advice.state = (enum bv_needle_state)state;
        if (state != BV_NEEDLE_TIP_SEEN)
            assert_silent(advice);
    }
}
END_TEST

START_TEST(no_millimetres_without_scale_or_scan_area)
{
    struct bv_advice advice = plain_case();

    advice.mm_per_px = 0;
    assert_silent(advice);
    advice.mm_per_px = NAN;
    assert_silent(advice);
    advice = plain_case();
    advice.scan_area.shape = BV_SCAN_UNKNOWN;
    assert_silent(advice);
}
END_TEST

START_TEST(lost_or_missing_target_gives_no_distance)
{
    struct bv_advice advice = plain_case();

    advice.target = BV_TARGET_LOST;
    assert_silent(advice);
    advice.target = BV_TARGET_NONE;
    assert_silent(advice);
}
END_TEST

START_TEST(stale_picture_gives_no_distance)
{
    struct bv_advice advice = plain_case();

    advice.picture = BV_PICTURE_STOPPED;
    assert_silent(advice);
    advice.picture = BV_PICTURE_TOO_SLOW;
    assert_silent(advice);
}
END_TEST

START_TEST(facts_of_a_plain_case_from_either_side)
{
    for (int side = 0; side < 2; side++) {
        struct bv_advice advice = plain_case();

        if (side == 1)
            advice = mirrored(advice);
        bv_course_advise(&advice);
        ck_assert_double_eq_tol(advice.distance_mm, 10, 1e-9);
        /* The line runs on downwards: it passes deep, 10 mm * sin 45. */
        ck_assert_double_eq_tol(advice.miss_mm, 7.0710678, 1e-6);
        /* Entry at 50,-0.5: the tip lies 45 and the target 18.4 below. */
        ck_assert_int_eq(advice.course, BV_COURSE_FLATTEN);
        ck_assert_double_eq_tol(advice.correction_deg, 26.5650512, 1e-6);
    }
}
END_TEST

START_TEST(a_line_on_the_skin_side_misses_negative_and_is_steepened)
{
    for (int side = 0; side < 2; side++) {
        struct bv_advice advice =
            seen(&linear, (struct bv_px){20, 19.5}, (struct bv_px){60, 39.5},
                 (struct bv_px){200, 199.5});

        if (side == 1)
            advice = mirrored(advice);
        bv_course_advise(&advice);
        ck_assert_double_lt(advice.miss_mm, -1);
        ck_assert_int_eq(advice.course, BV_COURSE_STEEPEN);
        ck_assert_double_ge(advice.correction_deg, 2);
    }
}
END_TEST

START_TEST(a_turn_under_two_degrees_is_not_said)
{
    /* Entry at 0,-0.5, 30 degrees, tip 5 mm deep, target 35 mm off. */
    const double shaft = 30 * pi / 180;
    const double reach = 50 / sin(shaft);
    struct bv_px tip = {reach * cos(shaft), reach * sin(shaft) - 0.5};
    struct bv_px from = {0.2 * tip.x, 0.2 * (tip.y + 0.5) - 0.5};

    for (double off = -5; off <= 5; off += 0.25) {
        double to = shaft + off * pi / 180;
        struct bv_advice advice =
            seen(&linear, from, tip,
                 (struct bv_px){350 * cos(to), 350 * sin(to) - 0.5});

        bv_course_advise(&advice);
        if (fabs(off) == 2)
            continue;
        ck_assert_int_eq(advice.course, fabs(off) < 2 ? BV_COURSE_NONE
                                        : off > 0     ? BV_COURSE_STEEPEN
                                                      : BV_COURSE_FLATTEN);
        ck_assert(isfinite(advice.miss_mm));
    }
}
END_TEST

START_TEST(from_ten_millimetres_on_it_is_withdraw_or_nothing)
{
    for (double depth_mm = 1; depth_mm < 20; depth_mm += 0.5)
        for (double off_mm = -6; off_mm <= 6; off_mm += 0.75) {
            /* 30 degrees, the target 15 mm ahead and off_mm beside. */
            const double c = cos(pi / 6), s = sin(pi / 6);
            double reach = depth_mm / mm_per_px / s;
            struct bv_px tip = {reach * c, reach * s - 0.5};
            struct bv_px from = {tip.x - 9 * c, tip.y - 9 * s};
            struct bv_px target = {tip.x + (15 * c - off_mm * s) / mm_per_px,
                                   tip.y + (15 * s + off_mm * c) / mm_per_px};
            struct bv_advice advice = seen(&linear, from, tip, target);

            bv_course_advise(&advice);
            ck_assert_double_eq_tol(advice.miss_mm, -off_mm, 1e-6);
            if (depth_mm < 10)
                ck_assert_int_ne(advice.course, BV_COURSE_WITHDRAW);
            else
                ck_assert_int_eq(advice.course, fabs(off_mm) > 2
                                                    ? BV_COURSE_WITHDRAW
                                                    : BV_COURSE_NONE);
        }
}
END_TEST

START_TEST(target_behind_the_tip_is_never_steered_to)
{
    struct bv_advice advice = plain_case();

    advice.target_px = (struct bv_px){100, 9.5};
    bv_course_advise(&advice);
    ck_assert_int_eq(advice.course, BV_COURSE_WITHDRAW);
    advice.target_px = (struct bv_px){80, 29.5};
    bv_course_advise(&advice);
    ck_assert_double_eq_tol(advice.miss_mm, 0, 1e-9);
    ck_assert_int_eq(advice.course, BV_COURSE_NONE);
}
END_TEST

START_TEST(no_correction_for_a_shaft_along_the_face)
{
    struct bv_advice advice =
        seen(&linear, (struct bv_px){20, 59.5}, (struct bv_px){100, 60.5},
             (struct bv_px){200, 159.5});

    bv_course_advise(&advice);
    ck_assert(isfinite(advice.distance_mm));
    ck_assert_int_eq(advice.course, BV_COURSE_NONE);
}
END_TEST

START_TEST(a_shaft_without_length_has_no_course)
{
    struct bv_advice advice = plain_case();

    advice.shaft_px.to = advice.shaft_px.from;
    assert_silent(advice);
}
END_TEST

static double uniform(double least, double most)
{
    return least + (most - least) * (rand() / (double)RAND_MAX);
}

static struct bv_px polar(struct bv_px at, double length, double angle)
{
    return (struct bv_px){at.x + length * cos(angle),
                          at.y + length * sin(angle)};
}

/* How far the shaft's line, turned about `entry`, passes the target. */
static double passes(const struct bv_advice *advice, struct bv_px entry,
                     double turn_deg)
{
    struct bv_px to = advice->shaft_px.to;
    double angle = atan2(to.y - entry.y, to.x - entry.x) + turn_deg * pi / 180;
    struct bv_px_segment turned = {entry, polar(entry, 10, angle)};
    double beside;

    bv_px_segment_project(&turned, advice->target_px, NULL, &beside);
    return fabs(beside);
}

/* The correction, tried: every other turn leaves the target further off. */
static void check_by_trying(const struct bv_advice *advice, struct bv_px entry,
                            struct bv_px inward)
{
    double best = 1e9, best_turn = 0;
    double heading =
        atan2(advice->shaft_px.to.y - entry.y, advice->shaft_px.to.x - entry.x);
    double to_inward = remainder(atan2(inward.y, inward.x) - heading, 2 * pi);
    double signed_turn = advice->correction_deg;

    for (double turn = -89; turn <= 89; turn += 0.02) {
        double off = passes(advice, entry, turn);

        if (off < best) {
            best = off;
            best_turn = turn;
        }
    }
    if (advice->course == BV_COURSE_NONE) {
        ck_assert(fabs(best_turn) < 2.05 ||
                  fabs(advice->miss_mm) < BV_COURSE_TURN_MISS_MM);
        return;
    }
    if ((advice->course == BV_COURSE_STEEPEN) != (to_inward > 0))
        signed_turn = -signed_turn;
    ck_assert_double_eq_tol(signed_turn, best_turn, 0.03);
    ck_assert_double_lt(passes(advice, entry, signed_turn), 1e-6);
}

/* A needle at an entry point, and a target ahead of its shallow tip. */
static void try_entry(const struct bv_scan_area *area, struct bv_px entry,
                      struct bv_px inward, int *turned)
{
    double slope = uniform(8, 80) * pi / 180;
    double side = rand() % 2 ? 1 : -1;
    double angle = atan2(inward.y, inward.x) + side * (pi / 2 - slope);
    double length = uniform(20, 90);
    struct bv_advice advice = seen(
        area, polar(entry, 0.3 * length, angle), polar(entry, length, angle),
        polar(entry, length + uniform(30, 300), angle + uniform(-0.6, 0.6)));
    double ahead = cos(angle) * (advice.target_px.x - advice.tip_px.x) +
                   sin(angle) * (advice.target_px.y - advice.tip_px.y);

    if (ahead <= 0 || bv_scan_area_depth_px(area, advice.tip_px) >= 99)
        return;
    bv_course_advise(&advice);
    check_by_trying(&advice, entry, inward);
    *turned += advice.course != BV_COURSE_NONE;
}

START_TEST(the_correction_about_the_entry_point_points_at_the_target)
{
    int turned = 0;

    srand(1);
    for (int i = 0; i < 300; i++)
        try_entry(&linear, (struct bv_px){uniform(-100, 700), -0.5},
                  (struct bv_px){0, 1}, &turned);
    ck_assert_int_gt(turned, 150);
}
END_TEST

START_TEST(the_correction_holds_for_a_sector_within_the_face_arc)
{
    int turned = 0;

    srand(2);
    for (int i = 0; i < 300; i++) {
        double beam = uniform(-29, 29) * pi / 180;
        struct bv_px inward = {sin(beam), cos(beam)};
        struct bv_px entry = {sector.apex.x + 400 * inward.x,
                              sector.apex.y + 400 * inward.y};

        try_entry(&sector, entry, inward, &turned);
    }
    ck_assert_int_gt(turned, 150);
}
END_TEST

START_TEST(beside_a_curved_probe_the_skin_goes_on_along_the_tangent)
{
    /* The arc's left end; the skin goes on from there up and to the left. */
    double beam = -30 * pi / 180;
    struct bv_px inward = {sin(beam), cos(beam)};
    struct bv_px end = {sector.apex.x + 400 * inward.x,
                        sector.apex.y + 400 * inward.y};
    struct bv_px entry = {end.x - 50 * cos(beam), end.y + 50 * sin(beam)};
    struct bv_px tip = polar(entry, 120, 45 * pi / 180);
    struct bv_px target = polar(entry, 300, 57 * pi / 180);
    struct bv_advice advice =
        seen(&sector, polar(entry, 60, 45 * pi / 180), tip, target);

    ck_assert_double_gt(bv_scan_area_depth_px(&sector, tip), 0);
    ck_assert_double_lt(bv_scan_area_depth_px(&sector, tip), 100);
    bv_course_advise(&advice);
    ck_assert_int_eq(advice.course, BV_COURSE_STEEPEN);
    ck_assert_double_eq_tol(advice.correction_deg, 12, 1e-6);
}
END_TEST

/* A square of 40 px whose middle is there. */
static struct bv_landmark_advice square_at(struct bv_px middle)
{
    struct bv_landmark_advice landmark = {.mark = {.id = 1}};

    landmark.mark.outline.count = 4;
    for (int i = 0; i < 4; i++)
        landmark.mark.outline.at[i] =
            (struct bv_px){middle.x + (i == 1 || i == 2 ? 20 : -20),
                           middle.y + (i > 1 ? 20 : -20)};
    return landmark;
}

START_TEST(marks_are_measured_from_the_seen_tip)
{
    struct bv_advice advice =
        seen(&linear, (struct bv_px){100, 200}, (struct bv_px){200, 200},
             (struct bv_px){0, 0});

    advice.target = BV_TARGET_NONE;
    advice.landmark_count = 3;
    advice.landmark[0] = square_at((struct bv_px){300, 230});
    advice.landmark[1] = square_at((struct bv_px){205, 203});
    advice.landmark[2] =
        (struct bv_landmark_advice){.mark = {.id = 3, .at = {260, 120}}};
    bv_course_advise(&advice);
    ck_assert_double_eq_tol(advice.landmark[0].distance_mm, hypot(80, 10) * 0.1,
                            1e-9);
    ck_assert_double_eq_tol(advice.landmark[0].miss_mm, -1, 1e-9);
    ck_assert_double_eq_tol(advice.landmark[1].distance_mm, -1.5, 1e-9);
    ck_assert(advice.landmark[1].miss_mm == 0);
    ck_assert_double_eq_tol(advice.landmark[2].distance_mm, 10, 1e-9);
    ck_assert_double_eq_tol(advice.landmark[2].miss_mm, 8, 1e-9);
    ck_assert(isnan(advice.distance_mm));
}
END_TEST

START_TEST(a_mark_that_is_lost_or_a_tip_that_is_not_seen_has_no_mm)
{
    struct bv_advice advice =
        seen(&linear, (struct bv_px){100, 200}, (struct bv_px){200, 200},
             (struct bv_px){0, 0});

    advice.landmark_count = 1;
    advice.landmark[0] = square_at((struct bv_px){300, 230});
    advice.landmark[0].state = BV_LANDMARK_LOST;
    bv_course_advise(&advice);
    ck_assert(isnan(advice.landmark[0].distance_mm));
    advice.landmark[0].state = BV_LANDMARK_HELD;
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    bv_course_advise(&advice);
    ck_assert(isnan(advice.landmark[0].distance_mm));
    ck_assert(isnan(advice.landmark[0].miss_mm));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        distance_and_miss_need_a_seen_tip,
        no_millimetres_without_scale_or_scan_area,
        lost_or_missing_target_gives_no_distance,
        stale_picture_gives_no_distance,
        facts_of_a_plain_case_from_either_side,
        a_line_on_the_skin_side_misses_negative_and_is_steepened,
        a_turn_under_two_degrees_is_not_said,
        from_ten_millimetres_on_it_is_withdraw_or_nothing,
        target_behind_the_tip_is_never_steered_to,
        no_correction_for_a_shaft_along_the_face,
        a_shaft_without_length_has_no_course,
        the_correction_about_the_entry_point_points_at_the_target,
        the_correction_holds_for_a_sector_within_the_face_arc,
        beside_a_curved_probe_the_skin_goes_on_along_the_tangent,
        marks_are_measured_from_the_seen_tip,
        a_mark_that_is_lost_or_a_tip_that_is_not_seen_has_no_mm,
        NULL};

    return bv_test_run("course", NULL, NULL, tests);
}
