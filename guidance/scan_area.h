/**
 * @file
 * Finds the ultrasound inside the picture, and what in it is furniture:
 * rulers, text, carets, a border that never moves.
 *
 * One thread at a time. Nothing is allocated after the first frame of a size.
 */
#ifndef BV_GUIDANCE_SCAN_AREA_H
#define BV_GUIDANCE_SCAN_AREA_H

#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

struct bv_scan_finder;

/** @return NULL: no memory. */
struct bv_scan_finder *bv_scan_finder_new(void);

/** NULL is ignored. */
void bv_scan_finder_free(struct bv_scan_finder *finder);

/** Forget what was learned: the screen changed. */
void bv_scan_finder_reset(struct bv_scan_finder *finder);

/**
 * Look at the next frame.
 *
 * @param[out] area  The frame's own where it brings one; else what was found,
 *                   or BV_SCAN_UNKNOWN.
 * @param[out] mask  Borrowed until the next call: width_px x height_px bytes,
 *                   stride width_px, 255 where the pixel is ultrasound and
 *                   not furniture, 0 elsewhere.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_scan_finder_step(struct bv_scan_finder *finder,
                        const struct bv_frame *frame, struct bv_scan_area *area,
                        const uint8_t **mask) BV_MUST_USE;

BV_END_DECLS

#endif
