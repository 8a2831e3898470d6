/**
 * @file
 * A plan as a picture.
 */
#ifndef BV_COMMANDS_PLAN_PICTURE_H
#define BV_COMMANDS_PLAN_PICTURE_H

#include "core/decls.h"
#include "core/status.h"
#include "guidance/plan.h"

BV_BEGIN_DECLS

/** Write a PNG. @return 0 or a negative errno with @p fault said. */
int bv_plan_picture_write(const struct bv_plan_scene *scene,
                          const struct bv_plan *plan, const char *path,
                          struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
