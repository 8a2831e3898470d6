#include "guidance/screen/ruler.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/screen/bars.h"

/* Ticks of one ruler lie on a straight grid, as drawn on whole pixels. */
static const double misfit_most_px = 1.3;
/* A stroke more than the other ticks have, and it is a letter. */
/* Between them nothing stands out: lines of text are no ticks. */
static const double between_most_part = 0.08;
/* So few may be hidden behind other marks, or be other marks. */
static const double missing_most_part = 0.1, other_most_part = 0.35;
/* Closer ones cannot be told apart; a shorter ruler says too little. */
enum { pitch_least_px = 7, span_least_px = 90 };
/* How much longer a long tick is. */
static const double longer_least = 1.3;
enum { longer_least_px = 2 };
/* Ticks are flush on one side, or centred, to so many pixels. */
enum { flush_px = 2 };
/* Rulers whose columns are this close are one. */
enum { same_ruler_px = 24 };

static int grey(const struct bv_frame *frame, int x, int y)
{
    return frame->pixels[(size_t)y * (size_t)frame->stride_bytes + (size_t)x];
}

/* Which bars lie on a grid. */
struct grid {
    double first, pitch;
    int ticks, found;
    int index[BV_BARS_MAX]; /* bar of each tick, or -1 */
};

static int near_bar(const struct bv_bars *bars, double y)
{
    for (int i = 0; i < bars->count; i++)
        if (fabs(bars->y[i] - y) <= misfit_most_px)
            return i;
    return -1;
}

/* Follow a grid from one bar to the next until too many are missing. */
static void follow(const struct bv_bars *bars, int from, double pitch,
                   struct grid *grid)
{
    double last_y = bars->y[from];
    int gap = 0, count = 0;

