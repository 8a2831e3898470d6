#include "guidance/review/ridge_line.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* A shaft shows about 1/200 of the picture wide, sides included. */
static const double ridge_share = 0.0025, least_ridge_px = 1;
static const double length_least_px = 8;

/* A sample of a ridge this much brighter than its sides counts half: a
 * glaring spot must not outweigh a long faint shaft. */
static const double half_grey = 12;

/* For its exact place a ridge counts up to so many times its mean. */
static const double even_factor = 4;

/* Mean of such counts from which on a line stands out of speckle. */
static const double least_score = 0.2;

enum { steps_a_px = 2, samples_most = 240 };

/* The picture straightened along the line: columns along, rows across. */
struct band {
    int columns, rows; /* rows: 2 reach + 1 */
    int reach;         /* steps to either side */
    double length_px;  /* of the line */
    float *ridge;      /* how much of a ridge each place is, 0 to 1 */
};

static double grey_at(const struct bv_frame *frame, double x, double y)
{
    int left = (int)floor(x), top = (int)floor(y);
    double right = x - left, down = y - top;
    const uint8_t *row;

    if (left < 0 || top < 0 || left + 1 >= frame->width_px ||
        top + 1 >= frame->height_px)
        return 0;
    row = frame->pixels + (ptrdiff_t)top * frame->stride_bytes + left;
    return (row[0] * (1 - right) + row[1] * right) * (1 - down) +
           (row[frame->stride_bytes] * (1 - right) +
            row[frame->stride_bytes + 1] * right) *
               down;
}

/* Mean of a few greys across, about a place. */
static double mean_across(const struct bv_frame *frame, struct bv_px px,
                          struct bv_px across, double half_px)
{
    double sum = 0;

    for (int i = -2; i <= 2; i++)
        sum += grey_at(frame, px.x + across.x * half_px * i / 2,
                       px.y + across.y * half_px * i / 2);
    return sum / 5;
}

/* How much brighter a place is than both its sides, grey levels from 0. */
static float ridge_at(const struct bv_frame *frame, struct bv_px px,
                      struct bv_px across, double half_px)
{
    const double apart = 2.5 * half_px;
    const struct bv_px above = {px.x - across.x * apart,
                                px.y - across.y * apart};
    const struct bv_px below = {px.x + across.x * apart,
                                px.y + across.y * apart};
    double middle = mean_across(frame, px, across, half_px);
    double sides = fmax(mean_across(frame, above, across, half_px),
                        mean_across(frame, below, across, half_px));

    return (float)fmax(middle - sides, 0);
}

static int make_band(const struct bv_frame *frame,
                     const struct bv_px_segment *line, struct band *band)
{
    double half_px = fmax(least_ridge_px, ridge_share * frame->width_px);
    struct bv_px across = {-(line->to.y - line->from.y) / band->length_px,
                           (line->to.x - line->from.x) / band->length_px};

    band->columns = (int)fmin(samples_most, floor(band->length_px) + 1);
    band->reach =
        (int)ceil(BV_RIDGE_REACH_SHARE * frame->width_px) * steps_a_px;
    band->rows = 2 * band->reach + 1;
    band->ridge = calloc((size_t)band->columns * (size_t)band->rows,
                         sizeof(*band->ridge));
    if (!band->ridge)
        return -ENOMEM;
    for (int c = 0; c < band->columns; c++) {
        struct bv_px on =
            bv_px_segment_at(line, band->length_px * c / (band->columns - 1));

        for (int r = 0; r < band->rows; r++) {
            double off = (double)(r - band->reach) / steps_a_px;
            struct bv_px px = {on.x + across.x * off, on.y + across.y * off};

            band->ridge[(size_t)r * (size_t)band->columns + (size_t)c] =
                ridge_at(frame, px, across, half_px);
        }
    }
    return 0;
}

/* Mean count along a line from one row to another, where a ridge of @p half
 * grey levels counts half: 0 to 1. */
static double score_of(const struct band *band, double from, double to,
                       double half)
{
    double sum = 0, step = (to - from) / (band->columns - 1);

    for (int c = 0; c < band->columns; c++) {
        double row = fmin(from + step * c, band->rows - 1);
        int low = (int)row;
        double up = row - low;
        const float *at =
            &band->ridge[(size_t)low * (size_t)band->columns + (size_t)c];

        double stands =
            up > 0 ? at[0] * (1 - up) + at[band->columns] * up : at[0];

        sum += stands / (stands + half);
    }
    return sum / band->columns;
}

/* A little for staying near the clicks: of two ridges alike, the nearer. */
static double favour(const struct band *band, double row)
{
    double away = (row - band->reach) / band->reach;

    return 1 - 0.15 * away * away;
}

static double favoured(const struct band *band, double from, double to,
                       double half)
{
    return score_of(band, from, to, half) * favour(band, from) *
           favour(band, to);
}

/* Best among a grid of lines about a middle one. */
static void search(const struct band *band, double step, int reach, double half,
                   double *from, double *to)
{
    double middle_from = *from, middle_to = *to, best = -1;

    for (int i = -reach; i <= reach; i++)
        for (int j = -reach; j <= reach; j++) {
            double a = middle_from + i * step, b = middle_to + j * step, score;

            if (a < 0 || b < 0 || a > band->rows - 1 || b > band->rows - 1)
                continue;
            score = favoured(band, a, b, half);
            if (score > best) {
                best = score;
                *from = a;
                *to = b;
            }
        }
}

static bool is_inside(const struct bv_frame *frame, struct bv_px px)
{
    return px.x >= 0 && px.y >= 0 && px.x <= frame->width_px - 1 &&
           px.y <= frame->height_px - 1;
}

int bv_ridge_line_find(const struct bv_frame *frame,
                       const struct bv_px_segment *line,
                       struct bv_px_segment *found)
{
    struct band band = {.length_px = bv_px_segment_length(line)};
    double from, to, score, half, x, y;
    int error;

    if (!(band.length_px >= length_least_px) || !is_inside(frame, line->from) ||
        !is_inside(frame, line->to))
        return -EINVAL;
    error = make_band(frame, line, &band);
    if (error < 0)
        return error;
    from = to = band.reach;
    search(&band, 1, band.reach, half_grey, &from, &to);
    score = score_of(&band, from, to, half_grey);
    /* where exactly: by how bright it is, so far as it is even */
    half = half_grey * score / (1 - score) * even_factor;
    search(&band, 0.25, 8, half + half_grey, &from, &to);
    search(&band, 0.0625, 4, half + half_grey, &from, &to);
    free(band.ridge);
    if (score < least_score)
        return -ENOENT;
    x = -(line->to.y - line->from.y) / band.length_px / steps_a_px;
    y = (line->to.x - line->from.x) / band.length_px / steps_a_px;
    from -= band.reach;
    to -= band.reach;
    *found = (struct bv_px_segment){
        {line->from.x + x * from, line->from.y + y * from},
        {line->to.x + x * to, line->to.y + y * to}};
    return 0;
}
