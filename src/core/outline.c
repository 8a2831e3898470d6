#include "core/outline.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

static struct bv_px_segment side(const struct bv_outline *outline, int i)
{
    int next = i + 1 == outline->count ? 0 : i + 1;

    return (struct bv_px_segment){outline->at[i], outline->at[next]};
}

/* Twice the area of a triangle, by its sign on which side c lies. */
static double turn(struct bv_px a, struct bv_px b, struct bv_px c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool is_between(double value, double a, double b)
{
    return value >= fmin(a, b) && value <= fmax(a, b);
}

static bool is_on(const struct bv_px_segment *piece, struct bv_px px)
{
    return is_between(px.x, piece->from.x, piece->to.x) &&
           is_between(px.y, piece->from.y, piece->to.y);
}

/* Whether two pieces share a point. */
static bool meet(const struct bv_px_segment *a, const struct bv_px_segment *b)
{
    double a_from = turn(b->from, b->to, a->from);
    double a_to = turn(b->from, b->to, a->to);
    double b_from = turn(a->from, a->to, b->from);
    double b_to = turn(a->from, a->to, b->to);

    if (((a_from > 0 && a_to < 0) || (a_from < 0 && a_to > 0)) &&
        ((b_from > 0 && b_to < 0) || (b_from < 0 && b_to > 0)))
        return true;
    return (a_from == 0 && is_on(b, a->from)) ||
           (a_to == 0 && is_on(b, a->to)) ||
           (b_from == 0 && is_on(a, b->from)) || (b_to == 0 && is_on(a, b->to));
}

static double signed_area(const struct bv_outline *outline)
{
    double twice = 0;

    for (int i = 0; i < outline->count; i++) {
        struct bv_px_segment s = side(outline, i);

        twice += s.from.x * s.to.y - s.to.x * s.from.y;
    }
    return twice / 2;
}

static bool are_numbers(const struct bv_outline *outline)
{
    for (int i = 0; i < outline->count; i++)
        if (!isfinite(outline->at[i].x) || !isfinite(outline->at[i].y))
            return false;
    return true;
}

static bool crosses_itself(const struct bv_outline *outline)
{
    int count = outline->count;

    for (int i = 0; i < count; i++)
        for (int k = i + 2; k < count; k++) {
            struct bv_px_segment a = side(outline, i), b = side(outline, k);

            if ((k + 1) % count != i && meet(&a, &b))
                return true;
        }
    return false;
}

bool bv_outline_is_valid(const struct bv_outline *outline)
{
    return outline->count >= 3 && outline->count <= BV_OUTLINE_POINTS_MOST &&
           are_numbers(outline) && signed_area(outline) != 0 &&
           !crosses_itself(outline);
}

double bv_outline_area(const struct bv_outline *outline)
{
    return fabs(signed_area(outline));
}

struct bv_px bv_outline_middle(const struct bv_outline *outline)
{
    struct bv_px origin = outline->at[0], sum = {0, 0};
    double twice = 0;

    /* from the first point, so that nothing is lost far from 0,0 */
    for (int i = 0; i < outline->count; i++) {
        struct bv_px_segment s = side(outline, i);
        double part = turn(origin, s.from, s.to);

        sum.x += part * (s.from.x + s.to.x + origin.x) / 3;
        sum.y += part * (s.from.y + s.to.y + origin.y) / 3;
        twice += part;
    }
    assert(twice != 0);
    return (struct bv_px){sum.x / twice, sum.y / twice};
}

struct bv_px_segment bv_outline_box(const struct bv_outline *outline)
{
    struct bv_px_segment box = {outline->at[0], outline->at[0]};

    for (int i = 1; i < outline->count; i++) {
        box.from.x = fmin(box.from.x, outline->at[i].x);
        box.from.y = fmin(box.from.y, outline->at[i].y);
        box.to.x = fmax(box.to.x, outline->at[i].x);
        box.to.y = fmax(box.to.y, outline->at[i].y);
    }
    return box;
}

bool bv_outline_contains(const struct bv_outline *outline, struct bv_px px)
{
    bool inside = false;

    for (int i = 0; i < outline->count; i++) {
        struct bv_px_segment s = side(outline, i);

        if ((s.from.y > px.y) != (s.to.y > px.y) &&
            px.x < s.from.x + (px.y - s.from.y) * (s.to.x - s.from.x) /
                                  (s.to.y - s.from.y))
            inside = !inside;
    }
    return inside;
}

static struct bv_px nearest_on(const struct bv_px_segment *piece,
                               struct bv_px px)
{
    double along, length = bv_px_segment_length(piece);

    if (length <= 0)
        return piece->from;
    bv_px_segment_project(piece, px, &along, NULL);
    return bv_px_segment_at(piece, fmin(fmax(along, 0), length));
}

double bv_outline_distance(const struct bv_outline *outline, struct bv_px px,
                           struct bv_px *nearest)
{
    double least = INFINITY;

    for (int i = 0; i < outline->count; i++) {
        struct bv_px_segment s = side(outline, i);
        struct bv_px at = nearest_on(&s, px);
        double distance = bv_px_distance(at, px);

        if (distance >= least)
            continue;
        least = distance;
        if (nearest)
            *nearest = at;
    }
    return bv_outline_contains(outline, px) ? -least : least;
}

double bv_outline_miss(const struct bv_outline *outline,
                       const struct bv_px_segment *segment)
{
    double low = INFINITY, high = -INFINITY;

    for (int i = 0; i < outline->count; i++) {
        double beside;

        bv_px_segment_project(segment, outline->at[i], NULL, &beside);
        low = fmin(low, beside);
        high = fmax(high, beside);
    }
    return low > 0 ? low : high < 0 ? high : 0;
}

double bv_outline_segment_distance(const struct bv_outline *outline,
                                   const struct bv_px_segment *segment)
{
    double least = fmin(bv_outline_distance(outline, segment->from, NULL),
                        bv_outline_distance(outline, segment->to, NULL));

    if (least <= 0)
        return 0;
    for (int i = 0; i < outline->count; i++) {
        struct bv_px_segment s = side(outline, i);
        struct bv_px at = nearest_on(segment, outline->at[i]);

        if (meet(&s, segment))
            return 0;
        least = fmin(least, bv_px_distance(at, outline->at[i]));
    }
    return least;
}

struct bv_outline bv_outline_map(const struct bv_outline *outline,
                                 const struct bv_px_map *map)
{
    struct bv_outline there = {.count = outline->count};

    for (int i = 0; i < outline->count; i++)
        there.at[i] = bv_px_map_apply(map, outline->at[i]);
    return there;
}
