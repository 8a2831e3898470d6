/**
 * @file
 * The needle of a mask: a picture that is bright where somebody painted the
 * shaft, and black elsewhere.
 *
 * Pure: core only. Any thread.
 */
#ifndef BV_GUIDANCE_REVIEW_MASK_LINE_H
#define BV_GUIDANCE_REVIEW_MASK_LINE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/**
 * The middle line of what is painted: the main axis of the largest connected
 * piece and of what lies in line with it, from the end that is nearer the top
 * (of a level one, nearer the picture's side) to the other.
 *
 * A pixel is painted where it is brighter than an eighth of the brightest one.
 *
 * @param[out] line  px of the mask; written only on 0.
 * @retval 0
 * @retval -ENOENT   Nothing is painted: there is no needle.
 * @retval -EINVAL   What is painted is no line: shorter than four times its
 *                   width, or more than a fifth of the picture.
 * @retval -ENOMEM
 */
int bv_mask_line_find(const struct bv_frame *mask,
                      struct bv_px_segment *line) BV_MUST_USE;

BV_END_DECLS

#endif
