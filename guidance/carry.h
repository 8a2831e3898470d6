/**
 * @file
 * A place that goes from picture to picture with the tissue right around it.
 *
 * It knows nothing of how that tissue looked at first, so it goes on where a
 * mark (follow.h) is not found, and drifts: by 0.2 to 0.3 mm in the seconds in
 * which a hand wanders off a mark's plane and back (docs/marks.md). One thread
 * at a time; nothing is allocated.
 */
#ifndef BV_GUIDANCE_CARRY_H
#define BV_GUIDANCE_CARRY_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/patch.h"

BV_BEGIN_DECLS

struct bv_carry {
    bool known;            /**< The patch is; at first, nothing is. */
    struct bv_patch patch; /**< As it looked a moment ago. */
    double alike;          /**< How it looked since, beside that. */
};

/**
 * Where the place went.
 *
 * @param window   Sampled around @p at, by BV_PATCH_REACH_CLOSE.
 * @param at       Where it is expected.
 * @param pushed   A needle is near, which pushes tissue apart: what lies
 *                 nearest counts.
 * @param[out] px  Written only where it is known.
 * @return Whether it is.
 */
bool bv_carry_find(struct bv_carry *carry, const struct bv_patch_window *window,
                   struct bv_px at, bool pushed, struct bv_px *px);

/** Whether it looks so different by now that it must be taken anew. A patch
 *  that lasts adds no errors up. */
bool bv_carry_is_worn(const struct bv_carry *carry);

/** Take how it looks in a window, sampled around @p at. */
void bv_carry_take(struct bv_carry *carry, const struct bv_patch_window *window,
                   struct bv_px at);

BV_END_DECLS

#endif
