/**
 * @file
 * One click in fluid or in a vessel proposes its outline; one in solid tissue
 * proposes nothing.
 *
 * Ellipses of many sizes and shapes whose middle lies near the click are held
 * against the picture; around the best of them a smooth border is traced, and
 * outline_score.h says how likely each is fluid's. Fluid is darker than what
 * lies around it: injectate that is brighter is not found.
 *
 * Costs as much as several frames: on demand, not for every one. Any thread.
 */
#ifndef BV_GUIDANCE_FLUID_OUTLINE_FIND_H
#define BV_GUIDANCE_FLUID_OUTLINE_FIND_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/outline.h"

BV_BEGIN_DECLS

/** What is proposed. */
struct bv_outline_proposal {
    struct bv_outline outline; /**< Px of the frame; count 0: none. */
    double confidence; /**< Of the best border there is, 0 to 1, proposed or
                            not. */
    const char *why;   /**< Why that, or why none: part of a sentence, as
                            "it is darker than what lies around it". */
};

/**
 * Look around a click.
 *
 * @param area   Where the ultrasound is; shape unknown: the whole picture.
 * @param shaft  Of a needle that is seen, which is not to divide what it lies
 *               in; NULL: none.
 * @param[out] proposal  Written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_outline_find(const struct bv_frame *frame,
                    const struct bv_scan_area *area,
                    const struct bv_px_segment *shaft, struct bv_px click,
                    struct bv_outline_proposal *proposal) BV_MUST_USE;

/** Finds an outline again in later pictures. */
struct bv_outline_follower;

/** @return NULL: no memory. */
struct bv_outline_follower *bv_outline_follower_new(void);

/** NULL is ignored. */
void bv_outline_follower_free(struct bv_outline_follower *follower);

/**
 * Find an outline where it moved or changed by less than a third of its size.
 * Nothing is allocated where the picture before was as large.
 *
 * @param[in,out] outline  A valid one, of the picture before; written on 0.
 * @retval 0
 * @retval -ENOENT  There is no such border any more.
 * @retval -ENOMEM
 */
int bv_outline_follow(struct bv_outline_follower *follower,
                      const struct bv_frame *frame,
                      const struct bv_scan_area *area,
                      const struct bv_px_segment *shaft,
                      struct bv_outline *outline) BV_MUST_USE;

BV_END_DECLS

#endif
