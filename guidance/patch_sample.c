#include "guidance/patch.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "guidance/patch_parts.h"

enum { side = BV_PATCH_SIDE };

/* The surroundings that a sample is seen against, points each side, and the
 * contrast, in levels, below which they are noise. */
enum { around = 5 };
static const double noise_levels = 6;

static bool is_masked(const struct bv_patch_mask *mask, struct bv_px px)
{
    double along, beside;

    if (mask->area && mask->area->shape != BV_SCAN_UNKNOWN &&
        !bv_scan_area_contains(mask->area, px))
        return true;
    if (!mask->shaft)
        return false;
    bv_px_segment_project(mask->shaft, px, &along, &beside);
    return fabs(beside) <= mask->shaft_half_px &&
           along >= -mask->shaft_half_px &&
           along <= bv_px_segment_length(mask->shaft) + mask->shaft_half_px;
}

static float mean_level(const struct bv_frame *frame, int left, int top,
                        int step)
{
    unsigned sum = 0;

    for (int y = top; y < top + step; y++) {
        const uint8_t *row =
            frame->pixels + (size_t)y * (size_t)frame->stride_bytes;

        for (int x = left; x < left + step; x++)
            sum += row[x];
    }
    return (float)sum / (float)(step * step);
}

/* Sums over the rows around one, a column each. */
struct columns {
    double n[BV_PATCH_WINDOW_SIDE], level[BV_PATCH_WINDOW_SIDE];
    double square[BV_PATCH_WINDOW_SIDE];
};

static void add_row(struct columns *columns, const float *level,
                    const float *weight, int count, double sign)
{
    for (int x = 0; x < count; x++) {
        double n = sign * weight[x];

        columns->n[x] += n;
        columns->level[x] += n * level[x];
        columns->square[x] += n * level[x] * level[x];
    }
}

/* Each sample of a row against the mean and the contrast around it. */
static void flatten_row(const struct columns *columns, float *level,
                        const float *weight, int count)
{
    double n = 0, sum = 0, squares = 0;

    for (int x = -around; x < count; x++) {
        double mean;

        if (x + around < count) {
            n += columns->n[x + around];
            sum += columns->level[x + around];
            squares += columns->square[x + around];
        }
        if (x - around > 0) {
            n -= columns->n[x - around - 1];
            sum -= columns->level[x - around - 1];
            squares -= columns->square[x - around - 1];
        }
        if (x < 0 || weight[x] <= 0)
            continue;
        mean = sum / n;
        level[x] =
            (float)((level[x] - mean) /
                    (sqrt(fmax(squares / n - mean * mean, 0)) + noise_levels));
    }
}

/*
 * Leave the texture alone. Borders of bone and fluid look the same wherever
 * along them one looks, and in the plane beside it too; speckle does not.
 */
static void flatten(struct bv_patch_window *window)
{
    static _Thread_local float
        level[BV_PATCH_WINDOW_SIDE * BV_PATCH_WINDOW_SIDE];
    struct columns columns = {.n = {0}};
    int count = window->side;

    memcpy(level, window->level, sizeof(float) * (size_t)(count * count));
    for (int y = -around; y < count; y++) {
        int in = (y + around) * count, out = (y - around - 1) * count;

        if (y + around < count)
            add_row(&columns, level + in, window->weight + in, count, 1);
        if (out >= 0)
            add_row(&columns, level + out, window->weight + out, count, -1);
        if (y >= 0)
            flatten_row(&columns, window->level + y * count,
                        window->weight + y * count, count);
    }
}

void bv_patch_sample(struct bv_patch_window *window,
                     const struct bv_frame *frame, struct bv_px middle,
                     int step_px, int reach, const struct bv_patch_mask *mask)
{
    double half = (side / 2.0 + reach) * step_px - 0.5;

    assert(reach >= 0 && reach <= BV_PATCH_REACH_FAR && reach % 2 == 0);
    window->step_px = step_px;
    window->side = side + 2 * reach;
    window->left_px = (int)lround(middle.x - half);
    window->top_px = (int)lround(middle.y - half);
    for (int y = 0; y < window->side; y++) {
        for (int x = 0; x < window->side; x++) {
            int left = window->left_px + x * step_px;
            int top = window->top_px + y * step_px;
            struct bv_px px = {left + (step_px - 1) / 2.0,
                               top + (step_px - 1) / 2.0};
            int i = y * window->side + x;

            window->level[i] = window->weight[i] = 0;
            if (left < 0 || top < 0 || left + step_px > frame->width_px ||
                top + step_px > frame->height_px || is_masked(mask, px))
                continue;
            window->level[i] = mean_level(frame, left, top, step_px);
            window->weight[i] = 1;
        }
    }
    flatten(window);
}

struct bv_px bv_patch_middle_px(const struct bv_patch_window *window, double x,
                                double y)
{
    return (struct bv_px){
        window->left_px + (x + side / 2) * window->step_px - 0.5,
        window->top_px + (y + side / 2) * window->step_px - 0.5};
}

static void weigh(struct bv_patch *patch)
{
    double all = 0, seen = 0, sum = 0, squares = 0;

    for (int i = 0; i < side * side; i++) {
        double x = i % side - (side - 1) / 2.0, y = i / side - (side - 1) / 2.0;
        double bell = exp(-(x * x + y * y) / (2 * BV_PATCH_WEIGHT_POINTS *
                                              BV_PATCH_WEIGHT_POINTS));

        all += bell;
        patch->weight[i] *= (float)bell;
        seen += patch->weight[i];
        sum += patch->weight[i] * patch->level[i];
        squares += patch->weight[i] * patch->level[i] * patch->level[i];
    }
    patch->weight_part = seen / all;
    patch->spread =
        seen > 0 ? sqrt(fmax(squares / seen - sum / seen * (sum / seen), 0))
                 : 0;
}

void bv_patch_take(struct bv_patch *patch, const struct bv_patch_window *window,
                   struct bv_px px)
{
    int reach = (window->side - side) / 2;
    struct bv_px middle = bv_patch_middle_px(window, reach, reach);

    patch->offset_px = (struct bv_px){px.x - middle.x, px.y - middle.y};
    patch->step_px = window->step_px;
    for (int y = 0; y < side; y++) {
        int from = (y + reach) * window->side + reach;

        memcpy(patch->level + y * side, window->level + from,
               side * sizeof(float));
        memcpy(patch->weight + y * side, window->weight + from,
               side * sizeof(float));
    }
    weigh(patch);
}
