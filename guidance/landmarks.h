/**
 * @file
 * What is marked, up to BV_LANDMARKS_MOST, each tied to its own tissue
 * (follow.h).
 *
 * One thread at a time. Nothing is allocated after bv_landmarks_new().
 */
#ifndef BV_GUIDANCE_LANDMARKS_H
#define BV_GUIDANCE_LANDMARKS_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/landmark.h"
#include "guidance/follow.h"

BV_BEGIN_DECLS

struct bv_landmarks;

/** @return NULL: no memory. */
struct bv_landmarks *bv_landmarks_new(void);

/** NULL is ignored. */
void bv_landmarks_free(struct bv_landmarks *landmarks);

/**
 * Add a mark, or put it in place of the one with its id. It is tied to the
 * tissue of the next frame stepped. Whether it may stand beside the others is
 * asked before (bv_landmark_check()).
 *
 * @retval 0
 * @retval -EINVAL  It is none by itself.
 * @retval -ENOSPC  There are as many as there can be.
 */
int bv_landmarks_set(struct bv_landmarks *landmarks,
                     const struct bv_landmark *mark) BV_MUST_USE;

/**
 * Tie a mark to the tissue of a frame that came before the next one, in which
 * it was marked; it is looked for from there. One that is not there is ignored.
 */
void bv_landmarks_tie_in(struct bv_landmarks *landmarks, int id,
                         const struct bv_follow_input *input);

/** Take a mark away; one that is not there is ignored. */
void bv_landmarks_remove(struct bv_landmarks *landmarks, int id);

/** Take all away. */
void bv_landmarks_clear(struct bv_landmarks *landmarks);

/** Tie each anew, where it was marked: the next picture stands alone. */
void bv_landmarks_tie_again(struct bv_landmarks *landmarks);

/** Depth, zoom or the screen changed: all are lost for good. */
void bv_landmarks_picture_changed(struct bv_landmarks *landmarks);

/**
 * Follow all into the next frame, in order of time.
 *
 * @param input       Its far_looks are not looked at.
 * @param[out] found  BV_LANDMARKS_MOST: in the order in which they were added;
 *                    only mark and state are filled.
 * @return How many.
 */
int bv_landmarks_step(struct bv_landmarks *landmarks,
                      const struct bv_follow_input *input,
                      struct bv_landmark_advice *found);

BV_END_DECLS

#endif
