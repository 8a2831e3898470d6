/**
 * @file
 * Small bright echoes that are narrow across the beam, which is what a needle
 * shows where it crosses the plane: a dot, or a streak along the beam. Tissue's
 * own interfaces lie across the beam. Pure; positions in work px.
 */
#ifndef BV_GUIDANCE_SPOTS_H
#define BV_GUIDANCE_SPOTS_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/cells.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

#define BV_SPOTS_MAX 24

/** One spot of a frame. */
struct bv_spot {
    struct bv_px at; /**< Its strongest place. */
    float strength;  /**< Evidence of a line along the beam, per px. */
};

/**
 * The spots of a frame.
 *
 * @param[out] out  Room for BV_SPOTS_MAX, the strongest first.
 * @return How many.
 */
int bv_spots_find(const struct bv_cells *cells,
                  const struct bv_evidence *evidence, struct bv_spot *out);

/**
 * The strongest place near another one.
 *
 * @param reach       How far to each side.
 * @param[out] found  May be written in any case.
 * @return Whether there is: close to a border there is none.
 */
bool bv_spots_near(const struct bv_cells *cells,
                   const struct bv_evidence *evidence, struct bv_px at,
                   struct bv_px reach, struct bv_spot *found);

BV_END_DECLS

#endif
