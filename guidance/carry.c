#include "guidance/carry.h"

/* So much alike it must be; and it is taken anew where it is less so. */
static const double alike = 0.7, worn = 0.85;

/* What is nearest by itself: so much of it must be seen, and not so many points
 * further than the whole. */
static const double seen_part = 0.5, beside_points = 1.5;

/* With less contrast, or less of it in view, there is nothing to go by. */
static const double spread_min = 0.2, weight_part_min = 0.5;

bool bv_carry_find(struct bv_carry *carry, const struct bv_patch_window *window,
                   struct bv_px at, bool pushed, struct bv_px *px)
{
    struct bv_patch_match whole, nearest;
    double point = window->step_px;

    if (!carry->known || carry->patch.step_px != window->step_px)
        return false;
    whole = bv_patch_climb(&carry->patch, window, at);
    carry->alike = whole.correlation;
    if (!(whole.correlation >= alike) ||
        bv_px_distance(whole.px, at) > BV_PATCH_REACH_CLOSE * point)
        return false;
    *px = whole.px;
    if (!pushed)
        return true;
    nearest = bv_patch_near(&carry->patch, window, whole.px);
    if (nearest.correlation >= alike && nearest.seen_part >= seen_part &&
        bv_px_distance(nearest.px, whole.px) <= beside_points * point)
        *px = nearest.px;
    return true;
}

bool bv_carry_is_worn(const struct bv_carry *carry)
{
    return !carry->known || carry->alike < worn;
}

void bv_carry_take(struct bv_carry *carry, const struct bv_patch_window *window,
                   struct bv_px at)
{
    bv_patch_take(&carry->patch, window, at);
    carry->alike = 1;
    carry->known = carry->patch.weight_part >= weight_part_min &&
                   carry->patch.spread >= spread_min;
}
