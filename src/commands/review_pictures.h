/**
 * @file
 * `bevel review`: the pictures of the moments that matter, fetched once what
 * happened is known. Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_PICTURES_H
#define BV_COMMANDS_REVIEW_PICTURES_H

#include "commands/review_analyse.h"
#include "core/decls.h"
#include "core/frame.h"
#include "guidance/review/review.h"

BV_BEGIN_DECLS

/** The most that a report shows. */
#define BV_REVIEW_PICTURES_MAX 24

/** A moment's picture. */
struct bv_review_picture {
    size_t moment;               /**< Its index in the review. */
    size_t frame;                /**< The frame's index in the analysis. */
    struct bv_frame *frame_copy; /**< NULL: it was not found. */
};

struct bv_review_pictures {
    size_t count;
    struct bv_review_picture pictures[BV_REVIEW_PICTURES_MAX];
};

/**
 * Which frame shows a moment best, and fetch it from the source: of an advance
 * unseen, where the needle is seen again; of all else, where it begins.
 *
 * @param[out] pictures  For bv_review_pictures_fini(), whatever comes back.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_review_pictures_fetch(const struct bv_review_source *source,
                             const struct bv_analysis *analysis,
                             const struct bv_review *review,
                             struct bv_review_pictures *pictures,
                             struct bv_fault *fault) BV_MUST_USE;

void bv_review_pictures_fini(struct bv_review_pictures *pictures);

BV_END_DECLS

#endif
