#include "acquisition/simulator/tissue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/pools.h"

/* Tuned by eye against real frames; for looks, not sourced. */
const struct bv_sim_tissue_kind bv_sim_tissue_kinds[BV_TISSUE_COUNT] = {
    [BV_TISSUE_SKIN] = {3, 2, .9f, BV_SIM_TEXTURE_CONNECTIVE, 0, false},
    [BV_TISSUE_FAT] = {-14, 11, .58f, BV_SIM_TEXTURE_FAT, 0, false},
    [BV_TISSUE_MUSCLE_LONG] = {-17, 10, .85f, BV_SIM_TEXTURE_MUSCLE_LONG, 26,
                               false},
    [BV_TISSUE_MUSCLE_SHORT] = {-16, 9, .8f, BV_SIM_TEXTURE_MUSCLE_SHORT, 0,
                                false},
    [BV_TISSUE_TENDON_LONG] = {-4, 6, .95f, BV_SIM_TEXTURE_TENDON_LONG, 9,
                               false},
    [BV_TISSUE_TENDON_SHORT] = {-2, 3, .95f, BV_SIM_TEXTURE_TENDON_SHORT, 0,
                                false},
    [BV_TISSUE_NERVE] = {-3, 7, .85f, BV_SIM_TEXTURE_NERVE, 0, false},
    [BV_TISSUE_CONNECTIVE] = {-7, 5, .85f, BV_SIM_TEXTURE_CONNECTIVE, 0, false},
    [BV_TISSUE_CARTILAGE] = {-30, -60, .6f, BV_SIM_TEXTURE_PLAIN, 0, false},
    [BV_TISSUE_LIVER] = {-4, -60, .5f, BV_SIM_TEXTURE_PLAIN, 0, false},
    [BV_TISSUE_FLUID] = {-40, -60, .03f, BV_SIM_TEXTURE_PLAIN, 0, true},
    [BV_TISSUE_BLOOD] = {-30, -60, .15f, BV_SIM_TEXTURE_PLAIN, 0, true},
    [BV_TISSUE_GEL] = {-50, -60, .02f, BV_SIM_TEXTURE_PLAIN, 0, true},
};

static int init_textures(struct bv_sim_tissue *tissue)
{
    bool used[BV_SIM_TEXTURE_COUNT] = {false};
    const struct bv_scene *scene = tissue->scene;

    for (int i = 0; i < scene->layer_count; i++)
        used[bv_sim_tissue_kinds[scene->layers[i].tissue].texture] = true;
    for (int i = 0; i < scene->object_count; i++)
        used[bv_sim_tissue_kinds[scene->objects[i].tissue].texture] = true;
    for (int i = 0; i < BV_SIM_TEXTURE_COUNT; i++)
        if (used[i] &&
            bv_sim_texture_init(&tissue->textures[i],
                                (enum bv_sim_texture_kind)i, scene->seed) < 0)
            return -ENOMEM;
    tissue->regions = bv_sim_regions_new(scene->seed * 64 + 1);
    return tissue->regions ? 0 : -ENOMEM;
}

/* Fibres that do not face the beam send less back. */
static float facing(const struct bv_sim_tissue_kind *kind, float fibres_deg)
{
    float off;

    if (kind->aniso_deg <= 0)
        return 1;
    off = fibres_deg / kind->aniso_deg;
    return 0.25f + 0.75f * bv_sim_exp2(-0.72f * off * off);
}

static void init_layers(struct bv_sim_tissue *tissue)
{
    const struct bv_scene *scene = tissue->scene;

    for (int i = 0; i < scene->layer_count; i++) {
        const struct bv_scene_layer *from = &scene->layers[i];
        const struct bv_sim_tissue_kind *kind =
            &bv_sim_tissue_kinds[from->tissue];
        struct bv_sim_layer *layer = &tissue->layers[i];
        float faces = facing(kind, (float)from->angle_deg);
        uint32_t seed = (uint32_t)scene->seed * 32 + (uint32_t)i;

        layer->from = from;
        layer->texture = &tissue->textures[kind->texture];
        layer->level = bv_sim_from_db(kind->db + (float)from->gain_db) *
                       bv_sim_mix(1, faces, 0.5f);
        layer->line_level =
            bv_sim_from_db(kind->line_db + (float)from->gain_db) * faces;
        layer->attenuation_db = kind->loss_db_cm_mhz;
        layer->cos_fibres = bv_sim_cos_deg((float)from->angle_deg);
        layer->sin_fibres = bv_sim_sin_deg((float)from->angle_deg);
        layer->follows_border = fabs(from->angle_deg) < 4;
        layer->waviness = from->tissue == BV_TISSUE_TENDON_LONG ? 0.4f : 1;
        layer->u0 = 256 + 256 * bv_sim_hash_signed(1, 2, seed);
        layer->v0 = 256 + 256 * bv_sim_hash_signed(3, 4, seed);
    }
}

