/**
 * @file
 * Turns advice into marks: plain shapes at picture positions, made without
 * GTK and without cairo, so that the rules of what may be drawn are one pure
 * function that tests can ask.
 *
 * The rules (design, "What it must never do"): rails on the visible shaft
 * only; no ring unless the tip is seen; nothing over the echo of the tip or
 * inside the target; nothing on a stale picture.
 */
#ifndef BV_UI_OVERLAY_MARKS_H
#define BV_UI_OVERLAY_MARKS_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

enum bv_mark_kind {
    BV_MARK_RAIL,          /**< One line beside the shaft: a to b. */
    BV_MARK_TIP,           /**< A ring around a seen tip a, its echo left
                                free, open between the rails. */
    BV_MARK_TIP_PREDICTED, /**< A dashed ellipse: where it should be. */
    BV_MARK_PATH,          /**< Dashes ahead of a seen tip: a to b. */
    BV_MARK_CROSSING,      /**< Corners around an out-of-plane crossing. */
    BV_MARK_TARGET,        /**< A ring with ticks around the target. */
    BV_MARK_LANDMARK,      /**< What else is marked, held or lost. */
    BV_MARK_FLUID,         /**< The border of what is injected or drawn off. */
    BV_MARK_NO_SPREAD,     /**< It is not seen while injecting; the tip is at
                                a. */
    BV_MARK_CURSOR,        /**< The keyboard's cross while marking. */
};

/** One shape. Which fields hold depends on the kind. */
struct bv_mark {
    enum bv_mark_kind kind;
    struct bv_px a, b;       /**< Ends of a line; or a is the centre. */
    double radius_px;        /**< Rings; along the shaft for an ellipse. */
    double radius_across_px; /**< Ellipse; for the tip's ring half the gap
                                  between the rails. */
    double angle_deg;        /**< Direction that the needle goes, clockwise
                                  from the picture's x axis; -180 to 180. */
    const struct bv_landmark_advice *landmark; /**< The advice's; else NULL. */
    const struct bv_outline *outline;          /**< The same. */
};

#define BV_MARKS_MOST 18

/** All shapes on one picture, in drawing order. */
struct bv_marks {
    int count;
    struct bv_mark mark[BV_MARKS_MOST];
};

/** What the window knows beside the advice. */
struct bv_marks_options {
    bool hide_guidance; /**< The picture is stale by the window's own clock. */
    bool has_cursor;
    struct bv_px cursor_px;
    double view_scale; /**< Surface units a picture pixel, so that a small
                            view keeps marks off the echoes; 0 is 1.0. */
};

/** Make the marks for one picture, which hold as long as the advice does.
 *  @param options  NULL for none. */
void bv_marks_make(const struct bv_advice *advice,
                   const struct bv_marks_options *options,
                   struct bv_marks *marks);

BV_END_DECLS

#endif
