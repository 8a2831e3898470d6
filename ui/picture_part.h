/**
 * @file
 * The part of a frame that is shown where two pictures share the room: the
 * scan area, without the scanner's screen around it. Pure.
 */
#ifndef BV_UI_PICTURE_PART_H
#define BV_UI_PICTURE_PART_H

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Zero-initialised: frames are shown whole. */
struct bv_picture_part {
    int width_px, height_px; /**< Of the frames that it is of. */
    struct bv_px_box box;
};

/** Around the scan area of this frame; the whole where it is not known. */
struct bv_picture_part bv_picture_part_of(const struct bv_frame *frame,
                                          const struct bv_scan_area *area);

/** What of a frame is shown: the part, where its own scan area lies in there
 *  too, or else all of it. */
struct bv_px_box bv_picture_part_find(const struct bv_picture_part *part,
                                      const struct bv_frame *frame,
                                      const struct bv_scan_area *area);

BV_END_DECLS

#endif
