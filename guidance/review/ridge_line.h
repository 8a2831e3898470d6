/**
 * @file
 * Moves a line that a person clicked onto the bright ridge beside it.
 *
 * Only across: the ends stay where they were clicked along the line, because
 * where a shaft ends is what the person saw, and a shaft's fading end is not
 * its tip. What is no ridge moves nothing.
 *
 * Pure: core only. Any thread. It looks at pixels: not for the main thread.
 */
#ifndef BV_GUIDANCE_REVIEW_RIDGE_LINE_H
#define BV_GUIDANCE_REVIEW_RIDGE_LINE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** How far an end may move across the line: a share of the picture's width. */
#define BV_RIDGE_REACH_SHARE 0.012

/**
 * Find the ridge.
 *
 * @param line       The clicked line, px of the frame.
 * @param[out] found Where the ridge runs, to about a tenth of a px; written
 *                   only on 0.
 * @retval 0
 * @retval -ENOENT   There is none within reach that stands out.
 * @retval -EINVAL   The line is shorter than 8 px, or leaves the picture.
 * @retval -ENOMEM
 */
int bv_ridge_line_find(const struct bv_frame *frame,
                       const struct bv_px_segment *line,
                       struct bv_px_segment *found) BV_MUST_USE;

BV_END_DECLS

#endif
