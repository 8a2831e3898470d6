/**
 * @file
 * What is done to one picture, and to the truth of it. Private to perturb*.c.
 *
 * Pictures are of the caller's; in and out never overlap.
 */
#ifndef BV_COMMANDS_PERTURB_PICTURE_H
#define BV_COMMANDS_PERTURB_PICTURE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/**
 * Move the pixels inside a box: what was at a place goes where the map says,
 * and is cut off at the box; black comes in. What is outside stays.
 *
 * @param map  Scale and shift alone.
 */
void bv_perturb_move(const struct bv_frame *in, const struct bv_px_box *box,
                     const struct bv_px_map *map, struct bv_frame *out);

/** Other greys: so many more or less; black stays. */
void bv_perturb_gain(const struct bv_frame *in, int levels,
                     struct bv_frame *out);

/** Left for right. */
void bv_perturb_flip(const struct bv_frame *in, struct bv_frame *out);

/** Black outside an area, within its box. */
void bv_perturb_mask(const struct bv_frame *in, const struct bv_scan_area *area,
                     const struct bv_px_box *box, struct bv_frame *out);

/**
 * As large as it fits, in the middle of black.
 * @param[out] map  Where places went.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_perturb_resize(const struct bv_frame *in, struct bv_frame *out,
                      struct bv_px_map *map) BV_MUST_USE;

/**
 * Through JPEG and back.
 * @retval 0
 * @retval -ENOMEM or -EIO: the library refused.
 */
int bv_perturb_jpeg(const struct bv_frame *in, int quality,
                    struct bv_frame *out) BV_MUST_USE;

/** The area of a picture whose places went so; sides may change. */
struct bv_scan_area bv_perturb_map_area(const struct bv_scan_area *area,
                                        const struct bv_px_map *map);

/**
 * The truth of a picture whose places went so.
 *
 * @param map    Its scale is the same in all directions.
 * @param shown  What lies outside is not in the picture any more: a shaft is
 *               cut off, @c visible_mm shortened in proportion, a tip hidden.
 */
struct bv_truth_frame bv_perturb_truth(const struct bv_truth_frame *truth,
                                       const struct bv_px_map *map,
                                       const struct bv_scan_area *shown);

BV_END_DECLS

#endif
