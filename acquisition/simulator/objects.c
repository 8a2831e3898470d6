#include "acquisition/simulator/tissue.h"

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/pools.h"

static void init_object(struct bv_sim_tissue *tissue,
                        const struct bv_scene_object *from, int index)
{
    struct bv_sim_object *object = &tissue->objects[tissue->object_count++];
    const struct bv_sim_tissue_kind *kind = &bv_sim_tissue_kinds[from->tissue];

    object->from = from;
    object->texture = &tissue->textures[kind->texture];
    object->seed = (uint32_t)tissue->scene->seed * 128 + (uint32_t)index;
    for (int i = 0; i < 3; i++)
        object->centre[i] = (float)from->center_mm[i];
    object->cos_rotate = bv_sim_cos_deg((float)from->rotate_deg);
    object->sin_rotate = bv_sim_sin_deg((float)from->rotate_deg);
    object->cos_fibres = bv_sim_cos_deg((float)from->angle_deg);
    object->sin_fibres = bv_sim_sin_deg((float)from->angle_deg);
    object->level = bv_sim_from_db(kind->db + (float)from->gain_db);
    object->line_level = bv_sim_from_db(kind->line_db + (float)from->gain_db);
    object->wall_level =
        from->wall_db > -60 ? bv_sim_from_db((float)from->wall_db) : 0;
    object->u0 = 256 + 256 * bv_sim_hash_signed(1, 2, object->seed);
    object->v0 = 256 + 256 * bv_sim_hash_signed(3, 4, object->seed);
    object->scale = 1;
    object->solid = from->shape == BV_SHAPE_ELLIPSOID;
    object->pool = from->role == BV_ROLE_POOL;
    object->volume_ml =
        (float)(from->radii_mm[0] * from->radii_mm[1] * from->radii_mm[2]) *
        (object->solid ? 4.18879f : 6.28319f) * 0.001f;
    bv_sim_outline_init(object);
}

void bv_sim_objects_init(struct bv_sim_tissue *tissue)
{
    tissue->object_count = 0;
    tissue->sheet_count = 0;
    for (int i = 0; i < tissue->scene->object_count; i++) {
        const struct bv_scene_object *from = &tissue->scene->objects[i];

        if (bv_shape_is_line(from->shape))
            tissue->sheet_from[tissue->sheet_count++] = from;
        else
            init_object(tissue, from, i);
    }
}

void bv_sim_objects_configure(struct bv_sim_tissue *tissue)
{
    for (int i = 0; i < tissue->object_count; i++) {
        struct bv_sim_object *object = &tissue->objects[i];

        object->attenuation_db =
            bv_sim_tissue_kinds[object->from->tissue].loss_db_cm_mhz *
            (float)tissue->scene->probe.frequency_mhz * 0.2f *
            tissue->grid->step_mm;
    }
}

/* Volume left in a fluid target, as a scale of its radii. */
static float aspirated(const struct bv_sim_object *object, float taken_ml)
{
    float left = bv_sim_max(1 - taken_ml / object->volume_ml, 0.01f);

    return object->solid ? bv_sim_cbrt(left) : sqrtf(left);
}

static void prepare_pool(struct bv_sim_object *object)
{
    object->scale = bv_sim_cbrt(object->pool_ml / object->volume_ml);
}

/* Pressing flattens what it reaches, but for a vessel under pressure. */
static float stands(const struct bv_scene_object *from, float press_mm)
{
    if (from->tissue != BV_TISSUE_BLOOD || from->collapse > 0)
        return 1;
    return from->center_mm[2] < 15 ? 1 + press_mm * (1.0f / 15) : 1;
}

static void prepare_object(const struct bv_sim_tissue *tissue,
                           struct bv_sim_object *object)
{
    const struct bv_scene_object *from = object->from;
    const float *controls = tissue->state.controls;
    float press = controls[BV_CONTROL_PRESS_MM] * (float)from->collapse;
    float squeezed = bv_sim_max(1 - press, 0.12f);

    object->slid_mm = (float)from->slides_mm * tissue->state.slide;
    object->scale = 1 + (float)from->pulse * tissue->state.pulse;
    if (from->role == BV_ROLE_TARGET && bv_sim_tissue_kinds[from->tissue].fluid)
        object->scale *= aspirated(object, controls[BV_CONTROL_ASPIRATED_ML]);
    object->radii[2] = object->radii_at_rest[2] * squeezed *
                       stands(from, controls[BV_CONTROL_PRESS_MM]);
    object->radii[0] = object->radii_at_rest[0] * (1.3f - 0.3f * squeezed);
}

