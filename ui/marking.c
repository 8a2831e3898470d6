#include "ui/marking.h"

#include <string.h>

static struct bv_marking_step *remember(struct bv_marking *marking)
{
    if (marking->count == BV_MARKING_KEPT) {
        memmove(&marking->before[0], &marking->before[1],
                (BV_MARKING_KEPT - 1) * sizeof(marking->before[0]));
        marking->count--;
    }
    return &marking->before[marking->count++];
}

static void remember_target(struct bv_marking *marking,
                            const struct bv_advice *advice)
{
    struct bv_marking_step *step = remember(marking);

    step->kind = BV_STEP_TARGET;
    step->has_target = advice && advice->target == BV_TARGET_FOLLOWED;
    if (advice)
        step->target_px = advice->target_px;
}

void bv_marking_set(struct bv_marking *marking, const struct bv_advice *advice,
                    struct bv_px px)
{
    remember_target(marking, advice);
    bv_pipeline_mark_target(marking->pipeline, px);
}

void bv_marking_clear(struct bv_marking *marking,
                      const struct bv_advice *advice)
{
    if (!advice || advice->target == BV_TARGET_NONE)
        return;
    remember_target(marking, advice);
    bv_pipeline_clear_target(marking->pipeline);
}

int bv_marking_add(struct bv_marking *marking,
                   const struct bv_landmark *landmark,
                   const struct bv_frame *frame, struct bv_fault *fault)
{
    int error =
        bv_pipeline_set_landmark_in(marking->pipeline, landmark, frame, fault);
    struct bv_marking_step *step;

    if (error < 0)
        return error;
    step = remember(marking);
    step->kind = BV_STEP_ADDED;
    step->landmark = *landmark;
    return 0;
}

void bv_marking_remove(struct bv_marking *marking,
                       const struct bv_landmark *landmark)
{
    struct bv_marking_step *step = remember(marking);

    step->kind = BV_STEP_REMOVED;
    step->landmark = *landmark;
    bv_pipeline_remove_landmark(marking->pipeline, landmark->id);
}

bool bv_marking_undo(struct bv_marking *marking)
{
    const struct bv_marking_step *step;

    if (marking->count == 0)
        return false;
    step = &marking->before[--marking->count];
    if (step->kind == BV_STEP_ADDED)
        bv_pipeline_remove_landmark(marking->pipeline, step->landmark.id);
    else if (step->kind == BV_STEP_REMOVED) /* it fitted in before */
        (void)!bv_pipeline_set_landmark(marking->pipeline, &step->landmark,
                                        NULL);
    else if (step->has_target)
        bv_pipeline_mark_target(marking->pipeline, step->target_px);
    else
        bv_pipeline_clear_target(marking->pipeline);
    return true;
}
