#include "guidance/screen/outline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* How far the finder's box can be off where it is not the whole picture: two
 * of its blocks, of which 128 fill the longer side. */
enum { blocks_a_side = 128, blocks_off = 2 };
/* Grey levels in five pixels along a line that make one of them textured, and
 * away from the screen's ground that make it no part of that. */
enum { texture_least = 3, reach_px = 2, apart_least = 10 };
/* A line is of the picture where it has so much of what the middle has, and so
 * many of the next lines have it too; more where text and grey bars may be on
 * the way. */
static const double near_part = 0.35, far_part = 0.5;
enum { run_px = 12, run_least = 10, run_far_px = 24, run_far_least = 21 };

/* One side of a box: columns where `down`, else rows. */
struct side {
    const struct bv_frame *frame;
    const struct bv_px_box *box;
    bool down;
    int ground; /* the screen's grey there */
};

/* Pixels along a line of a side, in the box. */
struct line {
    const uint8_t *pixels;
    ptrdiff_t step;
    int count;
};

static struct line line_at(const struct side *side, int at)
{
    const struct bv_px_box *box = side->box;
    ptrdiff_t stride = side->frame->stride_bytes;
    const uint8_t *pixels = side->frame->pixels;

    return side->down ? (struct line){pixels + box->top * stride + at, stride,
                                      box->bottom - box->top}
                      : (struct line){pixels + at * stride + box->left, 1,
                                      box->right - box->left};
}

/* The commonest grey of a line: its median. */
static int ground_of(const struct line *line)
{
    int histogram[256] = {0}, below = 0, grey = 0;

    for (int i = 0; i < line->count; i++)
        histogram[line->pixels[i * line->step]]++;
    while (2 * (below + histogram[grey]) < line->count)
        below += histogram[grey++];
    return grey;
}

/* Share of a line's pixels that are no ground. */
static double share_at(const struct side *side, int at)
{
    struct line line = line_at(side, at);
    int count = 0;

    for (int i = reach_px; i + reach_px < line.count; i++) {
        int low = 255, high = 0;

        for (int j = -reach_px; j <= reach_px; j++) {
            int value = line.pixels[(i + j) * line.step];

            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        count += high - low >= texture_least ||
                 abs(line.pixels[i * line.step] - side->ground) >= apart_least;
    }
    return line.count > 2 * reach_px
               ? (double)count / (line.count - 2 * reach_px)
               : 0;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* What the middle of the box has: the median of lines in it. */
static double usual_share(const struct side *side)
{
    enum { samples = 31 };
    int from = side->down ? side->box->left : side->box->top;
    int to = side->down ? side->box->right : side->box->bottom;
    double shares[samples];

    for (int i = 0; i < samples; i++)
        shares[i] =
            share_at(side, from + (to - from) * (i + samples) / (3 * samples));
    qsort(shares, samples, sizeof(shares[0]), compare);
    return shares[samples / 2];
}

/* From @p from inwards to @p to: the first line of the picture, else @p
 * otherwise. */
static int find_side(const struct bv_frame *frame, const struct bv_px_box *box,
                     bool down, int from, int to, int otherwise)
{
    struct side side = {frame, box, down, 0};
    int most = down ? frame->width_px : frame->height_px;
    int way = from < to ? 1 : -1, run, run_good;
    bool far = abs(to - from) > 2 * run_far_px * blocks_off;
    struct line outermost;
    double least;

    from = from < 0 ? 0 : from >= most ? most - 1 : from;
    outermost = line_at(&side, from);
    side.ground = ground_of(&outermost);
    least = (far ? far_part : near_part) * usual_share(&side);
    run = far ? run_far_px : run_px;
    run_good = far ? run_far_least : run_least;
    for (int at = from; at != to; at += way) {
        int good = 0;

        if (share_at(&side, at) < least)
            continue;
        for (int i = 1; i <= run; i++) {
            int next = at + way * i;

            good += next >= 0 && next < most && share_at(&side, next) >= least;
        }
        if (good >= run_good)
            return at;
    }
    return otherwise;
}

struct bv_px_box bv_outline_sharpen(const struct bv_frame *frame,
                                    const struct bv_px_box *found)
{
    int width = frame->width_px, height = frame->height_px;
    int longer = width > height ? width : height;
    int off = blocks_off * ((longer + blocks_a_side - 1) / blocks_a_side);
    bool whole = found->left <= 0 && found->top <= 0 && found->right >= width &&
                 found->bottom >= height;
    int inward_x = whole ? width / 3 : off, inward_y = whole ? height / 3 : off;
    struct bv_px_box box = *found;

    if (found->right - found->left < 4 * off ||
        found->bottom - found->top < 4 * off)
        return box;
    box.left = find_side(frame, found, true, found->left - off,
                         found->left + inward_x, found->left);
    box.right = 1 + find_side(frame, found, true, found->right - 1 + off,
                              found->right - 1 - inward_x, found->right - 1);
    box.top = find_side(frame, &box, false, found->top - off,
                        found->top + inward_y, found->top);
    box.bottom = 1 + find_side(frame, &box, false, found->bottom - 1 + off,
                               found->bottom - 1 - inward_y, found->bottom - 1);
    return box;
}
