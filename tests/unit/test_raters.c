#include "support/test.h"

#include <math.h>

#include "guidance/review/raters.h"

/*
 * Agreement of raters, against published examples; each says whose it is.
 */

/* The weights of the cells of a square table. */
static void fill(double *weights, enum bv_kappa_weights kind, size_t categories)
{
    for (size_t r = 0; r < categories; r++)
        for (size_t c = 0; c < categories; c++)
            weights[r * categories + c] =
                bv_kappa_weight(kind, r > c ? r - c : c - r, categories);
}

/* Cohen 1968, Psychol Bull 70:213, table 1: 200 cases, three diagnoses;
 * kappa 0.492, with his weights 0.348. */
START_TEST(kappa_is_that_of_cohens_illustration)
{
    static const double counts[] = {88, 14, 18, 10, 40, 10, 2, 6, 12};
    static const double off[] = {0, 1, 3, 1, 0, 6, 3, 6, 0};
    double weights[9];

    fill(weights, BV_KAPPA_PLAIN, 3);
    ck_assert_double_eq_tol(bv_kappa(counts, weights, 3, NULL).value, 0.492,
                            5e-4);
    for (int i = 0; i < 9; i++)
        weights[i] = 1 - off[i] / 6;
    ck_assert_double_eq_tol(bv_kappa(counts, weights, 3, NULL).value, 0.348,
                            5e-4);
}
END_TEST

/* Fleiss, Cohen and Everitt 1969, Psychol Bull 72:323: kappa 0.429 with
 * variance 0.002885, weighted 0.507 with variance 0.003248. The table and the
 * weights stand in R's psych::cohen.kappa, too. */
START_TEST(variance_of_kappa_is_that_of_fleiss_cohen_and_everitt)
{
    static const double counts[] = {106, 10, 4, 22, 28, 10, 2, 12, 6};
    static const double own[] = {1, 0, 0.4444, 0, 1, 0.6667, 0.4444, 0.6667, 1};
    double weights[9], variance;
    struct bv_coefficient kappa;

    fill(weights, BV_KAPPA_PLAIN, 3);
    kappa = bv_kappa(counts, weights, 3, &variance);
    ck_assert_double_eq_tol(kappa.value, 0.429, 5e-4);
    ck_assert_double_eq_tol(variance, 0.002885, 5e-7);
    kappa = bv_kappa(counts, own, 3, &variance);
    ck_assert_double_eq_tol(kappa.value, 0.507, 5e-4);
    ck_assert_double_eq_tol(variance, 0.003248, 5e-7);
    ck_assert_double_eq_tol(kappa.high - kappa.value, 1.959964 * sqrt(variance),
                            1e-9);
}
END_TEST

START_TEST(a_far_disagreement_counts_more_the_more_it_is_off)
{
    ck_assert_double_eq(bv_kappa_weight(BV_KAPPA_LINEAR, 0, 5), 1);
    ck_assert_double_eq(bv_kappa_weight(BV_KAPPA_LINEAR, 1, 5), 0.75);
    ck_assert_double_eq(bv_kappa_weight(BV_KAPPA_QUADRATIC, 1, 5), 0.9375);
    ck_assert_double_eq(bv_kappa_weight(BV_KAPPA_QUADRATIC, 4, 5), 0);
    ck_assert_double_eq(bv_kappa_weight(BV_KAPPA_PLAIN, 1, 5), 0);
}
END_TEST

START_TEST(kappa_of_nothing_or_of_one_category_is_not_told)
{
    static const double none[4] = {0}, one[4] = {7, 0, 0, 0};
    double weights[4];

    fill(weights, BV_KAPPA_PLAIN, 2);
    ck_assert(isnan(bv_kappa(none, weights, 2, NULL).value));
    ck_assert(isnan(bv_kappa(one, weights, 2, NULL).value));
}
END_TEST

/* Opposite scores of two attempts, and the same ones of two others: nothing
 * varies, so nothing says how sure it is. */
START_TEST(kappa_whose_variance_is_nothing_has_no_interval)
{
    static const double opposite[] = {0, 1, 1, 0}, same[] = {1, 0, 0, 1};
    double weights[4], variance;
    struct bv_coefficient kappa;

    fill(weights, BV_KAPPA_QUADRATIC, 2);
    kappa = bv_kappa(opposite, weights, 2, &variance);
    ck_assert_double_eq_tol(kappa.value, -1, 1e-9);
    ck_assert_double_eq_tol(variance, 0, 1e-9);
    ck_assert(isnan(kappa.low) && isnan(kappa.high));
    kappa = bv_kappa(same, weights, 2, &variance);
    ck_assert_double_eq_tol(kappa.value, 1, 1e-9);
    ck_assert(isnan(kappa.low) && isnan(kappa.high));
}
END_TEST

