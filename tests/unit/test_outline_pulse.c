#include "support/test.h"

#include <math.h>
#include <string.h>

#include "guidance/fluid/outline_pulse.h"

static struct bv_pulse pulse;
static char why[160];

/* An ellipse's outline. */
static struct bv_outline ellipse(double x, double wide, double high)
{
    struct bv_outline outline = {.count = 32};

    for (int i = 0; i < outline.count; i++) {
        double angle = 2 * M_PI * i / outline.count;

        outline.at[i] =
            (struct bv_px){x + wide * cos(angle), 100 + high * sin(angle)};
    }
    return outline;
}

/* A little that has nothing to do with anything. */
static double jitter(int i)
{
    return 0.004 * sin(2.3 * i * i);
}

/* Films so many seconds of a radius that swings by a part, so often. */
static enum bv_outline_kind film(double seconds, double part, double hz)
{
    memset(&pulse, 0, sizeof(pulse));
    for (int i = 0; i < seconds * 30; i++) {
        double swing = 1 + part * sin(2 * M_PI * hz * i / 30) + jitter(i);
        struct bv_outline outline = ellipse(200, 30 * swing, 24 * swing);

        bv_pulse_add(&pulse, i / 30.0, &outline);
    }
    return bv_pulse_judge(&pulse, why, sizeof(why));
}

START_TEST(what_pulsates_all_round_is_artery_like_with_its_rate)
{
    ck_assert_int_eq(film(4, 0.06, 1.2), BV_OUTLINE_ARTERY);
    ck_assert_ptr_nonnull(strstr(why, "1.2 times a second"));
    ck_assert_int_eq(film(2, 0.06, 2.5), BV_OUTLINE_ARTERY);
}
END_TEST

START_TEST(what_stands_still_breathes_or_trembles_is_not)
{
    ck_assert_int_eq(film(4, 0, 1), BV_OUTLINE_FLUID);
    ck_assert_int_eq(film(4, 0.06, 0.25), BV_OUTLINE_FLUID);
    ck_assert_int_eq(film(4, 0.06, 7), BV_OUTLINE_FLUID);
}
END_TEST

START_TEST(less_than_a_second_says_nothing)
{
    ck_assert_int_eq(film(0.8, 0.06, 2.5), BV_OUTLINE_FLUID);
    ck_assert_ptr_nonnull(strstr(why, "less than a second"));
    ck_assert_int_eq(film(0, 0, 1), BV_OUTLINE_FLUID);
}
END_TEST

START_TEST(a_border_that_moves_on_one_side_alone_is_no_pulse)
{
    memset(&pulse, 0, sizeof(pulse));
    for (int i = 0; i < 120; i++) {
        struct bv_outline outline = ellipse(200, 30, 24);
        double swing = 8 * sin(2 * M_PI * 1.2 * i / 30);

        for (int k = 0; k < outline.count; k++)
            if (outline.at[k].x > 215)
                outline.at[k].x += swing;
        bv_pulse_add(&pulse, i / 30.0, &outline);
    }
    ck_assert_int_eq(bv_pulse_judge(&pulse, why, sizeof(why)),
                     BV_OUTLINE_FLUID);
}
END_TEST

START_TEST(what_collapses_is_vein_like)
{
    memset(&pulse, 0, sizeof(pulse));
    for (int i = 0; i < 60; i++) {
        struct bv_outline outline =
            ellipse(200, 30, 24 - 16 * sin(M_PI * i / 60));

        bv_pulse_add(&pulse, i / 30.0, &outline);
    }
    ck_assert_int_eq(bv_pulse_judge(&pulse, why, sizeof(why)), BV_OUTLINE_VEIN);
    ck_assert_ptr_nonnull(strstr(why, "33 %"));
}
END_TEST

START_TEST(more_outlines_than_there_is_room_for_are_left_out)
{
    ck_assert_int_eq(film(30, 0.06, 1.2), BV_OUTLINE_ARTERY);
    ck_assert_int_eq(pulse.count, BV_PULSE_MOST);
}
END_TEST

START_TEST(kinds_have_names)
{
    ck_assert_str_eq(bv_outline_kind_name(BV_OUTLINE_FLUID), "fluid");
    ck_assert_str_eq(bv_outline_kind_name(BV_OUTLINE_ARTERY), "artery-like");
    ck_assert_str_eq(bv_outline_kind_name(BV_OUTLINE_VEIN), "vein-like");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_pulsates_all_round_is_artery_like_with_its_rate,
        what_stands_still_breathes_or_trembles_is_not,
        less_than_a_second_says_nothing,
        a_border_that_moves_on_one_side_alone_is_no_pulse,
        what_collapses_is_vein_like,
        more_outlines_than_there_is_room_for_are_left_out,
        kinds_have_names,
        NULL};

    return bv_test_run("outline_pulse", NULL, NULL, tests);
}
