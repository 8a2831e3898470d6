/* Which way a needle near a mark is taken to go. */
#include "support/test.h"

#include "core/clock.h"
#include "guidance/follow_parts.h"

static const struct bv_px mark = {200, 100};
static const double point = 2; /* px: 3 of them are 0.7 mm */

static struct bv_frame *frame;
static struct bv_px_segment shaft;
static struct bv_follow_input input;
static struct bv_follow_needle needle;

static void set_up(void)
{
    frame = bv_frame_new(64, 64);
    input = (struct bv_follow_input){.frame = frame};
    needle = (struct bv_follow_needle){.known = false};
}

static void tear_down(void)
{
    bv_frame_unref(frame);
}

/* The next picture: so far in it is, of the mark, along a level shaft. */
static void see(double in_px)
{
    frame->time_ns += bv_s_to_ns(0.04);
    shaft = (struct bv_px_segment){{20, mark.y}, {mark.x + in_px, mark.y}};
    input.shaft = &shaft;
    bv_follow_needle_watch(&needle, &input, mark, point, bv_s_to_ns(0.04));
}

/* Ten pictures. */
static void go(double from_px, double to_px)
{
    for (int i = 1; i <= 10; i++)
        see(from_px + (to_px - from_px) * i / 10);
}

START_TEST(one_that_goes_in_comes_on_until_it_stands)
{
    go(-40, -20);
    ck_assert(bv_follow_needle_comes_on(&needle, &input));
    go(-20, -20);
    ck_assert(!bv_follow_needle_comes_on(&needle, &input));
    ck_assert(!needle.out);
}
END_TEST

START_TEST(one_that_is_drawn_back_is_out_until_it_comes_in_again)
{
    go(-40, -20);
    go(-20, -40);
    ck_assert(needle.out);
    go(-40, -36);
    ck_assert(needle.out); /* too little */
    go(-36, -30);
    ck_assert(!needle.out);
}
END_TEST

START_TEST(an_end_that_is_off_for_a_moment_turns_no_needle)
{
    go(-40, -20);
    see(-38);
    see(-38);
    ck_assert(!needle.out);
    go(-20, -20);
    see(20); /* too far in for any needle, and then where it was */
    go(-20, -20);
    ck_assert(!needle.out);
}
END_TEST

START_TEST(one_that_flickers_is_near_for_a_moment)
{
    ck_assert(!bv_follow_needle_flickers(&needle, &input));
    go(-40, -20);
    ck_assert(!bv_follow_needle_flickers(&needle, &input)); /* it shows */
    input.shaft = NULL;
    frame->time_ns += bv_s_to_ns(0.2);
    ck_assert(bv_follow_needle_flickers(&needle, &input));
    frame->time_ns += bv_s_to_ns(0.2);
    ck_assert(!bv_follow_needle_flickers(&needle, &input));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        one_that_goes_in_comes_on_until_it_stands,
        one_that_is_drawn_back_is_out_until_it_comes_in_again,
        an_end_that_is_off_for_a_moment_turns_no_needle,
        one_that_flickers_is_near_for_a_moment, NULL};

    return bv_test_run("follow_needle", set_up, tear_down, tests);
}
