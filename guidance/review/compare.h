/**
 * @file
 * A review held against what truly was: which moments were found, which are
 * none, and how far figures are off. Pure.
 */
#ifndef BV_GUIDANCE_REVIEW_COMPARE_H
#define BV_GUIDANCE_REVIEW_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "guidance/review/review.h"

BV_BEGIN_DECLS

/** A moment that is there is found where one of its kind overlaps it in time,
 *  or comes within this. */
#define BV_COMPARE_NEAR_S 0.5

/** The target's moment is told in time within this. */
#define BV_COMPARE_IN_TIME_S 0.2

/** Of one kind of moment. */
struct bv_compare_kind {
    int there;  /**< Truly. */
    int found;  /**< Of these. */
    int right;  /**< Of these, with an amount within 1 mm or 10 %. */
    int made;   /**< Measured. */
    int untrue; /**< Of these: none is truly there, nor one of half of it. */
};

/** Over one recording. */
struct bv_compare {
    double seconds;
    struct bv_compare_kind kinds[BV_MOMENT_KINDS];
    double passes, passes_true;
    bool reached, reached_true;   /**< The target. */
    double reached_off_s;         /**< Measured less true; NAN unless both. */
    bool reached_in_time;         /**< By at most BV_COMPARE_IN_TIME_S. */
    double path_mm, path_true_mm; /**< While its tip is seen by bevel and truly
                                       shows; NAN: never. */
    double tip_s;        /**< So long the tip is said to be seen; ... */
    double tip_untrue_s; /**< ... and of that it truly is not. */
    double tip_share;    /**< As of the review. */
};

/** How a moment that was measured stands to what truly was. */
enum bv_moment_truth {
    BV_MOMENT_UNKNOWN, /**< Of its kind the truth says nothing. */
    BV_MOMENT_TRUE,
    BV_MOMENT_NEARLY, /**< There, by half of what its rule asks for. */
    BV_MOMENT_UNTRUE,
};

/** A measured moment beside the truth. */
struct bv_moment_match {
    enum bv_moment_truth truth;
    int truly; /**< Which one of the truth's; -1: none. */
};

/**
 * Hold each moment against the truth.
 *
 * @param[out] matches  One for each moment of @p seen.
 * @param[out] missed   For each moment of @p truly, whether none was found.
 * @return 0 or -ENOMEM; nothing is written then.
 */
int bv_compare_moments(const struct bv_review *seen,
                       const struct bv_review *truly,
                       const struct bv_review_truth *truth, size_t count,
                       const struct bv_review_rules *rules,
                       struct bv_moment_match *matches,
                       bool *missed) BV_MUST_USE;

/**
 * @param seen       Of the same frames.
 * @param truly      Their review by the same rules.
 * @param[out] compare  Written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_review_compare(const struct bv_review *seen,
                      const struct bv_review *truly,
                      const struct bv_review_truth *truth, size_t count,
                      const struct bv_review_rules *rules,
                      struct bv_compare *compare) BV_MUST_USE;

BV_END_DECLS

#endif
