#include "guidance/coarse_watch.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

/*
 * Cells that have not changed for a while are the scanner's
 * furniture: they stay out, else they would make every picture look alike.
 */
static const double furniture_after_s = 0.5;

/* Real clips stay over 0.98 from one frame to the next (docs/testing). */
static const double same_correlation = 0.97;
static const double other_correlation = 0.8;
static const double scaled_correlation = 0.7;
static const double scaled_margin = 0.02;

static const float gain_step_levels = 6;
static const float gain_dark_level = 20; /* darker cells have no say */
static const double gain_step_part = 0.7, gain_other_way_part = 0.05;
static const double gain_correlation = 0.85;

static const float blank_spread_levels = 3;
static const double one_way_part = 0.03, one_way_darker = 0.6;

/* Shifts that are a moving probe, in cells of the half-size grid. */
enum { slide_cells = 4, dip_cells = 1 };

/* Depth steps change the picture by these and their inverses. */
static const float scales[] = {1.05f, 1.1f, 1.16f, 1.25f, 1.36f, 1.5f, 1.7f, 2};

struct grid {
    int columns, rows;
    float *level;
    uint8_t *active;
};

struct bv_coarse_watch {
    struct grid full;                /* the picture before */
    int64_t *changed_ns;             /* when a cell last changed */
    struct grid before, now, scaled; /* half size */
};

static bool grid_init(struct grid *grid, int columns, int rows)
{
    size_t cells = (size_t)columns * (size_t)rows;

    *grid = (struct grid){.columns = columns, .rows = rows};
    grid->level = calloc(cells, sizeof(*grid->level));
    grid->active = calloc(cells, 1);
    return grid->level && grid->active;
}

static void grid_fini(struct grid *grid)
{
    free(grid->level);
    free(grid->active);
}

struct bv_coarse_watch *bv_coarse_watch_new(const struct bv_coarse *like)
{
    struct bv_coarse_watch *watch = calloc(1, sizeof(*watch));
    int columns = like->columns, rows = like->rows;
    int half_columns = (columns + 1) / 2, half_rows = (rows + 1) / 2;

    if (!watch)
        return NULL;
    watch->changed_ns =
        calloc((size_t)columns * (size_t)rows, sizeof(*watch->changed_ns));
    if (!watch->changed_ns || !grid_init(&watch->full, columns, rows) ||
        !grid_init(&watch->before, half_columns, half_rows) ||
        !grid_init(&watch->now, half_columns, half_rows) ||
        !grid_init(&watch->scaled, half_columns, half_rows)) {
        bv_coarse_watch_free(watch);
        return NULL;
    }
    return watch;
}

void bv_coarse_watch_free(struct bv_coarse_watch *watch)
{
    if (!watch)
        return;
    grid_fini(&watch->full);
    grid_fini(&watch->before);
    grid_fini(&watch->now);
    grid_fini(&watch->scaled);
    free(watch->changed_ns);
    free(watch);
}

void bv_coarse_watch_start(struct bv_coarse_watch *watch,
                           const struct bv_coarse *now, int64_t time_ns)
{
    int cells = now->columns * now->rows;

    memcpy(watch->full.level, now->level, (size_t)cells * sizeof(float));
    for (int i = 0; i < cells; i++)
        watch->changed_ns[i] = time_ns;
}

static void mark_active(struct bv_coarse_watch *watch,
                        const struct bv_coarse *now, int64_t time_ns)
{
    for (int i = 0; i < now->columns * now->rows; i++) {
        if (now->changed[i])
            watch->changed_ns[i] = time_ns;
        watch->full.active[i] =
            bv_ns_to_s(time_ns - watch->changed_ns[i]) < furniture_after_s;
    }
}

/* What has been added up over the cells that two grids share. */
struct sums {
    double n, a, b, aa, bb, ab;
};

static void sums_add(struct sums *sums, double a, double b)
{
    sums->n++;
    sums->a += a;
    sums->b += b;
    sums->aa += a * a;
    sums->bb += b * b;
    sums->ab += a * b;
}

static double spread(double n, double sum, double squares)
{
    return n > 0 ? sqrt(fmax(squares / n - sum / n * (sum / n), 0)) : 0;
}

