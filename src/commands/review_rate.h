/**
 * @file
 * `bevel review scale | rate | agreement`: what people judge. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_RATE_H
#define BV_COMMANDS_REVIEW_RATE_H

#include "commands/command.h"
#include "core/decls.h"
#include "core/status.h"
#include "records/rating_scale.h"

BV_BEGIN_DECLS

/** The command that a first word of `bevel review` names, or NULL: it is a
 *  recording. */
const struct bv_command *bv_review_part(const char *word);

/** Print how well the raters of a scale agree. */
int bv_review_agreement(struct bv_store *store,
                        const struct bv_rating_scale *scale,
                        struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
