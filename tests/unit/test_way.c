/* The needle's way out of what was seen of it, looking back. */
#include "support/test.h"

#include <math.h>

#include "guidance/review/review_parts.h"
#include "guidance/review/way.h"
#include "records/rules_file.h"
#include "support/needle_script.h"

enum { rate = BV_NEEDLE_SCRIPT_RATE_HZ };

static struct bv_review_rules rules;
static struct bv_needle_script script;
static struct bv_way way;

static void set_up(void)
{
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_rules_read(NULL, &rules, &fault), 0);
    bv_needle_script_start(&script);
    way = (struct bv_way){0};
}

static void tear_down(void)
{
    bv_way_fini(&way);
}

static void go(enum bv_needle_state state, double seconds, double from_mm,
               double to_mm)
{
    bv_needle_script_go(&script, state, seconds, from_mm, to_mm);
}

static void make(void)
{
    ck_assert_int_eq(bv_way_make(script.frames, script.count, &rules, &way), 0);
}

/* How much further in it is at one time than at another. */
static double came_mm(double from_s, double to_s)
{
    return way.points[lround(to_s * rate)].along_mm -
           way.points[lround(from_s * rate)].along_mm;
}

/* From one time to another each frame by itself says so much of the end. */
static void look_at_ends(double from_s, double to_s, double sure, double point)
{
    for (size_t i = (size_t)lround(from_s * rate);
         i < (size_t)lround(to_s * rate); i++)
        script.frames[i].end = (struct bv_shaft_end){
            true, script.frames[i].tip_px, 2, sure, point};
}

START_TEST(a_tip_that_is_claimed_late_is_seen_from_where_it_began)
{
    go(BV_NEEDLE_SHAFT_ONLY, 1, 8, 12);
    go(BV_NEEDLE_TIP_SEEN, 1, 12, 16);
    look_at_ends(0, 2, 0.9, 1);
    for (size_t i = 0; i < rate; i++) { /* the shaft seems to run on */
        script.frames[i].shaft_px.to.x += 17.32;
        script.frames[i].shaft_px.to.y += 10;
    }
    make();
    ck_assert(way.points[lround(0.3 * rate)].tip_seen);
    ck_assert_double_eq_tol(came_mm(0.3, 1.9), 6.4, 0.3);
}
END_TEST

START_TEST(an_end_that_fades_is_no_tip_looking_back_though_it_was_claimed)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 8, 12);
    go(BV_NEEDLE_TIP_SEEN, 2, 12, 12);
    look_at_ends(0, 1, 1, 2);
    look_at_ends(1, 3, 0.4, -3);
    make();
    ck_assert(way.points[lround(0.5 * rate)].tip_seen);
    ck_assert(!way.points[lround(2 * rate)].tip_seen);
}
END_TEST

START_TEST(an_end_that_jumps_there_is_not_the_tip_that_is_seen_next)
{
    go(BV_NEEDLE_SHAFT_ONLY, 1, 14, 15);
    go(BV_NEEDLE_TIP_SEEN, 1, 11, 12);
    look_at_ends(0, 1, 0.7, 0);
    look_at_ends(1, 2, 1, 1);
    make();
    ck_assert(!way.points[lround(0.9 * rate)].tip_seen);
    ck_assert(way.points[lround(1.2 * rate)].tip_seen);
}
END_TEST

START_TEST(what_joins_on_to_a_tip_and_is_doubtful_is_one_while_it_moves)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 8, 12);
    go(BV_NEEDLE_SHAFT_ONLY, 2, 12, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 2, 20, 20); /* as of a shaft that is cut off */
    look_at_ends(0, 1, 1, 2);
    look_at_ends(1, 5, 0.9, 0);
    make();
    ck_assert(way.points[lround(2.2 * rate)].tip_seen);
    ck_assert(way.points[lround(4 * rate)].seen); /* its shaft stands */
    ck_assert(!way.points[lround(4 * rate)].tip_seen);
}
END_TEST

START_TEST(what_stands_and_was_not_claimed_is_no_tip_however_like_one_it_looks)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 8, 12);
    go(BV_NEEDLE_NONE, 1, 12, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 2, 20, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 1, 20, 16);
    look_at_ends(2, 5, 1, 3);
    make();
    ck_assert(way.points[lround(3 * rate)].seen);
    ck_assert(!way.points[lround(3 * rate)].tip_seen);
    ck_assert(way.points[lround(4.5 * rate)].tip_seen);
}
END_TEST

START_TEST(a_shaft_whose_line_runs_on_ends_where_its_tip_is_likely)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 10);
    go(BV_NEEDLE_NONE, 1, 10, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 2, 20, 20);
    look_at_ends(3, 5, 0.5, -2);
    for (size_t i = 3 * rate; i < script.count; i++) { /* by 4 mm */
        script.frames[i].shaft_px.to.x += 34.64;
        script.frames[i].shaft_px.to.y += 20;
    }
    make();
    ck_assert(way.points[lround(4.5 * rate)].seen);
    ck_assert(!way.points[lround(4.5 * rate)].tip_seen);
    ck_assert_double_eq_tol(came_mm(1.9, 4.5), 10, 0.3);
}
END_TEST

