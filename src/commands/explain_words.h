/**
 * @file
 * A verdict of the detector as a sentence for a person.
 */
#ifndef BV_COMMANDS_EXPLAIN_WORDS_H
#define BV_COMMANDS_EXPLAIN_WORDS_H

#include <stddef.h>

#include "core/decls.h"
#include "guidance/account.h"
#include "records/explained.h"

BV_BEGIN_DECLS

/** A short key that stays the same from version to version: "stands_out".
 *  @return NULL: nothing was refused. */
const char *bv_explain_key(enum bv_reason reason);

/**
 * Say what was refused, in half a sentence: "stands out of its parallels by
 * 1.9, 2.8 needed".
 *
 * @param evidence  Its work px are said as px of the frame, or as parts of the
 *                  picture's longer side.
 */
void bv_explain_say(const struct bv_verdict *verdict,
                    const struct bv_evidence *evidence, char *words,
                    size_t words_size);

/** What a still must reach to be a claim (design, "Needle states"). */
#define BV_EXPLAIN_CLAIM 0.5

/** Say why the frame's advice is what it is, from its lines, most important
 *  first. Writes the explanation's words. */
void bv_explain_conclude(const struct bv_account *account,
                         struct bv_explained *out);

BV_END_DECLS

#endif
