/**
 * @file
 * The marked target, tied to the patch of tissue under it: it moves with that
 * patch, and is lost when the patch is.
 *
 * One thread at a time. Nothing is allocated after the first frame of a size.
 */
#ifndef BV_GUIDANCE_TARGET_H
#define BV_GUIDANCE_TARGET_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

struct bv_target;

/** @return NULL: no memory. */
struct bv_target *bv_target_new(void);

/** NULL is ignored. */
void bv_target_free(struct bv_target *target);

/** Mark a position; it is tied to the tissue of the next frame stepped. */
void bv_target_mark(struct bv_target *target, struct bv_px px);

/** No target any more. */
void bv_target_clear(struct bv_target *target);

/** Depth, zoom or the screen changed: a mark that was set is lost. */
void bv_target_picture_changed(struct bv_target *target);

/**
 * Follow the tissue into the next frame, in order of time.
 *
 * @param area        Where tissue is; shape unknown: the whole picture.
 * @param shaft       The visible needle, whose own echo must not be followed;
 *                    NULL where none is drawn.
 * @param[out] state  Written on 0.
 * @param[out] px     The mark now, or where it was last; written on 0 unless
 *                    the state is BV_TARGET_NONE.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_target_step(struct bv_target *target, const struct bv_frame *frame,
                   const struct bv_scan_area *area,
                   const struct bv_px_segment *shaft,
                   enum bv_target_state *state, struct bv_px *px) BV_MUST_USE;

BV_END_DECLS

#endif
