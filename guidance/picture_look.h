/**
 * @file
 * How the ultrasound looks as a whole: how bright, how far down, and whether
 * the probe's face touches everywhere.
 *
 * The scan area is laid out as beams and depths, so that a sector and a
 * rectangle are judged alike. Parts are of the beams or of the depth.
 */
#ifndef BV_GUIDANCE_PICTURE_LOOK_H
#define BV_GUIDANCE_PICTURE_LOOK_H

#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Grey levels from here on are as white as the screen goes. */
#define BV_LOOK_WHITE_LEVEL 250

/** Grey levels up to here are black. */
#define BV_LOOK_BLACK_LEVEL 6

/** What was measured; all but levels are parts, 0 to 1. */
struct bv_picture_look {
    double bright_level; /**< That one pixel of twenty exceeds. */
    double middle_level; /**< The median. */
    double white_part;   /**< Of the picture, white. */
    double dark_left;    /**< Of the beams, from that end on, dark from the
                              face down while the others are not. */
    double dark_right;
    double empty_below; /**< Of the depth: from there on there is nothing. */
};

/**
 * Measure one picture.
 *
 * @param area  A known shape.
 * @param mask  As bv_scan_finder_step() gives it: what is furniture is left
 *              out. NULL: none is.
 */
void bv_picture_look(const struct bv_frame *frame,
                     const struct bv_scan_area *area, const uint8_t *mask,
                     struct bv_picture_look *look);

BV_END_DECLS

#endif
