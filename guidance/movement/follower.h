/**
 * @file
 * Follows what moves along one line from frame to frame: how far a tendon
 * glides, or the distance between two marks.
 *
 * One thread at a time. Frames are in order of time, forward or, mirrored by
 * the caller, back.
 */
#ifndef BV_GUIDANCE_MOVEMENT_FOLLOWER_H
#define BV_GUIDANCE_MOVEMENT_FOLLOWER_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

enum bv_movement_kind {
    BV_MOVEMENT_STRIP, /**< M-mode (mmode.h): nothing is followed. */
    BV_MOVEMENT_GLIDE,
    BV_MOVEMENT_BETWEEN
};

/** What was asked; a plain value. */
struct bv_movement_request {
    enum bv_movement_kind kind;
    struct bv_px_segment line_px; /**< In the first frame. */
    bool has_against;             /**< What does not glide is there. */
    struct bv_px against_px;
    double thick_mm; /**< Of the tendon's strip; 0: as usual. */
};

struct bv_follower;

/** @return NULL: no memory. */
struct bv_follower *bv_follower_new(const struct bv_movement_request *request);

/** NULL is ignored. */
void bv_follower_free(struct bv_follower *follower);

/**
 * The value of one frame, in order of time.
 *
 * @param advice         Of the frame: scale, scan area, whether it repeats.
 * @param[out] value_px  NAN: not found.
 * @param[out] ends_px   Of two marks; else as it was.
 * @retval 0
 * @retval -ENOMEM
 * @retval -ERANGE  The line cannot be followed; @p fault says why.
 * @retval -EDOM    A thickness in mm, and no scale; the same.
 */
int bv_follower_step(struct bv_follower *follower, const struct bv_frame *frame,
                     const struct bv_advice *advice, double *value_px,
                     struct bv_px_segment *ends_px,
                     struct bv_fault *fault) BV_MUST_USE;

/** Whether it is lost for good. */
bool bv_follower_is_lost(const struct bv_follower *follower);

BV_END_DECLS

#endif