/* Tables of the F distribution, upper 5 % and 2.5 %: F(5, 15) 2.90 and 3.58,
 * F(1, 10) 4.96, F(5, 18) 3.38 at 2.5 %. */
START_TEST(quantiles_are_those_of_printed_tables)
{
    ck_assert_double_eq_tol(bv_f_quantile(0.95, 5, 15), 2.90, 5e-3);
    ck_assert_double_eq_tol(bv_f_quantile(0.975, 5, 15), 3.58, 5e-3);
    ck_assert_double_eq_tol(bv_f_quantile(0.95, 1, 10), 4.96, 5e-3);
    ck_assert_double_eq_tol(bv_f_quantile(0.975, 5, 18), 3.38, 5e-3);
}
END_TEST

/* Shrout and Fleiss 1979, Psychol Bull 86:420, table 2: six targets, four
 * judges; coefficients of their table 4. */
static const double judged[] = {9, 2, 5, 8, 6,  1, 3, 2, 8, 4, 6, 8,
                                7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};

static void assert_icc(enum bv_icc_kind kind, int mean, double value,
                       double low, double high)
{
    struct bv_coefficient icc = bv_icc(judged, 6, 4, kind, mean);

    ck_assert_double_eq_tol(icc.value, value, 5e-3);
    ck_assert_double_eq_tol(icc.low, low, 5e-3);
    ck_assert_double_eq_tol(icc.high, high, 5e-3);
}

/* The intervals are those that R's psych::ICC prints for the same table. */
START_TEST(intraclass_correlations_are_those_of_shrout_and_fleiss)
{
    assert_icc(BV_ICC_ONE_WAY, 0, 0.17, -0.133, 0.723);
    assert_icc(BV_ICC_AGREEMENT, 0, 0.29, 0.019, 0.761);
    assert_icc(BV_ICC_FIXED, 0, 0.71, 0.342, 0.946);
    assert_icc(BV_ICC_ONE_WAY, 1, 0.44, -0.884, 0.912);
    assert_icc(BV_ICC_AGREEMENT, 1, 0.62, 0.071, 0.927);
    assert_icc(BV_ICC_FIXED, 1, 0.91, 0.676, 0.986);
}
END_TEST

START_TEST(raters_who_always_agree_correlate_wholly)
{
    static const double same[] = {1, 1, 2, 2, 5, 5};
    struct bv_coefficient icc = bv_icc(same, 3, 2, BV_ICC_AGREEMENT, 1);

    ck_assert(isnan(icc.low) && isnan(icc.high));
    ck_assert_double_eq(bv_icc(same, 3, 2, BV_ICC_AGREEMENT, 0).value, 1);
    ck_assert_double_eq(bv_icc(same, 3, 2, BV_ICC_FIXED, 0).value, 1);
    ck_assert(isnan(bv_icc(same, 1, 2, BV_ICC_FIXED, 0).value));
}
END_TEST

/* Two who say the opposite of each other: the mean says nothing. */
START_TEST(raters_without_a_spread_of_their_own_have_no_correlation)
{
    static const double scores[] = {1, 2, 2, 1};
    struct bv_coefficient icc = bv_icc(scores, 2, 2, BV_ICC_AGREEMENT, 0);

    ck_assert(isnan(icc.value) && isnan(icc.low) && isnan(icc.high));
}
END_TEST

START_TEST(the_mean_of_raters_far_apart_has_no_interval)
{
    static const double apart[] = {1, 4, 2, 3, 3, 3, 4, 2};
    struct bv_coefficient mean = bv_icc(apart, 4, 2, BV_ICC_AGREEMENT, 1);

    ck_assert(!(mean.low > mean.value));
    ck_assert(!(mean.high < mean.value));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        kappa_is_that_of_cohens_illustration,
        variance_of_kappa_is_that_of_fleiss_cohen_and_everitt,
        a_far_disagreement_counts_more_the_more_it_is_off,
        kappa_of_nothing_or_of_one_category_is_not_told,
        kappa_whose_variance_is_nothing_has_no_interval,
        quantiles_are_those_of_printed_tables,
        intraclass_correlations_are_those_of_shrout_and_fleiss,
        raters_who_always_agree_correlate_wholly,
        the_mean_of_raters_far_apart_has_no_interval,
        raters_without_a_spread_of_their_own_have_no_correlation,
        NULL};

    return bv_test_run("raters", NULL, NULL, tests);
}
