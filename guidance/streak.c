#include "guidance/streak.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    /* A streak is looked for in so many rows above and below its place, and is
     * so many rows long at least. */
    reach = 7,
    rows_least = 4,
    rows_all = 2 * reach + 1,
    echo_columns = 15, /* how far from its place an echo is followed */
    echo_rows = 12,
    echo_width = 2 * echo_columns + 1,
    echo_cells = echo_width * (2 * echo_rows + 1),
};

/* More brightness is no better. */
static const double rise_most = 60;
/* What lies beside it may be so much darker and still be the same. */
static const double darker_most = 30;

/* How much of a row may be no streak, but tissue that another replaced. */
static double changed(double side)
{
    return fmax(fmax(side, 0), -side - darker_most);
}

/* How much brighter a row of a streak is than it was, beyond its sides. */
static double excess(const struct bv_held *held, int column, int row)
{
    double most = -INFINITY, left, right;

    for (int i = -1; i <= 1; i++)
        most = fmax(most, bv_held_rise(held, column + i, row));
    left = 0.5 * (bv_held_rise(held, column - 5, row) +
                  bv_held_rise(held, column - 4, row));
    right = 0.5 * (bv_held_rise(held, column + 4, row) +
                   bv_held_rise(held, column + 5, row));
    return fmin(most, rise_most) - fmax(changed(left), changed(right));
}

double bv_streak_rise(const struct bv_held *held, struct bv_px at,
                      struct bv_px beam)
{
    double rows[rows_all], best = -INFINITY;

    for (int k = 0; k < rows_all; k++) {
        double s = (k - reach) * BV_CELL_HEIGHT_PX;

        rows[k] = excess(held, (int)((at.x + s * beam.x) / BV_CELL_WIDTH_PX),
                         (int)floor((at.y + s * beam.y) / BV_CELL_HEIGHT_PX));
    }
    for (int k = 0; k + rows_least <= rows_all; k++) {
        double sum = 0;

        for (int i = 0; i < rows_least; i++)
            sum += rows[k + i];
        best = fmax(best, sum / rows_least);
    }
    return best;
}

/* The new cells of an echo, found one from the other. */
struct echo {
    int column, row; /* of its middle */
    int level;
    bool known[echo_cells];
    int cells[echo_cells], count; /* of those around its middle */
};

/* Takes a cell in if it is bright and new. */
static void take_in(const struct bv_held *held, struct echo *echo, int right,
                    int down)
{
    int column = echo->column + right, row = echo->row + down;
    int cell = (down + echo_rows) * echo_width + right + echo_columns;

    if (abs(right) > echo_columns || abs(down) > echo_rows || column < 0 ||
        column >= held->cells->columns || row < 0 || row >= held->cells->rows ||
        echo->known[cell] || bv_held_rise(held, column, row) < echo->level)
        return;
    echo->known[cell] = true;
    echo->cells[echo->count++] = cell;
}

/* Where near a place the most is new. */
static void start(const struct bv_held *held, struct bv_px at,
                  struct echo *echo)
{
    static const struct bv_px near = {2, 4};
    struct bv_cell_range range = bv_cells_near(held->cells, at, near);
    int most = -1;

    for (int r = range.top; r < range.bottom; r++)
        for (int c = range.left; c < range.right; c++) {
            int rise = bv_held_rise(held, c, r);

            if (rise <= most)
                continue;
            most = rise;
            echo->column = c;
            echo->row = r;
        }
    echo->level = most / 2 > 1 ? most / 2 : 1;
    take_in(held, echo, 0, 0);
}

double bv_streak_spread(const struct bv_held *held, struct bv_px at,
                        struct bv_px beam)
{
    struct echo echo = {.level = 0};
    double least = INFINITY, most = -INFINITY;

    start(held, at, &echo);
    for (int i = 0; i < echo.count; i++) {
        int right = echo.cells[i] % echo_width - echo_columns;
        int down = echo.cells[i] / echo_width - echo_rows;
        double across = down * BV_CELL_HEIGHT_PX * beam.x -
                        right * BV_CELL_WIDTH_PX * beam.y;

        least = fmin(least, across);
        most = fmax(most, across);
        take_in(held, &echo, right + 1, down);
        take_in(held, &echo, right - 1, down);
        take_in(held, &echo, right, down + 1);
        take_in(held, &echo, right, down - 1);
    }
    return echo.count ? most - least + BV_CELL_WIDTH_PX : 0;
}
