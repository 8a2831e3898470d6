#include "support/test.h"

#include <math.h>

#include "guidance/review/cusum.h"

/*
 * Charts of attempts. The formulas are those of Bolsin and Colson 2000, and of
 * Biau and Porcher 2010. Each test says whether its numbers are published ones,
 * or worked out from the formulas.
 */
static const struct bv_cusum_rates rates = {0.2, 0.4, 0.1, 0.1};

/*
 * Published: what the R package cusumr 0.1.0 prints for the example of its
 * manual (github.com/rsh52/cusumr, reference/cusumr.html), which follows Bolsin
 * and Colson, at the rates above. F fails, S succeeds.
 */
static const char published_attempts[] =
    "FFFFSSSFFSSFFSSFFFFFFFFFFFFFSSSSSSSSSSSSSSS";

/* Its column cusum_score while learning, of the first 36: the sum is held at 0,
 * and falls. At the 36th it meets the limit, and learning_signal ends. */
static const double published_learning[] = {
    0,          0,          0,          0,          -0.2933049, -0.5866099,
    -0.8799148, -0.1732198, 0,          -0.2933049, -0.5866099, 0,
    0,          -0.2933049, -0.5866099, 0,          0,          0,
    0,          0,          0,          0,          0,          0,
    0,          0,          0,          0,          -0.2933049, -0.5866099,
    -0.8799148, -1.1732198, -1.4665247, -1.7598297, -2.0531346, -2.3464396};

enum { published_count = 36 };

/* The attempts from one on, as the charts take them. */
static void read_attempts(size_t from, size_t count, bool *failed)
{
    for (size_t i = 0; i < count; i++)
        failed[i] = published_attempts[from + i] == 'F';
}

/* The same chart in log likelihood ratios, which are P + Q times as large, and
 * upside down; its limit is b = ln 9. */
START_TEST(evidence_of_learning_is_that_of_the_published_example)
{
    static const struct bv_lc_cusum how = {0.2, 0.4, 2.1972245773362196};
    double unit = log(2) + log(0.8 / 0.6), sum[published_count];
    bool failed[published_count];

    read_attempts(0, published_count, failed);
    ck_assert_uint_eq(bv_lc_cusum_run(&how, failed, published_count, sum),
                      published_count - 1);
    for (size_t i = 0; i < published_count; i++)
        ck_assert_double_eq_tol(sum[i] / unit, -published_learning[i], 1e-7);
}
END_TEST

/* Its monitoring, of the four attempts from the first on, and of the six from
 * the eighth on: before both it begins anew. The last sum of the six is the
 * limit itself (4 P - 2 Q = ln 9), and it signals there. */
START_TEST(failures_add_up_to_those_of_the_published_example)
{
    static const double first[] = {0.7066951, 1.4133901, 2.1200852, 2.8267802};
    static const double second[] = {0.7066951, 1.4133901, 1.1200852,
                                    0.8267802, 1.5334753, 2.2401703};
    struct bv_cusum_limits limits = bv_cusum_limits_make(&rates);
    double sum[6];
    bool failed[6];
    size_t at;

    read_attempts(0, 4, failed);
    ck_assert_int_eq(bv_cusum_run(&limits, failed, 4, sum, &at),
                     BV_CUSUM_UNACCEPTABLE);
    ck_assert_uint_eq(at, 3);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq_tol(sum[i], first[i], 1e-7);
    read_attempts(7, 6, failed);
    ck_assert_int_eq(bv_cusum_run(&limits, failed, 6, sum, &at),
                     BV_CUSUM_UNACCEPTABLE);
    ck_assert_uint_eq(at, 5);
    for (size_t i = 0; i < 6; i++)
        ck_assert_double_eq_tol(sum[i], second[i], 1e-7);
}
END_TEST

/*
 * Published: the R package cusum 0.4.1 (CRAN, its README) finds by 1000
 * simulated runs that 100 patients at a failure rate of 5 % meet a limit of
 * 2.696187 by chance in 5 %, where a chart looks for twice the odds. That chart
 * is an LC-CUSUM in which a failure speaks for, not against: odds of 2 * 0.05 /
 * 0.95 are a rate of 0.1 / 1.05. A simulation of 1000 is off by up to 0.02
 * (three deviations).
 *
 * Recomputed: 0.05719, by adding up the chances of all sums that there can be,
 * each kept to nine digits, in a dozen lines of Python.
 */
START_TEST(the_chance_to_pass_is_that_of_published_simulations)
{
    static const struct bv_lc_cusum how = {1 - 0.1 / 1.05, 0.95, 2.696187};
    double chance = bv_lc_cusum_chance(&how, 0.95, 100);

    ck_assert_double_eq_tol(chance, 0.05, 0.02);
    ck_assert_double_eq_tol(chance, 0.05719, 0.003);
}
END_TEST

/* How likely so many attempts are to pass: each row of outcomes by itself. */
static double add_up_rows(const struct bv_lc_cusum *how, double rate,
                          size_t attempts)
{
    double chance = 0;
    bool failed[16];

    for (unsigned row = 0; row < 1u << attempts; row++) {
        double of_row = 1;

        for (size_t i = 0; i < attempts; i++) {
            failed[i] = row >> i & 1;
            of_row *= failed[i] ? rate : 1 - rate;
        }
        if (bv_lc_cusum_run(how, failed, attempts, NULL) < attempts)
            chance += of_row;
    }
    return chance;
}

START_TEST(the_chance_to_pass_is_that_of_every_row_of_outcomes)
{
    static const struct bv_lc_cusum how = {0.2, 0.4, 1.25};

    for (double rate = 0.1; rate < 0.6; rate += 0.15)
        ck_assert_double_eq_tol(bv_lc_cusum_chance(&how, rate, 14),
                                add_up_rows(&how, rate, 14), 0.002);
}
END_TEST

/* Worked out. p0 20 %, p1 40 %, alpha and beta 10 %: P = ln 2, Q = ln (0.8 /
 * 0.6), a = b = ln 9; s = 0.2877 / 0.9808, h = 2.1972 / 0.9808. */
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

/* Worked out. Adequate 10 %, inadequate 20 % (as Je 2015, Emerg Med J 32:291,
 * chose them): a success adds ln (0.9 / 0.8) = 0.1178, a failure takes ln 2 =
 * 0.6931. */
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

/* Worked out: eleven successes in a row out of 11 attempts are the only way:
 * 0.9^11. */
START_TEST(a_limit_near_none_is_met_by_the_first_success)
{
    static const struct bv_lc_cusum how = {0.1, 0.2, 1e-300};

    ck_assert_double_eq_tol(bv_lc_cusum_chance(&how, 0.1, 1), 0.9, 1e-9);
    ck_assert_double_eq_tol(bv_lc_cusum_chance(&how, 0.1, 2), 0.99, 1e-9);
}
END_TEST

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
    const TTest *tests[] = {
        evidence_of_learning_is_that_of_the_published_example,
        failures_add_up_to_those_of_the_published_example,
        the_chance_to_pass_is_that_of_published_simulations,
        the_chance_to_pass_is_that_of_every_row_of_outcomes,
        limits_follow_from_the_rates,
        eight_successes_in_a_row_show_an_acceptable_rate,
        failures_show_an_unacceptable_rate,
        rates_that_make_no_chart_are_told,
        evidence_of_learning_never_falls_below_none,
        the_chance_to_pass_is_that_of_the_ways_to_pass,
        a_limit_near_none_is_met_by_the_first_success,
        NULL};

    return bv_test_run("cusum", NULL, NULL, tests);
}
