#include "guidance/fluid/levels.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static const float outside = -1;

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

int bv_levels_init(struct bv_levels *levels, const struct bv_frame *frame,
                   const struct bv_scan_area *area)
{
    struct bv_levels made = {.box = whole(frame, area)};
    int width = made.box.right - made.box.left;
    int height = made.box.bottom - made.box.top;

    while (made.count < BV_LEVELS_MOST && width >= 8 && height >= 8) {
        int k = made.count++;

        made.width[k] = width;
        made.height[k] = height;
        made.level[k] =
            calloc((size_t)width * (size_t)height, sizeof(*made.level[k]));
        if (!made.level[k]) {
            bv_levels_fini(&made);
            return -ENOMEM;
        }
        if (k == 0)
            take(&made, frame, area);
        else
            halve(&made, k);
        width /= 2;
        height /= 2;
    }
    *levels = made;
    return 0;
}

void bv_levels_fini(struct bv_levels *levels)
{
    for (int k = 0; k < levels->count; k++)
        free(levels->level[k]);
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
