#include "support/test.h"

#include <math.h>

#include "guidance/review/cusum.h"

/*
 * Charts of attempts. The formulas are those of Bolsin and Colson 2000, and of
 * Biau and Porcher 2010; the numbers are worked out by hand from them.
 */
static const struct bv_cusum_rates rates = {0.2, 0.4, 0.1, 0.1};

/* p0 20 %, p1 40 %, alpha and beta 10 %: P = ln 2, Q = ln (0.8 / 0.6), a = b =
 * ln 9; s = 0.2877 / 0.9808, h = 2.1972 / 0.9808. */
START_TEST(limits_follow_from_the_rates)
{
    struct bv_cusum_limits limits = bv_cusum_limits_make(&rates);

    ck_assert_double_eq_tol(limits.success, -0.2933, 1e-4);
    ck_assert_double_eq_tol(limits.failure, 0.7067, 1e-4);
    ck_assert_double_eq_tol(limits.lower, -2.2402, 1e-4);
    ck_assert_double_eq_tol(limits.upper, 2.2402, 1e-4);
}
END_TEST

START_TEST(eight_successes_in_a_row_show_an_acceptable_rate)
{
    struct bv_cusum_limits limits = bv_cusum_limits_make(&rates);
    bool failed[9] = {false};
    double sum[9];
    size_t at;

    ck_assert_int_eq(bv_cusum_run(&limits, failed, 9, sum, &at),
                     BV_CUSUM_ACCEPTABLE);
    ck_assert_uint_eq(at, 7); /* 8 * 0.2933 = 2.35 */
    ck_assert_double_eq_tol(sum[8], -2.640, 1e-3);
    ck_assert_int_eq(bv_cusum_run(&limits, failed, 7, NULL, &at),
                     BV_CUSUM_UNDECIDED);
    ck_assert_uint_eq(at, 7);
}
END_TEST

START_TEST(failures_show_an_unacceptable_rate)
{
    struct bv_cusum_limits limits = bv_cusum_limits_make(&rates);
    static const bool failed[] = {true, true, false, true, true};
    size_t at;

    /* 0.707, 1.413, 1.120, 1.827, 2.533 */
    ck_assert_int_eq(bv_cusum_run(&limits, failed, 5, NULL, &at),
                     BV_CUSUM_UNACCEPTABLE);
    ck_assert_uint_eq(at, 4);
}
END_TEST

START_TEST(rates_that_make_no_chart_are_told)
{
    ck_assert(bv_cusum_rates_hold(&rates));
    ck_assert(
        !bv_cusum_rates_hold(&(struct bv_cusum_rates){0.4, 0.2, 0.1, 0.1}));
    ck_assert(!bv_cusum_rates_hold(&(struct bv_cusum_rates){0, 0.2, 0.1, 0.1}));
    ck_assert(
        !bv_cusum_rates_hold(&(struct bv_cusum_rates){0.1, NAN, 0.1, 0.1}));
}
END_TEST

/* Adequate 10 %, inadequate 20 % (as Je 2015, Emerg Med J 32:291, chose them):
 * a success adds ln (0.9 / 0.8) = 0.1178, a failure takes ln 2 = 0.6931. */
START_TEST(evidence_of_learning_never_falls_below_none)
{
    static const struct bv_lc_cusum how = {0.1, 0.2, 1.25};
    bool failed[15] = {true, false, false, true};
    double sum[15];

    ck_assert_uint_eq(bv_lc_cusum_run(&how, failed, 15, sum), 14);
    ck_assert_double_eq(sum[0], 0);
    ck_assert_double_eq_tol(sum[2], 0.2356, 1e-4);
    ck_assert_double_eq(sum[3], 0);
    ck_assert_double_eq_tol(sum[14], 11 * 0.11778, 1e-3);
    ck_assert_uint_eq(bv_lc_cusum_run(&how, failed, 14, NULL), 14);
}
END_TEST

/* Eleven successes in a row out of 11 attempts are the only way: 0.9^11. */
START_TEST(the_chance_to_pass_is_that_of_the_ways_to_pass)
{
    static const struct bv_lc_cusum how = {0.1, 0.2, 1.25};
    double adequate = bv_lc_cusum_chance(&how, 0.1, 60);

    ck_assert_double_eq_tol(bv_lc_cusum_chance(&how, 0.1, 11), pow(0.9, 11),
                            1e-9);
    ck_assert_double_eq(bv_lc_cusum_chance(&how, 0.1, 10), 0);
    ck_assert_double_gt(adequate, bv_lc_cusum_chance(&how, 0.2, 60));
    ck_assert_double_lt(adequate, 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {limits_follow_from_the_rates,
                            eight_successes_in_a_row_show_an_acceptable_rate,
                            failures_show_an_unacceptable_rate,
                            rates_that_make_no_chart_are_told,
                            evidence_of_learning_never_falls_below_none,
                            the_chance_to_pass_is_that_of_the_ways_to_pass,
                            NULL};

    return bv_test_run("cusum", NULL, NULL, tests);
}
