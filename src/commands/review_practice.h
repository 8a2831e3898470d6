/**
 * @file
 * `bevel review --scene`: the scene as a recording with its truth beside it, in
 * the user's cache. Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_PRACTICE_H
#define BV_COMMANDS_REVIEW_PRACTICE_H

#include "commands/review_analyse.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** A scene, and the recording that it becomes. */
struct bv_review_practice {
    const char *scene;
    uint64_t seed;
    double seconds;
    char *folder, *part, *path; /**< Private, but for the recording's path. */
};

/**
 * Read the scene, and have its recording reviewed in its place, with its own
 * scale and target. Nothing is recorded yet.
 *
 * @param source         Of a scene; of a clip afterwards.
 * @param[out] practice  For bv_review_practice_fini(), after the source.
 */
int bv_review_practice_init(struct bv_review_practice *practice,
                            struct bv_review_source *source,
                            struct bv_fault *fault) BV_MUST_USE;

void bv_review_practice_fini(struct bv_review_practice *practice);

/** Remove all of them. @return How many there were. */
int bv_review_practice_clear(void);

/** Record it, unless it is there; whole or not at all. Any thread. */
int bv_review_practice_record(const struct bv_review_practice *practice,
                              struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
