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

/** Without new content for this long, or two frame intervals: stopped. */
#define BV_PICTURE_STOPPED_S 0.25

/** Fewer new frames in the last second are too slow for guidance. */
#define BV_PICTURE_NEW_PER_S_MIN 8

/** What one frame says about the picture. */
struct bv_picture_report {
    bool repeat; /**< Same pixels as the frame before. */
    enum bv_picture_state state;
    double still_s;     /**< Since the content last changed. */
    bool rewound;       /**< Its time lies before the last one's: forget
                             everything. */
    bool changed;       /**< Depth, zoom, gain or the whole screen
                             changed at this frame, or it was rewound. */
    bool scale_changed; /**< Of these: depth, zoom or size, so that
                             an old scale no longer holds. Set also
                             where that is not sure. */
};

struct bv_picture;

/** @return NULL: no memory. */
struct bv_picture *bv_picture_new(void);

/** NULL is ignored. */
void bv_picture_free(struct bv_picture *picture);

/**
 * Look at the next frame.
 *
 * A repeat is exact: every pixel, and the colour where there is one. New
 * content is more than a clock or a cursor: a frame in which a twentieth or
 * less of the picture changes of what this source usually changes is no
 * repeat, but it is not new content either, so a frozen scanner whose clock
 * still runs has stopped.
 *
 * Stopped: no new content for the longer of 250 ms and two frame intervals,
 * the interval being the median of the last two seconds. Too slow: under 8
 * frames of new content in the last second, once a second has passed. Stopped
 * goes before too slow. That no frame comes at all can be seen only outside,
 * by a clock.
 *
 * A change of the screen is found on a coarse picture (64 cells across), from
 * one frame of new content to the next; depth steps of a fifth and more are
 * found reliably, smaller ones mostly, under a tenth seldom. A slide of the
 * probe is allowed for; a picture that only darkens or only brightens, with its
 * structure gone, is lost or regained contact and no change. A frame whose time
 * lies before the last one starts the times afresh and is a change (a recording
 * that was wound back).
 *
 * @param frame  Borrowed.
 * @param[out] report  Written only on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_picture_step(struct bv_picture *picture, const struct bv_frame *frame,
                    struct bv_picture_report *report) BV_MUST_USE;

BV_END_DECLS

#endif
