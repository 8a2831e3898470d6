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
#include "ui/review/lanes.h"

BV_BEGIN_DECLS

/** Write the page. @return 0 or a negative errno. */
int bv_review_write_page(FILE *out, const struct bv_review_report *report,
                         const struct bv_analysis *analysis,
                         const struct bv_review_pictures *pictures) BV_MUST_USE;

/** The lanes of the window's timeline, with what a person says.
 *  @param[out] lanes  For bv_lanes_free(); written only on 0. */
int bv_review_lanes(const struct bv_review_report *report,
                    const struct bv_analysis *analysis,
                    struct bv_lanes **lanes) BV_MUST_USE;

/** That timeline as SVG, drawn as the window draws it. @return 0 or a negative
 *  errno. */
int bv_review_write_timeline(FILE *out, const struct bv_review_report *report,
                             const struct bv_analysis *analysis) BV_MUST_USE;

BV_END_DECLS

#endif