START_TEST(a_needle_that_had_no_time_to_dwell_passed_where_it_was_not_seen)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_SHAFT_ONLY, 0.8, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 14);
    make();
    ck_assert(way.points[lround(1.4 * rate)].passes);
    ck_assert(!way.points[lround(1.4 * rate)].seen);
    ck_assert_double_eq_tol(came_mm(0.5, 1.4), -5, 0.5);
}
END_TEST

START_TEST(a_needle_that_is_seen_again_further_in_passed_nothing)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 10, 10);
    go(BV_NEEDLE_SHAFT_ONLY, 1.2, 10, 20);
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 20);
    make();
    ck_assert(!way.points[lround(1.8 * rate)].passes);
}
END_TEST

START_TEST(a_needle_that_may_have_dwelt_where_it_was_not_seen_stood)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_SHAFT_ONLY, 1.5, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 14);
    make();
    ck_assert(!way.points[lround(1.4 * rate)].passes);
    ck_assert_double_gt(came_mm(0.5, 1.4), -1.2); /* steady_mm of it is seen */
}
END_TEST

START_TEST(a_needle_that_is_not_seen_at_all_passes_nowhere)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_NONE, 0.8, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 14);
    make();
    ck_assert(!way.points[lround(1.4 * rate)].passes);
}
END_TEST

START_TEST(a_target_that_a_needle_passed_unseen_with_no_time_to_dwell_was_near)
{
    struct bv_review review;
    double nearest_mm = NAN;

    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_SHAFT_ONLY, 0.8, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 1, 14, 14);
    for (size_t i = 0; i < script.count; i++) {
        script.frames[i].has_target = true;
        script.frames[i].target_px = bv_needle_script_at(&script, 19, 30);
    }
    ck_assert_int_eq(
        bv_review_make(script.frames, script.count, &rules, &review), 0);
    nearest_mm = bv_review_measure(&review, "nearest_mm")->value;
    bv_review_fini(&review);
    ck_assert_double_lt(nearest_mm, 0.5);
}
END_TEST

START_TEST(a_candidate_that_became_the_needle_was_it)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 10);
    go(BV_NEEDLE_NONE, 1, 10, 24);
    go(BV_NEEDLE_CANDIDATE, 2, 24, 24); /* stands: it is not drawn */
    go(BV_NEEDLE_SHAFT_ONLY, 0.2, 24, 22);
    make();
    ck_assert(!way.points[lround(2.5 * rate)].drawn);
    ck_assert(way.points[lround(3.2 * rate)].drawn);
    ck_assert(way.points[4 * rate].seen);
    ck_assert_double_eq_tol(came_mm(1.9, 4.9), 14, 0.3);
}
END_TEST

START_TEST(a_candidate_beside_the_needle_or_unlikely_or_long_before_was_none)
{
    go(BV_NEEDLE_TIP_SEEN, 2, 8, 10);
    go(BV_NEEDLE_NONE, 1, 10, 20);
    go(BV_NEEDLE_CANDIDATE, 1, 20, 20);
    go(BV_NEEDLE_NONE, 0.5, 20, 20);
    go(BV_NEEDLE_CANDIDATE, 1, 20, 20);
    go(BV_NEEDLE_CANDIDATE, 1, 20, 20);
    go(BV_NEEDLE_TIP_SEEN, 1, 20, 20);
    for (size_t i = 0; i < script.count; i++) {
        struct bv_review_frame *frame = &script.frames[i];

        if (i >= 135 && i < 165) /* up to 5.5 s: 2 mm beside it */
            frame->shaft_px.from.y += 20, frame->shaft_px.to.y += 20;
        else if (i >= 165 && i < 190)
            frame->confidence = 0.3;
    }
    make();
    ck_assert(!way.points[lround(3.5 * rate)].drawn);
    ck_assert(!way.points[lround(5 * rate)].drawn);
    ck_assert(!way.points[lround(6 * rate)].drawn);
}
END_TEST

START_TEST(a_shaft_that_stands_before_its_tip_was_ever_seen_is_a_sighting)
{
    go(BV_NEEDLE_NONE, 1, 0, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 2, 20, 20);
    go(BV_NEEDLE_TIP_SEEN, 2, 20, 8);
    make();
    ck_assert(way.points[lround(2.5 * rate)].seen);
    ck_assert(!way.points[lround(2.5 * rate)].tip_seen);
    ck_assert_double_eq_tol(came_mm(2.5, 4.9), -12, 0.5);
}
END_TEST

