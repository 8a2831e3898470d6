#include "guidance/fluid/star.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
    rays = BV_STAR_RAYS,
    samples = BV_STAR_SAMPLES,
    strip = 5,     /* samples on either side of a border that are compared */
    around = 10,   /* whose greys say how much an edge is */
    turn_most = 2, /* by which a border may jump from ray to ray, samples */
    reach = 8,     /* how far from the ellipse it may lie */
    places = 2 * reach + 1,
};

/* An edge as high as this part of the spread of greys is worth half of the
 * highest: else one bright line outweighs the rest. */
static const double half_edge = 0.35;

/* Of one sample, squared: from ray to ray, and off the ellipse. */
static const double jump_cost = 0.02, off_cost = 0.002;

/* What the end of the ultrasound is worth as a border, and less for each sample
 * beyond it. */
static const double end_worth = 0.1, beyond_cost = 0.1;

/* Pixels of the level that is looked at, as a part of the radius. */
static const double level_part = 0.06;

static const float none = FLT_MAX / 4;

static double ray_deg(int i)
{
    return 360.0 * i / rays;
}

double bv_star_radius_px(const struct bv_star *star, double sample)
{
    return star->least_px * pow(BV_STAR_FACTOR, sample);
}

double bv_star_sample(const struct bv_star *star, double radius_px)
{
    return log(fmax(radius_px / star->least_px, 1e-6)) / log(BV_STAR_FACTOR);
}

struct bv_px bv_star_at(const struct bv_star *star, int ray, double sample)
{
    double along = bv_star_radius_px(star, sample);
    double turn = star->turn_deg * M_PI / 180, root = sqrt(star->stretch);
    double x = along * root * cos(ray_deg(ray) * M_PI / 180);
    double y = along / root * sin(ray_deg(ray) * M_PI / 180);

    return (struct bv_px){star->middle.x + x * cos(turn) - y * sin(turn),
                          star->middle.y + x * sin(turn) + y * cos(turn)};
}

double bv_star_sample_at(const struct bv_star *star, struct bv_px px)
{
    double turn = star->turn_deg * M_PI / 180, root = sqrt(star->stretch);
    double x = px.x - star->middle.x, y = px.y - star->middle.y;

    return bv_star_sample(star, hypot((x * cos(turn) + y * sin(turn)) / root,
                                      (y * cos(turn) - x * sin(turn)) * root));
}

/* The level to look at, so far out. */
static int choose_level(const struct bv_levels *levels,
                        const struct bv_star *star, int k)
{
    double shorter = 0.4 + 0.6 / sqrt(star->stretch);
    double most = bv_star_radius_px(star, k) * level_part * shorter;
    int level = 0;

    while (level + 1 < levels->count && (1 << level) <= most)
        level++;
    return level;
}

static void sample(const struct bv_levels *levels, struct bv_star_look *look)
{
    const struct bv_star *star = &look->star;
    int level[samples];

    for (int k = 0; k < samples; k++)
        level[k] = choose_level(levels, star, k);
    for (int i = 0; i < rays; i++) {
        struct bv_px first = bv_star_at(star, i, 0);
        double x = first.x - star->middle.x, y = first.y - star->middle.y;
        int k = 0;

        for (; k < samples; k++) {
            struct bv_px px = {star->middle.x + x, star->middle.y + y};
            float grey = bv_levels_at(levels, level[k], px);

            if (grey < 0)
                break;
            look->grey[i][k] = grey;
            x *= BV_STAR_FACTOR;
            y *= BV_STAR_FACTOR;
        }
        look->seen[i] = k;
    }
}

/* The greys of a ray, its neighbours counting half each. */
static void blur_across(const struct bv_star_look *look, int i, float *blurred)
{
    int before = (i + rays - 1) % rays, after = (i + 1) % rays;

    for (int k = 0; k < look->seen[i]; k++) {
        float here = look->grey[i][k];
        float left = k < look->seen[before] ? look->grey[before][k] : here;
        float right = k < look->seen[after] ? look->grey[after][k] : here;

        blurred[k] = (2 * here + left + right) / 4;
    }
}

static void find_edges(struct bv_star_look *look, int i)
{
    float blurred[samples], sum[samples + 1] = {0};
    int seen = look->seen[i];

    blur_across(look, i, blurred);
    for (int k = 0; k < seen; k++)
        sum[k + 1] = sum[k] + blurred[k];
    look->edge[i][0] = NAN;
    for (int k = 1; k < samples; k++) {
        int from = k < strip ? 0 : k - strip;
        int to = k + strip < seen ? k + strip : seen;

        look->edge[i][k] = k + 2 > seen
                               ? NAN
                               : (sum[to] - sum[k]) / (float)(to - k) -
                                     (sum[k] - sum[from]) / (float)(k - from);
    }
}

static void find_spread(struct bv_star_look *look)
{
    double sum[samples + 1] = {0}, squares[samples + 1] = {0};
    double count[samples + 1] = {0};

    for (int k = 0; k < samples; k++) {
        sum[k + 1] = sum[k];
        squares[k + 1] = squares[k];
        count[k + 1] = count[k];
        for (int i = 0; i < rays; i++) {
            double grey = k < look->seen[i] ? look->grey[i][k] : 0;

            sum[k + 1] += grey;
            squares[k + 1] += grey * grey;
            count[k + 1] += k < look->seen[i];
        }
    }
    for (int k = 0; k < samples; k++) {
        int from = k < around ? 0 : k - around;
        int to = k + around < samples ? k + around : samples;
        double n = fmax(count[to] - count[from], 1);
        double mean = (sum[to] - sum[from]) / n;

        look->spread[k] = (float)sqrt(
            fmax((squares[to] - squares[from]) / n - mean * mean, 0));
    }
}

