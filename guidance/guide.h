/**
 * @file
 * One frame in, one advice out.
 *
 * The guide joins the parts of guidance: the picture's own state, the scan
 * area, the needle, the target and the course. Everything in it is timed by
 * the frames' own times, so the same frames give the same advice, bit for
 * bit, whatever the machine's speed.
 *
 * A guide is used from one thread at a time; nothing is allocated in a step
 * after the first frame of a size, but where depth or zoom changes.
 */
#ifndef BV_GUIDANCE_GUIDE_H
#define BV_GUIDANCE_GUIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/fluid.h"
#include "core/frame.h"
#include "core/landmark.h"
#include "core/screen_scale.h"

BV_BEGIN_DECLS

/** The steps that are timed. */
enum bv_stage {
    BV_STAGE_PICTURE, /**< Repeats, stops, changes of depth and gain. */
    BV_STAGE_SCAN_AREA,
    BV_STAGE_EVIDENCE, /**< Ridges, motion, novelty. */
    BV_STAGE_NEEDLE,   /**< Candidates, track, tip, state. */
    BV_STAGE_TARGET,   /**< And whatever else is marked; what to turn. */
    BV_STAGE_FLUID,    /**< Spread or aspiration, while it is declared. */
    BV_STAGE_COUNT
};

/** How long the last step took; not part of the advice, since it varies. */
struct bv_timings {
    int64_t stage_ns[BV_STAGE_COUNT];
    int64_t total_ns;
};

/** The stage's name for tables: "scan area". */
const char *bv_stage_name(enum bv_stage stage);

struct bv_account;

struct bv_guide_options {
    bool stills;       /**< Each frame by itself: only ever a candidate. */
    double mm_per_px;  /**< Scale where the frame brings none; 0 unknown.
                            Dropped when depth or zoom changes. */
    bool out_of_plane; /**< As of bv_guide_set_out_of_plane(), at first. */
    enum bv_side chosen_side;   /**< Where the user says that the probe's marker
                             is; unknown: not said. */
    struct bv_account *account; /**< Written in each step with what was weighed
                                     and why (account.h); it must outlive the
                                     guide. NULL: nobody asks. */
};

struct bv_guide;

/** @param options  NULL for the defaults. @return NULL: no memory. */
struct bv_guide *bv_guide_new(const struct bv_guide_options *options);

/** NULL is ignored. */
void bv_guide_free(struct bv_guide *guide);

/**
 * Look at one frame.
 *
 * @param frame         Borrowed.
 * @param[out] advice   Always written on 0.
 * @param[out] timings  May be NULL.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_guide_step(struct bv_guide *guide, const struct bv_frame *frame,
                  struct bv_advice *advice,
                  struct bv_timings *timings) BV_MUST_USE;

/**
 * Mark the target at a position of the picture; it is tied to the tissue
 * under it in the next new frame. Replaces the mark before.
 */
void bv_guide_mark_target(struct bv_guide *guide, struct bv_px px);

/**
 * The user confirmed a scale that was read off the screen: it goes before one
 * that they gave earlier, and not before the source's own. It is dropped, for
 * good, when the ruler or the text that it was read from changes, or depth or
 * zoom do.
 *
 * @param screen  The frame that it was read from; looked at here alone.
 * @retval 0
 * @retval -ENOMEM  As if it was not called.
 */
int bv_guide_set_scale(struct bv_guide *guide,
                       const struct bv_screen_scale *scale,
                       const struct bv_frame *screen) BV_MUST_USE;

/** The scale that was confirmed is not: from now on there is none. */
void bv_guide_drop_scale(struct bv_guide *guide);

/**
 * The user says how the needle comes: out of the plane, or, as it is taken
 * without a word, in it. Only out of it is a crossing looked for; a needle that
 * lies in the plane is found in either. From the next frame on.
 */
void bv_guide_set_out_of_plane(struct bv_guide *guide, bool out_of_plane);

/**
 * The user says that they inject, aspirate, or do neither any more; from the
 * next frame on. Undeclared, nothing of fluid is watched.
 *
 * @param at  In the fluid that is aspirated; else not looked at.
 */
void bv_guide_declare(struct bv_guide *guide, enum bv_syringe syringe,
                      struct bv_px at);

/**
 * The user says after how long what is injected is to show, from the next frame
 * on; BV_DEAD_TIME_USUAL_S unless said.
 *
 * @param seconds  BV_DEAD_TIME_LEAST_S to BV_DEAD_TIME_MOST_S.
 */
void bv_guide_set_dead_time(struct bv_guide *guide, double seconds);

/** Take the mark away. */
void bv_guide_clear_target(struct bv_guide *guide);

/**
 * Mark what else there is, beside the target: as it lies in the picture, tied
 * to the tissue of the next new frame. Replaces the one with its id. Whether it
 * may stand beside the others is asked before (bv_landmark_check()).
 *
 * @param frame  An earlier one that it was marked in, to be tied to the tissue
 *               of that; NULL: of the next.
 * @retval 0
 * @retval -EINVAL  It is none by itself.
 * @retval -ENOSPC  There are BV_LANDMARKS_MOST.
 */
int bv_guide_set_landmark(struct bv_guide *guide,
                          const struct bv_landmark *landmark,
                          const struct bv_frame *frame) BV_MUST_USE;

/** Take one away; one that is not there is ignored. */
void bv_guide_remove_landmark(struct bv_guide *guide, int id);

/** Take all of them away. */
void bv_guide_clear_landmarks(struct bv_guide *guide);

BV_END_DECLS

#endif
