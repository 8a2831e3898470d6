/**
 * @file
 * From which directions a target can be reached, exactly. Private to plan*.c,
 * and for its tests.
 *
 * A direction is that of the ray from the target to the entry, in degrees
 * counter-clockwise from the picture's right as it is seen: 0 from the right,
 * 90 from straight above, 180 from the left; -90 to 270.
 *
 * All demands change only where the ray touches a disc of the margin's radius
 * about a corner (the outline grown by its margin is bounded by those as seen
 * from anywhere), where its entry passes a corner of the skin, the probe's
 * edge, or the border of a grown outline, and where length or angle reach
 * their limits. These directions are computed; between two of them one look
 * tells for all.
 */
#ifndef BV_GUIDANCE_PLAN_OPEN_H
#define BV_GUIDANCE_PLAN_OPEN_H

#include <stdbool.h>

#include "core/decls.h"
#include "guidance/plan.h"

BV_BEGIN_DECLS

#define BV_PLAN_OPEN_MAX 128

/** What is demanded. The entry lies beside the probe in any case. */
struct bv_plan_demand {
    bool angle;          /**< Of those allowed. */
    bool length;         /**< That a needle reaches with its reserve. */
    unsigned structures; /**< Bits: kept off. */
    bool margins;        /**< By their margins, not only uncrossed. */
};

/** All of them, of all structures. */
#define BV_PLAN_EVERYTHING                                                     \
    {                                                                          \
        true, true, ~0u, true                                                  \
    }

/** Directions, both ends with them. */
struct bv_plan_open {
    double from_deg, to_deg;
};

/** A straight shaft to the target. */
struct bv_plan_shaft {
    struct bv_mm entry, aim;
    double length_mm;
    double insertion_deg;
};

/**
 * The shaft from a direction. @return false: it meets no skin.
 */
bool bv_plan_shaft_find(const struct bv_plan_scene *scene, double direction_deg,
                        struct bv_plan_shaft *shaft);

/** Whether it meets the demands. */
bool bv_plan_shaft_meets(const struct bv_plan_scene *scene,
                         const struct bv_plan_shaft *shaft,
                         const struct bv_plan_demand *demand);

/** How near a shaft comes to a structure, mm; 0: it crosses it. */
double bv_plan_shaft_clearance(const struct bv_plan_scene *scene,
                               const struct bv_plan_shaft *shaft,
                               int structure);

/** The margin that a structure has in this scene, mm. */
double bv_plan_margin(const struct bv_plan_scene *scene, int structure);

/** The most length in tissue that a needle at hand has, mm. */
double bv_plan_reach(const struct bv_plan_scene *scene);

/** Half the face's width with its rim, mm, sideways. */
double bv_plan_face_half(const struct bv_plan_probe *probe);

/** Whether the picture shows a point. */
bool bv_plan_shows(const struct bv_plan_probe *probe, struct bv_mm at);

/** Whether the scene makes sense. @return 0, or -EINVAL with @p fault said. */
int bv_plan_scene_check(const struct bv_plan_scene *scene,
                        struct bv_fault *fault) BV_MUST_USE;

/** An outline as one of px: its arithmetic knows no unit. */
struct bv_outline bv_plan_outline(const struct bv_mm_outline *outline);

/**
 * Find all directions that meet the demands, smallest first.
 *
 * @return How many, or -ENOMEM, or -E2BIG: skin and outlines are entangled
 *         beyond what is looked at.
 */
int bv_plan_open_find(const struct bv_plan_scene *scene,
                      const struct bv_plan_demand *demand,
                      struct bv_plan_open open[BV_PLAN_OPEN_MAX]) BV_MUST_USE;

/** The part of an interval on one side of the target: 0 from the left, 1 from
 *  the right. @return Whether there is any. */
bool bv_plan_cut(const struct bv_plan_open *open, int side,
                 struct bv_plan_open *part);

/**
 * Why no direction is open on a side.
 *
 * @param open  Room to work in.
 * @return 0 or a negative errno, as bv_plan_open_find().
 */
int bv_plan_reason(const struct bv_plan_scene *scene, int side,
                   struct bv_plan_open open[BV_PLAN_OPEN_MAX],
                   struct bv_plan_side *told) BV_MUST_USE;

/** Where the shaft comes into the picture. */
struct bv_mm bv_plan_shown(const struct bv_plan_probe *probe,
                           const struct bv_plan_shaft *shaft);

/** The shaft's angle to the beam at a point, 0 to 90 degrees. */
double bv_plan_insonation(const struct bv_plan_probe *probe,
                          const struct bv_plan_shaft *shaft, struct bv_mm at);

BV_END_DECLS

#endif
