#include "guidance/screen/bars.h"

#include <stdlib.h>

/* A shorter one is a speck. */
enum { short_px = 3 };
/* A letter's strokes go on from its bars, so many rows from their middle. */
enum { stroke_px = 3 };

static int grey(const struct bv_frame *frame, int x, int y)
{
    return frame->pixels[(size_t)y * (size_t)frame->stride_bytes + (size_t)x];
}

/* How far a pixel stands out of those above and below it; 0 where it is not
 * the brightest between them. Outside of the picture is ground. */
static int stands_out(const struct bv_frame *frame, int x, int y)
{
    int here = grey(frame, x, y);
    int above = y >= BV_BAR_THIN_PX ? grey(frame, x, y - BV_BAR_THIN_PX) : 0;
    int below = y + BV_BAR_THIN_PX < frame->height_px
                    ? grey(frame, x, y + BV_BAR_THIN_PX)
                    : 0;
    int ground = above > below ? above : below;

    if (here - ground < BV_BAR_BRIGHT_LEAST ||
        (y > 0 && grey(frame, x, y - 1) >= here) ||
        (y + 1 < frame->height_px && grey(frame, x, y + 1) > here))
        return 0;
    return here - ground;
}

/* The middle of the bar that crosses a column at a row, px. */
static double middle_of(const struct bv_frame *frame, int x, int y)
{
    int from = y >= BV_BAR_THIN_PX ? y - BV_BAR_THIN_PX : 0;
    int to = y + BV_BAR_THIN_PX < frame->height_px ? y + BV_BAR_THIN_PX
                                                   : frame->height_px - 1;
    int ends = grey(frame, x, from) > grey(frame, x, to) ? grey(frame, x, from)
                                                         : grey(frame, x, to);
    double sum = 0, moment = 0;

    for (int row = from; row <= to; row++) {
        int above = grey(frame, x, row) - ends;

        if (above <= 0)
            continue;
        sum += above;
        moment += above * (double)row;
    }
    return sum > 0 ? moment / sum : y;
}

/* How far the brightest of three rows stands out on its better side: of a bar
 * that another mark lies close to. */
static int stands_out_here(const struct bv_frame *frame, int x, int y)
{
    int ground = 255, here = 0;

    if (y >= BV_BAR_THIN_PX && grey(frame, x, y - BV_BAR_THIN_PX) < ground)
        ground = grey(frame, x, y - BV_BAR_THIN_PX);
    if (y + BV_BAR_THIN_PX < frame->height_px &&
        grey(frame, x, y + BV_BAR_THIN_PX) < ground)
        ground = grey(frame, x, y + BV_BAR_THIN_PX);
    for (int row = y - 1; row <= y + 1; row++)
        if (row >= 0 && row < frame->height_px && grey(frame, x, row) > here)
            here = grey(frame, x, row);
    return here - ground;
}

/* The columns of the bar through a place: to where half of it is left. */
static void ends_of(const struct bv_frame *frame, int x, int y, int *left,
                    int *right)
{
    int least = stands_out_here(frame, x, y) / 2;

    *left = x;
    *right = x + 1;
    while (*left > 0 && x - *left <= BV_BAR_LONG_PX &&
           stands_out_here(frame, *left - 1, y) >= least)
        (*left)--;
    while (*right < frame->width_px && *right - x <= BV_BAR_LONG_PX &&
           stands_out_here(frame, *right, y) >= least)
        (*right)++;
}

/* Whether a stroke goes on from a bar: up or down without a gap, also aslant
 * as in round letters. */
static bool goes_on(const struct bv_frame *frame, int x, int y, int way,
                    int least)
{
    for (int i = 1; i <= stroke_px; i++) {
        int row = y + way * i;

        if (row < 0 || row >= frame->height_px)
            return false;
        if (grey(frame, x, row) <= least && grey(frame, x - 1, row) <= least &&
            grey(frame, x + 1, row) <= least)
            return false;
    }
    return true;
}

/* How many columns of a bar, and beside it, have a stroke. */
static int strokes_of(const struct bv_frame *frame, int x, int y, int left,
                      int right)
{
    int least = grey(frame, x, y) - stands_out_here(frame, x, y) / 2;
    int count = 0;

    for (int at = left - 1; at <= right; at++)
        if (at > 0 && at + 1 < frame->width_px)
            count += goes_on(frame, at, y, -1, least) +
                     goes_on(frame, at, y, 1, least);
    return count;
}

bool bv_bars_read(const struct bv_frame *frame, const uint8_t *marks, int x,
                  struct bv_bars *bars)
{
    bars->count = 0;
    for (int y = 0; y < frame->height_px; y++) {
        const uint8_t *row = marks + (size_t)y * (size_t)frame->width_px;
        int left, right;

        if (!row[x])
            continue;
        ends_of(frame, x, y, &left, &right);
        if (right - left < short_px || right - left > BV_BAR_LONG_PX)
            continue;
        if (bars->count == BV_BARS_MAX)
            return false;
        bars->y[bars->count] = middle_of(frame, x, y);
        bars->left[bars->count] = left;
        bars->strokes[bars->count] = strokes_of(frame, x, y, left, right);
        bars->right[bars->count++] = right;
    }
    return true;
}
void bv_bars_mark(const struct bv_frame *frame, const struct bv_px_box *but,
                  uint8_t *marks)
{
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            *marks++ = stands_out(frame, x, y) > 0 &&
                       (x < but->left || x >= but->right);
}
