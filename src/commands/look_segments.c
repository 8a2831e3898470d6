/*
 * Straight bright oblique segments: what a detector may take for a needle.
 */
#include "commands/look.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The picture is made so wide; what is looked for in it. */
enum { width = 480, length_least = 60, gap_most = 3, segments_most = 200 };
enum { hat_half = 6, bright_least = 30 };
static const double angle_from_deg = 10, angle_to_deg = 80, angle_step_deg = 2;

/* Bright lines of the picture at the common width, 0 or 1. */
struct map {
    int height;
    uint8_t *bright;
};

struct run {
    int length, x, y, step;
    double dx, dy;
};

static int grey_at(const struct bv_frame *frame, const struct bv_px_box *part,
                   double scale, int x, int y)
{
    int px = part->left + (int)((x + 0.5) * scale);
    int py = part->top + (int)((y + 0.5) * scale);

    px = px < part->right ? px : part->right - 1;
    py = py < part->bottom ? py : part->bottom - 1;
    return frame->pixels[py * frame->stride_bytes + px];
}

/* Brighter by far than what lies above and below on both sides. */
static int make_map(const struct bv_frame *frame, const struct bv_px_box *part,
                    struct map *map)
{
    double scale = (double)(part->right - part->left) / width;

    map->height = (int)((part->bottom - part->top) / scale);
    map->bright = calloc((size_t)map->height, width);
    if (!map->bright)
        return -ENOMEM;
    for (int y = hat_half; y + hat_half < map->height; y++)
        for (int x = 0; x < width; x++) {
            int here = grey_at(frame, part, scale, x, y);
            int up = grey_at(frame, part, scale, x, y - hat_half);
            int down = grey_at(frame, part, scale, x, y + hat_half);

            map->bright[y * width + x] =
                here - (up > down ? up : down) > bright_least;
        }
    return 0;
}

static bool is_bright(const struct map *map, double x, double y)
{
    int ix = (int)(x + 0.5), iy = (int)(y + 0.5);

    for (int k = -1; k <= 1; k++)
        if (ix >= 0 && ix < width && iy + k >= 0 && iy + k < map->height &&
            map->bright[(iy + k) * width + ix])
            return true;
    return false;
}

/* The longest run along one line of the map. */
static void follow(const struct map *map, double x, double y, double dx,
                   double dy, struct run *best)
{
    int start = -1, last = 0;

    for (int t = 0;; t++) {
        double at_x = x + t * dx, at_y = y + t * dy;

        if (at_x >= width || at_y >= map->height || at_y < 0)
            return;
        if (!is_bright(map, at_x, at_y)) {
            if (start >= 0 && t - last > gap_most)
                start = -1;
            continue;
        }
        if (start < 0)
            start = t;
        last = t;
        if (last - start > best->length)
            *best = (struct run){last - start, (int)x, (int)y, start, dx, dy};
    }
}

static struct run find_longest(const struct map *map)
{
    struct run best = {0};

    for (double angle = angle_from_deg; angle <= angle_to_deg;
         angle += angle_step_deg)
        for (int side = -1; side <= 1; side += 2) {
            double dx = cos(angle * M_PI / 180);
            double dy = side * sin(angle * M_PI / 180);

            for (int y = 0; y < map->height; y += 2)
                follow(map, 0, y, dx, dy, &best);
            for (int x = 2; x < width; x += 2)
                follow(map, x, side > 0 ? 0 : map->height - 1, dx, dy, &best);
        }
    return best;
}

/* Take a run's pixels away, so that the next is another line. */
static void erase(struct map *map, const struct run *run)
{
    enum { beside = 4 };

    for (int t = run->step; t <= run->step + run->length; t++)
        for (int k = -beside; k <= beside; k++) {
            int x = (int)(run->x + t * run->dx + 0.5);
            int y = (int)(run->y + t * run->dy + 0.5) + k;

            for (int i = -1; i <= 1; i++)
                if (x + i >= 0 && x + i < width && y >= 0 && y < map->height)
                    map->bright[y * width + x + i] = 0;
        }
}

int bv_look_count_segments(const struct bv_frame *frame,
                           const struct bv_px_box *part)
{
    struct map map;
    int count = 0, error = make_map(frame, part, &map);

    if (error < 0)
        return error;
    while (count < segments_most) {
        struct run run = find_longest(&map);

        if (run.length < length_least)
            break;
        erase(&map, &run);
        count++;
    }
    free(map.bright);
    return count;
}