/* How far what swells or shrinks may push what lies beside it. */
static float pushes(const struct bv_sim_object *object)
{
    float by = fabsf(object->scale - (object->pool ? 0 : 1));

    return by * object->outline_max *
           bv_sim_max(object->radii[0], object->radii[2]);
}

void bv_sim_objects_prepare(struct bv_sim_tissue *tissue)
{
    tissue->swelling_mm = 0;
    for (int i = 0; i < tissue->object_count; i++) {
        if (tissue->objects[i].pool)
            prepare_pool(&tissue->objects[i]);
        else
            prepare_object(tissue, &tissue->objects[i]);
        tissue->swelling_mm += pushes(&tissue->objects[i]);
    }
}

/* A material point in the object's own, turned axes, mm. */
static void to_object(const struct bv_sim_object *object, float x, float y,
                      float z, float *across, float *down)
{
    float dx = x - object->centre[0] - (float)object->from->dx_per_y * y;
    float dz = z - object->centre[2] - (float)object->from->dz_per_y * y;

    *across = dx * object->cos_rotate + dz * object->sin_rotate;
    *down = dz * object->cos_rotate - dx * object->sin_rotate;
}

void bv_sim_object_axes(const struct bv_sim_object *object,
                        const float point[3], float axes[3])
{
    float across, down;

    to_object(object, point[0], point[1], point[2], &across, &down);
    axes[0] = across / object->radii[0];
    axes[1] =
        object->solid ? (point[1] - object->centre[1]) / object->radii[1] : 0;
    axes[2] = down / object->radii[2];
}

float bv_sim_object_level(const struct bv_sim_object *object,
                          const float point[3])
{
    float axes[3], level;

    bv_sim_object_axes(object, point, axes);
    level = sqrtf(axes[0] * axes[0] + axes[1] * axes[1] + axes[2] * axes[2]) /
            bv_sim_object_outline(object, axes[0], axes[2]);
    return object->pool ? level / bv_sim_max(object->scale, 1e-3f) : level;
}

/* The arrays at one sample, and where that is in the object. */
struct spot {
    float *diffuse, *line, *loss_db;
    float across, down, y; /* object axes, mm */
    float nx, nz, q;       /* normalised */
    float beam_x, beam_z;  /* the beam in object axes */
};

static void paint(const struct bv_sim_object *object, const struct spot *spot,
                  float share)
{
    float ux = spot->across - object->slid_mm + 0.5f * spot->y;
    float vz = spot->down;
    float u = (ux * object->cos_fibres + vz * object->sin_fibres) /
              object->texture->texel_u_mm;
    float v = (vz * object->cos_fibres - ux * object->sin_fibres) /
              object->texture->texel_v_mm;
    float a, l;

    bv_sim_texture_at(object->texture, u + object->u0, v + object->v0, &a, &l);
    *spot->diffuse =
        bv_sim_mix(*spot->diffuse,
                   a * object->level + 0.8f * l * object->line_level, share);
    *spot->line = bv_sim_mix(*spot->line, 0.5f * l * object->line_level, share);
    *spot->loss_db = bv_sim_mix(*spot->loss_db, object->attenuation_db, share);
}

/* A thin wall, bright only where it faces the beam and not everywhere there;
 * where the beam grazes it, sound is lost and an edge shadow starts. */
static void paint_wall(const struct bv_sim_object *object,
                       const struct spot *spot, float beside_mm)
{
    static const float half_mm = 0.16f, edge_mm = 0.5f;
    float gx = spot->nx / object->radii[0], gz = spot->nz / object->radii[2];
    float size = sqrtf(gx * gx + gz * gz) + 1e-9f;
    float face = (gx * spot->beam_x + gz * spot->beam_z) / size;
    float facing = face * face, far = beside_mm / half_mm, there, value;

    if (fabsf(beside_mm) < edge_mm && object->attenuation_db < 0.01f)
        *spot->loss_db += 0.05f * (1 - bv_sim_step(0.02f, 0.2f, facing));
    value = 1 - far * far;
    if (value <= 0)
        return;
    there = 0.6f + 0.6f * bv_sim_noise2(spot->across * 0.45f + 60,
                                        spot->down * 0.9f + spot->y * 0.3f + 60,
                                        object->seed + 9);
    value *= object->wall_level * bv_sim_max(there, 0.05f) * facing * facing *
             facing;
    *spot->line += 0.6f * value;
    *spot->diffuse += 0.6f * value;
}

/* How many mm a share of the radius is at a spot: less near the ends of a
 * ball across the picture. */
static float find_reach(const struct spot *spot)
{
    return sqrtf(spot->across * spot->across + spot->down * spot->down) /
           (spot->q + 1e-6f);
}

