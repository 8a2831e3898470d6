/**
 * @file
 * How well several raters agree: weighted kappa of two, intraclass correlation
 * of any number. Pure; any thread.
 *
 * Sources: Cohen 1960 (Educ Psychol Meas 20:37) and 1968 (Psychol Bull 70:213)
 * for kappa and its weights; Fleiss, Cohen and Everitt 1969 (Psychol Bull
 * 72:323) for its standard error; Shrout and Fleiss 1979 (Psychol Bull 86:420)
 * for the intraclass correlations and their intervals.
 */
#ifndef BV_GUIDANCE_REVIEW_RATERS_H
#define BV_GUIDANCE_REVIEW_RATERS_H

#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** A coefficient with its 95 % interval; NAN: it cannot be told, as of an
 *  interval where nothing varies: one of no width would look sure. */
struct bv_coefficient {
    double value, low, high;
};

/** How much a disagreement counts, by how many steps it is off. */
enum bv_kappa_weights {
    BV_KAPPA_PLAIN,     /**< All the same. */
    BV_KAPPA_LINEAR,    /**< By the steps. */
    BV_KAPPA_QUADRATIC, /**< By their square; for rating scales. */
};

/** The agreement of a cell by such weights: 1 on the diagonal, down to 0.
 *  @param steps  From the diagonal. */
double bv_kappa_weight(enum bv_kappa_weights weights, size_t steps,
                       size_t categories);

/**
 * Weighted kappa of two raters.
 *
 * @param counts   categories x categories, by rows: how often the first rater
 *                 chose the row and the second the column.
 * @param weights  The agreement of each cell, as many, 1 on the diagonal.
 * @param[out] variance  Of the value in large samples; may be NULL.
 * @return Value NAN: nothing was rated, or chance alone agrees wholly.
 */
struct bv_coefficient bv_kappa(const double *counts, const double *weights,
                               size_t categories, double *variance);

/** Which correlation; Shrout and Fleiss's names. */
enum bv_icc_kind {
    BV_ICC_ONE_WAY,   /**< ICC(1,1): each was rated by others. */
    BV_ICC_AGREEMENT, /**< ICC(2,1): raters stand for all raters, and have to
                           give the same. */
    BV_ICC_FIXED,     /**< ICC(3,1): these raters, and their order counts. */
};

/**
 * Intraclass correlation.
 *
 * @param ratings  targets x raters, by rows; all there.
 * @param mean     Of the mean of all the raters, in place of a single one:
 *                 ICC(1,k), (2,k), (3,k).
 * @return Value NAN: fewer than two targets or raters, or they do not differ
 *         at all.
 */
struct bv_coefficient bv_icc(const double *ratings, size_t targets,
                             size_t raters, enum bv_icc_kind kind, int mean);

/** The value that an F distribution of these degrees of freedom stays below
 *  with probability @p part. */
double bv_f_quantile(double part, double above, double below);

BV_END_DECLS

#endif
