#include "guidance/spots.h"

/* Weaker ones are speckle. */
static const float spot_least = 0.7f;
/* Nearer to a border, px, nothing can be said of what lies beside it. */
enum { margin_px = 12 };

static bool is_peak(const struct bv_cells *cells, int column, int row)
{
    const float *at = cells->line + bv_cell_at(cells, column, row);

    for (int r = -2; r <= 2; r++)
        for (int c = -4; c <= 4; c++) {
            float other;

            if (column + c < 0 || column + c >= cells->columns || row + r < 0 ||
                row + r >= cells->rows)
                continue;
            other = at[r * cells->columns + c];
            if (other > *at || (other == *at && (r < 0 || (r == 0 && c < 0))))
                return false;
        }
    return true;
}

static bool is_inside(const struct bv_evidence *evidence, struct bv_px at)
{
    int left = (int)at.x - margin_px, right = (int)at.x + margin_px;
    int top = (int)at.y - margin_px, bottom = (int)at.y + margin_px;
    size_t width = (size_t)evidence->width;

    return left >= 0 && top >= 0 && right < evidence->width &&
           bottom < evidence->height &&
           evidence->mask[(size_t)at.y * width + (size_t)left] &&
           evidence->mask[(size_t)at.y * width + (size_t)right] &&
           evidence->mask[(size_t)top * width + (size_t)at.x] &&
           evidence->mask[(size_t)bottom * width + (size_t)at.x];
}

/* Keeps the strongest, in order. */
static int insert(struct bv_spot *out, int count, const struct bv_spot *spot)
{
    int at = count < BV_SPOTS_MAX ? count : BV_SPOTS_MAX - 1;

    if (count == BV_SPOTS_MAX && out[at].strength >= spot->strength)
        return count;
    while (at > 0 && out[at - 1].strength < spot->strength) {
        out[at] = out[at - 1];
        at--;
    }
    out[at] = *spot;
    return count < BV_SPOTS_MAX ? count + 1 : count;
}

int bv_spots_find(const struct bv_cells *cells,
                  const struct bv_evidence *evidence, struct bv_spot *out)
{
    int count = 0;

    for (int r = 1; r + 1 < cells->rows; r++)
        for (int c = 1; c + 1 < cells->columns; c++) {
            float here = cells->line[bv_cell_at(cells, c, r)];

            if (here >= spot_least && is_peak(cells, c, r) &&
                is_inside(evidence, bv_cell_middle(c, r)))
                count = insert(out, count,
                               &(struct bv_spot){bv_cell_middle(c, r), here});
        }
    return count;
}

bool bv_spots_near(const struct bv_cells *cells,
                   const struct bv_evidence *evidence, struct bv_px at,
                   struct bv_px reach, struct bv_spot *found)
{
    struct bv_cell_range near = bv_cells_near(cells, at, reach);
    bool any = false;

    for (int r = near.top; r < near.bottom; r++)
        for (int c = near.left; c < near.right; c++) {
            float here = cells->line[bv_cell_at(cells, c, r)];

            if (any && here <= found->strength)
                continue;
            any = true;
            *found = (struct bv_spot){bv_cell_middle(c, r), here};
        }
    return any && is_inside(evidence, found->at);
}
