/**
 * @file
 * A review as JSON (docs/formats.md, "Review").
 */
#ifndef BV_RECORDS_REVIEW_JSON_H
#define BV_RECORDS_REVIEW_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include "core/decls.h"
#include "guidance/review/review.h"
#include "records/analysis_file.h"
#include "records/attempt_scores.h"
#include "records/corrections.h"

BV_BEGIN_DECLS

/** Where the scale came from. */
enum bv_scale_from {
    BV_SCALE_FROM_NOBODY, /**< It is not known. */
    BV_SCALE_FROM_RECORDING,
    BV_SCALE_FROM_SCREEN, /**< Read off it, or its preset. */
    BV_SCALE_FROM_WORDS,  /**< As the command was typed. */
    BV_SCALE_FROM_PERSON, /**< As the corrections say. */
};

/** What is written, and beside it. */
struct bv_review_report {
    const char *source; /**< As the user typed it. */
    bool simulated;
    const struct bv_review_rules *rules;
    const struct bv_review *review;
    const struct bv_review *truly; /**< Of the truth; NULL: none is known. */
    /** What was seen, for the pictures that lack in it; NULL: not said. */
    const struct bv_analysis *analysis;
    /** What a person says of the moments; NULL: nothing. */
    const struct bv_corrections *corrections;
    /** What people scored the attempt; NULL: nothing is said of that. */
    const struct bv_attempt_scores *scores;
    enum bv_scale_from scale_from;
};

/** Write it. @return 0, -ENOMEM, or what the stream's error is. */
int bv_review_write_json(FILE *out,
                         const struct bv_review_report *report) BV_MUST_USE;

/** Whether a report has to say that a cine cannot measure this: what people
 *  gave is in its scores. */
bool bv_review_lacks(const struct bv_review_report *report,
                     const struct bv_unmeasurable *what);

BV_END_DECLS

#endif
