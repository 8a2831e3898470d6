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
 * @param area  Where the ultrasound is; shape unknown: the whole picture.
 * @param[out] proposal  Written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_outline_find(const struct bv_frame *frame,
                    const struct bv_scan_area *area, struct bv_px click,
                    struct bv_outline_proposal *proposal) BV_MUST_USE;

/**
 * Find an outline again in a later picture, where it moved or changed by less
 * than a third of its size.
 *
 * @param last      A valid outline.
 * @param[out] now  Written on 0.
 * @retval 0
 * @retval -ENOENT  There is no such border any more.
 * @retval -ENOMEM
 */
int bv_outline_find_again(const struct bv_frame *frame,
                          const struct bv_scan_area *area,
                          const struct bv_outline *last,
                          struct bv_outline *now) BV_MUST_USE;

BV_END_DECLS

#endif