    grid->first = bars->y[from];
    grid->pitch = pitch;
    grid->found = 0;
    grid->ticks = 0;
    while (gap <= 1 && count < BV_BARS_MAX) {
        int bar = near_bar(bars, last_y + (gap + (count > 0)) * grid->pitch);

        grid->index[count++] = bar;
        if (bar < 0) {
            gap++;
            continue;
        }
        gap = 0;
        last_y = bars->y[bar];
        grid->found++;
        grid->ticks = count;
        if (count > 1) /* as far as it is known by now */
            grid->pitch = (last_y - grid->first) / (count - 1);
    }
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Twice where a bar begins, its middle, and its end. */
static int place_of(const struct bv_bars *bars, int bar, int side)
{
    return side == 0   ? 2 * bars->left[bar]
           : side == 1 ? bars->left[bar] + bars->right[bar]
                       : 2 * bars->right[bar];
}

static int count_flush(const struct bv_bars *bars, const struct grid *grid,
                       int side, int *middle)
{
    int places[BV_BARS_MAX], count = 0, flush = 0;

    for (int k = 0; k < grid->ticks; k++)
        if (grid->index[k] >= 0)
            places[count++] = place_of(bars, grid->index[k], side);
    qsort(places, (size_t)count, sizeof(places[0]), compare);
    *middle = places[count / 2];
    for (int i = 0; i < count; i++)
        flush += abs(places[i] - *middle) <= 2 * flush_px;
    return flush;
}

/* Take ends off that are missing. */
static void cut_ends(struct grid *grid)
{
    int first = -1, last = -1;

    grid->found = 0;
    for (int k = 0; k < grid->ticks; k++)
        if (grid->index[k] >= 0) {
            first = first < 0 ? k : first;
            last = k;
            grid->found++;
        }
    grid->ticks = grid->found ? last - first + 1 : 0;
    if (first > 0)
        memmove(grid->index, grid->index + first,
                (size_t)grid->ticks * sizeof(grid->index[0]));
}

/* A letter's bar may happen to go on with the ruler: it has strokes on it that
 * the ticks do not have. */
static void drop_letters(const struct bv_bars *bars, struct grid *grid)
{
    int strokes[BV_BARS_MAX], count = 0;
    int ends[2] = {0, grid->ticks - 1};

    for (int k = 0; k < grid->ticks; k++)
        if (grid->index[k] >= 0)
            strokes[count++] = bars->strokes[grid->index[k]];
    qsort(strokes, (size_t)count, sizeof(strokes[0]), compare);
    for (int i = 0; i < 2; i++)
        if (grid->index[ends[i]] >= 0 &&
            bars->strokes[grid->index[ends[i]]] > strokes[count / 2])
            grid->index[ends[i]] = -1;
    cut_ends(grid);
}

/* Leave out bars that are not in line with the others: parts of letters. */
static void keep_flush(const struct bv_bars *bars, struct grid *grid)
{
    int best = 0, side = 0, middle = 0;

    for (int i = 0; i < 3; i++) {
        int at, flush = count_flush(bars, grid, i, &at);

        if (flush > best) {
            best = flush;
            side = i;
            middle = at;
        }
    }
    for (int k = 0; k < grid->ticks; k++) {
        int bar = grid->index[k];

        if (bar >= 0 && abs(place_of(bars, bar, side) - middle) > 2 * flush_px)
            grid->index[k] = -1;
    }
    cut_ends(grid);
    drop_letters(bars, grid);
}

/* A straight line through the bars. @return Whether all of them fit. */
static bool fit(const struct bv_bars *bars, struct grid *grid, double *sd_px)
{
    double n = 0, sum_k = 0, sum_y = 0, sum_kk = 0, sum_ky = 0, squares = 0;
    double spread;

    for (int k = 0; k < grid->ticks; k++) {
        double y;

        if (grid->index[k] < 0)
            continue;
        y = bars->y[grid->index[k]];
        n++;
        sum_k += k;
        sum_y += y;
        sum_kk += (double)k * k;
        sum_ky += k * y;
    }
    spread = sum_kk - sum_k * sum_k / n;
    grid->pitch = (sum_ky - sum_k * sum_y / n) / spread;
    grid->first = (sum_y - grid->pitch * sum_k) / n;
    for (int k = 0; k < grid->ticks; k++) {
        double off;

        if (grid->index[k] < 0)
            continue;
        off = bars->y[grid->index[k]] - grid->first - k * grid->pitch;
        if (fabs(off) > misfit_most_px)
            return false;
        squares += off * off;
    }
    /* drawn on whole pixels: never surer than a third of one */
    *sd_px = fmax(sqrt(squares / fmax(1, n - 2)), 0.3) / sqrt(spread);
    return true;
}

static int others_between(const struct bv_bars *bars, const struct grid *grid)
{
    double last = grid->first + (grid->ticks - 1) * grid->pitch;
    int inside = 0;

    for (int i = 0; i < bars->count; i++)
        inside += bars->y[i] > grid->first - grid->pitch / 2 &&
                  bars->y[i] < last + grid->pitch / 2;
    return inside - grid->found;
}

/* Whether the column is plain between the ticks. */
static bool is_plain_between(const struct bv_frame *frame,
                             const struct grid *grid, int x)
{
    int rows = 0, uneven = 0;
    int last = (int)(grid->first + (grid->ticks - 1) * grid->pitch);

    for (int y = (int)grid->first + 1; y < last; y++) {
        double at = (y - grid->first) / grid->pitch;

        if (y < 1 || y >= frame->height_px ||
            fabs(at - round(at)) * grid->pitch <= BV_BAR_THIN_PX)
            continue;
        rows++;
        uneven += abs(grey(frame, x, y) - grey(frame, x, y - 1)) >=
                  BV_BAR_BRIGHT_LEAST / 2;
    }
    return uneven <= between_most_part * rows;
}

/* The order of long and short ticks, from their lengths. */
static void read_lengths(const struct bv_bars *bars, const struct grid *grid,
                         struct bv_ruler *ruler)
{
    int least = BV_BAR_LONG_PX + 1, most = 0, first = -1, second = -1;

    for (int k = 0; k < grid->ticks; k++) {
        int bar = grid->index[k], length;

        if (bar < 0)
            continue;
        length = bars->right[bar] - bars->left[bar];
        least = length < least ? length : least;
        most = length > most ? length : most;
    }
    ruler->long_every = ruler->long_first = 0;
    if (most - least < longer_least_px || most < longer_least * least)
        return;
    for (int k = 0; k < grid->ticks && second < 0; k++) {
        int bar = grid->index[k];

        if (bar < 0 || 2 * (bars->right[bar] - bars->left[bar]) <= least + most)
            continue;
        if (first < 0)
            first = k;
        else
            second = k;
    }
    ruler->long_every = second < 0 ? -1 : second - first;
    ruler->long_first = first;
    for (int k = 0; k < grid->ticks && ruler->long_every > 0; k++) {
        int bar = grid->index[k];
        bool is_long, should;

        if (bar < 0)
            continue;
        is_long = 2 * (bars->right[bar] - bars->left[bar]) > least + most;
        should = k >= first && (k - first) % ruler->long_every == 0;
        if (is_long != should)
            ruler->long_every = -1;
    }
    /* the first long one must be the first that could be */
    if (ruler->long_every > 0 && first >= ruler->long_every)
        ruler->long_every = -1;
}

static void set_ends(const struct bv_bars *bars, const struct grid *grid,
                     struct bv_ruler *ruler)
{
    bool any = false;

