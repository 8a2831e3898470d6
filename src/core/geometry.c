#include "core/geometry.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <string.h>

static const double deg_per_rad = 57.29577951308232;

double bv_px_distance(struct bv_px a, struct bv_px b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

double bv_px_segment_length(const struct bv_px_segment *segment)
{
    return bv_px_distance(segment->from, segment->to);
}

/* Unit vector of the piece; a piece without length points down. */
static struct bv_px direction(const struct bv_px_segment *segment)
{
    double length = bv_px_segment_length(segment);

    if (length <= 0)
        return (struct bv_px){0, 1};
    return (struct bv_px){(segment->to.x - segment->from.x) / length,
                          (segment->to.y - segment->from.y) / length};
}

struct bv_px bv_px_segment_at(const struct bv_px_segment *segment, double along)
{
    struct bv_px unit = direction(segment);

    return (struct bv_px){segment->from.x + along * unit.x,
                          segment->from.y + along * unit.y};
}

void bv_px_segment_project(const struct bv_px_segment *segment, struct bv_px px,
                           double *along, double *beside)
{
    struct bv_px unit = direction(segment);
    double x = px.x - segment->from.x, y = px.y - segment->from.y;

    if (along)
        *along = x * unit.x + y * unit.y;
    if (beside) /* the deeper side; a vertical line has none, so its right */
        *beside =
            unit.x == 0 ? x : copysign(1, unit.x) * (y * unit.x - x * unit.y);
}

double bv_px_segment_angle_deg(const struct bv_px_segment *segment)
{
    struct bv_px unit = direction(segment);

    return atan2(fabs(unit.y), fabs(unit.x)) * deg_per_rad;
}

double bv_px_segment_turn_deg(const struct bv_px_segment *a,
                              const struct bv_px_segment *b)
{
    struct bv_px u = direction(a), v = direction(b);

    return atan2(fabs(u.x * v.y - u.y * v.x), fabs(u.x * v.x + u.y * v.y)) *
           deg_per_rad;
}

bool bv_scan_area_contains(const struct bv_scan_area *area, struct bv_px px)
{
    struct bv_px beam;
    double radius;

    if (area->shape == BV_SCAN_UNKNOWN)
        return false;
    if (px.x < area->box.left - 0.5 || px.x > area->box.right - 0.5 ||
        px.y < area->box.top - 0.5 || px.y > area->box.bottom - 0.5)
        return false;
    if (area->shape == BV_SCAN_RECTANGLE)
        return true;

    radius = bv_px_distance(area->apex, px);
    beam = bv_scan_area_beam(area, px);
    return radius >= area->face_radius_px && radius <= area->end_radius_px &&
           fabs(atan2(beam.x, beam.y)) * deg_per_rad <= area->half_angle_deg;
}

struct bv_px bv_scan_area_beam(const struct bv_scan_area *area, struct bv_px px)
{
    if (area->shape != BV_SCAN_SECTOR)
        return (struct bv_px){0, 1};
    return direction(&(struct bv_px_segment){area->apex, px});
}

double bv_scan_area_depth_px(const struct bv_scan_area *area, struct bv_px px)
{
    if (area->shape == BV_SCAN_SECTOR)
        return bv_px_distance(area->apex, px) - area->face_radius_px;
    return px.y - area->face_middle.y;
}

/* One place decides when a scale may be used. */
static bool measurable(const struct bv_scan_area *area, double mm_per_px)
{
    return area->shape != BV_SCAN_UNKNOWN && isfinite(mm_per_px) &&
           mm_per_px > 0;
}

int bv_px_to_mm(const struct bv_scan_area *area, double mm_per_px,
                struct bv_px px, struct bv_mm *mm)
{
    if (!measurable(area, mm_per_px))
        return -EDOM;

    mm->lateral = (px.x - area->face_middle.x) * mm_per_px;
    mm->depth = (px.y - area->face_middle.y) * mm_per_px;
    return 0;
}

int bv_mm_to_px(const struct bv_scan_area *area, double mm_per_px,
                struct bv_mm mm, struct bv_px *px)
{
    if (!measurable(area, mm_per_px))
        return -EDOM;

    px->x = area->face_middle.x + mm.lateral / mm_per_px;
    px->y = area->face_middle.y + mm.depth / mm_per_px;
    return 0;
}

struct bv_px_map bv_px_map_identity(void)
{
    return (struct bv_px_map){.xx = 1, .yy = 1};
}

struct bv_px bv_px_map_apply(const struct bv_px_map *map, struct bv_px px)
{
    return (struct bv_px){map->xx * px.x + map->xy * px.y + map->x0,
                          map->yx * px.x + map->yy * px.y + map->y0};
}

struct bv_px_map bv_px_map_join(const struct bv_px_map *first,
                                const struct bv_px_map *then)
{
    return (struct bv_px_map){
        .xx = then->xx * first->xx + then->xy * first->yx,
        .xy = then->xx * first->xy + then->xy * first->yy,
        .x0 = then->xx * first->x0 + then->xy * first->y0 + then->x0,
        .yx = then->yx * first->xx + then->yy * first->yx,
        .yy = then->yx * first->xy + then->yy * first->yy,
        .y0 = then->yx * first->x0 + then->yy * first->y0 + then->y0};
}

struct bv_px_map bv_px_map_inverse(const struct bv_px_map *map)
{
    double size = map->xx * map->yy - map->xy * map->yx;
    struct bv_px_map back = {.xx = map->yy / size,
                             .xy = -map->xy / size,
                             .yx = -map->yx / size,
                             .yy = map->xx / size};

    assert(size != 0);
    back.x0 = -(back.xx * map->x0 + back.xy * map->y0);
    back.y0 = -(back.yx * map->x0 + back.yy * map->y0);
    return back;
}

static const char *const origins[BV_SCALE_ORIGINS] = {"source", "given", "read",
                                                      "measured", "preset"};

const char *bv_scale_origin_name(enum bv_scale_origin origin)
{
    return origins[origin];
}

enum bv_scale_origin bv_scale_origin_find(const char *name)
{
    int i = 0;

    while (i < BV_SCALE_ORIGINS && strcmp(origins[i], name) != 0)
        i++;
    return (enum bv_scale_origin)i;
}