/* Far from the border, on either side: whatever the outline is there. */
static bool render_clear(const struct bv_sim_object *object, struct spot *spot,
                         float reach)
{
    float border_mm =
        bv_sim_max(0.5f, 0.5f * (float)object->from->edge_mm) + 0.01f;
    int sector = bv_sim_sector_of(spot->nx, spot->nz);

    if (reach * object->sector_min[sector] < 0.06f)
        return false;
    if ((object->sector_min[sector] - spot->q) * reach > border_mm) {
        paint(object, spot, 1);
        return true;
    }
    return (spot->q - object->sector_max[sector]) * reach > border_mm;
}

static void render_spot(const struct bv_sim_object *object, struct spot *spot)
{
    float edge = (float)object->from->edge_mm;
    float smaller = bv_sim_min(object->radii[0], object->radii[2]) *
                    (object->pool ? object->scale : 1);
    float radius, level, reach, beside;

    /* deep in, no wall is told apart */
    if (spot->q < object->deep * 0.8f &&
        (object->deep - spot->q) * smaller > 0.5f + edge) {
        paint(object, spot, 1);
        return;
    }
    reach = object->solid ? find_reach(spot) : smaller;
    if (render_clear(object, spot, reach))
        return;
    reach = find_reach(spot);
    radius = bv_sim_object_outline(object, spot->nx, spot->nz);
    level = spot->q / radius;
    beside = (level - 1) * bv_sim_max(reach * radius, 0.05f);
    if (beside < 0.5f * edge)
        paint(object, spot, bv_sim_clamp(0.5f - beside / edge, 0, 1));
    if (object->wall_level > 0 && fabsf(beside) < 0.5f)
        paint_wall(object, spot, beside);
}

/* An ellipse of the picture outside of which there is nothing of an object;
 * or everywhere, where it is cut too obliquely for one. */
struct bounds {
    bool everywhere;
    float x, z;               /* its middle */
    float across[2], down[2]; /* its axes, each as long as 1 / radius */
};

/* The samples of one beam within the bounds. */
static bool beam_range(const struct bv_sim_grid *grid,
                       const struct bounds *bounds, int beam, int *from,
                       int *to)
{
    float px = grid->beam[beam].face_x - bounds->x;
    float pz = grid->beam[beam].face_z - bounds->z;
    float dx = grid->beam[beam].dx, dz = grid->beam[beam].dz;
    float u = px * bounds->across[0] + pz * bounds->across[1];
    float v = px * bounds->down[0] + pz * bounds->down[1];
    float du = dx * bounds->across[0] + dz * bounds->across[1];
    float dv = dx * bounds->down[0] + dz * bounds->down[1];
    float a = du * du + dv * dv, b = u * du + v * dv;
    float inside = b * b - a * (u * u + v * v - 1), root;

    *from = 0;
    *to = grid->samples;
    if (bounds->everywhere)
        return true;
    if (inside <= 0)
        return false;
    root = sqrtf(inside);
    *from = (int)bv_sim_clamp((-b - root) / (a * grid->step_mm), 0,
                              (float)grid->samples);
    *to = (int)bv_sim_clamp((root - b) / (a * grid->step_mm) + 1, 0,
                            (float)grid->samples);
    return *from < *to;
}

/* A pool was not there at rest: it is painted where it is now. */
static void find_present(struct bv_sim_tissue *tissue, int beam, int from,
                         int to)
{
    const struct bv_sim_grid *grid = tissue->grid;

    for (int s = from; s < to; s++) {
        float r = ((float)s + 0.5f) * grid->step_mm;
        float in[3] = {grid->beam[beam].face_x + r * grid->beam[beam].dx, 0,
                       grid->beam[beam].face_z + r * grid->beam[beam].dz};
        float now[3];

        bv_sim_pose_out(&tissue->state.pose, in, now);
        for (int k = 0; k < 3; k++)
            tissue->present[k][s] = now[k];
    }
}

/* Whether a place is near enough, and if so what it is to the object. */
static bool set_spot(const struct bv_sim_object *object, float x, float y,
                     float z, float limit, struct spot *spot)
{
    float grown = object->pool ? 1 / object->scale : 1, ny = 0, qq;

    to_object(object, x, y, z, &spot->across, &spot->down);
    spot->nx = spot->across / object->radii[0] * grown;
    spot->nz = spot->down / object->radii[2] * grown;
    if (object->solid)
        ny = (y - object->centre[1]) / object->radii[1] * grown;
    qq = spot->nx * spot->nx + spot->nz * spot->nz + ny * ny;
    if (qq > limit * limit)
        return false;
    spot->q = sqrtf(qq);
    spot->y = y;
    return true;
}

/* Speckle in a pool stays where it is: material coordinates inside it have
 * collapsed to a point. */
