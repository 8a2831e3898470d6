/**
 * @file
 * What the store of learners has of a recording under review: whose attempt it
 * is, who judged it on a scale, and how well they agree; and a rating put
 * there. Without GTK; any thread, one at a time.
 */
#ifndef BV_UI_REVIEW_SCORED_H
#define BV_UI_REVIEW_SCORED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/rating_agreement.h"
#include "records/rating_scale.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** What is asked of the store; all borrowed. */
struct bv_scored_asks {
    const char *store;     /**< NULL: the user's. */
    const char *recording; /**< Its path. */
    int64_t attempt;       /**< Which of the recording's is meant; 0: the first
                                that there is. */
    const struct bv_rating_scale *scale;
    const char *rater; /**< Empty: nobody yet. */
    /** To keep; NULL: only look. Its attempt is found. */
    const struct bv_rating *rating;
    /** For a recording that is in the store of nobody: */
    int64_t learner; /**< Whose; 0: somebody new, whose pseudonym is made up. */
    const struct bv_review_rules *rules;
    const struct bv_review *review;
    const char *program; /**< bevel's version. */
};

/** What the store has. */
struct bv_scored {
    int64_t attempt; /**< 0: it is in the store of nobody. */
    struct bv_learner learner;
    struct bv_learner *learners; /**< All there are, by name. */
    size_t learner_count;
    bool has_own; /**< The rater judged it, or some of it. */
    struct bv_rating own;
    struct bv_rating *whole; /**< Of this attempt, every item judged. */
    size_t whole_count;
    struct bv_rating_agreement agreement; /**< Of those raters. */
    char notice[BV_FAULT_TEXT_SIZE]; /**< Of a damaged store; else empty. */
};

/**
 * Look, and keep the rating that is asked to be.
 *
 * @param[out] scored  For bv_scored_fini(); written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_scored_ask(const struct bv_scored_asks *asks, struct bv_scored *scored,
                  struct bv_fault *fault) BV_MUST_USE;

void bv_scored_fini(struct bv_scored *scored);

BV_END_DECLS

#endif
