#include "guidance/scan_shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Less of the picture than this is no ultrasound picture. */
static const double area_least_part = 0.06;
/* A rectangle's row or column has texture on this much of its length. */
static const double dense_least = 0.3;
/* A box that leaves out less than this of the picture is the picture: what is
 * dark at its side is a probe that has no contact there. But margins alike on
 * both sides are the screen's. */
static const double whole_part = 0.75, margin_least_part = 0.03;
static const double margins_differ_most_part = 0.02;
/* Sideways px for a px down from which a side is that of a sector. */
static const double sector_slope_least = 0.15;
static const double sector_misfit_most = 1.5; /* blocks */
enum { sector_rows_least = 8 };

/* Lines of text are thin: they have few textured blocks around them. */
static void drop_thin(struct bv_scan_grid *grid)
{
    int columns = grid->columns, rows = grid->rows;

    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++) {
            int count = 0, inside = 0;

            for (int j = y - 1; j <= y + 1; j++)
                for (int i = x - 1; i <= x + 1; i++) {
                    if (i < 0 || j < 0 || i >= columns || j >= rows)
                        continue;
                    inside++;
                    count += grid->textured[j * columns + i] != 0;
                }
            grid->scratch[y * columns + x] = 2 * count > inside;
        }
}

/* Marks all blocks joined to one with `label`. @return How many. */
static int flood(struct bv_scan_grid *grid, int start, uint8_t label)
{
    static const int ways[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    int head = 0, tail = 0;

    grid->scratch[start] = label;
    grid->queue[tail++] = start;
    while (head < tail) {
        int at = grid->queue[head++];
        int x = at % grid->columns, y = at / grid->columns;

        for (int way = 0; way < 4; way++) {
            int i = x + ways[way][0], j = y + ways[way][1];

            if (i < 0 || j < 0 || i >= grid->columns || j >= grid->rows ||
                grid->scratch[j * grid->columns + i] != 1)
                continue;
            grid->scratch[j * grid->columns + i] = label;
            grid->queue[tail++] = j * grid->columns + i;
        }
    }
    return tail;
}

/* Leaves the largest connected part as 1. @return Its blocks. */
static int keep_largest(struct bv_scan_grid *grid)
{
    int total = grid->columns * grid->rows, largest = 0, largest_at = -1;

    for (int i = 0; i < total; i++)
        if (grid->scratch[i] == 1) {
            int count = flood(grid, i, 2);

            if (count > largest) {
                largest = count;
                largest_at = i;
            }
        }
    for (int i = 0; i < total; i++)
        grid->scratch[i] = grid->scratch[i] != 0;
    if (largest_at >= 0)
        flood(grid, largest_at, 2);
    for (int i = 0; i < total; i++)
        grid->scratch[i] = grid->scratch[i] == 2;
    return largest;
}

/* First and last block of a row, or first > last. */
static void row_ends(const struct bv_scan_grid *grid, int row, int *first,
                     int *last)
{
    const uint8_t *blocks = grid->scratch + row * grid->columns;

    *first = 0;
    *last = grid->columns - 1;
    while (*first < grid->columns && !blocks[*first])
        (*first)++;
    while (*last >= 0 && !blocks[*last])
        (*last)--;
}

struct side {
    double at_top, slope, misfit; /* x = at_top + slope * row */
};

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static double median(double *values, int count)
{
    qsort(values, count, sizeof(values[0]), compare);
    return values[count / 2];
}

/* A line through most of the places: median of slopes, then of offsets. */
static struct side fit_side(const double *x, int first_row, int count)
{
    double values[BV_SCAN_GRID_MAX];
    struct side side;
    int apart = count / 2;

    for (int i = 0; i + apart < count; i++)
        values[i] = (x[i + apart] - x[i]) / apart;
    side.slope = median(values, count - apart);
    for (int i = 0; i < count; i++)
        values[i] = x[i] - side.slope * (first_row + i);
    side.at_top = median(values, count);
    for (int i = 0; i < count; i++)
        values[i] = fabs(x[i] - side.at_top - side.slope * (first_row + i));
    side.misfit = median(values, count);
    return side;
}

/* Top and bottom of the middle beam, in blocks. */
static void middle_ends(const struct bv_scan_grid *grid, int column, int *top,
                        int *bottom)
{
    *top = 0;
    *bottom = grid->rows - 1;
    while (*top < grid->rows && !grid->scratch[*top * grid->columns + column])
        (*top)++;
    while (*bottom >= 0 && !grid->scratch[*bottom * grid->columns + column])
        (*bottom)--;
}

static bool set_sector(const struct bv_scan_grid *grid, const struct side *left,
                       const struct side *right, struct bv_scan_area *area)
{
    double block = grid->block_px;
    double apex_y =
        (left->at_top - right->at_top) / (right->slope - left->slope);
    double apex_x = left->at_top + left->slope * apex_y;
    int column = (int)lrint(apex_x), top, bottom;

    if (column < 0 || column >= grid->columns)
        return false;
    middle_ends(grid, column, &top, &bottom);
    if (bottom - top < sector_rows_least || apex_y > top + 1)
        return false;
    area->shape = BV_SCAN_SECTOR;
    area->apex = (struct bv_px){(apex_x + 0.5) * block, (apex_y + 0.5) * block};
    area->face_radius_px = fmax(top * block - area->apex.y, 1);
    area->end_radius_px = (bottom + 1) * block - area->apex.y;
    area->half_angle_deg =
        (atan(right->slope) - atan(left->slope)) / 2 * 180 / M_PI;
    area->face_middle =
        (struct bv_px){area->apex.x, area->apex.y + area->face_radius_px};
    return true;
}

static bool find_sector(const struct bv_scan_grid *grid, struct bv_px_box box,
                        struct bv_scan_area *area)
{
    double left_x[BV_SCAN_GRID_MAX], right_x[BV_SCAN_GRID_MAX];
    int count = 0, widest = 0, widest_row = box.top;
    struct side left, right;

    for (int row = box.top; row < box.bottom; row++) {
        int first, last;

        row_ends(grid, row, &first, &last);
        if (last - first > widest) {
            widest = last - first;
            widest_row = row;
        }
    }
    /* The face's own arc comes first, then the straight sides. */
    for (int row = box.top; row <= widest_row; row++, count++) {
        int first, last;

        row_ends(grid, row, &first, &last);
        left_x[count] = first;
        right_x[count] = last + 1;
    }
    if (count < sector_rows_least)
        return false;
    left = fit_side(left_x, box.top, count);
    right = fit_side(right_x, box.top, count);
    return left.slope <= -sector_slope_least &&
           right.slope >= sector_slope_least &&
           left.misfit <= sector_misfit_most &&
           right.misfit <= sector_misfit_most &&
           set_sector(grid, &left, &right, area);
}

static struct bv_px_box bounds(const struct bv_scan_grid *grid)
{
    struct bv_px_box box = {grid->columns, grid->rows, 0, 0};

    for (int row = 0; row < grid->rows; row++) {
        int first, last;

        row_ends(grid, row, &first, &last);
        if (first > last)
            continue;
        box.left = first < box.left ? first : box.left;
        box.right = last + 1 > box.right ? last + 1 : box.right;
        box.top = row < box.top ? row : box.top;
        box.bottom = row + 1;
    }
    return box;
}

static double density(const struct bv_scan_grid *grid, struct bv_px_box box)
{
    int count = 0;

    for (int y = box.top; y < box.bottom; y++)
        for (int x = box.left; x < box.right; x++)
            count += grid->scratch[y * grid->columns + x];
    return count /
           fmax(1, (double)(box.right - box.left) * (box.bottom - box.top));
}

/* Takes sparse rows and columns (text, rulers) off the box's sides. */
static void trim(const struct bv_scan_grid *grid, struct bv_px_box *box)
{
    bool changed = true;

    while (changed && box->right - box->left > 4 &&
           box->bottom - box->top > 4) {
        struct bv_px_box sides[4] = {*box, *box, *box, *box};

        changed = false;
        sides[0].right = box->left + 1;
        sides[1].left = box->right - 1;
        sides[2].bottom = box->top + 1;
        sides[3].top = box->bottom - 1;
        for (int i = 0; i < 4 && !changed; i++) {
            if (density(grid, sides[i]) >= dense_least)
                continue;
            changed = true;
            box->left += i == 0;
            box->right -= i == 1;
            box->top += i == 2;
            box->bottom -= i == 3;
        }
    }
}

static void to_pixels(const struct bv_scan_grid *grid, struct bv_px_box blocks,
                      int width_px, int height_px, struct bv_px_box *box)
{
    box->left = blocks.left * grid->block_px;
    box->top = blocks.top * grid->block_px;
    box->right = blocks.right * grid->block_px;
    box->bottom = blocks.bottom * grid->block_px;
    box->right = box->right < width_px ? box->right : width_px;
    box->bottom = box->bottom < height_px ? box->bottom : height_px;
}

static bool has_margins(const struct bv_px_box *box, int width_px)
{
    int left = box->left, right = width_px - box->right;

    return fmin(left, right) >= margin_least_part * width_px &&
           abs(left - right) <= margins_differ_most_part * width_px;
}

static bool is_whole(const struct bv_px_box *box, int width_px, int height_px)
{
    return box->right - box->left >= whole_part * width_px &&
           box->bottom - box->top >= whole_part * height_px &&
           !has_margins(box, width_px);
}

void bv_scan_shape_find(struct bv_scan_grid *grid, int width_px, int height_px,
                        struct bv_scan_area *area)
{
    int total = grid->columns * grid->rows;
    struct bv_px_box blocks;

    *area = (struct bv_scan_area){.shape = BV_SCAN_UNKNOWN};
    drop_thin(grid);
    if (keep_largest(grid) < area_least_part * total)
        return;
    blocks = bounds(grid);
    if (find_sector(grid, blocks, area)) {
        to_pixels(grid, blocks, width_px, height_px, &area->box);
        return;
    }
    trim(grid, &blocks);
    if ((blocks.right - blocks.left) * (blocks.bottom - blocks.top) <
        area_least_part * total)
        return;
    area->shape = BV_SCAN_RECTANGLE;
    to_pixels(grid, blocks, width_px, height_px, &area->box);
    if (is_whole(&area->box, width_px, height_px))
        area->box = (struct bv_px_box){0, 0, width_px, height_px};
    area->face_middle = (struct bv_px){
        (area->box.left + area->box.right - 1) / 2.0, area->box.top};
}