START_TEST(a_shaft_whose_tip_is_never_seen_has_no_way)
{
    go(BV_NEEDLE_CANDIDATE, 1, 20, 20);
    go(BV_NEEDLE_SHAFT_ONLY, 3, 20, 20);
    make();
    ck_assert(!way.ever_seen);
}
END_TEST

START_TEST(a_shaft_before_the_loss_bounds_how_far_in_it_was)
{
    go(BV_NEEDLE_NONE, 1, 0, 6);
    go(BV_NEEDLE_SHAFT_ONLY, 0.7, 6, 10); /* its tip does not show */
    go(BV_NEEDLE_SHAFT_ONLY, 0.1, 6, 4);  /* it leaves the plane */
    go(BV_NEEDLE_NONE, 3, 10, 22);
    go(BV_NEEDLE_TIP_SEEN, 2, 22, 22);
    make();
    ck_assert(way.points[way.first].entered_mm < 11);
    ck_assert_double_lt(bv_way_s(&way, 0, way.first), 1.8);
    ck_assert_double_eq_tol(came_mm(2, 6), 12, 1.2);
}
END_TEST

START_TEST(
    a_tip_that_is_stuck_and_jumps_after_the_needle_is_none_while_it_stands)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_TIP_SEEN, 0.5, 24, 18);
    go(BV_NEEDLE_TIP_SEEN, 0.07, 18, 18); /* while it is drawn on by 0.8 mm */
    go(BV_NEEDLE_TIP_SEEN, 0.5, 17.2, 11.2);
    make();
    ck_assert(!way.points[lround(1.53 * rate)].tip_seen);
    ck_assert(way.points[lround(1.4 * rate)].tip_seen);
    ck_assert(way.points[lround(1.8 * rate)].tip_seen);
}
END_TEST

START_TEST(what_stands_deeper_behind_a_needle_on_its_way_out_is_another_line)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_TIP_SEEN, 1.4, 24, 10);
    go(BV_NEEDLE_SHAFT_ONLY, 1, 12, 12);
    make();
    ck_assert_double_lt(bv_way_s(&way, 0, way.last), 2.45);
    ck_assert_double_eq_tol(came_mm(0.5, 3.3), -14, 0.5);
}
END_TEST

START_TEST(what_lags_bounds_how_far_in_the_needle_is_and_brings_it_no_further)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 14);
    go(BV_NEEDLE_TIP_SEEN, 0.3, 14, 17); /* while it goes on out to 11 */
    go(BV_NEEDLE_NONE, 1, 11, 0);
    make();
    for (size_t i = 60; i < way.count; i++)
        ck_assert_double_le(way.points[i].along_mm,
                            way.points[i - 1].along_mm + 1e-9);
}
END_TEST

START_TEST(a_needle_that_stops_on_its_way_out_is_seen_where_it_stands)
{
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 24);
    go(BV_NEEDLE_TIP_SEEN, 1, 24, 12);
    go(BV_NEEDLE_TIP_SEEN, 1, 12, 12);
    make();
    for (size_t i = 0; i < way.count; i++)
        ck_assert(way.points[i].tip_seen);
    ck_assert_double_eq_tol(came_mm(0.5, 2.5), -12, 0.1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_tip_that_is_claimed_late_is_seen_from_where_it_began,
        an_end_that_fades_is_no_tip_looking_back_though_it_was_claimed,
        an_end_that_jumps_there_is_not_the_tip_that_is_seen_next,
        what_joins_on_to_a_tip_and_is_doubtful_is_one_while_it_moves,
        what_stands_and_was_not_claimed_is_no_tip_however_like_one_it_looks,
        a_shaft_whose_line_runs_on_ends_where_its_tip_is_likely,
        a_needle_that_had_no_time_to_dwell_passed_where_it_was_not_seen,
        a_needle_that_is_seen_again_further_in_passed_nothing,
        a_needle_that_may_have_dwelt_where_it_was_not_seen_stood,
        a_needle_that_is_not_seen_at_all_passes_nowhere,
        a_target_that_a_needle_passed_unseen_with_no_time_to_dwell_was_near,
        a_candidate_that_became_the_needle_was_it,
        a_candidate_beside_the_needle_or_unlikely_or_long_before_was_none,
        a_shaft_that_stands_before_its_tip_was_ever_seen_is_a_sighting,
        a_shaft_whose_tip_is_never_seen_has_no_way,
        a_shaft_before_the_loss_bounds_how_far_in_it_was,
        a_tip_that_is_stuck_and_jumps_after_the_needle_is_none_while_it_stands,
        what_stands_deeper_behind_a_needle_on_its_way_out_is_another_line,
        what_lags_bounds_how_far_in_the_needle_is_and_brings_it_no_further,
        a_needle_that_stops_on_its_way_out_is_seen_where_it_stands,
        NULL};

    return bv_test_run("way", set_up, tear_down, tests);
}
