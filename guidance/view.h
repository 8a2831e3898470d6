/**
 * @file
 * Whether a picture shows what the one before showed, larger, smaller or
 * elsewhere: then what was known of the one before holds in it, mapped.
 *
 * Any thread.
 */
#ifndef BV_GUIDANCE_VIEW_H
#define BV_GUIDANCE_VIEW_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/vision/view.h"

BV_BEGIN_DECLS

/**
 * Find where things went between two pictures. Costs as much as several
 * frames.
 *
 * @param scale  From the one before to the one now, as the source says; 0: it
 *               does not. What is found must agree with it.
 * @param[out] map  From the one before to the one now; written when found.
 * @return Whether they show the same beyond doubt.
 */
bool bv_view_find(const struct bv_vision_picture *before,
                  const struct bv_vision_picture *now, double scale,
                  struct bv_px_map *map);

BV_END_DECLS

#endif
