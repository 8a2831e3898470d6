#include "acquisition/simulator/pools.h"

#include <stdio.h>
#include <string.h>

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/tissue.h"

/* A plane so near is the one that opens; one that lies nearer is entered. */
static const float near_mm = 4, enters_mm = 1.2f;
/* So far inside of a nerve or tendon is still beside it. */
static const float slips_mm = 1, beside_mm = 0.5f;
/* No plane lies steeper beside a nerve. */
static const float steepest = 0.35f;
/* Fluid goes on into a pool that the tip has not left by more. */
static const float left_by_mm = 3;

static const struct bv_scene_object plain = {
    .name = "injectate",
    .role = BV_ROLE_POOL,
    .shape = BV_SHAPE_ELLIPSOID,
    .tissue = BV_TISSUE_FLUID,
    .radii_mm = {7, 8, 1.8},
    .wall_db = 2,
    .edge_mm = 0.3,
    .rough = 0.15,
    .line_db = -60,
    .at_tip = true,
};

static bool opens_at_tip(const struct bv_scene_object *object)
{
    return object->role == BV_ROLE_POOL && object->at_tip;
}

void bv_sim_pools_add(struct bv_scene *scene)
{
    struct bv_scene_object like = plain;
    int count = 0;

    for (int i = 0; i < scene->object_count; i++)
        if (opens_at_tip(&scene->objects[i]) && count++ == 0)
            like = scene->objects[i];
    while (count < BV_SIM_POOLS && scene->object_count < BV_SCENE_OBJECTS_MAX) {
        struct bv_scene_object *made = &scene->objects[scene->object_count++];

        *made = like;
        count++;
        if (count > 1)
            snprintf(made->name, sizeof(made->name), "%.28s %d", like.name,
                     count);
    }
}

void bv_sim_pools_reset(struct bv_sim_tissue *tissue)
{
    tissue->pooled_ml = 0;
    for (int i = 0; i < tissue->object_count; i++) {
        tissue->objects[i].placed = false;
        tissue->objects[i].pool_ml = 0;
    }
}

/* How far a place is from a line, along x; the line's slope there. */
static float distance(const struct bv_sim_tissue *tissue,
                      const struct bv_sim_line *line, const float at[3],
                      float *slope)
{
    *slope = bv_sim_line_at(tissue, line->slope, at[0]);
    return (bv_sim_line_at(tissue, line->z, at[0]) - at[2]) /
           sqrtf(1 + *slope * *slope);
}

/* The plane of fascia nearest to a place. @return How far, signed. */
static float find_plane(const struct bv_sim_tissue *tissue, const float at[3],
                        float *slope)
{
    float best = 1e9f, its, far;

    *slope = 0;
    for (int i = 0; i + 1 < tissue->scene->layer_count; i++) {
        far = distance(tissue, &tissue->borders[i], at, &its);
        if (tissue->borders[i].bright && fabsf(far) < fabsf(best)) {
            best = far;
            *slope = its;
        }
    }
    for (int i = 0; i < tissue->sheet_count; i++) {
        far = distance(tissue, &tissue->sheets[i], at, &its);
        if (tissue->sheet_from[i]->shape == BV_SHAPE_SHEET &&
            fabsf(far) < fabsf(best)) {
            best = far;
            *slope = its;
        }
    }
    return best;
}

static void lie_along(struct bv_sim_object *pool, float slope)
{
    float size = 1 / sqrtf(1 + slope * slope);

    pool->cos_rotate = size;
    pool->sin_rotate = slope * size;
}

/* How a level grows at a material place, in the picture's plane. */
static float gradient(const struct bv_sim_object *object, const float at[3],
                      float *right, float *down)
{
    static const float step = 0.1f;
    float x[3] = {at[0] + step, at[1], at[2]};
    float z[3] = {at[0], at[1], at[2] + step};
    float level = bv_sim_object_level(object, at);

    *right = (bv_sim_object_level(object, x) - level) / step;
    *down = (bv_sim_object_level(object, z) - level) / step;
    return level;
}

/* A tip just within a nerve or tendon injects beside it: the plane around it
 * gives way more easily. @return Whether it is one of these. */
static bool slip_out(const struct bv_sim_tissue *tissue,
                     struct bv_sim_object *pool, const float at[3])
{
    for (int i = tissue->object_count - 1; i >= 0; i--) {
        const struct bv_sim_object *object = &tissue->objects[i];
        float right, down, level, size, out;

        if (object->pool || bv_sim_object_level(object, at) >= 1)
            continue;
        level = gradient(object, at, &right, &down);
        size = sqrtf(right * right + down * down) + 1e-6f;
        out = (1 - level) / size;
        if (bv_sim_tissue_kinds[object->from->tissue].fluid || out > slips_mm)
            return false;
        pool->centre[0] += right / size * (out + beside_mm);
        pool->centre[2] += down / size * (out + beside_mm);
        lie_along(pool, bv_sim_clamp(-right / (fabsf(down) + 1e-3f) *
                                         (down < 0 ? -1 : 1),
                                     -steepest, steepest));
        return true;
    }
    return false;
}

