/**
 * @file
 * `bevel review`: a picture with what was seen in it. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_PICTURE_DRAW_H
#define BV_COMMANDS_REVIEW_PICTURE_DRAW_H

#include <cairo.h>

#include "core/decls.h"
#include "core/frame.h"
#include "guidance/review/review_frame.h"

BV_BEGIN_DECLS

/** Draw it at the origin, @p scale surface units a px. */
void bv_review_picture_draw(cairo_t *cairo, const struct bv_frame *picture,
                            const struct bv_review_frame *frame, double scale);

/** What was seen alone, on a surface whose origin is the picture's @p corner, a
 *  unit a px. */
void bv_review_marks_draw(cairo_t *cairo, const struct bv_review_frame *frame,
                          struct bv_px corner);

BV_END_DECLS

#endif