/* Air, from an end of the face on, at @p part of its width. */
static float off_skin_db(const struct bv_sim_tissue *tissue, float part)
{
    const double *off = tissue->scene->probe.no_contact;
    float left = (float)off[0], right = (float)off[1], air_db = 60,
          edge = 0.03f;

    return air_db * (left > 0) * (1 - bv_sim_step(left - edge, left, part)) +
           air_db * (right > 0) *
               (1 - bv_sim_step(right - edge, right, 1 - part));
}

/* The face touches unevenly, most at its ends. */
static void init_contact(struct bv_sim_tissue *tissue)
{
    int beams = tissue->grid->beams;
    float most = (float)tissue->scene->probe.contact_db;
    uint32_t seed = (uint32_t)tissue->scene->seed * 8 + 5;

    for (int b = 0; b < beams; b++) {
        float share = ((float)b + 0.5f) / (float)beams * 2 - 1;
        float weak = 0.5f * bv_sim_noise1(share * 3 + 50, seed) +
                     0.25f * bv_sim_noise1(share * 11 + 50, seed + 1);
        float end = bv_sim_step(0.8f, 1.05f, fabsf(share)) *
                    (1 + bv_sim_hash_signed(share > 0, 7, seed));

        tissue->contact_db[b] = most * (weak + end);
        tissue->contact_db[b] += off_skin_db(tissue, (share + 1) / 2);
    }
}

void bv_sim_tissue_configure(struct bv_sim_tissue *tissue)
{
    const struct bv_sim_grid *grid = tissue->grid;
    size_t count = (size_t)grid->beams * (size_t)grid->samples;

    tissue->y = tissue->x + count;
    tissue->z = tissue->y + count;
    tissue->diffuse = tissue->z + count;
    tissue->line = tissue->diffuse + count;
    tissue->loss_db = tissue->line + count;
    init_contact(tissue);
    bv_sim_objects_configure(tissue);
}

int bv_sim_tissue_init(struct bv_sim_tissue *tissue,
                       const struct bv_scene *scene,
                       const struct bv_sim_grid *grid)
{
    tissue->scene = scene;
    tissue->grid = grid;
    tissue->x =
        calloc(6 * BV_SIM_BEAMS_MAX * BV_SIM_SAMPLES_MAX, sizeof(float));
    tissue->sheets = calloc(BV_SCENE_OBJECTS_MAX, sizeof(*tissue->sheets));
    if (!tissue->x || !tissue->sheets || init_textures(tissue) < 0) {
        bv_sim_tissue_fini(tissue);
        return -ENOMEM;
    }
    init_layers(tissue);
    bv_sim_objects_init(tissue);
    bv_sim_tissue_configure(tissue);
    return 0;
}

void bv_sim_tissue_fini(struct bv_sim_tissue *tissue)
{
    for (int i = 0; i < BV_SIM_TEXTURE_COUNT; i++)
        bv_sim_texture_fini(&tissue->textures[i]);
    free(tissue->regions);
    free(tissue->x);
    free(tissue->sheets);
    tissue->regions = tissue->x = NULL;
    tissue->sheets = NULL;
}

/* Shares of the drag that act along the shaft and at its tip. */
static const float along_shaft = 0.6f, before_tip = 0.7f;

float bv_sim_drag_at_tip(const struct bv_sim_tissue *tissue)
{
    return tissue->drag_mm * (along_shaft + before_tip);
}

