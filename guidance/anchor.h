/**
 * @file
 * A patch of tissue by which a mark holds on to the picture: as it was when
 * the mark was made, and as it became.
 *
 * It is always compared with how it was, so that errors do not add up. The
 * copy that slowly learns bridges what the first no longer is alike, but only
 * as long as the first still agrees with it. One thread at a time; nothing is
 * allocated.
 */
#ifndef BV_GUIDANCE_ANCHOR_H
#define BV_GUIDANCE_ANCHOR_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/patch.h"

BV_BEGIN_DECLS

/** How alike it must be. */
enum bv_anchor_demand {
    BV_ANCHOR_KEPT,  /**< To the mark that was held until now. */
    BV_ANCHOR_AGAIN, /**< To one that was lost: more so. */
};

/** What one picture says of it. */
struct bv_anchor_sighting {
    bool seen;  /**< Enough of its place is in view. */
    bool found; /**< It is there, at px. */
    struct bv_px px;
    double correlation; /**< With the first patch. */
};

struct bv_anchor {
    struct bv_px at; /**< In the picture that was marked. */
    struct bv_patch first, recent;
    struct bv_anchor_sighting sighting; /**< Of the last look. */
};

/**
 * Tie it to the middle of a window.
 *
 * @return Whether there is anything to tell it by.
 */
bool bv_anchor_tie(struct bv_anchor *anchor,
                   const struct bv_patch_window *window,
                   struct bv_px at) BV_MUST_USE;

/** Forget what was learnt. */
void bv_anchor_forget(struct bv_anchor *anchor);

/**
 * Look close to where it is expected: fills the sighting.
 *
 * @param window  Sampled there.
 */
void bv_anchor_confirm(struct bv_anchor *anchor,
                       const struct bv_patch_window *window,
                       struct bv_px expected, enum bv_anchor_demand demand);

/** Learn from the sighting, where it is good enough.
 *  @param window   The same.
 *  @param since_s  Since it last did. */
void bv_anchor_learn(struct bv_anchor *anchor,
                     const struct bv_patch_window *window, double since_s);

/** Look all over the window. @return Whether it is there, at @p px. */
bool bv_anchor_search(const struct bv_anchor *anchor,
                      const struct bv_patch_window *window,
                      struct bv_px expected, enum bv_anchor_demand demand,
                      struct bv_px *px);

BV_END_DECLS

#endif
