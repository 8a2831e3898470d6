#include "guidance/fluid/outline_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    rays = BV_STAR_RAYS,
    samples = BV_STAR_SAMPLES,
    skin = 2,  /* samples before a border that are neither side */
    rim = 8,   /* samples before a border */
    core = 17, /* ... the middle half of the radius */
    band = 8,  /* samples beyond it that are around */
};

void bv_outline_greys_take(struct bv_outline_greys *greys,
                           const struct bv_levels *levels)
{
    int k = levels->count > 2 ? 1 : 0;
    size_t count = (size_t)levels->width[k] * (size_t)levels->height[k];
    double sum = 0;

    memset(greys, 0, sizeof(*greys));
    for (size_t i = 0; i < count; i++)
        if (levels->level[k][i] >= 0) {
            greys->part[(int)levels->level[k][i] + 1]++;
            sum++;
        }
    for (int g = 1; g <= 256; g++)
        greys->part[g] = greys->part[g - 1] + greys->part[g] / fmax(sum, 1);
    while (greys->middle < 255 && greys->part[(int)greys->middle + 1] < 0.5)
        greys->middle++;
    greys->side_px = fmin(levels->width[0], levels->height[0]);
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return (one > other) - (one < other);
}

static double mean_border(const int *border)
{
    double sum = 0;

    for (int i = 0; i < rays; i++)
        sum += border[i];
    return sum / rays;
}

static void measure_border(const struct bv_star_look *look, const int *border,
                           double *cues)
{
    double edge[rays], sum = 0, weak = 0, rough = 0;
    double unit = look->spread[(int)mean_border(border)] + 2;
    int count = 0;

    for (int i = 0; i < rays; i++) {
        int k = border[i] < samples ? border[i] : samples - 1;

        rough += abs(border[i] - border[(i + 1) % rays]);
        if (isnan(look->edge[i][k]))
            continue;
        edge[count++] = look->edge[i][k] / unit;
        sum += edge[count - 1];
    }
    qsort(edge, (size_t)count, sizeof(*edge), by_size);
    for (int i = 0; i < count / 5; i++)
        weak += edge[i];
    cues[BV_OUTLINE_CUT] = 1 - (double)count / rays;
    cues[BV_OUTLINE_ROUGH] = rough / rays;
    cues[BV_OUTLINE_EDGE] = sum / fmax(count, 1);
    cues[BV_OUTLINE_WEAK] = weak / fmax(count / 5, 1);
}

/* Fitted by logistic regression: borders around clicks in vessels of real
 * pictures and in fluid of simulated ones, right where they cover the truth
 * well, and borders around clicks in nerves and elsewhere (docs/outlines.md).
 */
static const double weights[BV_OUTLINE_CUES] = {
    [BV_OUTLINE_EDGE] = 0.405,      [BV_OUTLINE_WEAK] = 11.749,
    [BV_OUTLINE_CONTRAST] = -0.103, [BV_OUTLINE_NOISE] = -2.193,
    [BV_OUTLINE_SPOTS] = -12.974,   [BV_OUTLINE_HOLES] = 3.076,
    [BV_OUTLINE_DARK] = 1.433,      [BV_OUTLINE_RIM] = 1.405,
    [BV_OUTLINE_ROUGH] = -4.167,    [BV_OUTLINE_STRETCH] = -3.7,
    [BV_OUTLINE_SIZE] = -1.949,     [BV_OUTLINE_CUT] = -0.292,
    [BV_OUTLINE_GREY] = 0.113,
};
static const double stretch_squared = 1.037, size_squared = -0.655;
static const double start = 0.295;

/* A weighted mean as it is summed. */
struct mean {
    double sum, weight;
};

static void add(struct mean *mean, double value, double weight)
{
    mean->sum += weight * value;
    mean->weight += weight;
}

static double of(const struct mean *mean)
{
    return mean->weight > 0 ? mean->sum / mean->weight : 0;
}

/* What the two sides of a border are like, by area. */
struct sides {
    struct mean inside, around, rim, core;
    struct mean squares, spots, holes;
};

/* Where a sample of a ray lies. */
static void add_sample(struct sides *sides, int before, double grey,
                       double weight)
{
    if (before <= 0) {
        add(&sides->around, grey, weight);
        return;
    }
    if (before > skin)
        add(&sides->inside, grey, weight);
    if (before > core)
        add(&sides->core, grey, weight);
    else if (before > skin && before <= rim)
        add(&sides->rim, grey, weight);
}

static void add_spread(struct sides *sides, int before, double grey,
                       double weight)
{
    double inside = of(&sides->inside);
    double halfway = (inside + of(&sides->around)) / 2;

    if (before <= 0) {
        add(&sides->holes, grey < halfway, weight);
    } else if (before > skin) {
        add(&sides->spots, grey > halfway, weight);
        add(&sides->squares, (grey - inside) * (grey - inside), weight);
    }
}

static void each_sample(const struct bv_star_look *look, const int *border,
                        void (*take)(struct sides *, int, double, double),
                        struct sides *sides)
{
    double weight[samples];

    for (int k = 0; k < samples; k++)
        weight[k] = pow(BV_STAR_FACTOR, 2 * k);
    for (int i = 0; i < rays; i++)
        for (int k = 0; k < look->seen[i] && k < border[i] + band; k++)
            take(sides, border[i] - k, look->grey[i][k], weight[k]);
}

static double bound(double value, double limit)
{
    return fmin(fmax(value, -limit), limit);
}

static void measure_sides(const struct bv_star_look *look, const int *border,
                          const struct bv_outline_greys *greys, double *cues)
{
    struct sides sides = {.inside = {0, 0}};
    double inside, around, high;

    each_sample(look, border, add_sample, &sides);
    each_sample(look, border, add_spread, &sides);
    inside = of(&sides.inside);
    around = of(&sides.around);
    high = fmax(around - inside, 1);
    cues[BV_OUTLINE_CONTRAST] = (around - inside) / (around + inside + 4);
    cues[BV_OUTLINE_NOISE] = fmin(sqrt(of(&sides.squares)) / high, 3);
    cues[BV_OUTLINE_SPOTS] = of(&sides.spots);
    cues[BV_OUTLINE_HOLES] = of(&sides.holes);
    cues[BV_OUTLINE_RIM] = bound((of(&sides.rim) - of(&sides.core)) / high, 2);
    cues[BV_OUTLINE_DARK] = greys->part[(int)fmin(inside, 255)];
    cues[BV_OUTLINE_GREY] = fmin(inside / (greys->middle + 4), 3);
}

void bv_outline_measure(const struct bv_star_look *look,
                        const int border[BV_STAR_RAYS],
                        const struct bv_outline_greys *greys, double *cues)
{
    double radius_px = bv_star_radius_px(&look->star, mean_border(border));

    measure_border(look, border, cues);
    measure_sides(look, border, greys, cues);
    cues[BV_OUTLINE_STRETCH] = log(look->star.stretch);
    cues[BV_OUTLINE_SIZE] = log(radius_px / greys->side_px);
}

double bv_outline_weigh(const double *cues)
{
    double stretch = cues[BV_OUTLINE_STRETCH], size = cues[BV_OUTLINE_SIZE];
    double sum = start + stretch_squared * stretch * stretch +
                 size_squared * size * size;

    for (int i = 0; i < BV_OUTLINE_CUES; i++)
        sum += weights[i] * cues[i];
    return sum;
}
