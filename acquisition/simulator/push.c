#include "acquisition/simulator/push.h"

#include <string.h>

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/tissue.h"

/* The way is looked at in steps; a needle bends so much on bone. */
static const float step_mm = 0.2f, on_bone_mm = 0.3f;
/* A dB of brightness holds for so much; no more than the most. */
static const float mm_per_db = 0.12f, most_mm = 2;
/* A bone as short is calcium. */
static const double calcium_mm = 12;
/* How fast what has given springs back, and how wide the tent is. */
static const float spring_s = 0.05f, wide_mm = 2.2f;

/* Which layer a place is in, which objects, and below which sheets. */
struct place {
    int layer;
    uint32_t inside, below;
};

void bv_sim_push_reset(struct bv_sim_push *push)
{
    memset(push, 0, sizeof(*push));
}

/* Where the tissue at a place of the shaft lies when no needle moves it. */
static void at_rest(struct bv_sim_tissue *tissue, float along_mm,
                    float material[3])
{
    struct bv_sim_push push = tissue->push;
    float drag_mm = tissue->drag_mm, now[3], u[3];

    bv_sim_needle_at(&tissue->state.needle, along_mm, now);
    tissue->push.tent_mm = tissue->drag_mm = 0;
    bv_sim_displace(tissue, now, u);
    tissue->push = push;
    tissue->drag_mm = drag_mm;
    for (int i = 0; i < 3; i++)
        material[i] = now[i] + u[i];
}

static bool spans(const struct bv_scene_object *sheet, const float at[3])
{
    float x = at[0] - (float)sheet->dx_per_y * at[1];

    return x > (float)sheet->points_mm[0][0] &&
           x < (float)sheet->points_mm[sheet->point_count - 1][0];
}

/* A bone's surface; a short one is that of calcium in soft tissue, which a
 * needle enters. */
static bool is_bone(const struct bv_scene_object *sheet)
{
    return sheet->shape == BV_SHAPE_BONE &&
           sheet->points_mm[sheet->point_count - 1][0] -
                   sheet->points_mm[0][0] >
               calcium_mm;
}

static void find_place(struct bv_sim_tissue *tissue, float along_mm,
                       struct place *place)
{
    float at[3];

    at_rest(tissue, along_mm, at);
    *place = (struct place){0};
    for (int i = 0; i + 1 < tissue->scene->layer_count; i++)
        if (at[2] >= bv_sim_line_at(tissue, tissue->borders[i].z, at[0]))
            place->layer = i + 1;
    for (int i = 0; i < tissue->object_count; i++)
        if (!tissue->objects[i].pool &&
            bv_sim_object_level(&tissue->objects[i], at) < 1)
            place->inside |= 1u << i;
    for (int i = 0; i < tissue->sheet_count; i++)
        if (spans(tissue->sheet_from[i], at) &&
            at[2] >= bv_sim_line_at(tissue, tissue->sheets[i].z, at[0]))
            place->below |= 1u << i;
}

static float holds(double db)
{
    return bv_sim_clamp((float)db * mm_per_db, 0, most_mm);
}

/* How far what lies between two places tents; very far: bone. */
static float strength(const struct bv_sim_tissue *tissue,
                      const struct place *from, const struct place *to)
{
    uint32_t walls = from->inside ^ to->inside;
    uint32_t sheets = from->below ^ to->below;
    int low = from->layer < to->layer ? from->layer : to->layer;
    int high = from->layer < to->layer ? to->layer : from->layer;
    float most = 0;

    for (int i = low; i < high; i++)
        most = bv_sim_max(most, holds(tissue->scene->layers[i].fascia_db));
    for (int i = 0; i < tissue->object_count; i++)
        if (walls >> i & 1)
            most = bv_sim_max(most, holds(tissue->objects[i].from->wall_db));
    for (int i = 0; i < tissue->sheet_count; i++)
        if (sheets >> i & 1) {
            if (is_bone(tissue->sheet_from[i]))
                return 1e9f;
            most = bv_sim_max(most, holds(tissue->sheet_from[i]->line_db));
        }
    return most;
}

/* How far the tip gets through on its way to a length. */
static void pierce(struct bv_sim_tissue *tissue, float length_mm)
{
    struct bv_sim_push *push = &tissue->push;
    struct place here, next;

    push->on_bone = false;
    find_place(tissue, push->through_mm, &here);
    while (push->through_mm < length_mm) {
        float to = bv_sim_min(push->through_mm + step_mm, length_mm);
        float held;

        find_place(tissue, to, &next);
        held = strength(tissue, &here, &next);
        push->on_bone = held > most_mm;
        if (push->on_bone ||
            (push->started && length_mm - push->through_mm < held))
            return;
        push->through_mm = to;
        here = next;
    }
}

void bv_sim_push_update(struct bv_sim_tissue *tissue)
{
    struct bv_sim_push *push = &tissue->push;
    struct bv_sim_needle *needle = &tissue->state.needle;
    float wanted,
        gives = 1 - bv_sim_exp2(-1.442695f * tissue->frame_s / spring_s);

    if (!needle->present) {
        bv_sim_push_reset(push);
        push->started = true;
        return;
    }
    push->through_mm = bv_sim_min(push->through_mm, needle->length_mm);
    pierce(tissue, needle->length_mm);
    push->started = true;
    if (push->on_bone)
        needle->length_mm =
            bv_sim_min(needle->length_mm, push->through_mm + on_bone_mm);
    /* what sticks to the shaft is carried as far already */
    wanted = needle->length_mm - push->through_mm -
             bv_sim_max(bv_sim_drag_at_tip(tissue), 0);
    wanted = bv_sim_max(wanted, 0);
    push->tent_mm = wanted > push->tent_mm
                        ? wanted
                        : push->tent_mm + (wanted - push->tent_mm) * gives;
    if (push->tent_mm < 1e-3f)
        push->tent_mm = 0;
}

void bv_sim_push_displace(const struct bv_sim_tissue *tissue,
                          const float now[3], float displacement[3])
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float tip[3], far = 0, share;

    if (!needle->present || tissue->push.tent_mm <= 0)
        return;
    bv_sim_needle_at(needle, needle->length_mm, tip);
    for (int i = 0; i < 3; i++)
        far += (now[i] - tip[i]) * (now[i] - tip[i]);
    share = tissue->push.tent_mm *
            bv_sim_exp2(-far * (0.7213475f / (wide_mm * wide_mm)));
    for (int i = 0; i < 3; i++)
        displacement[i] -= share * needle->direction[i];
}
