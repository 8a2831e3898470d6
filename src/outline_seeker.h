/**
 * @file
 * Looks for the outline around a click (guidance/fluid/outline_find.h) on a
 * thread of its own, for a window. All functions are for one thread, which is
 * not that one.
 */
#ifndef BV_OUTLINE_SEEKER_H
#define BV_OUTLINE_SEEKER_H

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/outline.h"

BV_BEGIN_DECLS

struct bv_outline_seeker;

/** @return NULL: no memory. */
struct bv_outline_seeker *bv_outline_seeker_new(void);

/** Waits for what is being done. NULL is ignored. */
void bv_outline_seeker_free(struct bv_outline_seeker *seeker);

/**
 * Look for it; a reference to the frame is held meanwhile.
 *
 * @param advice  Of the frame.
 * @retval 0
 * @retval -EAGAIN  Another is being looked for.
 * @return or another negative errno.
 */
int bv_outline_seeker_ask(struct bv_outline_seeker *seeker,
                          const struct bv_frame *frame,
                          const struct bv_advice *advice,
                          struct bv_px click) BV_MUST_USE;

/**
 * What came of it, once; never waits.
 *
 * @param[out] outline  Of no points: there is none.
 * @param[out] why      Part of a sentence; constant.
 * @retval 0
 * @retval -EAGAIN  Not yet, or nothing was asked.
 * @retval -ENOMEM
 */
int bv_outline_seeker_take(struct bv_outline_seeker *seeker,
                           struct bv_outline *outline,
                           const char **why) BV_MUST_USE;

BV_END_DECLS

#endif
