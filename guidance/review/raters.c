#include "guidance/review/raters.h"

#include <math.h>

double bv_kappa_weight(enum bv_kappa_weights weights, size_t steps,
                       size_t categories)
{
    double part = categories > 1 ? (double)steps / (double)(categories - 1) : 0;

    if (weights == BV_KAPPA_PLAIN)
        return steps == 0;
    return 1 - (weights == BV_KAPPA_LINEAR ? part : part * part);
}

/* A table of two raters, and what its margins come to. */
struct table {
    const double *counts, *weights;
    size_t categories;
    double sum, observed, expected;
};

static double cell(const struct table *table, size_t row, size_t column)
{
    return table->counts[row * table->categories + column] / table->sum;
}

static double margin(const struct table *table, size_t at, int of_row)
{
    double sum = 0;

    for (size_t i = 0; i < table->categories; i++)
        sum += of_row ? cell(table, at, i) : cell(table, i, at);
    return sum;
}

/* The mean weight of a row, by how often its columns are chosen, or the other
 * way round. */
static double mean_weight(const struct table *table, size_t at, int of_row)
{
    double sum = 0;

    for (size_t i = 0; i < table->categories; i++)
        sum += of_row ? table->weights[at * table->categories + i] *
                            margin(table, i, 0)
                      : table->weights[i * table->categories + at] *
                            margin(table, i, 1);
    return sum;
}

/* Fleiss, Cohen and Everitt 1969, formula 9. */
static double kappa_variance(const struct table *table)
{
    double chance = 1 - table->expected, sum = 0, off;

    for (size_t r = 0; r < table->categories; r++)
        for (size_t c = 0; c < table->categories; c++) {
            double part =
                table->weights[r * table->categories + c] * chance -
                (mean_weight(table, r, 1) + mean_weight(table, c, 0)) *
                    (1 - table->observed);

            sum += cell(table, r, c) * part * part;
        }
    off = table->observed * table->expected - 2 * table->expected +
          table->observed;
    return (sum - off * off) / (table->sum * pow(chance, 4));
}

struct bv_coefficient bv_kappa(const double *counts, const double *weights,
                               size_t categories, double *variance)
{
    struct table table = {counts, weights, categories, 0, 0, 0};
    struct bv_coefficient kappa = {NAN, NAN, NAN};
    double spread;

    if (variance)
        *variance = NAN;
    for (size_t i = 0; i < categories * categories; i++)
        table.sum += counts[i];
    if (!(table.sum > 0))
        return kappa;
    for (size_t r = 0; r < categories; r++)
        for (size_t c = 0; c < categories; c++) {
            double weight = weights[r * categories + c];

            table.observed += weight * cell(&table, r, c);
            table.expected +=
                weight * margin(&table, r, 1) * margin(&table, c, 0);
        }
    if (!(1 - table.expected > 1e-12))
        return kappa;
    kappa.value = (table.observed - table.expected) / (1 - table.expected);
    spread = fmax(kappa_variance(&table), 0);
    if (variance)
        *variance = spread;
    if (!(spread > 1e-12)) /* too little was rated to say how sure it is */
        return kappa;
    kappa.low = kappa.value - 1.959964 * sqrt(spread);
    kappa.high = fmin(kappa.value + 1.959964 * sqrt(spread), 1);
    return kappa;
}

/* The continued fraction of the incomplete beta function, by Lentz's method
 * (Abramowitz and Stegun 26.5.8). */
static double beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1), value;

    d = 1 / (fabs(d) < tiny ? tiny : d);
    value = d;
    for (int i = 1; i <= 500; i++) {
        double even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i));
        double odd =
            -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1));

        d = 1 + even * d;
        c = 1 + even / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        value *= d * (fabs(c) < tiny ? tiny : c);
        d = 1 + odd * d;
        c = 1 + odd / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        value *= d * c;
        if (fabs(d * c - 1) < 1e-14)
            break;
    }
    return value;
}

static double beta_part(double a, double b, double x)
{
    double front;

    if (x <= 0 || x >= 1)
        return x >= 1;
    front =
        exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double bv_f_quantile(double part, double above, double below)
{
    double low = 0, high = 1;

    for (int i = 0; i < 200; i++) { /* of x = above f / (above f + below) */
        double middle = (low + high) / 2;

        if (beta_part(above / 2, below / 2, middle) < part)
            low = middle;
        else
            high = middle;
    }
    return high < 1 ? below * high / (above * (1 - high)) : INFINITY;
}

/* Mean squares of an analysis of variance. */
struct squares {
    double n, k;     /* targets, raters */
    double between;  /* targets: BMS */
    double within;   /* WMS */
    double raters;   /* JMS */
    double residual; /* EMS */
};

static double mean_of(const double *ratings, size_t count, size_t step)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += ratings[i * step];
    return sum / (double)count;
}

