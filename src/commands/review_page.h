/**
 * @file
 * `bevel review`: its report as one HTML page, readable without bevel. Private
 * to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_PAGE_H
#define BV_COMMANDS_REVIEW_PAGE_H

#include <stdio.h>

#include "commands/review_pictures.h"
#include "core/decls.h"
#include "records/review_json.h"

BV_BEGIN_DECLS

/** Write the page. @return 0 or a negative errno. */
int bv_review_write_page(FILE *out, const struct bv_review_report *report,
                         const struct bv_analysis *analysis,
                         const struct bv_review_pictures *pictures) BV_MUST_USE;

/** The timeline alone, as SVG: sightings, the needle's way, the distance to
 *  the target, and the moments below. */
void bv_review_write_timeline(FILE *out, const struct bv_review *review);

BV_END_DECLS

#endif
