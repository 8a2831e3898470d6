/**
 * @file
 * The list of moments in the reports of `bevel review`: what was measured, and
 * in the same place, but kept apart, what a person says of it. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_MOMENTS_H
#define BV_COMMANDS_REVIEW_MOMENTS_H

#include <stdio.h>

#include "commands/pdf_page.h"
#include "core/decls.h"
#include "records/review_json.h"

BV_BEGIN_DECLS

/** The list of the HTML page, with its heading. @return 0 or -ENOMEM. */
int bv_review_page_write_moments(
    FILE *out, const struct bv_review_report *report) BV_MUST_USE;

/** The same in the PDF. */
int bv_review_pdf_write_moments(struct bv_pdf_page *page,
                                const struct bv_review_report *report)
    BV_MUST_USE;

/** A measured moment in a line, led by the word for what a person says of it:
 *  "NOT SO: withdrawn, 4.0 to 5.1 s: 12.3 mm". @param index  Of the review's
 *  moments. */
void bv_review_say_caption(const struct bv_review_report *report, size_t index,
                           char *text, size_t size);

BV_END_DECLS

#endif
