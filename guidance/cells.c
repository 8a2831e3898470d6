#include "guidance/cells.h"

#include <math.h>
#include <stddef.h>

enum { width_px = BV_CELL_WIDTH_PX, height_px = BV_CELL_HEIGHT_PX };

/* Evidence beyond this counts no more. */
static const float line_most = 4;

struct bv_px bv_cell_middle(int column, int row)
{
    return (struct bv_px){(column + 0.5) * width_px - 0.5,
                          (row + 0.5) * height_px - 0.5};
}

/* Adds up every other row of the picture that a row of cells covers: lines are
 * broader. */
static void add_rows(const float *at, int width, float *sums)
{
    const float *other = at + 2 * (ptrdiff_t)width;

    for (int x = 0; x < width; x++)
        sums[x] = at[x] + other[x];
}

static float in_cell(const float *sums, int column)
{
    return sums[column * width_px] + sums[column * width_px + 1];
}

/* Beams that spread: by how much a line along them is one along the angle
 * that evidence counts from. */
static void turn(const struct bv_scan_area *area, int row, int columns,
                 float *as_cos, float *as_sin)
{
    float y = (float)(bv_cell_middle(0, row).y - area->apex.y);
    float left = (float)(bv_cell_middle(0, row).x - area->apex.x);

    for (int c = 0; c < columns; c++) {
        float x = left + (float)(c * width_px);
        float inverse = 1 / (x * x + y * y + 1e-6f);

        as_cos[c] = (x * x - y * y) * inverse;
        as_sin[c] = 2 * x * y * inverse;
    }
}

static void fill_lines(struct bv_cells *cells,
                       const struct bv_evidence *evidence, int row)
{
    enum { most = BV_EVIDENCE_SIDE_PX, added = width_px * height_px / 2 };
    float any[most], along_cos[most], along_sin[most];
    float as_cos[most / width_px], as_sin[most / width_px];
    size_t at = (size_t)(row * height_px) * (size_t)evidence->width;
    float *to = cells->rough + bv_cell_at(cells, 0, row);

    add_rows(evidence->any + at, evidence->width, any);
    add_rows(evidence->along_cos + at, evidence->width, along_cos);
    for (int c = 0; c < cells->columns; c++)
        to[c] = in_cell(any, c) - in_cell(along_cos, c);
    if (evidence->area.shape == BV_SCAN_SECTOR) {
        add_rows(evidence->along_sin + at, evidence->width, along_sin);
        turn(&evidence->area, row, cells->columns, as_cos, as_sin);
        for (int c = 0; c < cells->columns; c++)
            to[c] = in_cell(any, c) + as_cos[c] * in_cell(along_cos, c) +
                    as_sin[c] * in_cell(along_sin, c);
    }
    for (int c = 0; c < cells->columns; c++)
        to[c] = fminf(to[c] / added, line_most);
}

static void fill_greys(struct bv_cells *cells,
                       const struct bv_evidence *evidence, int row)
{
    uint16_t sums[BV_EVIDENCE_SIDE_PX] = {0};
    const uint8_t *at =
        evidence->image + (size_t)(row * height_px) * (size_t)evidence->width;
    uint8_t *to = cells->grey + bv_cell_at(cells, 0, row);

    for (int y = 0; y < height_px; y++, at += evidence->width)
        for (int x = 0; x < evidence->width; x++)
            sums[x] = (uint16_t)(sums[x] + at[x]);
    for (int c = 0; c < cells->columns; c++)
        to[c] = (uint8_t)((sums[c * width_px] + sums[c * width_px + 1]) /
                          (width_px * height_px));
}

/* A cell and half of those above and below it. */
static void smooth(struct bv_cells *cells)
{
    size_t width = (size_t)cells->columns;

    for (int r = 0; r < cells->rows; r++) {
        const float *here = cells->rough + (size_t)r * width;
        const float *above = r > 0 ? here - width : here;
        const float *below = r + 1 < cells->rows ? here + width : here;
        float *out = cells->line + (size_t)r * width;

        for (size_t c = 0; c < width; c++)
            out[c] = 0.5f * here[c] + 0.25f * (above[c] + below[c]);
    }
}

void bv_cells_fill(struct bv_cells *cells, const struct bv_evidence *evidence)
{
    cells->columns = evidence->width / width_px;
    cells->rows = evidence->height / height_px;
    for (int r = 0; r < cells->rows; r++) {
        fill_lines(cells, evidence, r);
        fill_greys(cells, evidence, r);
    }
    smooth(cells);
}

struct bv_cell_range bv_cells_near(const struct bv_cells *cells,
                                   struct bv_px at, struct bv_px reach)
{
    return (struct bv_cell_range){
        .left = (int)fmax(0, floor((at.x - reach.x) / width_px)),
        .right =
            (int)fmin(cells->columns, floor((at.x + reach.x) / width_px) + 1),
        .top = (int)fmax(0, floor((at.y - reach.y) / height_px)),
        .bottom =
            (int)fmin(cells->rows, floor((at.y + reach.y) / height_px) + 1)};
}
