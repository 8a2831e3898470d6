/**
 * @file
 * The picture that `bevel movement` draws. Private to the command.
 */
#ifndef BV_COMMANDS_MOVEMENT_DRAW_H
#define BV_COMMANDS_MOVEMENT_DRAW_H

#include "core/decls.h"
#include "core/series.h"
#include "core/status.h"
#include "guidance/movement/follower.h"

BV_BEGIN_DECLS

/**
 * Draw the strip, or the chart with its least and most, as PNG.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_movement_draw(const struct bv_series *series,
                     const struct bv_movement_request *request,
                     const char *path, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
