#include "support/speckle.h"

#include <math.h>

static uint32_t mix(uint32_t value)
{
    value ^= value >> 16;
    value *= 0x7feb352dU;
    value ^= value >> 15;
    value *= 0x846ca68bU;
    return value ^ value >> 16;
}

static double lattice(uint32_t seed, int x, int y)
{
    return mix(seed + mix((uint32_t)x * 0x9e3779b9U + mix((uint32_t)y))) /
               2147483648.0 -
           1;
}

/* Smooth noise, -1 to 1, with features of about one unit. */
static double noise(uint32_t seed, double x, double y)
{
    double left = floor(x), top = floor(y);
    double u = x - left, v = y - top;
    int i = (int)left, j = (int)top;

    u = u * u * (3 - 2 * u);
    v = v * v * (3 - 2 * v);
    return (1 - v) *
               ((1 - u) * lattice(seed, i, j) + u * lattice(seed, i + 1, j)) +
           v * ((1 - u) * lattice(seed, i, j + 1) +
                u * lattice(seed, i + 1, j + 1));
}

double speckle_level(uint32_t seed, double x, double y)
{
    double level = 95 + 45 * noise(seed + 1, x / 70, y / 28) +
                   60 * noise(seed + 2, x / 3, y / 2);

    return level < 0 ? 0 : level > 255 ? 255 : level;
}

void speckle_paint(struct bv_frame *frame, const struct speckle_view *view)
{
    double scale = view->scale > 0 ? view->scale : 1;
    double middle = (frame->width_px - 1) / 2.0;

    for (int y = 0; y < frame->height_px; y++) {
        uint8_t *row = frame->pixels + (size_t)y * (size_t)frame->stride_bytes;

        for (int x = 0; x < frame->width_px; x++) {
            double at_x = middle + (x - middle) / scale - view->right;
            double at_y = y / scale - view->down;
            double level = speckle_level(view->seed, at_x, at_y);

            if (view->new_part > 0)
                level += view->new_part *
                         (speckle_level(view->seed + 99, at_x, at_y) - level);
            level += view->gain_levels;
            if (view->noise_seed)
                level += 4 * lattice(view->noise_seed, x, y);
            row[x] = (uint8_t)(level < 0 ? 0 : level > 255 ? 255 : level);
        }
    }
}

void speckle_line(struct bv_frame *frame, const struct bv_px_segment *line)
{
    double length = bv_px_segment_length(line);

    for (int y = 0; y < frame->height_px; y++) {
        for (int x = 0; x < frame->width_px; x++) {
            double along, beside;

            bv_px_segment_project(line, (struct bv_px){x, y}, &along, &beside);
            if (along >= 0 && along <= length && fabs(beside) <= 1.5)
                frame->pixels[y * frame->stride_bytes + x] = 250;
        }
    }
}
