#include "support/test.h"

#include <string.h>

#include "core/clock.h"
#include "ui/length_check.h"

static struct bv_length_check check;
static struct bv_advice advice;
static char text[112];

/* 60 mm of a shaft, at 0.1 mm a px. */
static void setup(void)
{
    check = (struct bv_length_check){0};
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.time_ns = bv_s_to_ns(10);
    advice.has_shaft = true;
    advice.shaft_px = (struct bv_px_segment){{0, 0}, {360, 480}};
    advice.mm_per_px = 0.1;
}

static bool step(double later_s, double length_mm)
{
    advice.time_ns += bv_s_to_ns(later_s);
    return bv_length_check_step(&check, &advice, length_mm, text, sizeof(text));
}

START_TEST(more_than_the_needle_has_is_said_after_a_second)
{
    ck_assert(!step(0, 50));
    ck_assert(!step(0.9, 50));
    ck_assert(step(0.2, 50));
    ck_assert_str_eq(text, "60 mm of the needle show, it has 50: is the scale "
                           "right, and the needle?");
}
END_TEST

START_TEST(as_much_as_it_has_is_not_said)
{
    ck_assert(!step(0, 53)); /* 60 is within a tenth and 2 mm */
    ck_assert(!step(5, 53));
    ck_assert_str_eq(text, "");
    ck_assert(!step(5, 0)); /* nobody said how long it is */
    ck_assert(!step(5, 0));
}
END_TEST

START_TEST(a_moment_of_it_is_not_said)
{
    ck_assert(!step(0, 50));
    advice.shaft_px.to = (struct bv_px){180, 240};
    ck_assert(!step(0.6, 50));
    advice.shaft_px.to = (struct bv_px){360, 480};
    ck_assert(!step(0.6, 50));
    ck_assert(step(1.1, 50));
}
END_TEST

START_TEST(without_scale_shaft_or_fresh_picture_it_is_not_said)
{
    ck_assert(!step(0, 50));
    advice.mm_per_px = 0;
    ck_assert(!step(2, 50));
    setup();
    ck_assert(!step(0, 50));
    advice.state = BV_NEEDLE_CANDIDATE;
    ck_assert(!step(2, 50));
    setup();
    ck_assert(!step(0, 50));
    advice.picture = BV_PICTURE_STOPPED;
    ck_assert(!step(2, 50));
    ck_assert(!bv_length_check_step(&check, NULL, 50, text, sizeof(text)));
}
END_TEST

START_TEST(a_clip_that_begins_again_begins_again)
{
    ck_assert(!step(0, 50));
    ck_assert(!step(-8, 50));
    ck_assert(!step(0.5, 50));
    ck_assert(step(0.6, 50));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {more_than_the_needle_has_is_said_after_a_second,
                            as_much_as_it_has_is_not_said,
                            a_moment_of_it_is_not_said,
                            without_scale_shaft_or_fresh_picture_it_is_not_said,
                            a_clip_that_begins_again_begins_again,
                            NULL};

    return bv_test_run("length_check", setup, NULL, tests);
}
