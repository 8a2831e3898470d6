#include "guidance/patch.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    side = BV_PATCH_SIDE,
    half_side = BV_PATCH_SIDE / 2,
    candidates = 4, /* places of the coarse search that are looked at closely */
    lanes = 4,
};

/* The middle of the patch counts most: what is marked is there. */
static const double weight_sigma = 10;

/* Of the correlation, for a place at the edge of the reach. */
static const double far_penalty = 0.05;

/* A place where less of the patch was to be seen is no match. */
static const double seen_part_min = 0.4;

/* Of the variance: less is nothing to compare. */
static const double spread_min = 0.0025;

/* The surroundings that a sample is seen against, points each side, and the
 * contrast, in levels, below which they are noise. */
enum { around = 5 };
static const double noise_levels = 6;

typedef float lane __attribute__((vector_size(lanes * sizeof(float))));

/* A window made ready for weighted sums, at full or half resolution. */
struct plane {
    int side;
    float w[BV_PATCH_WINDOW_SIDE * BV_PATCH_WINDOW_SIDE];
    float wi[BV_PATCH_WINDOW_SIDE * BV_PATCH_WINDOW_SIDE];
    float wii[BV_PATCH_WINDOW_SIDE * BV_PATCH_WINDOW_SIDE];
};

/* A patch made ready, likewise. */
struct stamp {
    int side;
    double weight;
    float w[side * side], wt[side * side], wtt[side * side];
};

/* Where in a plane, and how alike. */
struct place {
    int x, y;
    double score, correlation, seen_part;
};

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

/* Where a patch that starts at sample x,y has its middle, px. */
static struct bv_px middle_px(const struct bv_patch_window *window, double x,
                              double y)
{
    return (struct bv_px){
        window->left_px + (x + half_side) * window->step_px - 0.5,
        window->top_px + (y + half_side) * window->step_px - 0.5};
}