void bv_star_look(const struct bv_levels *levels, const struct bv_star *star,
                  struct bv_star_look *look)
{
    look->star = *star;
    sample(levels, look);
    for (int i = 0; i < rays; i++)
        find_edges(look, i);
    find_spread(look);
}

static double edge_unit(const struct bv_star_look *look, int k)
{
    return half_edge * (look->spread[k] + 2);
}

/* What a border there is worth, -1 to 1. */
static double worth(const struct bv_star_look *look, int i, int k, double unit)
{
    double edge = look->edge[i][k];

    if (isnan(edge))
        return end_worth - beyond_cost * fmax(k - look->seen[i], 0);
    return edge / (fabs(edge) + unit);
}

double bv_star_fit(const struct bv_star_look *look, int sample)
{
    double sum = 0, unit = edge_unit(look, sample);

    for (int i = 0; i < rays; i++)
        sum += worth(look, i, sample, unit);
    return sum / rays;
}

/* The cheapest sums after one more ray, and where each came from. */
static void step(const float *cost, float *sum, signed char *from)
{
    float next[places];

    for (int n = 0; n < places; n++) {
        next[n] = none;
        from[n] = 0;
        for (int d = -turn_most; d <= turn_most; d++) {
            float all;

            if (n + d < 0 || n + d >= places)
                continue;
            all = sum[n + d] + (float)(jump_cost * d * d);
            if (all < next[n]) {
                next[n] = all;
                from[n] = (signed char)d;
            }
        }
        next[n] = fminf(next[n] + cost[n], none);
    }
    memcpy(sum, next, sizeof(next));
}

/* The cheapest way twice around. Its middle half is taken: there the ends
 * meet, all but always. */
static void walk(float cost[rays][places], int at_ray[rays])
{
    signed char from[2 * rays][places];
    float sum[places];
    int at = 0;

    memcpy(sum, cost[0], sizeof(sum));
    for (int i = 1; i < 2 * rays; i++)
        step(cost[i % rays], sum, from[i]);
    for (int n = 1; n < places; n++)
        if (sum[n] < sum[at])
            at = n;
    for (int i = 2 * rays - 1; i >= rays / 2; i--) {
        if (i < rays + rays / 2)
            at_ray[i % rays] = at;
        at += from[i][at];
    }
}

void bv_star_trace(const struct bv_star_look *look, int sample,
                   int border[BV_STAR_RAYS])
{
    double unit = edge_unit(look, sample);
    float cost[rays][places];

    for (int i = 0; i < rays; i++)
        for (int n = 0; n < places; n++) {
            int k = sample - reach + n, off = n - reach;

            cost[i][n] =
                k < 1 || k >= samples
                    ? none
                    : (float)(off_cost * off * off - worth(look, i, k, unit));
        }
    walk(cost, border);
    for (int i = 0; i < rays; i++) {
        border[i] += sample - reach;
        if (border[i] > look->seen[i])
            border[i] = look->seen[i];
    }
}

bool bv_star_outline(const struct bv_star *star, const int border[BV_STAR_RAYS],
                     double out_px, struct bv_outline *outline)
{
    struct bv_px at[rays];

    for (int i = 0; i < rays; i++)
        at[i] = bv_star_at(star, i, border[i] - 0.5);
    outline->count = rays;
    for (int i = 0; i < rays; i++) {
        struct bv_px before = at[(i + rays - 1) % rays];
        struct bv_px after = at[(i + 1) % rays];
        double length = bv_px_distance(before, after);

        outline->at[i] = at[i];
        if (length > 0) {
            outline->at[i].x += out_px * (after.y - before.y) / length;
            outline->at[i].y -= out_px * (after.x - before.x) / length;
        }
    }
    return bv_outline_is_valid(outline);
}

/* Second moments of the area around its middle, from triangles with it. */
static void moments(const struct bv_outline *outline, struct bv_px middle,
                    double *xx, double *xy, double *yy)
{
    *xx = *xy = *yy = 0;
    for (int i = 0; i < outline->count; i++) {
        struct bv_px a = outline->at[i];
        struct bv_px b = outline->at[(i + 1) % outline->count];
        double ax = a.x - middle.x, ay = a.y - middle.y;
        double bx = b.x - middle.x, by = b.y - middle.y;
        double twice = ax * by - ay * bx;

        *xx += twice * (ax * ax + ax * bx + bx * bx);
        *yy += twice * (ay * ay + ay * by + by * by);
        *xy += twice * (ax * ay + bx * by + (ax * by + bx * ay) / 2);
    }
}

struct bv_star bv_star_of(const struct bv_outline *outline, double least_px)
{
    struct bv_star star = {.middle = bv_outline_middle(outline),
                           .least_px = least_px};
    double xx, xy, yy, mean, half;

    moments(outline, star.middle, &xx, &xy, &yy);
    mean = (xx + yy) / 2;
    half = copysign(hypot((xx - yy) / 2, xy), mean);
    star.stretch = sqrt((mean + half) / (mean - half));
    star.turn_deg =
        atan2(copysign(2, mean) * xy, copysign(1, mean) * (xx - yy)) * 90 /
        M_PI;
    return star;
}
