#include "guidance/plan_open.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Directions at which something changes, radians. */
struct breaks {
    double *at;
    int count, room;
    bool failed, too_many;
};

enum { breaks_most = 20000 };

/* Nearer directions are one. */
static const double same = 1e-10;

static double deg(double radians)
{
    return radians * 180 / M_PI;
}

struct bv_outline bv_plan_outline(const struct bv_mm_outline *outline)
{
    struct bv_outline made = {.count = outline->count};

    for (int i = 0; i < outline->count; i++)
        made.at[i] =
            (struct bv_px){outline->at[i].lateral, outline->at[i].depth};
    return made;
}

double bv_plan_margin(const struct bv_plan_scene *scene, int structure)
{
    return fmax(scene->structures[structure].margin_mm, scene->clearance_mm);
}

double bv_plan_reach(const struct bv_plan_scene *scene)
{
    double most = 0;

    for (int i = 0; i < scene->needle_count; i++)
        most = fmax(most, scene->needles[i].length_mm);
    return most - scene->reserve_mm;
}

double bv_plan_face_half(const struct bv_plan_probe *probe)
{
    double half = probe->curved ? probe->radius_mm *
                                      sin(probe->half_angle_deg * M_PI / 180)
                                : probe->width_mm / 2;

    return half + probe->rim_mm;
}

/* The angle between a direction and a piece of skin, 0 to 90 degrees. */
static double insertion_deg(double direction, struct bv_mm a, struct bv_mm b)
{
    double turn = direction - atan2(a.depth - b.depth, b.lateral - a.lateral);

    return deg(fabs(asin(fmin(fmax(sin(turn), -1), 1))));
}

/* Where the ray meets one piece of skin: how far along it, or infinity. */
static double meets(struct bv_mm aim, double direction, struct bv_mm a,
                    struct bv_mm b)
{
    double ux = cos(direction), uy = -sin(direction);
    double vx = b.lateral - a.lateral, vy = b.depth - a.depth;
    double wx = a.lateral - aim.lateral, wy = a.depth - aim.depth;
    double cross = ux * vy - uy * vx;
    double along, part;

    if (cross == 0)
        return INFINITY;
    along = (wx * vy - wy * vx) / cross;
    part = (wx * uy - wy * ux) / cross;
    return along > 0 && part >= 0 && part <= 1 ? along : INFINITY;
}

static bool find_shaft(const struct bv_plan_scene *scene, double direction,
                       struct bv_plan_shaft *shaft)
{
    double least = INFINITY;

    for (int i = 0; i + 1 < scene->skin_count; i++) {
        struct bv_mm a = scene->skin[i], b = scene->skin[i + 1];
        double along = meets(scene->target, direction, a, b);

        if (along >= least)
            continue;
        least = along;
        shaft->insertion_deg = insertion_deg(direction, a, b);
    }
    shaft->aim = scene->target;
    shaft->length_mm = least;
    shaft->entry.lateral = shaft->aim.lateral + least * cos(direction);
    shaft->entry.depth = shaft->aim.depth - least * sin(direction);
    return isfinite(least);
}

bool bv_plan_shaft_find(const struct bv_plan_scene *scene, double direction_deg,
                        struct bv_plan_shaft *shaft)
{
    return find_shaft(scene, direction_deg * M_PI / 180, shaft);
}

double bv_plan_shaft_clearance(const struct bv_plan_scene *scene,
                               const struct bv_plan_shaft *shaft, int structure)
{
    struct bv_outline outline =
        bv_plan_outline(&scene->structures[structure].outline);
    struct bv_px_segment line = {{shaft->entry.lateral, shaft->entry.depth},
                                 {shaft->aim.lateral, shaft->aim.depth}};

    return bv_outline_segment_distance(&outline, &line);
}

static bool keeps_off(const struct bv_plan_scene *scene,
                      const struct bv_plan_shaft *shaft,
                      const struct bv_plan_demand *demand)
{
    for (int i = 0; i < scene->structure_count; i++) {
        double clearance;

        if (!(demand->structures >> i & 1))
            continue;
        clearance = bv_plan_shaft_clearance(scene, shaft, i);
        if (clearance <= 0 ||
            (demand->margins && clearance < bv_plan_margin(scene, i)))
            return false;
    }
    return true;
}

