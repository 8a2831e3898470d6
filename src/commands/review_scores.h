/**
 * @file
 * What people scored the attempt, in the reports of `bevel review`. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_SCORES_H
#define BV_COMMANDS_REVIEW_SCORES_H

#include <stdio.h>

#include "commands/pdf_page.h"
#include "core/decls.h"
#include "records/attempt_scores.h"

BV_BEGIN_DECLS

/**
 * Look them up. A store that is not there is not made; one that cannot be read
 * is said on standard error and noted in @p scores, for a report is worth
 * having without.
 *
 * @param store  NULL: the user's.
 * @param[out] scores  For bv_attempt_scores_fini().
 * @return 0 or -ENOMEM.
 */
int bv_review_scores_find(const char *store,
                          const struct bv_attempt_scores_asks *asks,
                          struct bv_attempt_scores *scores) BV_MUST_USE;

/** To a terminal; nothing where nobody scored. @param scores  May be NULL. */
void bv_review_print_scores(FILE *out, const struct bv_attempt_scores *scores);

/** The section of the HTML page; nothing where nobody scored.
 *  @param scores  May be NULL. */
void bv_review_page_write_scores(FILE *out,
                                 const struct bv_attempt_scores *scores);

/** The same in the PDF. */
void bv_review_pdf_write_scores(struct bv_pdf_page *page,
                                const struct bv_attempt_scores *scores);

BV_END_DECLS

#endif