/* 1 where both are flat: nothing tells them apart. */
static double correlation(const struct sums *sums)
{
    double a = spread(sums->n, sums->a, sums->aa);
    double b = spread(sums->n, sums->b, sums->bb);

    if (a < 1e-3 && b < 1e-3)
        return 1;
    if (a < 1e-3 || b < 1e-3)
        return 0;
    return (sums->ab / sums->n - sums->a / sums->n * (sums->b / sums->n)) /
           (a * b);
}

static struct sums compare_unmoved(const struct bv_coarse_watch *watch,
                                   const struct bv_coarse *now)
{
    struct sums sums = {0};

    for (int i = 0; i < now->columns * now->rows; i++)
        if (watch->full.active[i])
            sums_add(&sums, watch->full.level[i], now->level[i]);
    return sums;
}

/* Correlation of `now` with a grid moved by whole cells; -1: hardly shared. */
static double compare_moved(const struct grid *from, const struct grid *now,
                            int right, int down)
{
    struct sums sums = {0};
    int active = 0;

    for (int y = 0; y < now->rows; y++) {
        for (int x = 0; x < now->columns; x++) {
            int i = y * now->columns + x;
            int from_x = x - right, from_y = y - down;

            if (!now->active[i])
                continue;
            active++;
            if (from_x < 0 || from_x >= from->columns || from_y < 0 ||
                from_y >= from->rows)
                continue;
            i = from_y * from->columns + from_x;
            if (from->active[i])
                sums_add(&sums, from->level[i],
                         now->level[y * now->columns + x]);
        }
    }
    return sums.n * 6 > active ? correlation(&sums) : -1;
}

static double best_moved(const struct grid *from, const struct grid *now,
                         int most_right, int most_down)
{
    double best = -1;

    for (int down = -most_down; down <= most_down; down++)
        for (int right = -most_right; right <= most_right; right++)
            best = fmax(best, compare_moved(from, now, right, down));
    return best;
}

static void halve(struct grid *half, const struct grid *full,
                  const float *level)
{
    for (int y = 0; y < half->rows; y++) {
        for (int x = 0; x < half->columns; x++) {
            float sum = 0;
            int n = 0, active = 0;

            for (int i = 0; i < 4; i++) {
                int from_x = 2 * x + i % 2, from_y = 2 * y + i / 2;
                int from = from_y * full->columns + from_x;

                if (from_x >= full->columns || from_y >= full->rows)
                    continue;
                sum += level[from];
                active += full->active[from];
                n++;
            }
            half->level[y * half->columns + x] = sum / (float)n;
            half->active[y * half->columns + x] = 2 * active >= n;
        }
    }
}

static float between(float before, float at, float after)
{
    return 0.25f * (before + 2 * at + after);
}

/* Smooth in place, so that half a cell's motion is not another picture. */
static void smooth(struct grid *grid)
{
    int columns = grid->columns, rows = grid->rows;

    for (int y = 0; y < rows; y++) {
        float *row = grid->level + y * columns;
        float before = row[0];

        for (int x = 0; x < columns; x++) {
            float at = row[x];

            row[x] = between(before, at, x + 1 < columns ? row[x + 1] : at);
            before = at;
        }
    }
    for (int x = 0; x < columns; x++) {
        float *column = grid->level + x;
        float before = column[0];

        for (int y = 0; y < rows; y++) {
            float at = column[y * columns];

            column[y * columns] = between(
                before, at, y + 1 < rows ? column[(y + 1) * columns] : at);
            before = at;
        }
    }
}

/*
 * The picture as another depth would show it: scaled about its top middle;
 * and as a slide would: moved by parts of a cell.
 */
static void scale_grid(const struct grid *from, struct grid *to, float scale,
                       float right, float down)
{
    float middle = (float)(from->columns - 1) / 2;

    for (int y = 0; y < to->rows; y++) {
        for (int x = 0; x < to->columns; x++) {
            float at_x = middle + ((float)x - middle) / scale - right;
            float at_y = ((float)y + 0.5f) / scale - 0.5f - down;
            int left = (int)floorf(at_x), top = (int)floorf(at_y);
            int i = y * to->columns + x;
            const float *level;

            to->active[i] = left >= 0 && left + 1 < from->columns && top >= 0 &&
                            top + 1 < from->rows;
            if (!to->active[i])
                continue;
            to->active[i] = from->active[top * from->columns + left];
            at_x -= (float)left;
            at_y -= (float)top;
            level = from->level + top * from->columns + left;
            to->level[i] =
                (1 - at_y) * ((1 - at_x) * level[0] + at_x * level[1]) +
                at_y * ((1 - at_x) * level[from->columns] +
                        at_x * level[from->columns + 1]);
        }
    }
}

