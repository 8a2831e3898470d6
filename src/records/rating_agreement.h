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

BV_END_DECLS

#endif
