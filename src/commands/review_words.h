/**
 * @file
 * The words of `bevel review`, and which of them go together. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_WORDS_H
#define BV_COMMANDS_REVIEW_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/command.h"
#include "commands/review_analyse.h"
#include "commands/review_keep.h"
#include "core/decls.h"
#include "core/geometry.h"
#include "records/review_json.h"

BV_BEGIN_DECLS

/** What is asked for, as typed. */
struct bv_review_words {
    struct bv_review_source source;
    struct bv_review_keep keep;
    const char *report, *rules, *scene, *seeds;
    const char *clip, *beside;
    bool has_area;
    struct bv_px_segment area;  /* as two corners */
    const char *rating, *rater; /* in the window */
    int64_t attempt;            /* in the store; 0: a file is named */
    bool evaluate, has_seed, clear_cache, text, quiet, blinded;
    uint64_t seed, first_seed, last_seed;
};

/** Whether a report is written as this name's end says. */
bool bv_review_is_report(const char *path);

/** Check them, and take what else they say. @return -1 to go on, else the exit
 *  code. */
int bv_review_words_check(const struct bv_command *command,
                          struct bv_review_words *words, int argc, char **argv);

/** Where the scale of what was seen came from: what the recording says goes
 *  before what is typed, and that before what a person said.
 *  @param corrections  NULL: nothing was said. */
enum bv_scale_from
bv_review_scale_from(const struct bv_review_words *words,
                     const struct bv_analysis *analysis,
                     const struct bv_corrections *corrections);

BV_END_DECLS

#endif
