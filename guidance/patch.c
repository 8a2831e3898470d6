#include "guidance/patch.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/patch_parts.h"

enum {
    side = BV_PATCH_SIDE,
    half_side = BV_PATCH_SIDE / 2,
    candidates = 4, /* places of the coarse search that are looked at closely */
    lanes = 4,
};

/* Of the correlation, for a place at the edge of the reach. */
static const double far_penalty = 0.05;

/* What counts of a patch's middle, and how far it may be from the whole. */
static const double near_points = 4.5;
enum { near_reach = 4 };

/* A place where less of the patch was to be seen is no match. */
static const double seen_part_min = 0.4;

/* Of the variance: less is nothing to compare. */
static const double spread_min = 0.0025;

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
    struct bv_px zero = bv_patch_middle_px(window, 0, 0);

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
    match.px = bv_patch_middle_px(window, x, y);
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

static double bell(double right, double down, double sigma)
{
    return exp(-(right * right + down * down) / (2 * sigma * sigma));
}

/* What lies further out counts less. What was not to be seen there when the
 * patch was taken lacks, too. */
static void narrow(struct stamp *stamp, struct bv_px middle)
{
    stamp->weight = 0;
    for (int y = 0; y < stamp->side; y++) {
        for (int x = 0; x < stamp->side; x++) {
            double right = x - middle.x, down = y - middle.y;
            double less = bell(right, down, near_points);
            int i = y * stamp->side + x;

            stamp->w[i] *= (float)less;
            stamp->wt[i] *= (float)less;
            stamp->wtt[i] *= (float)less;
            stamp->weight +=
                less * bell(x - (side - 1) / 2.0, y - (side - 1) / 2.0,
                            BV_PATCH_WEIGHT_POINTS);
        }
    }
}

struct bv_patch_match bv_patch_near(const struct bv_patch *patch,
                                    const struct bv_patch_window *window,
                                    struct bv_px px)
{
    struct bv_px start = start_of(patch, window, px);
    struct place best = {.x = (int)lround(start.x), .y = (int)lround(start.y)};
    double middle = (side - 1) / 2.0;

    make_plane(&full_plane, window, 0);
    make_stamp(&full_stamp, patch, 0);
    narrow(&full_stamp,
           (struct bv_px){middle + patch->offset_px.x / patch->step_px,
                          middle + patch->offset_px.y / patch->step_px});
    best = climb(&full_stamp, &full_plane, best, near_reach);
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