/* Tissue near the shaft is carried along with it, most at the tip. */
static void drag(const struct bv_sim_tissue *tissue, const float now[3],
                 float displacement[3])
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float d[3], along = 0, aside = 0, tip = 0, share;

    if (!needle->present || fabsf(tissue->drag_mm) < 1e-4f)
        return;
    for (int i = 0; i < 3; i++) {
        d[i] = now[i] - needle->entry[i];
        along += d[i] * needle->direction[i];
    }
    along = bv_sim_clamp(along, 0, needle->length_mm);
    for (int i = 0; i < 3; i++) {
        float to_shaft = d[i] - along * needle->direction[i];
        float to_tip = d[i] - needle->length_mm * needle->direction[i];

        aside += to_shaft * to_shaft;
        tip += to_tip * to_tip;
    }
    share = along_shaft * bv_sim_exp2(-aside * (1.442695f / 18)) +
            before_tip * bv_sim_exp2(-tip * (1.442695f / 14));
    for (int i = 0; i < 3; i++)
        displacement[i] -= tissue->drag_mm * share * needle->direction[i];
}

/* x^n for the object's dimensions: cubes for a ball, squares for a tube. */
static float power(const struct bv_sim_object *object, float x)
{
    return object->solid ? x * x * x : x * x;
}

static float root(const struct bv_sim_object *object, float x)
{
    x = bv_sim_max(x, 0);
    return object->solid ? bv_sim_cbrt(x) : sqrtf(x);
}

/* Around a cavity that grows or shrinks tissue gives way without losing
 * volume: what is now at q of its radius lay at the q that had the same
 * volume between itself and the wall. Serves pulse and aspiration. */
static void swell(const struct bv_sim_object *object, const float now[3],
                  float displacement[3])
{
    float axes[3], q, at_rest, factor, y;

    if (object->scale == 1)
        return;
    bv_sim_object_axes(object, now, axes);
    q = sqrtf(axes[0] * axes[0] + axes[1] * axes[1] + axes[2] * axes[2]);
    if (q > 3.5f)
        return;
    q = bv_sim_max(q, 1e-3f) / bv_sim_object_outline(object, axes[0], axes[2]);
    if (q < object->scale)
        at_rest = q / object->scale;
    else
        at_rest =
            root(object, power(object, q) - power(object, object->scale) + 1);
    factor = (at_rest / q - 1) * (1 - bv_sim_step(2, 3.2f, q));
    y = now[1];
    displacement[0] += factor * (now[0] - object->centre[0] -
                                 (float)object->from->dx_per_y * y);
    displacement[2] += factor * (now[2] - object->centre[2] -
                                 (float)object->from->dz_per_y * y);
    if (object->solid)
        displacement[1] += factor * (y - object->centre[1]);
}

/* Half the gap between both sides of a plane that a pool of radius 1 parts, so
 * far from its middle: the pool's wall, whose edge runs out straight. */
static float gap(float far)
{
    static const float straight_from = 0.9f, there = 0.43589f, slope = 2.0648f;

    if (far < straight_from)
        return sqrtf(1 - far * far);
    return bv_sim_max(there - slope * (far - straight_from), 0);
}

/* Fluid that was pushed in parts a plane: what lay on it is lifted off to both
 * sides, a nerve as a whole; only farther away is tissue pressed together. */
static void part_plane(const struct bv_sim_object *pool, const float now[3],
                       float displacement[3])
{
    float axes[3], far, size = pool->scale, wall, beyond, back;

    if (pool->scale <= 0)
        return;
    bv_sim_object_axes(pool, now, axes);
    far = sqrtf(axes[0] * axes[0] + axes[1] * axes[1]);
    /* irregular as its wall is there, and not as farther up */
    wall = size * gap(far / size);
    size *= bv_sim_object_outline(pool, axes[0], axes[2] < 0 ? -wall : wall);
    wall = size * gap(far / size);
    beyond = fabsf(axes[2]) - wall;
    back = beyond < 0 ? fabsf(axes[2]) : wall * (1 - bv_sim_step(1, 3, beyond));
    back *= axes[2] < 0 ? pool->radii[2] : -pool->radii[2];
    displacement[0] -= back * pool->sin_rotate;
    displacement[2] += back * pool->cos_rotate;
}

void bv_sim_displace(const struct bv_sim_tissue *tissue, const float now[3],
                     float displacement[3])
{
    float deep = bv_sim_clamp(now[2] * 0.1f, 0, 1);

    displacement[0] = 0.3f * tissue->state.breath_mm * deep;
    displacement[1] = 0;
    displacement[2] = -tissue->state.breath_mm * deep +
                      tissue->state.controls[BV_CONTROL_PRESS_MM] *
                          bv_sim_clamp(now[2] * (1.0f / 15), 0, 1);
    drag(tissue, now, displacement);
    bv_sim_push_displace(tissue, now, displacement);
    for (int i = 0; i < tissue->object_count; i++)
        if (tissue->objects[i].pool)
            part_plane(&tissue->objects[i], now, displacement);
        else
            swell(&tissue->objects[i], now, displacement);
}

