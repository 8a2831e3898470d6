/**
 * @file
 * Plans the needle's ways to what is aimed at in a picture, past what is marked
 * to be avoided (guidance/plan.h), on a thread of its own, for a window. All
 * functions are for one thread, which is not that one.
 */
#ifndef BV_WAY_SEEKER_H
#define BV_WAY_SEEKER_H

#include "core/advice.h"
#include "core/decls.h"
#include "core/status.h"
#include "guidance/plan.h"

BV_BEGIN_DECLS

/** What is said of the needle; zero: nothing. */
struct bv_way_needle {
    double gauge;                           /**< 0: not said. */
    double length_least_mm, length_most_mm; /**< Ascending; 0: not said. */
};

/** A plan with what it was made of, in mm of the picture's plane. */
struct bv_ways {
    struct bv_plan_scene scene;
    struct bv_plan plan;
};

/**
 * What a picture says of a plan: target, structures with their margins, probe
 * and depth. The skin is taken for flat beside the probe, the housing for 4 mm
 * wide beside the face; of a needle 10 mm stay outside, at 20 to 70 degrees to
 * the skin. Any thread.
 *
 * @param needle  At hand; where its length is not said, those of usual lengths
 *                are, and of a range its ends and the usual ones within.
 * @return 0, or -EINVAL with @p fault said: there is no target or no scale, or
 *         a structure to avoid is lost.
 */
int bv_ways_read(const struct bv_advice *advice,
                 const struct bv_way_needle *needle,
                 struct bv_plan_scene *scene,
                 struct bv_fault *fault) BV_MUST_USE;

struct bv_way_seeker;

/** @return NULL: no memory. */
struct bv_way_seeker *bv_way_seeker_new(void);

/** Waits for what is being done. NULL is ignored. */
void bv_way_seeker_free(struct bv_way_seeker *seeker);

/**
 * Plan.
 *
 * @param needle  As for bv_ways_read().
 * @retval 0
 * @retval -EAGAIN  Another plan is being made.
 * @return or another negative errno, with @p fault said.
 */
int bv_way_seeker_ask(struct bv_way_seeker *seeker,
                      const struct bv_advice *advice,
                      const struct bv_way_needle *needle,
                      struct bv_fault *fault) BV_MUST_USE;

/**
 * What came of it, once; never waits.
 *
 * @param[out] ways  Written only on 0.
 * @retval 0
 * @retval -EAGAIN  Not yet, or nothing was asked.
 * @return or another negative errno, with @p fault said.
 */
int bv_way_seeker_take(struct bv_way_seeker *seeker, struct bv_ways *ways,
                       struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
