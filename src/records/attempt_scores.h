/**
 * @file
 * What people scored an attempt, on all scales: for its reports. Looked up
 * once; pure afterwards. Any thread, one at a time.
 */
#ifndef BV_RECORDS_ATTEMPT_SCORES_H
#define BV_RECORDS_ATTEMPT_SCORES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/rating_agreement.h"
#include "records/rating_scale.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** One scale's. */
struct bv_scale_scores {
    char name[BV_STORE_WORD_SIZE];
    int revision;
    /** NULL: its file is not here, or is of another revision by now; keys
     *  stand for titles then, and no total is known. */
    struct bv_rating_scale *scale;
    struct bv_rating *ratings; /**< By rater. */
    size_t count;
    size_t hidden;                        /**< Ratings that are left out. */
    struct bv_rating_agreement agreement; /**< Of those who judged all. */
};

struct bv_attempt_scores {
    int64_t attempt; /**< 0: the recording is nobody's attempt. */
    struct bv_scale_scores *scales; /**< By name; those that somebody used. */
    size_t count;
    bool damaged; /**< The store: there may have been more. */
    bool unread;  /**< The store could not be read: the caller's to say. */
};

/** What is asked for; all borrowed. */
struct bv_attempt_scores_asks {
    const char
        *recording;  /**< Its path; the oldest attempt of it counts, ... */
    int64_t attempt; /**< ... unless one is named; 0: none is. */
    /** Who judges, and must not see what others gave on a scale of which they
     *  have not judged all items: that is left out, and counted. NULL or
     *  empty: nobody does. */
    const char *rater;
};

/**
 * Look them up.
 *
 * @param[out] scores  For bv_attempt_scores_fini(); written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_attempt_scores_find(struct bv_store *store,
                           const struct bv_attempt_scores_asks *asks,
                           struct bv_attempt_scores *scores,
                           struct bv_fault *fault) BV_MUST_USE;

void bv_attempt_scores_fini(struct bv_attempt_scores *scores);

/** The items' keys: the scale's, or, without it, what was scored.
 *  @param[out] keys  Room for BV_RATING_ITEMS_MAX; borrowed. @return How many.
 */
size_t bv_scale_scores_keys(const struct bv_scale_scores *scores,
                            const char **keys);

/** An item's score. @return False: it was not judged. */
bool bv_rating_score(const struct bv_rating *rating, const char *key,
                     int *score);

BV_END_DECLS

#endif
