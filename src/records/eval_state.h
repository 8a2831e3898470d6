/**
 * @file
 * What a long evaluation has measured so far, on disk: killed and started
 * again, it goes on. A header line, then a line a clip, as JSON Lines; a line
 * that was cut is forgotten.
 *
 * One thread at a time.
 */
#ifndef BV_RECORDS_EVAL_STATE_H
#define BV_RECORDS_EVAL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** Bad frames of one clip that are remembered. */
#define BV_EVAL_STATE_BAD 3

/** A bad frame; its picture is not kept. */
struct bv_eval_bad {
    double badness, time_s;
    uint32_t frame;
};

/** A clip that was measured. */
struct bv_eval_record {
    const char *key;             /**< Which clip, and all that it depends on. */
    struct bv_clip_score *score; /**< NULL: taken. */
    size_t bad_count;
    struct bv_eval_bad bad[BV_EVAL_STATE_BAD];
};

struct bv_eval_state;

/**
 * Open or make a state, for this process alone, and read what it holds. One of
 * another run is started anew.
 *
 * @param run          All that every clip's score depends on: options, program.
 * @param[out] anew    Whether there was one of another run.
 * @param[out] state   Written only on success; close with
 *                     bv_eval_state_close().
 * @retval 0
 * @retval -EEXIST  The file is there, and is no state.
 * @retval -EBUSY   Another evaluation uses it.
 * @return or another negative errno; always with @p fault said.
 */
int bv_eval_state_open(const char *path, const char *run,
                       struct bv_eval_state **state, bool *anew,
                       struct bv_fault *fault) BV_MUST_USE;

/** What is known of a clip, or NULL. The state's; its score may be taken. */
struct bv_eval_record *bv_eval_state_find(struct bv_eval_state *state,
                                          const char *key);

/**
 * Keep a clip: in the file when this returns, whoever is killed then.
 * @return 0 or a negative errno.
 */
int bv_eval_state_add(struct bv_eval_state *state,
                      const struct bv_eval_record *record) BV_MUST_USE;

/** @param done  The evaluation is written: the state is taken away. NULL is
 *  ignored. */
void bv_eval_state_close(struct bv_eval_state *state, bool done);

BV_END_DECLS

#endif