/* Open a pool at the tip, along the plane that it is in or beside. */
static void place(const struct bv_sim_tissue *tissue,
                  struct bv_sim_object *pool)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float u[3], at[3], slope, far;

    bv_sim_needle_at(needle, needle->length_mm, pool->centre);
    pool->placed = true;
    if (pool->from->rotate_deg != 0 || !tissue->has_lines)
        return; /* the scene says how it lies */
    bv_sim_displace(tissue, pool->centre, u);
    for (int i = 0; i < 3; i++)
        at[i] = pool->centre[i] + u[i];
    if (slip_out(tissue, pool, at))
        return;
    far = find_plane(tissue, at, &slope);
    if (fabsf(far) > near_mm)
        return;
    lie_along(pool, slope);
    if (fabsf(far) <= enters_mm) {
        pool->centre[0] -= far * pool->sin_rotate;
        pool->centre[2] += far * pool->cos_rotate;
    }
}

/* How far the tip is outside of a pool. */
static float outside(const struct bv_sim_tissue *tissue,
                     const struct bv_sim_object *pool)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float tip[3], level, far = 0;

    bv_sim_needle_at(needle, needle->length_mm, tip);
    level = bv_sim_object_level(pool, tip);
    if (level <= 1)
        return 0;
    for (int i = 0; i < 3; i++)
        far += (tip[i] - pool->centre[i]) * (tip[i] - pool->centre[i]);
    return sqrtf(far) * (1 - 1 / level);
}

/* The pool into which the needle injects now; NULL: none can be opened. */
static struct bv_sim_object *find_pool(struct bv_sim_tissue *tissue)
{
    struct bv_sim_object *last = NULL;

    for (int i = 0; i < tissue->object_count; i++) {
        struct bv_sim_object *pool = &tissue->objects[i];

        if (!pool->pool || !pool->from->at_tip)
            continue;
        if (!pool->placed) {
            if (!tissue->state.needle.present)
                return last;
            place(tissue, pool);
            return pool;
        }
        last = pool;
        if (!tissue->state.needle.present ||
            outside(tissue, pool) <= left_by_mm)
            return pool;
    }
    return last;
}

/* A pool that the scene puts somewhere takes what its script injects. */
static struct bv_sim_object *find_fixed(struct bv_sim_tissue *tissue)
{
    for (int i = 0; i < tissue->object_count; i++)
        if (tissue->objects[i].pool && !tissue->objects[i].from->at_tip)
            return &tissue->objects[i];
    return NULL;
}

/* Take fluid away: from where it was injected last. */
static void drain(struct bv_sim_tissue *tissue, float ml)
{
    for (int i = tissue->object_count - 1; i >= 0 && ml > 0; i--) {
        float part = bv_sim_min(tissue->objects[i].pool_ml, ml);

        tissue->objects[i].pool_ml -= part;
        ml -= part;
    }
}

void bv_sim_pools_fill(struct bv_sim_tissue *tissue)
{
    float total = tissue->state.controls[BV_CONTROL_INJECTED_ML];
    float more = total - tissue->pooled_ml;
    struct bv_sim_object *pool = NULL;

    if (total <= 0) {
        bv_sim_pools_reset(tissue);
        return;
    }
    if (more < 0)
        drain(tissue, -more);
    if (more > 0) {
        if (!tissue->state.injects_by_hand)
            pool = find_fixed(tissue);
        pool = pool ? pool : find_pool(tissue);
        pool = pool ? pool : find_fixed(tissue);
        if (!pool)
            return; /* it waits until there is a needle */
        pool->placed = true;
        pool->pool_ml += more;
    }
    tissue->pooled_ml = total;
}

float bv_sim_pools_reach(const struct bv_sim_tissue *tissue)
{
    float most = 0;

    for (int i = 0; i < tissue->object_count; i++) {
        const struct bv_sim_object *pool = &tissue->objects[i];

        if (pool->pool)
            most = bv_sim_max(most,
                              2 * pool->scale *
                                  bv_sim_max(pool->radii[0], pool->radii[2]));
    }
    return most;
}

bool bv_sim_pools_cover(const struct bv_sim_tissue *tissue, const float now[3])
{
    for (int i = 0; i < tissue->object_count; i++) {
        const struct bv_sim_object *pool = &tissue->objects[i];

        if (pool->pool && pool->scale > 0 && bv_sim_object_level(pool, now) < 1)
            return true;
    }
    return false;
}

int bv_sim_pools_find_tip(const struct bv_sim_tissue *tissue)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float now[3], u[3], at[3];

    if (!needle->present)
        return -1;
    bv_sim_needle_at(needle, needle->length_mm, now);
    bv_sim_displace(tissue, now, u);
    for (int i = 0; i < 3; i++)
        at[i] = now[i] + u[i];
    for (int i = tissue->object_count - 1; i >= 0; i--) {
        const struct bv_sim_object *object = &tissue->objects[i];

        if (object->scale > 0 &&
            bv_sim_object_level(object, object->pool ? now : at) < 1)
            return object->pool ||
                           bv_sim_tissue_kinds[object->from->tissue].fluid
                       ? i
                       : -1;
    }
    return -1;
}