bool bv_plan_shaft_meets(const struct bv_plan_scene *scene,
                         const struct bv_plan_shaft *shaft,
                         const struct bv_plan_demand *demand)
{
    if (fabs(shaft->entry.lateral) < bv_plan_face_half(&scene->probe))
        return false;
    if (demand->angle && (shaft->insertion_deg < scene->angle_least_deg ||
                          shaft->insertion_deg > scene->angle_most_deg))
        return false;
    if (demand->length && shaft->length_mm > bv_plan_reach(scene))
        return false;
    return keeps_off(scene, shaft, demand);
}

static void add(struct breaks *breaks, double direction)
{
    double *grown;

    while (direction <= -M_PI / 2)
        direction += 2 * M_PI;
    while (direction > 1.5 * M_PI)
        direction -= 2 * M_PI;
    if (breaks->count == breaks_most) {
        breaks->too_many = true;
        return;
    }
    if (breaks->count == breaks->room) {
        int room = breaks->room ? 2 * breaks->room : 256;

        grown = realloc(breaks->at, (size_t)room * sizeof(*grown));
        if (!grown) {
            breaks->failed = true;
            return;
        }
        breaks->at = grown;
        breaks->room = room;
    }
    breaks->at[breaks->count++] = direction;
}

static void add_towards(struct breaks *breaks, struct bv_mm aim, double x,
                        double y)
{
    if (x != aim.lateral || y != aim.depth)
        add(breaks, atan2(aim.depth - y, x - aim.lateral));
}

/* Where a piece from a to b meets a circle. */
static void add_circle(struct breaks *breaks, struct bv_mm aim, struct bv_mm a,
                       struct bv_mm b, struct bv_mm middle, double radius)
{
    double dx = b.lateral - a.lateral, dy = b.depth - a.depth;
    double fx = a.lateral - middle.lateral, fy = a.depth - middle.depth;
    double square = dx * dx + dy * dy, half = fx * dx + fy * dy;
    double under = half * half - square * (fx * fx + fy * fy - radius * radius);

    if (square <= 0 || under < 0)
        return;
    for (int sign = -1; sign <= 1; sign += 2) {
        double part = (-half + sign * sqrt(under)) / square;

        /* a little beyond the ends, where rounding decides */
        if (part >= -1e-9 && part <= 1 + 1e-9)
            add_towards(breaks, aim, a.lateral + part * dx,
                        a.depth + part * dy);
    }
}

/* Where a piece from a to b meets the piece from c to d. */
static void add_crossing(struct breaks *breaks, struct bv_mm aim,
                         struct bv_mm a, struct bv_mm b, struct bv_mm c,
                         struct bv_mm d)
{
    double ux = b.lateral - a.lateral, uy = b.depth - a.depth;
    double vx = d.lateral - c.lateral, vy = d.depth - c.depth;
    double wx = c.lateral - a.lateral, wy = c.depth - a.depth;
    double cross = ux * vy - uy * vx, part, other;

    if (cross == 0)
        return;
    part = (wx * vy - wy * vx) / cross;
    other = (wx * uy - wy * ux) / cross;
    if (part >= -1e-9 && part <= 1 + 1e-9 && other >= -1e-9 &&
        other <= 1 + 1e-9)
        add_towards(breaks, aim, a.lateral + part * ux, a.depth + part * uy);
}

/* Where the entry passes the border of a grown outline: discs about corners,
 * and sides moved out by the margin either way. */
static void add_border(struct breaks *breaks, const struct bv_plan_scene *scene,
                       struct bv_mm corner, struct bv_mm next, double margin)
{
    double dx = next.lateral - corner.lateral, dy = next.depth - corner.depth;
    double length = hypot(dx, dy);
    double nx = length > 0 ? -dy / length * margin : 0;
    double ny = length > 0 ? dx / length * margin : 0;

    for (int i = 0; i + 1 < scene->skin_count; i++) {
        struct bv_mm a = scene->skin[i], b = scene->skin[i + 1];

        add_circle(breaks, scene->target, a, b, corner, margin);
        for (int sign = -1; sign <= 1; sign += 2) {
            struct bv_mm from = {corner.lateral + sign * nx,
                                 corner.depth + sign * ny};
            struct bv_mm to = {next.lateral + sign * nx,
                               next.depth + sign * ny};

            add_crossing(breaks, scene->target, a, b, from, to);
        }
    }
}

