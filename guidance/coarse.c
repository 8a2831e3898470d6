#include "guidance/coarse.h"

#include <stdlib.h>
#include <string.h>

enum { cells_along = 64 };

struct bv_coarse *bv_coarse_new(int width_px, int height_px)
{
    struct bv_coarse *coarse = calloc(1, sizeof(*coarse));
    int longer = width_px > height_px ? width_px : height_px;
    size_t cells;

    if (!coarse)
        return NULL;
    coarse->cell_px = (longer + cells_along - 1) / cells_along;
    coarse->columns = (width_px + coarse->cell_px - 1) / coarse->cell_px;
    coarse->rows = (height_px + coarse->cell_px - 1) / coarse->cell_px;
    coarse->width_px = width_px;
    coarse->height_px = height_px;
    cells = (size_t)coarse->columns * (size_t)coarse->rows;
    coarse->level = calloc(cells, sizeof(*coarse->level));
    coarse->changed = calloc(cells, 1);
    coarse->column_sum = calloc((size_t)width_px, sizeof(uint16_t));
    coarse->column_change = calloc((size_t)width_px, 1);
    if (!coarse->level || !coarse->changed || !coarse->column_sum ||
        !coarse->column_change) {
        bv_coarse_free(coarse);
        return NULL;
    }
    return coarse;
}

void bv_coarse_free(struct bv_coarse *coarse)
{
    if (!coarse)
        return;
    free(coarse->level);
    free(coarse->changed);
    free(coarse->column_sum);
    free(coarse->column_change);
    free(coarse);
}

/* Plain pointers and a plain width, or the compiler does not vectorise. */
__attribute__((noinline)) static void
add_row(const uint8_t *restrict row, uint8_t *restrict kept,
        uint16_t *restrict sum, uint8_t *restrict change, int width_px)
{
    for (int x = 0; x < width_px; x++) {
        uint8_t level = row[x];

        sum[x] = (uint16_t)(sum[x] + level);
        change[x] = (uint8_t)(change[x] | (level ^ kept[x]));
        kept[x] = level;
    }
}

static void finish_row(struct bv_coarse *coarse, int cell_row, int height_px)
{
    for (int column = 0; column < coarse->columns; column++) {
        int left = column * coarse->cell_px;
        int right = left + coarse->cell_px;
        int cell = cell_row * coarse->columns + column;
        unsigned sum = 0, change = 0;

        if (right > coarse->width_px)
            right = coarse->width_px;
        for (int x = left; x < right; x++) {
            sum += coarse->column_sum[x];
            change |= coarse->column_change[x];
        }
        coarse->level[cell] = (float)sum / (float)((right - left) * height_px);
        coarse->changed[cell] = change != 0;
    }
}

void bv_coarse_look(struct bv_coarse *coarse, const struct bv_frame *frame,
                    uint8_t *kept)
{
    size_t width = (size_t)coarse->width_px;

    for (int cell_row = 0; cell_row < coarse->rows; cell_row++) {
        int top = cell_row * coarse->cell_px;
        int bottom = top + coarse->cell_px;

        if (bottom > coarse->height_px)
            bottom = coarse->height_px;
        memset(coarse->column_sum, 0, width * sizeof(uint16_t));
        memset(coarse->column_change, 0, width);
        for (int y = top; y < bottom; y++)
            add_row(frame->pixels + (size_t)y * (size_t)frame->stride_bytes,
                    kept + (size_t)y * width, coarse->column_sum,
                    coarse->column_change, coarse->width_px);
        finish_row(coarse, cell_row, bottom - top);
    }
}

double bv_coarse_changed_part(const struct bv_coarse *coarse)
{
    int cells = coarse->columns * coarse->rows, changed = 0;

    for (int i = 0; i < cells; i++)
        changed += coarse->changed[i] != 0;
    return (double)changed / cells;
}
