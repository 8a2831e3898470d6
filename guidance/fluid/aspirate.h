/**
 * @file
 * The area of an effusion in this plane, followed from frame to frame while it
 * is drawn off. It is an area, never a volume, and never a part of one.
 *
 * Where the probe moves, another slice shows: then the comparison is void. One
 * thread at a time.
 */
#ifndef BV_GUIDANCE_FLUID_ASPIRATE_H
#define BV_GUIDANCE_FLUID_ASPIRATE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/fluid.h"

BV_BEGIN_DECLS

struct bv_aspirate_watch;

/** @return NULL: no memory. */
struct bv_aspirate_watch *bv_aspirate_watch_new(void);

/** NULL is ignored. */
void bv_aspirate_watch_free(struct bv_aspirate_watch *watch);

/** Look for fluid at a place of the next frame, and follow it from there. */
void bv_aspirate_watch_begin(struct bv_aspirate_watch *watch,
                             struct bv_px click);

/** The user is done. */
void bv_aspirate_watch_end(struct bv_aspirate_watch *watch);

/** What one frame brings. */
struct bv_aspirate_input {
    const struct bv_frame *frame;
    const struct bv_scan_area *area;   /**< Shape unknown: the whole picture. */
    const struct bv_px_segment *shaft; /**< The visible needle; NULL: none. */
    bool repeat;                       /**< The same pixels as before. */
    bool changed; /**< Depth, zoom or the screen changed. */
};

/**
 * Follow it into the next frame.
 *
 * @param[out] aspirate  Always written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_aspirate_watch_step(struct bv_aspirate_watch *watch,
                           const struct bv_aspirate_input *input,
                           struct bv_aspirate *aspirate) BV_MUST_USE;

BV_END_DECLS

#endif