static struct squares analyse(const double *ratings, size_t targets,
                              size_t raters)
{
    struct squares made = {.n = (double)targets, .k = (double)raters};
    double mean = mean_of(ratings, targets * raters, 1), total = 0;
    double between = 0, judges = 0;

    for (size_t i = 0; i < targets * raters; i++)
        total += (ratings[i] - mean) * (ratings[i] - mean);
    for (size_t t = 0; t < targets; t++) {
        double off = mean_of(ratings + t * raters, raters, 1) - mean;

        between += made.k * off * off;
    }
    for (size_t r = 0; r < raters; r++) {
        double off = mean_of(ratings + r, targets, raters) - mean;

        judges += made.n * off * off;
    }
    made.between = between / (made.n - 1);
    made.within = (total - between) / (made.n * (made.k - 1));
    made.raters = judges / (made.k - 1);
    made.residual =
        fmax(total - between - judges, 0) / ((made.n - 1) * (made.k - 1));
    return made;
}

/* Of one rater, by what remains within targets (ICC 1 and 3). */
static struct bv_coefficient icc_simple(const struct squares *squares,
                                        double rest, double rest_degrees)
{
    double n = squares->n, k = squares->k, f = squares->between / rest;
    double low = f / bv_f_quantile(0.975, n - 1, rest_degrees);
    double high = f * bv_f_quantile(0.975, rest_degrees, n - 1);

    if (!(rest > 0)) /* they agree wholly */
        return (struct bv_coefficient){1, NAN, NAN};
    return (struct bv_coefficient){
        (squares->between - rest) / (squares->between + (k - 1) * rest),
        (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)};
}

/* ICC(2,1); the interval by Satterthwaite's degrees of freedom. */
static struct bv_coefficient icc_agreement(const struct squares *squares)
{
    double n = squares->n, k = squares->k, b = squares->between;
    double j = squares->raters, e = squares->residual;
    double value = (b - e) / (b + (k - 1) * e + k * (j - e) / n);
    double f = j / e, part = n * (1 + (k - 1) * value) - k * value;
    double up = (k - 1) * (n - 1) * pow(k * value * f + part, 2);
    double down = (n - 1) * k * k * value * value * f * f + part * part;
    double degrees = up / down;
    double above = bv_f_quantile(0.975, n - 1, degrees);
    double below = bv_f_quantile(0.975, degrees, n - 1);
    double rest = k * j + (k * n - k - n) * e;

    if (!(e > 0) && !(j > 0))
        return (struct bv_coefficient){1, NAN, NAN};
    if (!isfinite(value))
        return (struct bv_coefficient){NAN, NAN, NAN};
    if (!(e > 0))
        return (struct bv_coefficient){value, NAN, NAN};
    return (struct bv_coefficient){
        value, n * (b - above * e) / (above * rest + n * b),
        n * (below * b - e) / (rest + n * below * b)};
}

/* Spearman and Brown: of the mean of k raters. One that is so far below 0 has
 * none. */
static double of_mean(double value, double k)
{
    double under = 1 + (k - 1) * value;

    return under > 0 ? k * value / under : NAN;
}

struct bv_coefficient bv_icc(const double *ratings, size_t targets,
                             size_t raters, enum bv_icc_kind kind, int mean)
{
    struct bv_coefficient icc = {NAN, NAN, NAN};
    struct squares squares;

    if (targets < 2 || raters < 2)
        return icc;
    squares = analyse(ratings, targets, raters);
    if (!(squares.between > 0) && !(squares.within > 0))
        return icc;
    if (kind == BV_ICC_AGREEMENT)
        icc = icc_agreement(&squares);
    else if (kind == BV_ICC_ONE_WAY)
        icc = icc_simple(&squares, squares.within, squares.n * (squares.k - 1));
    else
        icc = icc_simple(&squares, squares.residual,
                         (squares.n - 1) * (squares.k - 1));
    if (mean)
        icc = (struct bv_coefficient){of_mean(icc.value, squares.k),
                                      of_mean(icc.low, squares.k),
                                      of_mean(icc.high, squares.k)};
    return icc;
}