/* By halves of a cell, so that a slide is met as well as a scale is. */
static double best_slide(struct bv_coarse_watch *watch)
{
    double best =
        best_moved(&watch->before, &watch->now, slide_cells, dip_cells);

    for (int half = 1; half < 4; half++) {
        scale_grid(&watch->before, &watch->scaled, 1, half % 2 ? 0.5f : 0,
                   half / 2 ? 0.5f : 0);
        best = fmax(best, best_moved(&watch->scaled, &watch->now, slide_cells,
                                     dip_cells));
    }
    return best;
}

static double best_scaled(struct bv_coarse_watch *watch)
{
    double best = -1;

    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
        for (int inverse = 0; inverse < 2; inverse++) {
            scale_grid(&watch->before, &watch->scaled,
                       inverse ? 1 / scales[i] : scales[i], 0, 0);
            best = fmax(best, best_moved(&watch->scaled, &watch->now, 2, 2));
        }
    return best;
}

/* Whether the picture went dark, or came up out of the dark: by contact. */
static bool went_one_way(const struct bv_coarse_watch *watch)
{
    double up = 0, down = 0, before = 0, now = 0;

    for (int i = 0; i < watch->now.columns * watch->now.rows; i++) {
        double step = watch->now.level[i] - watch->before.level[i];

        if (!watch->now.active[i])
            continue;
        before += watch->before.level[i];
        now += watch->now.level[i];
        if (step > 0)
            up += step;
        else
            down -= step;
    }
    return fmin(up, down) < one_way_part * fmax(up, down) &&
           fmin(before, now) < one_way_darker * fmax(before, now);
}

static bool gain_stepped(const struct bv_coarse_watch *watch,
                         const struct bv_coarse *now)
{
    int lit = 0, up = 0, down = 0;

    for (int i = 0; i < now->columns * now->rows; i++) {
        float before = watch->full.level[i];
        float step = now->level[i] - before;

        if (!watch->full.active[i] ||
            (before < gain_dark_level && now->level[i] < gain_dark_level))
            continue;
        lit++;
        up += step >= gain_step_levels;
        down += step <= -gain_step_levels;
    }
    return fmax(up, down) > gain_step_part * lit &&
           fmin(up, down) <= gain_other_way_part * lit;
}

static enum bv_coarse_change judge(struct bv_coarse_watch *watch,
                                   const struct bv_coarse *now)
{
    struct sums sums = compare_unmoved(watch, now);
    double unmoved = correlation(&sums), moved, scaled;

    if (unmoved >= gain_correlation && gain_stepped(watch, now))
        return BV_COARSE_GAIN;
    if (unmoved >= same_correlation)
        return BV_COARSE_SAME;
    if (spread(sums.n, sums.a, sums.aa) < blank_spread_levels ||
        spread(sums.n, sums.b, sums.bb) < blank_spread_levels)
        return BV_COARSE_OTHER; /* through a blank screen anything may come */

    halve(&watch->before, &watch->full, watch->full.level);
    halve(&watch->now, &watch->full, now->level);
    moved = best_slide(watch);
    scaled = best_scaled(watch);
    if (scaled >= scaled_correlation && scaled > moved + scaled_margin)
        return BV_COARSE_OTHER;

    smooth(&watch->before);
    smooth(&watch->now);
    moved = best_moved(&watch->before, &watch->now, slide_cells, dip_cells);
    if (moved >= other_correlation || went_one_way(watch))
        return BV_COARSE_SAME;
    return BV_COARSE_OTHER;
}

enum bv_coarse_change bv_coarse_watch_step(struct bv_coarse_watch *watch,
                                           const struct bv_coarse *now,
                                           int64_t time_ns)
{
    enum bv_coarse_change change;

    mark_active(watch, now, time_ns);
    change = judge(watch, now);
    memcpy(watch->full.level, now->level,
           (size_t)now->columns * (size_t)now->rows * sizeof(float));
    return change;
}
