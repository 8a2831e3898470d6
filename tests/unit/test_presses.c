/*
 * What a foot does with a pedal, out of when it goes down and up.
 */
#include "support/test.h"

#include "ui/presses.h"

static struct bv_presses presses;

static void setup(void)
{
    presses = (struct bv_presses){.is_down = false};
}

static int64_t ms(int at)
{
    return (int64_t)at * 1000000 + 77;
}

static enum bv_press down(enum bv_press_kind kind, int at)
{
    return bv_presses_down(&presses, kind, ms(at));
}

static enum bv_press up(int at)
{
    return bv_presses_up(&presses, ms(at));
}

static enum bv_press waited(int at)
{
    return bv_presses_wait(&presses, ms(at));
}

START_TEST(a_short_press_is_one_once_no_other_follows)
{
    ck_assert_int_eq(down(BV_PRESS_WAITS, 0), BV_PRESS_NONE);
    ck_assert_int_eq(up(150), BV_PRESS_NONE);
    ck_assert_int_eq(waited(500), BV_PRESS_NONE);
    ck_assert_int_eq(waited(560), BV_PRESS_SHORT);
    ck_assert_int_eq(waited(620), BV_PRESS_NONE);
}
END_TEST

START_TEST(a_long_press_is_one_while_it_is_held_and_once)
{
    ck_assert_int_eq(down(BV_PRESS_WAITS, 0), BV_PRESS_NONE);
    ck_assert_int_eq(waited(590), BV_PRESS_NONE);
    ck_assert_int_eq(waited(610), BV_PRESS_LONG);
    ck_assert_int_eq(waited(900), BV_PRESS_NONE);
    ck_assert_int_eq(up(1000), BV_PRESS_NONE);
    ck_assert_int_eq(waited(2000), BV_PRESS_NONE);
}
END_TEST

START_TEST(a_long_press_that_nobody_waited_for_is_told_as_it_ends)
{
    down(BV_PRESS_WAITS, 0);
    ck_assert_int_eq(up(700), BV_PRESS_LONG);
    ck_assert_int_eq(waited(1500), BV_PRESS_NONE);
}
END_TEST

START_TEST(a_double_press_is_one_as_it_goes_down_again)
{
    down(BV_PRESS_WAITS, 0);
    up(120);
    ck_assert_int_eq(waited(300), BV_PRESS_NONE);
    ck_assert_int_eq(down(BV_PRESS_WAITS, 400), BV_PRESS_DOUBLE);
    ck_assert_int_eq(waited(1200), BV_PRESS_NONE); /* held: not long too */
    ck_assert_int_eq(up(1300), BV_PRESS_NONE);
    ck_assert_int_eq(waited(2000), BV_PRESS_NONE); /* nor short */
}
END_TEST

START_TEST(three_presses_are_a_double_and_a_short_one)
{
    down(BV_PRESS_WAITS, 0);
    up(100);
    ck_assert_int_eq(down(BV_PRESS_WAITS, 200), BV_PRESS_DOUBLE);
    up(300);
    ck_assert_int_eq(down(BV_PRESS_WAITS, 400), BV_PRESS_NONE);
    up(500);
    ck_assert_int_eq(waited(950), BV_PRESS_SHORT);
}
END_TEST

START_TEST(two_slow_presses_are_two_short_ones)
{
    down(BV_PRESS_WAITS, 0);
    up(100);
    ck_assert_int_eq(waited(600), BV_PRESS_SHORT);
    ck_assert_int_eq(down(BV_PRESS_WAITS, 600), BV_PRESS_NONE);
    up(700);
    ck_assert_int_eq(waited(1150), BV_PRESS_SHORT);
}
END_TEST

START_TEST(a_key_that_repeats_is_one_press)
{
    down(BV_PRESS_WAITS, 0);
    for (int at = 30; at < 500; at += 30)
        ck_assert_int_eq(down(BV_PRESS_WAITS, at), BV_PRESS_NONE);
    ck_assert_int_eq(waited(650), BV_PRESS_LONG);
}
END_TEST

