/*
 * bevel eval: the worst frames, kept as pictures.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/eval.h"
#include "core/clock.h"

static const double apart_s = 1; /* two frames in one second show one fault */

static struct bv_frame *copy_of(const struct bv_frame *picture)
{
    struct bv_frame *copy = bv_frame_new(picture->width_px, picture->height_px);

    if (!copy)
        return NULL;
    for (int y = 0; y < copy->height_px; y++)
        memcpy(copy->pixels + (size_t)y * (size_t)copy->stride_bytes,
               picture->pixels + (size_t)y * (size_t)picture->stride_bytes,
               (size_t)copy->width_px);
    copy->mm_per_px = picture->mm_per_px;
    copy->time_ns = picture->time_ns;
    copy->sequence = picture->sequence;
    return copy;
}

/* The kept frame that the new one would replace; -1: there is room; -2: it is
 * not bad enough. */
static int place_of(const struct bv_eval_clip *clip, double badness,
                    double time_s)
{
    int least = -1;

    for (int i = 0; i < clip->worst_count; i++) {
        if (fabs(clip->worst[i].time_s - time_s) < apart_s)
            return clip->worst[i].badness < badness ? i : -2;
        if (least < 0 || clip->worst[i].badness < clip->worst[least].badness)
            least = i;
    }
    if (clip->worst_count < BV_EVAL_WORST_OF_CLIP)
        return -1;
    return clip->worst[least].badness < badness ? least : -2;
}

int bv_eval_keep_worst(const struct bv_eval_options *options,
                       struct bv_eval_clip *clip,
                       const struct bv_frame *picture,
                       const struct bv_truth_frame *truth,
                       const struct bv_advice *advice)
{
    const struct bv_frame_score *score =
        &clip->score->frames[clip->score->frame_count - 1];
    double badness = bv_frame_score_badness(score);
    double time_s = bv_ns_to_s(advice->time_ns);
    struct bv_frame *copy;
    int place;

    if (options->worst_count == 0 || badness <= 0 || clip->perturbation >= 0)
        return 0;
    place = place_of(clip, badness, time_s);
    if (place == -2)
        return 0;
    copy = copy_of(picture);
    if (!copy)
        return -ENOMEM;
    if (place == -1)
        place = clip->worst_count++;
    else
        bv_frame_unref(clip->worst[place].picture);
    clip->worst[place] = (struct bv_eval_worst){.badness = badness,
                                                .time_s = time_s,
                                                .picture = copy,
                                                .truth = *truth,
                                                .advice = *advice,
                                                .score = *score};
    return 0;
}

/* Worst first; the same order whatever thread came first. */
static int by_badness(const void *a, const void *b)
{
    const struct bv_eval_worst *one = a, *other = b;

    if (one->badness != other->badness)
        return one->badness > other->badness ? -1 : 1;
    if (one->clip != other->clip)
        return one->clip < other->clip ? -1 : 1;
    return one->score.frame < other->score.frame ? -1 : 1;
}

int bv_eval_choose_worst(struct bv_evaluation *evaluation, size_t index)
{
    struct bv_eval_clip *clip = &evaluation->clips[index];
    int most = evaluation->options.worst_count, count, keep;
    struct bv_eval_worst *grown;

    count = evaluation->worst_count + clip->worst_count;
    if (count == 0)
        return 0;
    grown = reallocarray(evaluation->worst, (size_t)count, sizeof(*grown));
    if (!grown)
        return -ENOMEM;
    evaluation->worst = grown;
    for (int k = 0; k < clip->worst_count; k++) {
        grown[evaluation->worst_count] = clip->worst[k];
        grown[evaluation->worst_count++].clip = index;
    }
    clip->worst_count = 0; /* the pictures are the evaluation's now */
    qsort(grown, (size_t)count, sizeof(*grown), by_badness);
    keep = count < most ? count : most;
    for (int k = keep; k < count; k++)
        bv_frame_unref(grown[k].picture);
    evaluation->worst_count = keep;
    return 0;
}

/* Hand the pictures of a clip that was run again to where they are shown. */
static void hand_over(struct bv_evaluation *evaluation, size_t index,
                      struct bv_eval_clip *again)
{
    for (int i = 0; i < evaluation->worst_count; i++) {
        struct bv_eval_worst *shown = &evaluation->worst[i];

        for (int k = 0; k < again->worst_count; k++) {
            struct bv_eval_worst *found = &again->worst[k];

            if (shown->clip != index || shown->picture || !found->picture ||
                shown->score.frame != found->score.frame)
                continue;
            *shown = *found;
            shown->clip = index;
            found->picture = NULL;
        }
    }
}

/* A clip that has changed since leaves its bad frames without a picture. */
static void drop_unseen(struct bv_evaluation *evaluation, size_t index)
{
    int kept = 0;

    for (int i = 0; i < evaluation->worst_count; i++)
        if (evaluation->worst[i].picture || evaluation->worst[i].clip != index)
            evaluation->worst[kept++] = evaluation->worst[i];
    evaluation->worst_count = kept;
}

int bv_eval_fetch_worst(struct bv_evaluation *evaluation, size_t index,
                        bv_eval_tick *tick, void *data)
{
    const struct bv_eval_clip *clip = &evaluation->clips[index];
    struct bv_eval_clip again = {.name = clip->name,
                                 .source = clip->source,
                                 .is_scene = clip->is_scene,
                                 .seed = clip->seed,
                                 .perturbation = clip->perturbation};
    int error;

    bv_eval_run_clip(&evaluation->options, &again, tick, data);
    error = again.error;
    hand_over(evaluation, index, &again);
    drop_unseen(evaluation, index);
    bv_clip_score_free(again.score);
    for (int i = 0; i < again.worst_count; i++)
        bv_frame_unref(again.worst[i].picture);
    return error == -ECANCELED || error == -ENOMEM ? error : 0;
}
