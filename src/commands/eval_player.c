#include "commands/eval_player.h"

#include <errno.h>

#include "core/clock.h"

int bv_eval_player_open(struct bv_eval_player *player,
                        const struct bv_eval_options *options,
                        struct bv_eval_clip *clip,
                        const struct bv_guide_options *guide,
                        const struct bv_clip_about *about,
                        const struct bv_perturb_about *perturb)
{
    struct bv_clip_about made = *about;

    if (perturb)
        made.width_px = bv_perturb_width_px(
            bv_perturbation_at((size_t)clip->perturbation), perturb);
    player->guide = bv_guide_new(guide);
    clip->score = bv_clip_score_new(&made);
    player->options = options;
    player->clip = clip;
    if (!player->guide || !clip->score)
        return -ENOMEM;
    if (!perturb)
        return 0;
    player->perturb =
        bv_perturb_new(bv_perturbation_at((size_t)clip->perturbation), perturb);
    return player->perturb ? 0 : -ENOMEM;
}

/* Look at a frame as it comes to the guide, and score what it says. */
static int look(void *data, const struct bv_frame *frame,
                const struct bv_truth_frame *truth)
{
    struct bv_eval_player *player = data;
    struct bv_timings timings;
    struct bv_advice advice;
    int error = bv_guide_step(player->guide, frame, &advice, &timings);

    if (error == 0)
        error = bv_clip_score_add(player->clip->score, truth, &advice,
                                  bv_ns_to_s(timings.total_ns) * 1e3);
    if (error < 0)
        return error;
    if (advice.scan_area.shape != BV_SCAN_UNKNOWN)
        player->area = advice.scan_area;
    return bv_eval_keep_worst(player->options, player->clip, frame, truth,
                              &advice);
}

int bv_eval_player_feed(struct bv_eval_player *player,
                        const struct bv_frame *frame,
                        const struct bv_truth_frame *truth)
{
    return player->perturb
               ? bv_perturb_feed(player->perturb, frame, truth, look, player)
               : look(player, frame, truth);
}

int bv_eval_player_end(struct bv_eval_player *player)
{
    struct bv_clip_score *score = player->clip->score;

    if (score->about.probe == BV_SCORE_PROBE_UNKNOWN &&
        player->area.shape != BV_SCAN_UNKNOWN)
        bv_clip_score_set_probe(score, player->area.shape == BV_SCAN_SECTOR
                                           ? BV_SCORE_PROBE_CURVED
                                           : BV_SCORE_PROBE_LINEAR);
    return bv_clip_score_end(score);
}

void bv_eval_player_close(struct bv_eval_player *player)
{
    bv_guide_free(player->guide);
    bv_perturb_free(player->perturb);
}
