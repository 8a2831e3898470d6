#include "guidance/target.h"

#include <stdlib.h>

struct bv_target {
    enum bv_target_state state;
    struct bv_px px;
};

struct bv_target *bv_target_new(void)
{
    return calloc(1, sizeof(struct bv_target));
}

void bv_target_free(struct bv_target *target)
{
    free(target);
}

void bv_target_mark(struct bv_target *target, struct bv_px px)
{
    target->state = BV_TARGET_FOLLOWED;
    target->px = px;
}

void bv_target_clear(struct bv_target *target)
{
    target->state = BV_TARGET_NONE;
}

void bv_target_picture_changed(struct bv_target *target)
{
    if (target->state == BV_TARGET_FOLLOWED)
        target->state = BV_TARGET_LOST;
}

int bv_target_step(struct bv_target *target, const struct bv_frame *frame,
                   const struct bv_scan_area *area,
                   const struct bv_px_segment *shaft,
                   enum bv_target_state *state, struct bv_px *px)
{
    (void)frame;
    (void)area;
    (void)shaft;
    *state = target->state;
    *px = target->px;
    return 0;
}
