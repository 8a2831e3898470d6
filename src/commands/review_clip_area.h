/**
 * @file
 * `bevel review --clip`: which pixels of a clip are ultrasound, so that nothing
 * else gets out. Private to src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_CLIP_AREA_H
#define BV_COMMANDS_REVIEW_CLIP_AREA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

struct bv_clip_area;

/** @param within  Where the user says that the ultrasound is; NULL: not said.
 *  @return NULL: no memory. */
struct bv_clip_area *bv_clip_area_new(const struct bv_px_box *within);

/** NULL is ignored. */
void bv_clip_area_free(struct bv_clip_area *area);

/**
 * First, look at every frame: what is written on the screen is known as such
 * only after a while.
 *
 * @retval 0
 * @retval -ENOMEM
 * @retval -ENOTSUP  It is of another size than those before.
 * @retval -ERANGE   What the user says goes beyond the picture.
 */
int bv_clip_area_learn(struct bv_clip_area *area,
                       const struct bv_frame *frame) BV_MUST_USE;

/**
 * All were looked at.
 *
 * @param[out] box  Around all that may be shown; written on -EDOM as well, as
 *                  a guess.
 * @retval 0
 * @retval -ENODATA  There is no ultrasound.
 * @retval -EDOM     Neither the user nor the source says where it is, and what
 *                   is only found is not good enough to give pictures away by.
 */
int bv_clip_area_settle(struct bv_clip_area *area,
                        struct bv_px_box *box) BV_MUST_USE;

/**
 * Then, in the same order again, take what may be shown of each frame.
 *
 * @param[out] pixels  Of the box, as 0xRRGGBB words; black elsewhere.
 * @return As learning.
 */
int bv_clip_area_take(struct bv_clip_area *area, const struct bv_frame *frame,
                      uint32_t *pixels, int stride_px) BV_MUST_USE;

BV_END_DECLS

#endif
