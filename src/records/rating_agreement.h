/**
 * @file
 * How well the raters of a scale agree, over the attempts that all of them
 * judged. Pure; any thread.
 */
#ifndef BV_RECORDS_RATING_AGREEMENT_H
#define BV_RECORDS_RATING_AGREEMENT_H

#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/raters.h"
#include "records/rating_scale.h"

BV_BEGIN_DECLS

#define BV_RATERS_MAX 20

/** Ratings in a table of attempts by raters; none lacks. */
struct bv_rating_table {
    const struct bv_rating_scale *scale; /**< Borrowed, as what follows. */
    size_t rater_count, attempt_count;
    size_t left_out; /**< Attempts that not all of them judged. */
    const char *raters[BV_RATERS_MAX];
    const struct bv_rating **cells; /**< By rows. */
};

/**
 * Put ratings into a table. Those of another revision of the scale are of
 * another scale, and left out.
 *
 * @param ratings     By attempt, as bv_store_list_ratings() has them; borrowed
 *                    as long as the table.
 * @param[out] table  For bv_rating_table_fini(); written only on success.
 * @retval -E2BIG     There are more than BV_RATERS_MAX raters.
 */
int bv_rating_table_init(struct bv_rating_table *table,
                         const struct bv_rating_scale *scale,
                         const struct bv_rating *ratings,
                         size_t count) BV_MUST_USE;
void bv_rating_table_fini(struct bv_rating_table *table);

/**
 * Intraclass correlation, agreement: ICC(2,1), or ICC(2,k) of the mean of all
 * the raters.
 *
 * @param item           NULL: the whole, in percent of what is possible.
 * @param[out] attempts  In which all of them judged it. May be NULL.
 */
struct bv_coefficient bv_rating_table_icc(const struct bv_rating_table *table,
                                          const char *item, int mean,
                                          size_t *attempts);

/** Quadratically weighted kappa of two raters on an item. */
struct bv_coefficient bv_rating_table_kappa(const struct bv_rating_table *table,
                                            size_t first, size_t second,
                                            const struct bv_rating_item *item);

/** How well the raters of an attempt agree, on all that they judged. */
struct bv_rating_agreement {
    size_t raters;   /**< Who judged every item of that attempt. */
    size_t attempts; /**< That all of them judged wholly; 0: there are fewer
                          than two raters, or more than BV_RATERS_MAX. */
    size_t same;     /**< Items on which all gave that attempt the same. */
    struct bv_coefficient whole; /**< ICC(2,1). */
    struct bv_coefficient icc[BV_RATING_ITEMS_MAX];
    struct bv_coefficient kappa[BV_RATING_ITEMS_MAX]; /**< Of two; of more NAN.
                                                       */
};

/** Whether every item was judged, on this revision of the scale. */
bool bv_rating_is_whole(const struct bv_rating *rating,
                        const struct bv_rating_scale *scale);

/**
 * Of those who judged an attempt wholly, over all that they did.
 *
 * @param ratings     On that scale, of all attempts, by attempt.
 * @param[out] told   Written only on success.
 * @return 0 or -ENOMEM.
 */
int bv_rating_agree(const struct bv_rating_scale *scale,
                    const struct bv_rating *ratings, size_t count,
                    int64_t attempt,
                    struct bv_rating_agreement *told) BV_MUST_USE;

/** "0.71 (0.20 to 0.92)", or "1.00 (no interval)", in the user's language
 *  (core/words.h); "–" where there is none. */
void bv_coefficient_say(const struct bv_coefficient *told, char *text,
                        size_t size);

/** ", blinded": what a rater could see; empty where that was all. A constant,
 *  in the user's language. */
const char *bv_blinding_say(enum bv_blinding blinding);

BV_END_DECLS

#endif
