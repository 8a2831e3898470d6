/**
 * @file
 * Finds and follows the needle: evidence, candidates, track, tip, state.
 *
 * One thread at a time. Nothing is allocated after the first frame of a size,
 * but where the view changes.
 */
#ifndef BV_GUIDANCE_NEEDLE_H
#define BV_GUIDANCE_NEEDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** What the needle finder looks at. */
struct bv_needle_input {
    const struct bv_frame *frame;
    const struct bv_scan_area *area; /**< Shape unknown: the whole picture. */
    const uint8_t *mask;             /**< As of bv_scan_finder_step(). */
    double mm_per_px; /**< 0 unknown: lengths are then taken as fractions
                           of the picture. */
    bool repeat;      /**< Same pixels as before: keep, learn nothing. */
};

/** What it found in this frame: the needle's part of the advice. */
struct bv_needle_finding {
    enum bv_needle_state state;
    double confidence;
    bool has_shaft;
    struct bv_px_segment shaft_px; /**< Visible part, skin side first. */
    bool has_tip;
    struct bv_px tip_px;
    double tip_sd_px;
    struct bv_shaft_end end;
    bool has_crossing;
    struct bv_px crossing_px;
    double last_seen_s; /**< NAN: never. */
    struct bv_tissue_motion tissue;
    int64_t evidence_ns; /**< How long the evidence took, for the timings. */
};

struct bv_account;
struct bv_needle_finder;

/**
 * @param stills   Each frame by itself.
 * @param account  Written in each step, where somebody asks; NULL: nobody.
 * @return NULL: no memory.
 */
struct bv_needle_finder *bv_needle_finder_new(bool stills,
                                              struct bv_account *account);

/** NULL is ignored. */
void bv_needle_finder_free(struct bv_needle_finder *finder);

/** Forget everything: the picture is another one. */
void bv_needle_finder_reset(struct bv_needle_finder *finder);

/** Whether a crossing of the plane is looked for; it is not at first, nor ever
 *  in stills. */
void bv_needle_finder_set_out_of_plane(struct bv_needle_finder *finder,
                                       bool out_of_plane);

/** The next new frame has another gain: a confirmed needle goes on, all else is
 *  forgotten. */
void bv_needle_finder_gain_changed(struct bv_needle_finder *finder);

/** The next new frame has another depth or zoom, or is of something else. A
 *  confirmed needle goes on where the pictures tell where it lies now, and is
 *  drawn where its line shows there; all else is forgotten. */
void bv_needle_finder_view_changed(struct bv_needle_finder *finder);

/**
 * Look at the next frame, in order of time.
 *
 * @param[out] finding  Always written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_needle_finder_step(struct bv_needle_finder *finder,
                          const struct bv_needle_input *input,
                          struct bv_needle_finding *finding) BV_MUST_USE;

BV_END_DECLS

#endif
