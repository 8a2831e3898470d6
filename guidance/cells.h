/**
 * @file
 * The picture in coarse cells, fine across the beam and coarse along it: how
 * much each lies on a line along the beam, and how bright it is. Pure.
 *
 * Positions in work px.
 */
#ifndef BV_GUIDANCE_CELLS_H
#define BV_GUIDANCE_CELLS_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

#define BV_CELL_WIDTH_PX 2
#define BV_CELL_HEIGHT_PX 4
#define BV_CELLS_MAX                                                           \
    (BV_EVIDENCE_SIDE_PX / BV_CELL_WIDTH_PX * BV_EVIDENCE_SIDE_PX /            \
     BV_CELL_HEIGHT_PX)

/** Row by row. Zero-initialise. */
struct bv_cells {
    int columns, rows;
    float line[BV_CELLS_MAX];   /**< Evidence of a line along the beam, per px,
                                     smoothed along it. */
    uint8_t grey[BV_CELLS_MAX]; /**< Mean grey level. */
    float rough[BV_CELLS_MAX];  /**< The same as line, before it is smoothed. */
};

/** Some of them: from left and top on, up to before right and bottom. */
struct bv_cell_range {
    int left, right, top, bottom;
};

/** What a frame shows. */
void bv_cells_fill(struct bv_cells *cells, const struct bv_evidence *evidence);

/** The middle of a cell. */
struct bv_px bv_cell_middle(int column, int row);

/** Those that a box around a place touches. */
struct bv_cell_range bv_cells_near(const struct bv_cells *cells,
                                   struct bv_px at, struct bv_px reach);

static inline size_t bv_cell_at(const struct bv_cells *cells, int column,
                                int row)
{
    return (size_t)row * (size_t)cells->columns + (size_t)column;
}

BV_END_DECLS

#endif
