/**
 * @file
 * `bevel eval`: what clips and scenes share once they have a frame and its
 * truth: change it, look at it, score it. Private to src/commands/eval*.c.
 */
#ifndef BV_COMMANDS_EVAL_PLAYER_H
#define BV_COMMANDS_EVAL_PLAYER_H

#include "commands/eval.h"
#include "commands/perturb.h"
#include "core/decls.h"
#include "guidance/guide.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_eval_player {
    const struct bv_eval_options *options;
    struct bv_eval_clip *clip;
    struct bv_guide *guide;
    struct bv_perturb *perturb; /**< NULL: as it is. */
    struct bv_scan_area area;   /**< As last found. */
};

/**
 * @param guide    The guide's options.
 * @param about    Of the clip's score; its width is that of what is looked at.
 * @param perturb  What is known for a change; NULL: none.
 * @return 0 or -ENOMEM.
 */
int bv_eval_player_open(struct bv_eval_player *player,
                        const struct bv_eval_options *options,
                        struct bv_eval_clip *clip,
                        const struct bv_guide_options *guide,
                        const struct bv_clip_about *about,
                        const struct bv_perturb_about *perturb) BV_MUST_USE;

/** The next frame with its truth, or NULL. @return 0 or a negative errno. */
int bv_eval_player_feed(struct bv_eval_player *player,
                        const struct bv_frame *frame,
                        const struct bv_truth_frame *truth) BV_MUST_USE;

/** No more frames. @return 0 or -ENOMEM. */
int bv_eval_player_end(struct bv_eval_player *player) BV_MUST_USE;

/** The score stays with the clip. */
void bv_eval_player_close(struct bv_eval_player *player);

BV_END_DECLS

#endif