static void add_structure(struct breaks *breaks,
                          const struct bv_plan_scene *scene, int structure,
                          double margin)
{
    const struct bv_mm_outline *outline = &scene->structures[structure].outline;
    struct bv_mm aim = scene->target;

    for (int i = 0; i < outline->count; i++) {
        struct bv_mm corner = outline->at[i];
        struct bv_mm next = outline->at[(i + 1) % outline->count];
        double dx = corner.lateral - aim.lateral;
        double dy = aim.depth - corner.depth;
        double distance = hypot(dx, dy);

        if (distance > margin) {
            add(breaks, atan2(dy, dx) - asin(margin / distance));
            add(breaks, atan2(dy, dx) + asin(margin / distance));
        }
        add_border(breaks, scene, corner, next, margin);
    }
}

/* Where the entry passes the probe's edge. */
static void add_face(struct breaks *breaks, const struct bv_plan_scene *scene,
                     struct bv_mm a, struct bv_mm b)
{
    double half = bv_plan_face_half(&scene->probe);

    for (int sign = -1; sign <= 1; sign += 2) {
        double part = (sign * half - a.lateral) / (b.lateral - a.lateral);

        if (part >= 0 && part <= 1)
            add_towards(breaks, scene->target, sign * half,
                        a.depth + part * (b.depth - a.depth));
    }
}

static void add_skin(struct breaks *breaks, const struct bv_plan_scene *scene,
                     const struct bv_plan_demand *demand)
{
    for (int i = 0; i < scene->skin_count; i++) {
        struct bv_mm a = scene->skin[i], b;
        double slope;

        add_towards(breaks, scene->target, a.lateral, a.depth);
        if (i + 1 == scene->skin_count)
            break;
        b = scene->skin[i + 1];
        slope = atan2(a.depth - b.depth, b.lateral - a.lateral);
        add_face(breaks, scene, a, b);
        if (demand->length)
            add_circle(breaks, scene->target, a, b, scene->target,
                       bv_plan_reach(scene));
        for (int k = 0; demand->angle && k < 4; k++) {
            double half_turn = k & 2 ? M_PI : 0, sign = k & 1 ? -1 : 1;

            add(breaks,
                slope + half_turn + sign * scene->angle_least_deg * M_PI / 180);
            add(breaks,
                slope + half_turn + sign * scene->angle_most_deg * M_PI / 180);
        }
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* One look between each two. @return How many intervals. */
static int look(const struct bv_plan_scene *scene,
                const struct bv_plan_demand *demand,
                const struct breaks *breaks,
                struct bv_plan_open open[BV_PLAN_OPEN_MAX])
{
    double end = -INFINITY;
    int count = 0;

    for (int i = 0; i + 1 < breaks->count; i++) {
        double from = breaks->at[i], to = breaks->at[i + 1];
        struct bv_plan_shaft shaft;

        if (to - from < same)
            continue;
        if (!find_shaft(scene, (from + to) / 2, &shaft) ||
            !bv_plan_shaft_meets(scene, &shaft, demand))
            continue;
        if (count > 0 && from - end < same) {
            open[count - 1].to_deg = deg(to);
        } else if (count < BV_PLAN_OPEN_MAX) {
            open[count].from_deg = deg(from);
            open[count++].to_deg = deg(to);
        } else {
            return -E2BIG;
        }
        end = to;
    }
    return count;
}

int bv_plan_open_find(const struct bv_plan_scene *scene,
                      const struct bv_plan_demand *demand,
                      struct bv_plan_open open[BV_PLAN_OPEN_MAX])
{
    struct breaks breaks = {0};
    int count;

    add(&breaks, -M_PI / 2 + same);
    add(&breaks, 1.5 * M_PI);
    add_skin(&breaks, scene, demand);
    for (int i = 0; i < scene->structure_count; i++)
        if (demand->structures >> i & 1)
            add_structure(&breaks, scene, i,
                          demand->margins ? bv_plan_margin(scene, i) : 0);
    if (breaks.failed || breaks.too_many) {
        free(breaks.at);
        return breaks.failed ? -ENOMEM : -E2BIG;
    }
    qsort(breaks.at, (size_t)breaks.count, sizeof(*breaks.at), compare);
    count = look(scene, demand, &breaks, open);
    free(breaks.at);
    return count;
}
