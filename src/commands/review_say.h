/**
 * @file
 * Sentences of a review's reports, the same in HTML and PDF, in the user's
 * language (core/words.h). Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_SAY_H
#define BV_COMMANDS_REVIEW_SAY_H

#include <stddef.h>

#include "core/decls.h"
#include "records/review_json.h"

BV_BEGIN_DECLS

/** Room for each of them. */
#define BV_REVIEW_SENTENCE_SIZE 2600

/** What it is of, by which rules, and how much of the needle was seen. */
void bv_review_say_summary(const struct bv_review_report *report, char *text,
                           size_t size);

/** What the scale is, and where it came from; empty: it is not known. */
void bv_review_say_scale(const struct bv_review_report *report, char *text,
                         size_t size);

/** What bevel is not, and what its distances are. */
const char *bv_review_say_limits(void);

/** What the timeline's looks mean. */
void bv_review_say_looks(const struct bv_review_report *report, char *text,
                         size_t size);

/** A moment in a line: "withdrawn, 4.0 to 5.1 s: 12.3 mm (± 0.5)". */
void bv_review_say_moment(const struct bv_moment *moment, char *text,
                          size_t size);

/** A kind's rule, with the limits that it names. */
void bv_review_say_rule(enum bv_moment_kind kind,
                        const struct bv_review_rules *rules, char *text,
                        size_t size);

/** What a figure means, whose it is, and what there is to say of it here. */
void bv_review_say_figure(const struct bv_review_value *value, char *text,
                          size_t size);

/** The rules' name and numbers. */
void bv_review_say_rules(const struct bv_review_rules *rules, char *text,
                         size_t size);

BV_END_DECLS

#endif
