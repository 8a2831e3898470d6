#include "guidance/review/mask_line.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const double least_slenderness = 4, most_share = 0.2;
static const double level_share = 0.1; /* rise of a level line, of its run */

/* Painted pixels and their moments. */
struct moments {
    double count, x, y, xx, xy, yy;
};

/* What is painted: its pixels' pieces, numbered from 1; 0 is black. */
struct pieces {
    int width_px, height_px;
    int32_t *piece;
    size_t *queue;
    int32_t count, largest;
    size_t painted, largest_size;
};

static uint8_t threshold_of(const struct bv_frame *mask)
{
    uint8_t brightest = 0;

    for (int y = 0; y < mask->height_px; y++)
        for (int x = 0; x < mask->width_px; x++) {
            uint8_t grey = mask->pixels[(ptrdiff_t)y * mask->stride_bytes + x];

            brightest = grey > brightest ? grey : brightest;
        }
    return brightest / 8;
}

/* Number all pixels that hang together with one. @return How many. */
static size_t flood(struct pieces *pieces, size_t start)
{
    size_t head = 0, tail = 0;

    pieces->piece[start] = pieces->count;
    pieces->queue[tail++] = start;
    while (head < tail) {
        size_t at = pieces->queue[head++];
        int x = (int)(at % (size_t)pieces->width_px);
        int y = (int)(at / (size_t)pieces->width_px);

        for (int i = 0; i < 9; i++) {
            int nx = x + i % 3 - 1, ny = y + i / 3 - 1;
            size_t next = (size_t)ny * (size_t)pieces->width_px + (size_t)nx;

            if (nx < 0 || ny < 0 || nx >= pieces->width_px ||
                ny >= pieces->height_px || pieces->piece[next] != -1)
                continue;
            pieces->piece[next] = pieces->count;
            pieces->queue[tail++] = next;
        }
    }
    return tail;
}

static int find_pieces(const struct bv_frame *mask, struct pieces *pieces)
{
    size_t size = (size_t)mask->width_px * (size_t)mask->height_px;
    uint8_t threshold = threshold_of(mask);

    pieces->width_px = mask->width_px;
    pieces->height_px = mask->height_px;
    pieces->piece = calloc(size, sizeof(*pieces->piece));
    pieces->queue = calloc(size, sizeof(*pieces->queue));
    if (!pieces->piece || !pieces->queue)
        return -ENOMEM;
    for (size_t i = 0; i < size; i++) {
        int y = (int)(i / (size_t)mask->width_px);
        int x = (int)(i % (size_t)mask->width_px);

        if (mask->pixels[(ptrdiff_t)y * mask->stride_bytes + x] > threshold) {
            pieces->piece[i] = -1;
            pieces->painted++;
        }
    }
    for (size_t i = 0; i < size; i++) {
        size_t piece_size;

        if (pieces->piece[i] != -1)
            continue;
        pieces->count++;
        piece_size = flood(pieces, i);
        if (piece_size > pieces->largest_size) {
            pieces->largest_size = piece_size;
            pieces->largest = pieces->count;
        }
    }
    return 0;
}

static void add(struct moments *moments, double x, double y)
{
    moments->count++;
    moments->x += x;
    moments->y += y;
    moments->xx += x * x;
    moments->xy += x * y;
    moments->yy += y * y;
}

/* The main axis through the mean, 1 px long; and the spread across it. */
static struct bv_px_segment axis_of(const struct moments *moments,
                                    double *along_sd, double *across_sd)
{
    double n = moments->count, x = moments->x / n, y = moments->y / n;
    double xx = moments->xx / n - x * x, yy = moments->yy / n - y * y;
    double xy = moments->xy / n - x * y;
    double turn = 0.5 * atan2(2 * xy, xx - yy);
    double middle = (xx + yy) / 2, reach = hypot((xx - yy) / 2, xy);

    *along_sd = sqrt(middle + reach);
    *across_sd = sqrt(fmax(middle - reach, 0));
    return (struct bv_px_segment){{x, y}, {x + cos(turn), y + sin(turn)}};
}

static struct bv_px place_of(const struct pieces *pieces, size_t i)
{
    return (struct bv_px){(double)(i % (size_t)pieces->width_px),
                          (double)(i / (size_t)pieces->width_px)};
}

/* How far what lies within @p beside_px of the axis reaches along it. */
static void reach_of(const struct pieces *pieces,
                     const struct bv_px_segment *axis, double beside_px,
                     struct moments *moments, double *first, double *last)
{
    size_t size = (size_t)pieces->width_px * (size_t)pieces->height_px;

    *first = INFINITY;
    *last = -INFINITY;
    *moments = (struct moments){0};
    for (size_t i = 0; i < size; i++) {
        struct bv_px px = place_of(pieces, i);
        double along, beside;

        if (pieces->piece[i] == 0)
            continue;
        bv_px_segment_project(axis, px, &along, &beside);
        if (fabs(beside) > beside_px)
            continue;
        add(moments, px.x, px.y);
        *first = fmin(*first, along);
        *last = fmax(*last, along);
    }
}

/* The skin side first. */
static struct bv_px_segment put_in_order(struct bv_px_segment line,
                                         int width_px)
{
    double rise = line.to.y - line.from.y, run = line.to.x - line.from.x;
    double from_side = fmin(line.from.x, width_px - 1 - line.from.x);
    double to_side = fmin(line.to.x, width_px - 1 - line.to.x);
    bool is_level = fabs(rise) < level_share * fabs(run);

    if (is_level ? to_side < from_side : rise < 0)
        return (struct bv_px_segment){line.to, line.from};
    return line;
}

static int find_line(const struct pieces *pieces, struct bv_px_segment *line)
{
    size_t size = (size_t)pieces->width_px * (size_t)pieces->height_px;
    struct moments moments = {0};
    struct bv_px_segment axis;
    double along_sd, across_sd, first, last, half_px;

    for (size_t i = 0; i < size; i++)
        if (pieces->piece[i] == pieces->largest)
            add(&moments, place_of(pieces, i).x, place_of(pieces, i).y);
    axis = axis_of(&moments, &along_sd, &across_sd);
    if (along_sd < least_slenderness * across_sd || along_sd < 1)
        return -EINVAL;
    half_px = sqrt(3) * across_sd + 1.5; /* of an even band, and its edge */
    reach_of(pieces, &axis, half_px, &moments, &first, &last);
    axis = axis_of(&moments, &along_sd, &across_sd);
    reach_of(pieces, &axis, half_px, &moments, &first, &last);
    *line = put_in_order((struct bv_px_segment){bv_px_segment_at(&axis, first),
                                                bv_px_segment_at(&axis, last)},
                         pieces->width_px);
    return 0;
}

int bv_mask_line_find(const struct bv_frame *mask, struct bv_px_segment *line)
{
    struct pieces pieces = {0};
    int error = find_pieces(mask, &pieces);

    if (error == 0 && pieces.painted == 0)
        error = -ENOENT;
    if (error == 0 &&
        (double)pieces.painted > most_share * mask->width_px * mask->height_px)
        error = -EINVAL;
    if (error == 0)
        error = find_line(&pieces, line);
    free(pieces.piece);
    free(pieces.queue);
    return error;
}
