/**
 * @file
 * The picture's own state: is it new, has it stopped, is it fast enough, and
 * did the scanner's depth, zoom or gain change (design, rules 2 and 3).
 *
 * One thread at a time. Nothing is allocated after the first frame of a size.
 */
#ifndef BV_GUIDANCE_PICTURE_H
#define BV_GUIDANCE_PICTURE_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** What one frame says about the picture. */
struct bv_picture_report {
    bool repeat;                  /**< Same pixels as the frame before. */
    enum bv_picture_state state;
    double still_s;               /**< Since the content last changed. */
    bool changed;                 /**< Depth, zoom, gain or the whole screen
                                       changed at this frame: forget scale,
                                       background and tracks. */
    bool scale_changed;           /**< Of these: depth, zoom or size, so that
                                       an old scale no longer holds. */
};

struct bv_picture;

/** @return NULL: no memory. */
struct bv_picture *bv_picture_new(void);

/** NULL is ignored. */
void bv_picture_free(struct bv_picture *picture);

/**
 * Look at the next frame, in order of time.
 *
 * Stopped: no new content for the longer of 250 ms and two frame intervals.
 * Too slow: under 8 new frames a second over the last second.
 *
 * @retval 0
 * @retval -ENOMEM
 */
int bv_picture_step(struct bv_picture *picture, const struct bv_frame *frame,
                    struct bv_picture_report *report) BV_MUST_USE;

BV_END_DECLS

#endif