    for (int k = 0; k < grid->ticks; k++) {
        int bar = grid->index[k];

        if (bar < 0)
            continue;
        if (!any || bars->left[bar] < ruler->left)
            ruler->left = bars->left[bar];
        if (!any || bars->right[bar] > ruler->right)
            ruler->right = bars->right[bar];
        any = true;
    }
}

/* The best ruler of a column. @return Whether there is one. */
static bool find_in_column(const struct bv_frame *frame, int x,
                           const struct bv_bars *bars, struct bv_ruler *best)
{
    best->ticks = 0;
    for (int i = 0; i < bars->count; i++)
        for (int j = i + 1; j < bars->count && j <= i + 3; j++) {
            struct grid grid;
            double pitch = bars->y[j] - bars->y[i], sd_px = 0;

            if (pitch < pitch_least_px)
                continue;
            follow(bars, i, pitch, &grid);
            if (grid.found < BV_RULER_TICKS_MIN)
                continue;
            keep_flush(bars, &grid);
            if (grid.found < BV_RULER_TICKS_MIN || grid.found <= best->ticks ||
                !fit(bars, &grid, &sd_px))
                continue;
            if ((grid.ticks - 1) * grid.pitch < span_least_px ||
                grid.ticks - grid.found > missing_most_part * grid.ticks ||
                others_between(bars, &grid) > other_most_part * grid.ticks ||
                !is_plain_between(frame, &grid, x))
                continue;
            best->ticks = grid.ticks;
            best->missing = grid.ticks - grid.found;
            best->first_px = grid.first;
            best->pitch_px = grid.pitch;
            best->pitch_sd_px = sd_px;
            read_lengths(bars, &grid, best);
            set_ends(bars, &grid, best);
        }
    return best->ticks > 0;
}

/* More ticks first; of as many, the one whose lengths have an order. */
static bool is_better(const struct bv_ruler *a, const struct bv_ruler *b)
{
    int seen_a = a->ticks - a->missing, seen_b = b->ticks - b->missing;

    return seen_a != seen_b ? seen_a > seen_b : a->long_every > b->long_every;
}

/* Put a ruler among the others, once. @return How many there are now. */
static int add(struct bv_ruler *rulers, int count, const struct bv_ruler *found)
{
    int at;

    for (at = 0; at < count; at++)
        if (abs(rulers[at].left - found->left) <= same_ruler_px ||
            abs(rulers[at].right - found->right) <= same_ruler_px)
            break;
    if (at < count && !is_better(found, &rulers[at]))
        return count;
    if (at == BV_RULERS_MAX) {
        at--;
        if (!is_better(found, &rulers[at]))
            return count;
    }
    rulers[at] = *found;
    count = at == count ? count + 1 : count;
    for (; at > 0 && is_better(&rulers[at], &rulers[at - 1]); at--) {
        struct bv_ruler other = rulers[at];

        rulers[at] = rulers[at - 1];
        rulers[at - 1] = other;
    }
    return count;
}

int bv_rulers_find(const struct bv_frame *frame, const struct bv_px_box *scan,
                   struct bv_ruler *rulers)
{
    uint8_t *marks = malloc((size_t)frame->width_px * (size_t)frame->height_px);
    struct bv_bars bars;
    struct bv_ruler found;
    int count = 0;

    if (!marks)
        return -ENOMEM;
    bv_bars_mark(frame, scan, marks);
    for (int x = 0; x < frame->width_px; x++)
        if ((x < scan->left || x >= scan->right) &&
            bv_bars_read(frame, marks, x, &bars) &&
            bars.count >= BV_RULER_TICKS_MIN &&
            find_in_column(frame, x, &bars, &found))
            count = add(rulers, count, &found);
    free(marks);
    return count;
}