static void weigh(struct bv_patch *patch)
{
    double all = 0, seen = 0, sum = 0, squares = 0;

    for (int i = 0; i < side * side; i++) {
        double x = i % side - (side - 1) / 2.0, y = i / side - (side - 1) / 2.0;
        double bell = exp(-(x * x + y * y) / (2 * weight_sigma * weight_sigma));

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
    struct bv_px middle = middle_px(window, reach, reach);

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

/* One sample of a plane or stamp: as it is, or the mean of two by two. */
static void reduce(const float *level, const float *weight, int stride,
                   int half, int x, int y, float *out_level, float *out_weight)
{
    float sum = 0, weights = 0;

    for (int j = 0; j <= half; j++) {
        for (int i = 0; i <= half; i++) {
            int at = ((y << half) + j) * stride + (x << half) + i;

            sum += weight[at] * level[at];
            weights += weight[at];
        }
    }
    *out_level = weights > 0 ? sum / weights : 0;
    *out_weight = weights;
}

static void make_plane(struct plane *plane, const struct bv_patch_window *from,
                       int half)
{
    plane->side = from->side >> half;
    for (int y = 0; y < plane->side; y++) {
        for (int x = 0; x < plane->side; x++) {
            int i = y * plane->side + x;
            float level, weight;

            reduce(from->level, from->weight, from->side, half, x, y, &level,
                   &weight);
            plane->w[i] = weight;
            plane->wi[i] = weight * level;
            plane->wii[i] = weight * level * level;
        }
    }
}

static void make_stamp(struct stamp *stamp, const struct bv_patch *from,
                       int half)
{
    stamp->side = side >> half;
    stamp->weight = 0;
    for (int y = 0; y < stamp->side; y++) {
        for (int x = 0; x < stamp->side; x++) {
            int i = y * stamp->side + x;
            float level, weight;

            reduce(from->level, from->weight, side, half, x, y, &level,
                   &weight);
            stamp->w[i] = weight;
            stamp->wt[i] = weight * level;
            stamp->wtt[i] = weight * level * level;
            stamp->weight += weight;
        }
    }
}

static lane load(const float *from)
{
    lane made;

    memcpy(&made, from, sizeof(made));
    return made;
}

static double total(lane sums)
{
    return ((double)sums[0] + (double)sums[1]) +
           ((double)sums[2] + (double)sums[3]);
}

/* Weighted correlation of the stamp with the plane at x,y. */
static void compare(const struct stamp *stamp, const struct plane *plane,
                    struct place *at)
{
    lane w = {0}, i = {0}, ii = {0}, t = {0}, tt = {0}, it = {0};
    double n, mean_i, mean_t, var_i, var_t;
    double full = stamp->side == side ? 1 : 4; /* weight of a seen sample */

    for (int y = 0; y < stamp->side; y++) {
        int s = y * stamp->side, p = (at->y + y) * plane->side + at->x;

        for (int x = 0; x < stamp->side; x += lanes, s += lanes, p += lanes) {
            lane sw = load(stamp->w + s), st = load(stamp->wt + s);
            lane pw = load(plane->w + p), pi = load(plane->wi + p);

            w += sw * pw;
            i += sw * pi;
            ii += sw * load(plane->wii + p);
            t += st * pw;
            tt += load(stamp->wtt + s) * pw;
            it += st * pi;
        }
    }
    n = total(w);
    at->seen_part = stamp->weight > 0 ? n / (stamp->weight * full) : 0;
    at->correlation = -1;
    if (at->seen_part < seen_part_min)
        return;
    mean_i = total(i) / n;
    mean_t = total(t) / n;
    var_i = total(ii) / n - mean_i * mean_i;
    var_t = total(tt) / n - mean_t * mean_t;
    if (var_i < spread_min || var_t < spread_min)
        return;
    at->correlation = (total(it) / n - mean_i * mean_t) / sqrt(var_i * var_t);
}

/* Keep the best places, best first, no two side by side. */
static void keep_best(struct place *best, const struct place *place)
{
    int at = candidates - 1;

    for (int i = 0; i < candidates; i++) {
        if (abs(best[i].x - place->x) > 1 || abs(best[i].y - place->y) > 1)
            continue;
        if (best[i].score >= place->score)
            return;
        at = i;
        break;
    }
    if (best[at].score >= place->score)
        return;
    for (; at > 0 && best[at - 1].score < place->score; at--)
        best[at] = best[at - 1];
    best[at] = *place;
}

/* Where the patch would start if its mark were at px, in samples. */
static struct bv_px start_of(const struct bv_patch *patch,
                             const struct bv_patch_window *window,
                             struct bv_px px)
{
    struct bv_px zero = middle_px(window, 0, 0);

    return (struct bv_px){
        (px.x - patch->offset_px.x - zero.x) / window->step_px,
        (px.y - patch->offset_px.y - zero.y) / window->step_px};
}

static double score(const struct place *place, struct bv_px start, double reach)
{
    double x = (place->x - start.x) / reach, y = (place->y - start.y) / reach;

    return place->correlation - far_penalty * (x * x + y * y);
}

/* The offset of a parabola's top through three values, -0.5 to 0.5. */
static double top(double before, double at, double after)
{
    double bend = before - 2 * at + after;

    return bend < 0 ? fmax(-0.5, fmin(0.5, (before - after) / (2 * bend))) : 0;
}

static bool inside(const struct plane *plane, int x, int y)
{
    return x >= 0 && y >= 0 && x + side <= plane->side &&
           y + side <= plane->side;
}

/* Correlation beside a place; its own where there is nothing to compare. */
static double beside(const struct stamp *stamp, const struct plane *plane,
                     const struct place *place, int right, int down)
{
    struct place other = {.x = place->x + right, .y = place->y + down};

    if (!inside(plane, other.x, other.y))
        return place->correlation;
    compare(stamp, plane, &other);
    return other.correlation;
}

/* The best place within `reach` samples of the one given. */
static struct place climb(const struct stamp *stamp, const struct plane *plane,
                          struct place from, int reach)
{
    struct place best = {.correlation = -1};

    for (int y = from.y - reach; y <= from.y + reach; y++) {
        for (int x = from.x - reach; x <= from.x + reach; x++) {
            struct place place = {.x = x, .y = y};

            if (!inside(plane, x, y))
                continue;
            compare(stamp, plane, &place);
            if (place.correlation > best.correlation)
                best = place;
        }
    }
    return best;
}

static struct bv_patch_match settle(const struct bv_patch *patch,
                                    const struct bv_patch_window *window,
                                    const struct stamp *stamp,
                                    const struct plane *plane,
                                    const struct place *best)
{
    struct bv_patch_match match = {.correlation = best->correlation,
                                   .seen_part = best->seen_part};
    double x = best->x, y = best->y;

    if (best->correlation > -1) {
        x += top(beside(stamp, plane, best, -1, 0), best->correlation,
                 beside(stamp, plane, best, 1, 0));
        y += top(beside(stamp, plane, best, 0, -1), best->correlation,
                 beside(stamp, plane, best, 0, 1));
    }
    match.px = middle_px(window, x, y);
    match.px.x += patch->offset_px.x;
    match.px.y += patch->offset_px.y;
    return match;
}

/* What lies beside a patch: so far away, points. */
static const double beside_nearest = 7, beside_furthest = 12;

/* Too large for a thread's stack when there are several; one per thread. */
static _Thread_local struct plane full_plane, half_plane;
static _Thread_local struct stamp full_stamp, half_stamp;

static void search_coarsely(struct place *best, struct bv_px start)
{
    double reach = (half_plane.side - half_side) / 2.0;
    struct bv_px half_start = {start.x / 2, start.y / 2};

    for (int i = 0; i < candidates; i++)
        best[i] = (struct place){.x = -99, .y = -99, .score = -9};
    for (int y = 0; y + half_side <= half_plane.side; y++) {
        for (int x = 0; x + half_side <= half_plane.side; x++) {
            struct place place = {.x = x, .y = y};

            compare(&half_stamp, &half_plane, &place);
            place.score = score(&place, half_start, fmax(reach, 1));
            if (place.correlation > -1)
                keep_best(best, &place);
        }
    }
}

struct bv_patch_match bv_patch_find(const struct bv_patch *patch,
                                    const struct bv_patch_window *window,
                                    struct bv_px near_px)
{
    struct bv_px start = start_of(patch, window, near_px);
    double reach = fmax((window->side - side) / 2.0, 1);
    struct place coarse[candidates], best = {.correlation = -1, .score = -9};

    make_plane(&full_plane, window, 0);
    make_plane(&half_plane, window, 1);
    make_stamp(&full_stamp, patch, 0);
    make_stamp(&half_stamp, patch, 1);
    search_coarsely(coarse, start);
    for (int i = 0; i < candidates && coarse[i].score > -9; i++) {
        struct place from = {.x = 2 * coarse[i].x, .y = 2 * coarse[i].y};
        struct place place = climb(&full_stamp, &full_plane, from, 2);

        place.score = score(&place, start, reach);
        if (place.correlation > -1 && place.score > best.score)
            best = place;
    }
    return settle(patch, window, &full_stamp, &full_plane, &best);
}

struct bv_patch_match bv_patch_climb(const struct bv_patch *patch,
                                     const struct bv_patch_window *window,
                                     struct bv_px px)
{
    struct bv_px start = start_of(patch, window, px);
    struct place best = {.x = (int)lround(start.x), .y = (int)lround(start.y)};
    struct place from;

    make_plane(&full_plane, window, 0);
    make_stamp(&full_stamp, patch, 0);
    best = climb(&full_stamp, &full_plane, best, 2);
    do {
        from = best;
        best = climb(&full_stamp, &full_plane, from, 1);
    } while (best.correlation > from.correlation);
    return settle(patch, window, &full_stamp, &full_plane, &best);
}

struct bv_patch_match bv_patch_check(const struct bv_patch *patch,
                                     const struct bv_patch_window *window,
                                     struct bv_px px)
{
    struct bv_px start = start_of(patch, window, px);
    struct place best = {.x = (int)lround(start.x), .y = (int)lround(start.y)};

    make_plane(&full_plane, window, 0);
    make_stamp(&full_stamp, patch, 0);
    best = climb(&full_stamp, &full_plane, best, 1);
    return settle(patch, window, &full_stamp, &full_plane, &best);
}

double bv_patch_self(const struct bv_patch *patch,
                     const struct bv_patch_window *window, struct bv_px px)
{
    struct bv_px start = start_of(patch, window, px);
    int x0 = (int)lround(start.x), y0 = (int)lround(start.y);
    double most = -1;

    make_plane(&full_plane, window, 0);
    make_stamp(&full_stamp, patch, 0);
    for (int y = y0 - (int)beside_furthest; y <= y0 + beside_furthest; y++) {
        for (int x = x0 - (int)beside_furthest; x <= x0 + beside_furthest;
             x++) {
            struct place place = {.x = x, .y = y};
            double away = hypot(x - x0, y - y0);

            if (away < beside_nearest || away > beside_furthest ||
                !inside(&full_plane, x, y))
                continue;
            compare(&full_stamp, &full_plane, &place);
            most = fmax(most, place.correlation);
        }
    }
    return most;
}
