/**
 * @file
 * The marked target, tied to the patch of tissue under it: it moves with that
 * patch, and is lost when the patch is.
 *
 * The patch is about 7 mm across, or 18 % of the scan area's smaller side
 * where the scale is unknown. It is always compared with the picture as it
 * was when it was marked, so that errors do not add up; a second copy that
 * slowly learns bridges what the first no longer follows, but only as long as
 * the first still agrees with it. The needle's own echo is left out.
 *
 * One thread at a time. Nothing is allocated after bv_target_new().
 */
#ifndef BV_GUIDANCE_TARGET_H
#define BV_GUIDANCE_TARGET_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Without its patch for this long, the mark is lost. */
#define BV_TARGET_LOST_AFTER_S 0.3

/** Found again for this long, it is followed again. */
#define BV_TARGET_BACK_AFTER_S 0.2

/** What the target looks at. */
struct bv_target_input {
    const struct bv_frame *frame;
    const struct bv_scan_area *area;   /**< Where tissue is; shape unknown: the
                                            whole picture. */
    const struct bv_px_segment *shaft; /**< The visible needle, whose own echo
                                            must not be followed; NULL: none. */
    double mm_per_px;                  /**< 0 unknown. */
    bool repeat; /**< Same pixels as before: nothing moves. */
};

struct bv_target;

/** @return NULL: no memory. */
struct bv_target *bv_target_new(void);

/** NULL is ignored. */
void bv_target_free(struct bv_target *target);

/**
 * Mark a position; it is tied to the tissue of the next frame stepped. There
 * it is lost at once if it lies outside the scan area or on nothing that can
 * be told from its surroundings.
 */
void bv_target_mark(struct bv_target *target, struct bv_px px);

/** No target any more. */
void bv_target_clear(struct bv_target *target);

/**
 * Depth, zoom or the screen changed: a mark is lost for good, since what was
 * marked can no longer be told by how it looked.
 */
void bv_target_picture_changed(struct bv_target *target);

/**
 * Follow the tissue into the next frame, in order of time.
 *
 * @param[out] state  BV_TARGET_LOST when the patch left the scan area, or was
 *                    not found for BV_TARGET_LOST_AFTER_S.
 * @param[out] px     The mark now, or where it was last; written unless the
 *                    state is BV_TARGET_NONE.
 */
void bv_target_step(struct bv_target *target,
                    const struct bv_target_input *input,
                    enum bv_target_state *state, struct bv_px *px);

BV_END_DECLS

#endif
