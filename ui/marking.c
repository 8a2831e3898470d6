#include "ui/marking.h"

#include <string.h>

static void remember(struct bv_marking *marking, const struct bv_advice *advice)
{
    if (marking->count == BV_MARKING_KEPT) {
        memmove(&marking->before[0], &marking->before[1],
                (BV_MARKING_KEPT - 1) * sizeof(marking->before[0]));
        marking->count--;
    }
    marking->before[marking->count].has =
        advice && advice->target == BV_TARGET_FOLLOWED;
    if (advice)
        marking->before[marking->count].px = advice->target_px;
    marking->count++;
}

void bv_marking_set(struct bv_marking *marking, const struct bv_advice *advice,
                    struct bv_px px)
{
    remember(marking, advice);
    bv_pipeline_mark_target(marking->pipeline, px);
}

void bv_marking_clear(struct bv_marking *marking,
                      const struct bv_advice *advice)
{
    if (!advice || advice->target == BV_TARGET_NONE)
        return;
    remember(marking, advice);
    bv_pipeline_clear_target(marking->pipeline);
}

bool bv_marking_undo(struct bv_marking *marking)
{
    if (marking->count == 0)
        return false;
    marking->count--;
    if (marking->before[marking->count].has)
        bv_pipeline_mark_target(marking->pipeline,
                                marking->before[marking->count].px);
    else
        bv_pipeline_clear_target(marking->pipeline);
    return true;
}
