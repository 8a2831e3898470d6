/**
 * @file
 * `bevel review`: its report as a PDF of A4 pages. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_PDF_H
#define BV_COMMANDS_REVIEW_PDF_H

#include <stdio.h>

#include "commands/review_pictures.h"
#include "core/decls.h"
#include "records/review_json.h"

BV_BEGIN_DECLS

/** Write it. @return 0, -ENOMEM or -EIO. */
int bv_review_write_pdf(FILE *out, const struct bv_review_report *report,
                        const struct bv_analysis *analysis,
                        const struct bv_review_pictures *pictures) BV_MUST_USE;

BV_END_DECLS

#endif
