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

static double mixed(double from, double to, double part)
{
    return (1 - part) * from + part * to;
}

/* From one lattice point to the next, smoothly. */
static double eased(double part)
{
    return part * part * (3 - 2 * part);
}

/* Smooth noise, -1 to 1, with features of about one unit. */
static double noise(uint32_t seed, double x, double y)
{
    int i = (int)floor(x), j = (int)floor(y);
    double u = eased(x - i);

    return mixed(mixed(lattice(seed, i, j), lattice(seed, i + 1, j), u),
                 mixed(lattice(seed, i, j + 1), lattice(seed, i + 1, j + 1), u),
                 eased(y - j));
}

static double level_of(double coarse, double fine)
{
    double level = 95 + 45 * coarse + 60 * fine;

    return level < 0 ? 0 : level > 255 ? 255 : level;
}

double speckle_level(uint32_t seed, double x, double y)
{
    return level_of(noise(seed + 1, x / 70, y / 28),
                    noise(seed + 2, x / 3, y / 2));
}

/* The noise of one line of pixels: its lattice points are made once. */
struct noise_line {
    uint32_t seed;
    int row, column;
    double v, above[2], below[2];
};

static struct noise_line noise_line_at(uint32_t seed, double y)
{
    int row = (int)floor(y);

    return (struct noise_line){seed, row, INT32_MIN, eased(y - row), {0}, {0}};
}

static double noise_along(struct noise_line *line, double x)
{
    int i = (int)floor(x);
    double u = eased(x - i);

    if (i != line->column) {
        line->column = i;
        for (int k = 0; k < 2; k++) {
            line->above[k] = lattice(line->seed, i + k, line->row);
            line->below[k] = lattice(line->seed, i + k, line->row + 1);
        }
    }
    return mixed(mixed(line->above[0], line->above[1], u),
                 mixed(line->below[0], line->below[1], u), line->v);
}

struct level_line {
    struct noise_line coarse, fine;
};

static struct level_line level_line_at(uint32_t seed, double y)
{
    return (struct level_line){noise_line_at(seed + 1, y / 28),
                               noise_line_at(seed + 2, y / 2)};
}

static double level_along(struct level_line *line, double x)
{
    return level_of(noise_along(&line->coarse, x / 70),
                    noise_along(&line->fine, x / 3));
}

void speckle_paint(struct bv_frame *frame, const struct speckle_view *view)
{
    double scale = view->scale > 0 ? view->scale : 1;
    double middle = (frame->width_px - 1) / 2.0;

    for (int y = 0; y < frame->height_px; y++) {
        uint8_t *row = frame->pixels + (size_t)y * (size_t)frame->stride_bytes;
        double at_y = y / scale - view->down;
        struct level_line line = level_line_at(view->seed, at_y);
        struct level_line other = level_line_at(view->seed + 99, at_y);

        for (int x = 0; x < frame->width_px; x++) {
            double at_x = middle + (x - middle) / scale - view->right;
            double level = level_along(&line, at_x);

            if (view->new_part > 0)
                level += view->new_part * (level_along(&other, at_x) - level);
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
    int first = (int)fmax(0, fmin(line->from.y, line->to.y) - 3);
    int last =
        (int)fmin(frame->height_px - 1, fmax(line->from.y, line->to.y) + 3);

    for (int y = first; y <= last; y++) {
        for (int x = 0; x < frame->width_px; x++) {
            double along, beside;

            bv_px_segment_project(line, (struct bv_px){x, y}, &along, &beside);
            if (along >= 0 && along <= length && fabs(beside) <= 1.5)
                frame->pixels[y * frame->stride_bytes + x] = 250;
        }
    }
}
