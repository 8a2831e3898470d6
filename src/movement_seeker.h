/**
 * @file
 * Follows what moves along a line through the last seconds (look_back.h), from
 * the picture that it was marked in both ways, on a thread of its own, for a
 * window. All functions are for one thread, which is not that one.
 */
#ifndef BV_MOVEMENT_SEEKER_H
#define BV_MOVEMENT_SEEKER_H

#include <stdint.h>

#include "core/decls.h"
#include "core/series.h"
#include "core/status.h"
#include "guidance/movement/follower.h"
#include "look_back.h"

BV_BEGIN_DECLS

/** What moved. */
struct bv_moved_line {
    struct bv_movement_request request;
    struct bv_series series; /**< Times are from the newest picture kept, s: 0
                                  and less. bv_series_fini(). */
    uint64_t first;          /**< The number of its first frame; the others
                                  follow without a gap. */
};

struct bv_movement_seeker;

/** @return NULL: no memory. */
struct bv_movement_seeker *bv_movement_seeker_new(void);

/** What is being done is given up. NULL is ignored. */
void bv_movement_seeker_free(struct bv_movement_seeker *seeker);

/**
 * Follow. Frames of another size, scale or scan area than the one that was
 * marked in, and what lies beyond them, are left out.
 *
 * @param look_back  Held, and borrowed until it is taken or freed.
 * @param number     Of the frame that was marked in.
 * @retval 0
 * @retval -EAGAIN  Another is being followed.
 * @return or another negative errno.
 */
int bv_movement_seeker_ask(
    struct bv_movement_seeker *seeker, struct bv_look_back *look_back,
    uint64_t number, const struct bv_movement_request *request) BV_MUST_USE;

/** Give up what is being done; waits for some ms. */
void bv_movement_seeker_cancel(struct bv_movement_seeker *seeker);

/** How much of it is done, 0 to 1. */
double bv_movement_seeker_progress(const struct bv_movement_seeker *seeker);

/**
 * What came of it, once; never waits.
 *
 * @param[out] movement  Written only on 0; the caller's.
 * @retval 0
 * @retval -EAGAIN  Not yet, or nothing was asked.
 * @return or another negative errno, with @p fault said.
 */
int bv_movement_seeker_take(struct bv_movement_seeker *seeker,
                            struct bv_moved_line *movement,
                            struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
