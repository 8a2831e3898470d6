/**
 * @file
 * Where injected fluid goes, while the user says that they inject: what
 * changed near the tip since just before, outlined and measured in this plane.
 * Undeclared it is not watched.
 *
 * Unseen spread may be in a vessel: after the dead time without any it is said.
 * One thread at a time; nothing is allocated after the first step of a size.
 */
#ifndef BV_GUIDANCE_FLUID_SPREAD_H
#define BV_GUIDANCE_FLUID_SPREAD_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/fluid.h"

BV_BEGIN_DECLS

struct bv_spread_watch;

/** What one frame brings. */
struct bv_spread_input {
    const struct bv_frame *frame;
    const struct bv_scan_area *area; /**< Shape unknown: the whole picture. */
    double mm_per_px;                /**< 0 unknown. */
    bool has_tip;                    /**< Seen in this frame. */
    struct bv_px tip_px;
    const struct bv_outline *nerve; /**< Where it is now; NULL: none. */
    bool repeat;                    /**< The same pixels as before. */
    bool changed;                   /**< Depth, zoom or the screen changed. */
};

/** @return NULL: no memory. */
struct bv_spread_watch *bv_spread_watch_new(void);

/** NULL is ignored. */
void bv_spread_watch_free(struct bv_spread_watch *watch);

/** The user begins to inject, or ends. The next frame is the one before. */
void bv_spread_watch_declare(struct bv_spread_watch *watch, bool injects);

/**
 * After how long spread that is not seen is said, s, from now on;
 * BV_DEAD_TIME_USUAL_S at first.
 */
void bv_spread_watch_set_dead_time(struct bv_spread_watch *watch,
                                   double seconds);

/**
 * Look at the next frame.
 *
 * @param[out] spread  Always written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_spread_watch_step(struct bv_spread_watch *watch,
                         const struct bv_spread_input *input,
                         struct bv_spread *spread) BV_MUST_USE;

BV_END_DECLS

#endif
