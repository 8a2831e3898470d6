#include "guidance/fluid/levels.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static const float outside = -1;

/* Half of a shaft's echo, as a part of the picture's shorter side. */
static const double shaft_part = 0.014;

static struct bv_px_box whole(const struct bv_frame *frame,
                              const struct bv_scan_area *area)
{
    struct bv_px_box box = {0, 0, frame->width_px, frame->height_px};

    if (area->shape == BV_SCAN_UNKNOWN)
        return box;
    if (area->box.left > box.left)
        box.left = area->box.left;
    if (area->box.top > box.top)
        box.top = area->box.top;
    if (area->box.right < box.right)
        box.right = area->box.right;
    if (area->box.bottom < box.bottom)
        box.bottom = area->box.bottom;
    return box;
}

static void take(struct bv_levels *levels, const struct bv_frame *frame,
                 const struct bv_scan_area *area)
{
    const struct bv_px_box *box = &levels->box;
    float *to = levels->level[0];

    for (int y = box->top; y < box->bottom; y++) {
        const uint8_t *row =
            frame->pixels + (size_t)y * (size_t)frame->stride_bytes;

        for (int x = box->left; x < box->right; x++) {
            bool in = area->shape != BV_SCAN_SECTOR ||
                      bv_scan_area_contains(area, (struct bv_px){x, y});

            *to++ = in ? row[x] : outside;
        }
    }
}

/* Grey at a pixel of the frame; negative outside. */
static float grey_at(const struct bv_levels *levels, double x, double y)
{
    int column = (int)lround(x) - levels->box.left;
    int row = (int)lround(y) - levels->box.top;

    if (column < 0 || row < 0 || column >= levels->width[0] ||
        row >= levels->height[0])
        return outside;
    return levels
        ->level[0][(size_t)row * (size_t)levels->width[0] + (size_t)column];
}

/* One pixel of a shaft: between those on its two sides. */
static void paint_over(struct bv_levels *levels,
                       const struct bv_px_segment *shaft, double half, int x,
                       int y)
{
    double length = bv_px_segment_length(shaft), along, beside;
    struct bv_px across, px = {x, y};
    float above, below;

    bv_px_segment_project(shaft, px, &along, &beside);
    if (fabs(beside) > half || along < -half || along > length + half)
        return;
    across.x = -(shaft->to.y - shaft->from.y) / length;
    across.y = (shaft->to.x - shaft->from.x) / length;
    px = bv_px_segment_at(shaft, along);
    above = grey_at(levels, px.x - (half + 1.5) * across.x,
                    px.y - (half + 1.5) * across.y);
    below = grey_at(levels, px.x + (half + 1.5) * across.x,
                    px.y + (half + 1.5) * across.y);
    if (above >= 0 && below >= 0)
        levels->level[0]
                     [(size_t)(y - levels->box.top) * (size_t)levels->width[0] +
                      (size_t)(x - levels->box.left)] = (above + below) / 2;
}

static void hide(struct bv_levels *levels, const struct bv_px_segment *shaft)
{
    double half = shaft_part * fmin(levels->width[0], levels->height[0]);
    int left = (int)(fmin(shaft->from.x, shaft->to.x) - half);
    int right = (int)(fmax(shaft->from.x, shaft->to.x) + half);
    int top = (int)(fmin(shaft->from.y, shaft->to.y) - half);
    int bottom = (int)(fmax(shaft->from.y, shaft->to.y) + half);

    if (!(bv_px_segment_length(shaft) > 0))
        return;
    for (int y = top > levels->box.top ? top : levels->box.top;
         y <= bottom && y < levels->box.bottom; y++)
        for (int x = left > levels->box.left ? left : levels->box.left;
             x <= right && x < levels->box.right; x++)
            paint_over(levels, shaft, half, x, y);
}

/* The mean of what of 2 x 2 pixels is ultrasound. */
static float mean_of_4(const float *upper, const float *lower)
{
    float of[4] = {upper[0], upper[1], lower[0], lower[1]}, sum = 0;
    int count = 0;

    for (int i = 0; i < 4; i++)
        if (of[i] >= 0) {
            sum += of[i];
            count++;
        }
    return count >= 2 ? sum / (float)count : outside;
}

static void halve(struct bv_levels *levels, int k)
{
    int from_width = levels->width[k - 1];

    for (int y = 0; y < levels->height[k]; y++) {
        const float *upper =
            levels->level[k - 1] + (size_t)(2 * y) * (size_t)from_width;
        float *to = levels->level[k] + (size_t)y * (size_t)levels->width[k];

        for (int x = 0; x < levels->width[k]; x++)
            to[x] = mean_of_4(upper + 2 * x, upper + from_width + 2 * x);
    }
}

/* Where each level lies. @return How many pixels they have. */
static size_t lay_out(struct bv_levels *levels)
{
    int width = levels->box.right - levels->box.left;
    int height = levels->box.bottom - levels->box.top;
    size_t pixels = 0;

    levels->count = 0;
    while (levels->count < BV_LEVELS_MOST && width >= 8 && height >= 8) {
        levels->width[levels->count] = width;
        levels->height[levels->count++] = height;
        pixels += (size_t)width * (size_t)height;
        width /= 2;
        height /= 2;
    }
    return pixels;
}

int bv_levels_take(struct bv_levels *levels, const struct bv_frame *frame,
                   const struct bv_scan_area *area,
                   const struct bv_px_segment *shaft)
{
    size_t pixels;

    levels->box = whole(frame, area);
    pixels = lay_out(levels);
    if (pixels > levels->room) {
        free(levels->pixels);
        levels->pixels = malloc(pixels * sizeof(*levels->pixels));
        levels->room = levels->pixels ? pixels : 0;
    }
    if (pixels > levels->room) {
        levels->count = 0;
        return -ENOMEM;
    }
    pixels = 0;
    for (int k = 0; k < levels->count; k++) {
        levels->level[k] = levels->pixels + pixels;
        pixels += (size_t)levels->width[k] * (size_t)levels->height[k];
        if (k > 0)
            halve(levels, k);
        else
            take(levels, frame, area);
        if (k == 0 && shaft)
            hide(levels, shaft);
    }
    return 0;
}

void bv_levels_fini(struct bv_levels *levels)
{
    free(levels->pixels);
    *levels = (struct bv_levels){.count = 0};
}

float bv_levels_at(const struct bv_levels *levels, int k, struct bv_px px)
{
    double size = 1 << k;
    double x = (px.x - levels->box.left + 0.5) / size - 0.5;
    double y = (px.y - levels->box.top + 0.5) / size - 0.5;
    double left = floor(x), top = floor(y);
    float right = (float)(x - left), down = (float)(y - top);
    const float *at;
    int width = levels->width[k];

    if (!(left >= 0 && top >= 0 && left + 1 < width &&
          top + 1 < levels->height[k]))
        return outside;
    at = levels->level[k] + (size_t)top * (size_t)width + (size_t)left;
    if (at[0] < 0 || at[1] < 0 || at[width] < 0 || at[width + 1] < 0)
        return outside;
    return (at[0] * (1 - right) + at[1] * right) * (1 - down) +
           (at[width] * (1 - right) + at[width + 1] * right) * down;
}
