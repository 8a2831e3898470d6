/*
 * What a practice came to, in figures and in one sentence.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "ui/practice/result.h"

static struct bv_practice_result result;

static void begin(void)
{
    const struct bv_practice_figures good = {.needle_s = 12.4,
                                             .passes = 1,
                                             .tip_seen = 0.9,
                                             .nearest_mm = 1,
                                             .reached = 1,
                                             .unseen = 0,
                                             .touched = 0,
                                             .alarms = 0};

    result = (struct bv_practice_result){.truth = good, .measured = good};
    result.truth.touched = result.truth.alarms = NAN;
}

static bool says(const char *words)
{
    bv_practice_say(&result);
    return strstr(result.sentence, words) != NULL;
}

START_TEST(truth_and_measured_stand_side_by_side)
{
    result.measured.nearest_mm = 3;
    result.measured.reached = 0;
    bv_practice_say(&result);
    ck_assert_str_eq(result.row[0].truth, "12 s");
    ck_assert_str_eq(result.row[2].truth, "90 %");
    ck_assert_str_eq(result.row[3].truth, "1 mm");
    ck_assert_str_eq(result.row[3].measured, "3 mm");
    ck_assert_str_eq(result.row[4].truth, "yes");
    ck_assert_str_eq(result.row[4].measured, "no");
    ck_assert_str_eq(result.row[6].truth, "\342\200\223");
    ck_assert_str_eq(result.row[6].measured, "0");
}
END_TEST

START_TEST(it_says_one_thing_and_the_gravest_first)
{
    ck_assert(says("do not say what to do better"));
    result.truth.tip_seen = 0.42;
    ck_assert(says("seen for 42 %"));
    result.truth.passes = 3;
    ck_assert(says("took 3 passes"));
    result.truth.reached = 0;
    result.truth.nearest_mm = 7;
    ck_assert(says("not reached, the nearest was 7 mm"));
    result.truth.unseen = 2;
    ck_assert(says("advanced unseen 2 times"));
    result.measured.touched = 1;
    ck_assert(says("what is to be avoided 1 times"));
}
END_TEST

START_TEST(what_is_not_known_is_no_figure)
{
    result.truth.reached = result.measured.reached = NAN;
    result.truth.nearest_mm = result.measured.nearest_mm = NAN;
    ck_assert(says("No target was marked"));
    ck_assert_str_eq(result.row[3].measured, "\342\200\223");
    ck_assert_str_eq(result.row[4].truth, "\342\200\223");
}
END_TEST

START_TEST(nothing_that_was_seen_is_no_result)
{
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_practice_judge(NULL, 0, "none", &result, &fault),
                     -ENODATA);
    ck_assert_ptr_nonnull(strstr(fault.text, "no picture"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {truth_and_measured_stand_side_by_side,
                            it_says_one_thing_and_the_gravest_first,
                            what_is_not_known_is_no_figure,
                            nothing_that_was_seen_is_no_result, NULL};

    return bv_test_run("practice", begin, NULL, tests);
}
