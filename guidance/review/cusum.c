#include "guidance/review/cusum.h"

#include <math.h>
#include <string.h>

/* A sum that is the limit meets it, whatever its last digits are. */
static const double just_met = 1e-9;

bool bv_cusum_rates_hold(const struct bv_cusum_rates *rates)
{
    return rates->acceptable > 0 && rates->unacceptable < 1 &&
           rates->acceptable < rates->unacceptable && rates->alpha > 0 &&
           rates->alpha < 0.5 && rates->beta > 0 && rates->beta < 0.5;
}

struct bv_cusum_limits bv_cusum_limits_make(const struct bv_cusum_rates *rates)
{
    double p = log(rates->unacceptable / rates->acceptable);
    double q = log((1 - rates->acceptable) / (1 - rates->unacceptable));
    double a = log((1 - rates->beta) / rates->alpha);
    double b = log((1 - rates->alpha) / rates->beta);
    double s = q / (p + q);

    return (struct bv_cusum_limits){.success = -s,
                                    .failure = 1 - s,
                                    .lower = -b / (p + q),
                                    .upper = a / (p + q)};
}

enum bv_cusum_verdict bv_cusum_run(const struct bv_cusum_limits *limits,
                                   const bool *failed, size_t count,
                                   double *sum, size_t *at)
{
    enum bv_cusum_verdict verdict = BV_CUSUM_UNDECIDED;
    double now = 0;

    if (at)
        *at = count;
    for (size_t i = 0; i < count; i++) {
        now += failed[i] ? limits->failure : limits->success;
        if (sum)
            sum[i] = now;
        if (verdict != BV_CUSUM_UNDECIDED ||
            (now > limits->lower + just_met && now < limits->upper - just_met))
            continue;
        verdict = now < 0 ? BV_CUSUM_ACCEPTABLE : BV_CUSUM_UNACCEPTABLE;
        if (at)
            *at = i;
    }
    return verdict;
}

static double success_score(const struct bv_lc_cusum *how)
{
    return log((1 - how->adequate) / (1 - how->inadequate));
}

static double failure_score(const struct bv_lc_cusum *how)
{
    return log(how->adequate / how->inadequate);
}

size_t bv_lc_cusum_run(const struct bv_lc_cusum *how, const bool *failed,
                       size_t count, double *sum)
{
    size_t shown = count;
    double now = 0;

    for (size_t i = 0; i < count; i++) {
        now = fmax(0,
                   now + (failed[i] ? failure_score(how) : success_score(how)));
        if (sum)
            sum[i] = now;
        if (now >= how->limit - just_met && shown == count)
            shown = i;
    }
    return shown;
}

/* However far a step leads: 0 to all of them. */
static int cell_of(double cells, int most)
{
    return (int)fmin(fmax(floor(cells + 0.5 + just_met), 0), most);
}

double bv_lc_cusum_chance(const struct bv_lc_cusum *how, double rate,
                          size_t attempts)
{
    enum { cells = 2000 };
    double here[cells], next[cells], met = 0;
    double step = how->limit / cells;
    double up = success_score(how), down = failure_score(how);

    memset(here, 0, sizeof(here));
    here[0] = 1;
    for (size_t i = 0; i < attempts; i++) {
        memset(next, 0, sizeof(next));
        for (int c = 0; c < cells; c++) {
            double sum = c * step;
            int above = cell_of((sum + up) / step, cells);
            int below = cell_of((sum + down) / step, cells - 1);

            if (!(here[c] > 0))
                continue;
            if (above >= cells)
                met += here[c] * (1 - rate);
            else
                next[above] += here[c] * (1 - rate);
            next[below] += here[c] * rate;
        }
        memcpy(here, next, sizeof(here));
    }
    return met;
}
