/**
 * @file
 * `bevel review --clip`: the recording with what was seen on it, to show to
 * others: the scan area alone. Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_CLIP_H
#define BV_COMMANDS_REVIEW_CLIP_H

#include "commands/review_analyse.h"
#include "core/decls.h"
#include "guidance/review/review.h"
#include "ui/review/alignment.h"

BV_BEGIN_DECLS

/** One recording of a clip. */
struct bv_clip_part {
    const struct bv_review_source *source;
    const struct bv_analysis *analysis;
    const struct bv_review *review;
    const struct bv_px_box *within; /**< Where the user says that the
                                         ultrasound is; NULL: not said. */
};

/** The most that stand beside one another. */
#define BV_CLIP_PARTS_MAX 2

/**
 * Write it. Two stand side by side, aligned at skin entry.
 *
 * @param path            FILE.mkv, which is not there yet.
 * @param[out] alignment  Of two: by what they were; may be NULL.
 */
int bv_review_clip(const struct bv_clip_part *parts, int count,
                   const char *path, struct bv_alignment *alignment,
                   struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