/* Displacements at every eighth beam, then linear between. */
static void fill_nodes(struct bv_sim_tissue *tissue)
{
    const struct bv_sim_grid *grid = tissue->grid;

    for (int b = 0; b < grid->beams + 7; b += 8) {
        int beam = b < grid->beams ? b : grid->beams - 1;

        for (int n = 0; n < grid->nodes; n++) {
            float r = (float)(n * BV_SIM_NODE_STEP) * grid->step_mm;
            float in[3] = {grid->beam[beam].face_x + r * grid->beam[beam].dx, 0,
                           grid->beam[beam].face_z + r * grid->beam[beam].dz};
            float now[3];

            bv_sim_pose_out(&tissue->state.pose, in, now);
            bv_sim_displace(tissue, now, tissue->node_u[beam][n]);
        }
    }
    for (int b = 0; b < grid->beams; b++) {
        int from = b & ~7, to = from + 8;
        float share;

        if (to > grid->beams - 1)
            to = grid->beams - 1;
        if (b == from || b == to)
            continue;
        share = (float)(b - from) / (float)(to - from);
        for (int n = 0; n < grid->nodes; n++)
            for (int k = 0; k < 3; k++)
                tissue->node_u[b][n][k] =
                    bv_sim_mix(tissue->node_u[from][n][k],
                               tissue->node_u[to][n][k], share);
    }
}

/* Material coordinates of one beam's samples. */
static void fill_coordinates(struct bv_sim_tissue *tissue, int beam)
{
    const struct bv_sim_grid *grid = tissue->grid;
    float *out[3] = {tissue->x + beam * grid->samples,
                     tissue->y + beam * grid->samples,
                     tissue->z + beam * grid->samples};
    float in[3] = {grid->beam[beam].face_x, 0, grid->beam[beam].face_z};
    float face[3], step[3];

    bv_sim_pose_out(&tissue->state.pose, in, face);
    for (int k = 0; k < 3; k++)
        step[k] =
            grid->step_mm * (grid->beam[beam].dx * tissue->state.pose.right[k] +
                             grid->beam[beam].dz * tissue->state.pose.down[k]);
    for (int k = 0; k < 3; k++)
        for (int n = 0; n + 1 < grid->nodes; n++) {
            float u = tissue->node_u[beam][n][k];
            float du = (tissue->node_u[beam][n + 1][k] - u) *
                       (1.0f / BV_SIM_NODE_STEP);
            float *to = out[k] + n * BV_SIM_NODE_STEP;
            float start = face[k] + u + 0.5f * (step[k] + du) +
                          (float)(n * BV_SIM_NODE_STEP) * step[k];

            for (int i = 0; i < BV_SIM_NODE_STEP; i++)
                to[i] = start + (float)i * (step[k] + du);
        }
}

/* Samples from..to of one beam as one layer. */
static void fill_layer(struct bv_sim_tissue *tissue, int layer_index, int beam,
                       int from, int to)
{
    const struct bv_sim_layer *layer = &tissue->layers[layer_index];
    int at = beam * tissue->grid->samples;
    const float *x = tissue->x + at, *y = tissue->y + at, *z = tissue->z + at;
    float *diffuse = tissue->diffuse + at, *line = tissue->line + at;
    float loss = layer->attenuation_db *
                 (float)tissue->scene->probe.frequency_mhz * 0.2f *
                 tissue->grid->step_mm;
    float us = 1 / layer->texture->texel_u_mm;
    float vs = 1 / layer->texture->texel_v_mm;
    const struct bv_sim_line *above =
        layer_index > 0 ? &tissue->borders[layer_index - 1] : NULL;
    float top = above ? bv_sim_line_at(tissue, above->z, x[from]) : 0;
    float near = above ? bv_sim_line_at(tissue, above->grain[0], x[from]) : 0;
    float far = above ? bv_sim_line_at(tissue, above->grain[1], x[from]) : 0;

    for (int s = from; s < to; s++) {
        float deep = bv_sim_clamp((z[s] - top) * (1 / BV_SIM_GRAIN_MM), 0, 1);
        float run = near + (far - near) * deep;
        float sx = x[s] + 0.7f * y[s], sz = z[s] - run + 0.35f * y[s];
        float u = (sx * layer->cos_fibres + sz * layer->sin_fibres) * us;
        float v = (sz * layer->cos_fibres - sx * layer->sin_fibres) * vs;
        float a, l;

        bv_sim_texture_at(layer->texture, u + layer->u0, v + layer->v0, &a, &l);
        diffuse[s] = a * layer->level + 0.8f * l * layer->line_level;
        line[s] = 0.5f * l * layer->line_level;
        tissue->loss_db[at + s] = loss;
    }
}

