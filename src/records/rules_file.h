/**
 * @file
 * The rules of a review as a file: bevel's own, or a site's (docs/review.md).
 */
#ifndef BV_RECORDS_RULES_FILE_H
#define BV_RECORDS_RULES_FILE_H

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/rules.h"

BV_BEGIN_DECLS

/**
 * Read the rules. Every one must be there and in its range, and a key that is
 * not known is an error: a slip of the pen would change a figure.
 *
 * @param path        NULL: the site's (`bevel/review-rules.json` of its
 *                    configuration), else those that come with bevel.
 * @param[out] rules  Written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_rules_read(const char *path, struct bv_review_rules *rules,
                  struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