static void keep_present(struct bv_sim_tissue *tissue, int at, int s)
{
    tissue->x[at + s] = tissue->present[0][s];
    tissue->y[at + s] = tissue->present[1][s];
    tissue->z[at + s] = tissue->present[2][s];
}

/* Scatterers go along with what slides. What is painted over it later must not
 * need to know where this sample was. */
static void slide_along(struct bv_sim_tissue *tissue,
                        const struct bv_sim_object *object, int i)
{
    tissue->x[i] -= object->slid_mm * object->cos_rotate;
    tissue->z[i] -= object->slid_mm * object->sin_rotate;
}

static void render_beam(struct bv_sim_tissue *tissue,
                        const struct bv_sim_object *object, int beam, int from,
                        int to)
{
    const struct bv_sim_grid *grid = tissue->grid;
    int at = beam * grid->samples;
    float smaller = bv_sim_min(object->radii[0], object->radii[2]) *
                    (object->pool ? object->scale : 1);
    float limit = object->outline_max + 0.6f / smaller;
    const float *x = tissue->x + at, *y = tissue->y + at, *z = tissue->z + at;
    struct spot spot;

    spot.beam_x = grid->beam[beam].dx * object->cos_rotate +
                  grid->beam[beam].dz * object->sin_rotate;
    spot.beam_z = grid->beam[beam].dz * object->cos_rotate -
                  grid->beam[beam].dx * object->sin_rotate;
    if (object->pool) {
        find_present(tissue, beam, from, to);
        x = tissue->present[0];
        y = tissue->present[1];
        z = tissue->present[2];
    }
    for (int s = from; s < to; s++) {
        if (!set_spot(object, x[s], y[s], z[s], limit, &spot))
            continue;
        spot.diffuse = &tissue->diffuse[at + s];
        spot.line = &tissue->line[at + s];
        spot.loss_db = &tissue->loss_db[at + s];
        render_spot(object, &spot);
        if (object->pool && spot.q < 1)
            keep_present(tissue, at, s);
        else if (object->slid_mm > 0 && spot.q < 1)
            slide_along(tissue, object, at + s);
    }
}

/* An axis of the object as the picture has it, 1 / radius long. */
static void set_axis(const struct bv_sim_pose *pose, float x, float z,
                     float radius_mm, float axis[2])
{
    axis[0] = (x * pose->right[0] + z * pose->right[2]) / radius_mm;
    axis[1] = (x * pose->down[0] + z * pose->down[2]) / radius_mm;
}

static void find_bounds(const struct bv_sim_tissue *tissue,
                        const struct bv_sim_object *object,
                        struct bounds *bounds)
{
    const struct bv_sim_pose *pose = &tissue->state.pose;
    float y = pose->origin[1] + object->centre[2] * pose->down[1];
    float now[3] = {object->centre[0] + (float)object->from->dx_per_y * y, y,
                    object->centre[2] + (float)object->from->dz_per_y * y};
    float grown = object->outline_max * bv_sim_max(object->scale, 1);
    float moved = 1.2f + fabsf(tissue->state.breath_mm) +
                  1.3f * fabsf(tissue->drag_mm) + tissue->push.tent_mm +
                  tissue->state.controls[BV_CONTROL_PRESS_MM] +
                  tissue->swelling_mm;
    float in[3];

    bv_sim_pose_in(pose, now, in);
    bounds->x = in[0];
    bounds->z = in[2];
    /* turned by more than 8 degrees out of the plane that it was made in */
    bounds->everywhere = fabsf(pose->right[1]) + fabsf(pose->down[1]) > 0.14f;
    set_axis(pose, object->cos_rotate, object->sin_rotate,
             object->radii[0] * grown + moved, bounds->across);
    set_axis(pose, -object->sin_rotate, object->cos_rotate,
             object->radii[2] * grown + moved, bounds->down);
}

static void render_object(struct bv_sim_tissue *tissue,
                          const struct bv_sim_object *object)
{
    struct bounds bounds;

    if (object->pool && object->scale <= 0)
        return;
    find_bounds(tissue, object, &bounds);
    for (int b = 0; b < tissue->grid->beams; b++) {
        int from, to;

        if (beam_range(tissue->grid, &bounds, b, &from, &to))
            render_beam(tissue, object, b, from, to);
    }
}

/* In the scene's order: later ones cover earlier ones. */
void bv_sim_objects_render(struct bv_sim_tissue *tissue)
{
    int sheet = 0, object = 0;

    for (int i = 0; i < tissue->scene->object_count; i++)
        if (bv_shape_is_line(tissue->scene->objects[i].shape))
            bv_sim_sheet_render(tissue, sheet++);
        else
            render_object(tissue, &tissue->objects[object++]);
}
