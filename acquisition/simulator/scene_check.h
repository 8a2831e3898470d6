/**
 * @file
 * Looks for the mistakes of a scene's author: keys and values, paint order,
 * and a target that the needle cannot come to.
 *
 * Everything is looked at with all ranges at their lower ends, at their upper
 * ends, at a mixture of both, and as several seeds fill them.
 */
#ifndef BV_SIMULATOR_SCENE_CHECK_H
#define BV_SIMULATOR_SCENE_CHECK_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** How often ranges are filled: low, high, mixed ends, seeds. */
#define BV_SCENE_CHECK_MIXED 14
#define BV_SCENE_CHECK_SEEDS 16
#define BV_SCENE_CHECK_FILLINGS                                                \
    (2 + BV_SCENE_CHECK_MIXED + BV_SCENE_CHECK_SEEDS)

/** From the smallest to the largest over all fillings. */
struct bv_scene_span {
    double low, high;
};

/** What was looked at, and found. */
struct bv_scene_looked {
    int mistakes, remarks;
    int files; /**< The scene's own and those that it includes. */
    int layers, objects, guarded; /**< Targets and structures to avoid. */
    bool has_target, has_way;     /**< A needle has a way to a target. */
    struct bv_scene_span way_mm, angle_deg;
    bool has_script_tip;
    struct bv_scene_span nearest_mm; /**< The script's tip to the target. */
};

/** Gets "FILE:LINE: KEY what." for a mistake, or for a remark: true, and not
 *  what an author meant for certain. */
typedef void bv_scene_tell(void *data, bool mistake, const char *sentence);

/**
 * Look at a scene.
 *
 * @param path_or_name  As for bv_scene_load().
 * @param[out] looked   Always written.
 * @retval 0            Looked at; the mistakes were told.
 * @return or a negative errno with @p fault said: nothing to look at.
 */
int bv_scene_check(const char *path_or_name, bv_scene_tell *tell, void *data,
                   struct bv_scene_looked *looked,
                   struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