/* First sample from @p from on that lies below the border. */
static int find_border(const struct bv_sim_tissue *tissue, int beam,
                       const struct bv_sim_line *border, int from)
{
    int at = beam * tissue->grid->samples;
    int low = from, high = tissue->grid->samples;

    while (low < high) {
        int middle = (low + high) / 2;
        float z = bv_sim_line_at(tissue, border->z, tissue->x[at + middle]);

        if (tissue->z[at + middle] >= z)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void fill_beam(struct bv_sim_tissue *tissue, int beam)
{
    int layers = tissue->scene->layer_count, from = 0;

    fill_coordinates(tissue, beam);
    for (int i = 0; i < layers && from < tissue->grid->samples; i++) {
        int to = i + 1 < layers
                     ? find_border(tissue, beam, &tissue->borders[i], from)
                     : tissue->grid->samples;

        if (to > from)
            fill_layer(tissue, i, beam, from, to);
        from = to;
    }
    bv_sim_borders_render(tissue, beam);
}

static float region_at(const struct bv_sim_tissue *tissue, float u, float v)
{
    float up = u + BV_SIM_TEXEL_BASE, vp = v + BV_SIM_TEXEL_BASE;
    int32_t iu = (int32_t)up, iv = (int32_t)vp;
    const float *a = tissue->regions + (iu & BV_SIM_TEXEL_MASK) * BV_SIM_TEXELS;
    const float *b =
        tissue->regions + ((iu + 1) & BV_SIM_TEXEL_MASK) * BV_SIM_TEXELS;
    int32_t v0 = iv & BV_SIM_TEXEL_MASK, v1 = (iv + 1) & BV_SIM_TEXEL_MASK;

    return bv_sim_mix(bv_sim_mix(a[v0], a[v1], vp - (float)iv),
                      bv_sim_mix(b[v0], b[v1], vp - (float)iv), up - (float)iu);
}

/* Whole regions are darker or brighter: it does more for a real look than
 * anything else. Slow, so it is looked up at the nodes only. */
static void apply_regions(struct bv_sim_tissue *tissue, int beam)
{
    const struct bv_sim_grid *grid = tissue->grid;
    int at = beam * grid->samples;
    float level[BV_SIM_NODES_MAX];

    for (int n = 0; n < grid->nodes; n++) {
        int s = n * BV_SIM_NODE_STEP;
        int i = at + (s < grid->samples ? s : grid->samples - 1);
        float y = tissue->y[i];

        level[n] = region_at(
            tissue, (tissue->x[i] + 0.6f * y) * (1 / BV_SIM_REGION_MM),
            (tissue->z[i] - 0.5f * y) * (1 / BV_SIM_REGION_MM));
    }
    for (int n = 0; n + 1 < grid->nodes; n++) {
        float step = (level[n + 1] - level[n]) * (1.0f / BV_SIM_NODE_STEP);

        for (int i = 0; i < BV_SIM_NODE_STEP; i++) {
            int s = at + n * BV_SIM_NODE_STEP + i;
            float region = level[n] + ((float)i + 0.5f) * step;

            tissue->diffuse[s] *= region;
            tissue->line[s] *= region;
        }
    }
}

void bv_sim_tissue_render(struct bv_sim_tissue *tissue,
                          const struct bv_sim_state *state, float drag_mm)
{
    tissue->state = *state;
    tissue->drag_mm = drag_mm;
    bv_sim_pools_fill(tissue);
    bv_sim_objects_prepare(tissue);
    bv_sim_lines_prepare(tissue);
    tissue->has_lines = true;
    bv_sim_push_update(tissue);
    fill_nodes(tissue);
    for (int b = 0; b < tissue->grid->beams; b++)
        fill_beam(tissue, b);
    bv_sim_objects_render(tissue);
    for (int b = 0; b < tissue->grid->beams; b++)
        apply_regions(tissue, b);
}
