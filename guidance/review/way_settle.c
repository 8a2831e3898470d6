/*
 * What was chosen of a needle's way, smoothed, and what lies between.
 */
#include <math.h>

#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

/* So far to either side a line is laid through the sights; those so far off it
 * count for nothing. */
static const double smooth_s = 0.15, off_mm = 1;
/* A tip that is drawn back is seen where it was so long before: a scanner lays
 * some of the picture before over the next, in which it still lies. One that
 * goes in covers what was dark. */
static const double late_s = 0.03;
/* When a needle was where is known, if to within so much. */
static const double known_to_s = 0.2;
/* The end of a shaft says less than a tip. */
static const double shaft_weight = 0.5;

/* Sums of a line through points, by weight. */
struct line {
    double weight, t, tt, y, ty;
};

static void add(struct line *line, double weight, double t, double y)
{
    line->weight += weight;
    line->t += weight * t;
    line->tt += weight * t * t;
    line->y += weight * y;
    line->ty += weight * t * y;
}

/* Its value and slope at 0. */
static void solve(const struct line *line, double *value, double *slope)
{
    double spread = line->weight * line->tt - line->t * line->t;

    *slope = spread > 1e-9 * line->weight * line->weight
                 ? (line->weight * line->ty - line->t * line->y) / spread
                 : 0;
    *value = (line->y - *slope * line->t) / line->weight;
}

/* Whether two sights belong together: nothing of a gap between. */
static bool is_near(const struct bv_way *way, size_t a, size_t b)
{
    return bv_way_s(way, a, b) <= smooth_s;
}

/* One step of the robust line: weights from the line before, none at first. */
static void lay(const struct bv_way *way, const struct bv_sight *sights,
                size_t at, bool first, double *value, double *slope)
{
    struct line line = {0};
    size_t from = at;

    while (from > 0 && is_near(way, from - 1, at))
        from--;
    for (size_t i = from; i < way->count && (i <= at || is_near(way, at, i));
         i++) {
        double t = bv_way_s(way, at, i);
        double off, weight = sights[i].kind == BV_SIGHT_TIP ? 1 : shaft_weight;

        if (!sights[i].chosen)
            continue;
        off = (sights[i].along_mm - *value - *slope * t) / off_mm;
        if (!first)
            weight *= fabs(off) < 1 ? (1 - off * off) * (1 - off * off) : 1e-6;
        add(&line, weight, t, sights[i].along_mm);
    }
    solve(&line, value, slope);
}

static double smoothed(const struct bv_way *way, const struct bv_sight *sights,
                       size_t at)
{
    double value = 0, slope = 0;

    lay(way, sights, at, true, &value, &slope);
    lay(way, sights, at, false, &value, &slope);
    return value + late_s * fmin(slope, 0);
}

/* Whether a needle whose shaft is seen was drawn back so far between two
 * sightings that it is known when it was where. One that is seen so much
 * further in may have come there unseen, beside the line that was drawn. */
static bool must_pass(const struct bv_way *way, size_t from, size_t to,
                      const struct bv_review_rules *rules)
{
    double on = way->points[to].along_mm - way->points[from].along_mm;

    return on < 0 && way->points[from].seen && way->points[to].seen &&
           bv_way_s(way, from, to) - -on / BV_WAY_FASTEST_OUT_MM_S <=
               2 * known_to_s &&
           -on >= rules->turning_mm &&
           bv_way_gone_s(way, from, to) < rules->unseen_s;
}

/* Between two sightings the needle stands; unless it is a flicker, or it had
 * no time to. */
static void fill(struct bv_way *way, size_t from, size_t to,
                 const struct bv_review_rules *rules)
{
    double a = way->points[from].along_mm, b = way->points[to].along_mm;
    double whole = bv_way_s(way, from, to);
    bool passes = whole >= rules->unseen_s && must_pass(way, from, to, rules);

    for (size_t i = from + 1; i < to; i++) {
        way->points[i].passes = passes;
        way->points[i].along_mm =
            passes || whole < rules->unseen_s
                ? a + (b - a) * bv_way_s(way, from, i) / whole
                : a;
    }
}

void bv_sights_settle(struct bv_way *way, const struct bv_sight *sights,
                      const struct bv_review_rules *rules)
{
    size_t before = way->count;

    for (size_t i = 0; i < way->count; i++) {
        struct bv_way_point *point = &way->points[i];

        point->seen = sights[i].chosen;
        point->tip_seen = point->seen && sights[i].kind == BV_SIGHT_TIP;
        point->along_mm = NAN;
        point->entered_mm = point->seen ? sights[i].entered_mm : NAN;
        if (!point->tip_seen)
            point->sd_mm = NAN;
        if (!point->seen && !sights[i].bounds)
            continue;
        point->along_mm =
            point->seen ? smoothed(way, sights, i) : sights[i].along_mm;
        if (!point->seen && before < way->count) /* no further in than that */
            point->along_mm =
                fmin(point->along_mm, way->points[before].along_mm);
        if (before < way->count)
            fill(way, before, i, rules);
        before = i;
    }
    for (size_t i = before; i < way->count; i++)
        way->points[i].along_mm = way->points[before].along_mm;
}