START_TEST(what_must_be_heard_at_once_is)
{
    for (int at = 0; at < 600; at += 100) {
        ck_assert_int_eq(down(BV_PRESS_AT_ONCE, at), BV_PRESS_SHORT);
        ck_assert_int_eq(up(at + 50), BV_PRESS_NONE);
        ck_assert_int_eq(waited(at + 60), BV_PRESS_NONE);
    }
    ck_assert_int_eq(waited(5000), BV_PRESS_NONE);
}
END_TEST

START_TEST(the_mark_that_a_press_has_set_is_no_half_of_a_double_one)
{
    ck_assert_int_eq(down(BV_PRESS_AT_ONCE, 0), BV_PRESS_SHORT);
    up(100);
    ck_assert_int_eq(down(BV_PRESS_WAITS, 250), BV_PRESS_NONE);
    up(350);
    ck_assert_int_eq(waited(800), BV_PRESS_SHORT);
}
END_TEST

START_TEST(injecting_begins_at_once_and_is_never_a_long_press)
{
    ck_assert_int_eq(down(BV_PRESS_IS_HELD, 0), BV_PRESS_HOLDS);
    for (int at = 30; at < 3000; at += 30) {
        ck_assert_int_eq(down(BV_PRESS_IS_HELD, at), BV_PRESS_NONE);
        ck_assert_int_eq(waited(at), BV_PRESS_NONE);
    }
    ck_assert_int_eq(up(3000), BV_PRESS_NONE);
    ck_assert_int_eq(down(BV_PRESS_IS_HELD, 3100), BV_PRESS_HOLDS);
}
END_TEST

START_TEST(a_double_press_is_one_while_the_pedal_injects_too)
{
    ck_assert_int_eq(down(BV_PRESS_IS_HELD, 0), BV_PRESS_HOLDS);
    up(150);
    ck_assert_int_eq(waited(200), BV_PRESS_NONE);
    ck_assert_int_eq(down(BV_PRESS_IS_HELD, 300), BV_PRESS_DOUBLE);
    up(400);
    ck_assert_int_eq(waited(1000), BV_PRESS_NONE); /* no short one */
}
END_TEST

START_TEST(another_key_ends_the_wait_for_a_second_press)
{
    down(BV_PRESS_WAITS, 0);
    up(100);
    ck_assert_int_eq(bv_presses_flush(&presses), BV_PRESS_SHORT);
    ck_assert_int_eq(bv_presses_flush(&presses), BV_PRESS_NONE);
    ck_assert_int_eq(waited(900), BV_PRESS_NONE);
    ck_assert_int_eq(down(BV_PRESS_WAITS, 950), BV_PRESS_NONE);
}
END_TEST

START_TEST(nothing_comes_of_a_press_whose_end_is_not_told)
{
    down(BV_PRESS_WAITS, 0);
    bv_presses_drop(&presses);
    ck_assert_int_eq(waited(700), BV_PRESS_NONE);
    ck_assert_int_eq(up(800), BV_PRESS_NONE);
    ck_assert_int_eq(waited(2000), BV_PRESS_NONE);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_short_press_is_one_once_no_other_follows,
        a_long_press_is_one_while_it_is_held_and_once,
        a_long_press_that_nobody_waited_for_is_told_as_it_ends,
        a_double_press_is_one_as_it_goes_down_again,
        three_presses_are_a_double_and_a_short_one,
        two_slow_presses_are_two_short_ones,
        a_key_that_repeats_is_one_press,
        what_must_be_heard_at_once_is,
        the_mark_that_a_press_has_set_is_no_half_of_a_double_one,
        injecting_begins_at_once_and_is_never_a_long_press,
        a_double_press_is_one_while_the_pedal_injects_too,
        another_key_ends_the_wait_for_a_second_press,
        nothing_comes_of_a_press_whose_end_is_not_told,
        NULL};

    return bv_test_run("presses", setup, NULL, tests);
}
