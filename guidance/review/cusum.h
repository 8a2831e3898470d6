/**
 * @file
 * A learner's attempts in a row, as success and failure: CUSUM, which says
 * that a failure rate is acceptable or is not, and LC-CUSUM, which says when
 * an acceptable one was reached. Pure; any thread.
 *
 * All rates and error rates are the programme's choice, and belong beside every
 * chart. Sources: CUSUM with decision limits: Bolsin and Colson 2000 (Int J
 * Qual Health Care 12:433), Kestin 1995 (Br J Anaesth 75:805), after Williams
 * 1992 (BMJ 304:1359). LC-CUSUM: Biau and Porcher 2010 (Stat Med 29:1900).
 */
#ifndef BV_GUIDANCE_REVIEW_CUSUM_H
#define BV_GUIDANCE_REVIEW_CUSUM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** What a chart is made with; 0 to 1 each. */
struct bv_cusum_rates {
    double acceptable;   /**< Failure rate, below ... */
    double unacceptable; /**< ... this one. */
    double alpha;        /**< That acceptable work is called unacceptable. */
    double beta;         /**< The other way round. */
};

/** Its limits. */
struct bv_cusum_limits {
    double success; /**< Added by a success: - s. */
    double failure; /**< Added by a failure: 1 - s. */
    double lower;   /**< - h0: at or below it the rate is acceptable. */
    double upper;   /**< h1: at or above it it is not. */
};

/** Whether the rates make a chart: in order, and between 0 and 1. */
bool bv_cusum_rates_hold(const struct bv_cusum_rates *rates);

/** The limits of rates that hold. */
struct bv_cusum_limits bv_cusum_limits_make(const struct bv_cusum_rates *rates);

/** What a chart says. */
enum bv_cusum_verdict {
    BV_CUSUM_UNDECIDED,
    BV_CUSUM_ACCEPTABLE,
    BV_CUSUM_UNACCEPTABLE,
};

/**
 * Draw the chart, from 0.
 *
 * @param failed    Of each attempt in order.
 * @param[out] sum  After each, as many; may be NULL.
 * @param[out] at   The first attempt, from 0, at which a limit is met; @p count
 *                  where none is. May be NULL.
 * @return Which limit was met first.
 */
enum bv_cusum_verdict bv_cusum_run(const struct bv_cusum_limits *limits,
                                   const bool *failed, size_t count,
                                   double *sum, size_t *at);

/** What LC-CUSUM is made with. */
struct bv_lc_cusum {
    double adequate;   /**< Failure rate that is to be shown, below ... */
    double inadequate; /**< ... this one, which is taken to hold until then. */
    double limit;      /**< h: from there on it is shown. Chosen by simulation
                            for the error that the programme accepts. */
};

/**
 * Sum up the evidence that the rate is adequate: log likelihood ratios, never
 * below 0.
 *
 * @param[out] sum  After each attempt, as many; may be NULL.
 * @return The first attempt, from 0, at which it is shown; @p count: never.
 */
size_t bv_lc_cusum_run(const struct bv_lc_cusum *how, const bool *failed,
                       size_t count, double *sum);

/**
 * How often the limit is met within so many attempts by chance: of a learner
 * who stays at a failure rate. Exact but for a grid of the sum, by its Markov
 * chain.
 *
 * @return 0 to 1.
 */
double bv_lc_cusum_chance(const struct bv_lc_cusum *how, double rate,
                          size_t attempts);

BV_END_DECLS

#endif
