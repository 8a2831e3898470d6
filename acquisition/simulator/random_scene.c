#include "acquisition/simulator/random_scene.h"

#include <stdio.h>
#include <string.h>

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/scene_read.h"

/* All ranges were chosen for variety and looks; none is sourced. */

struct dice {
    struct bv_sim_random random;
};

static double between(struct dice *dice, double low, double high)
{
    return (double)bv_sim_uniform(&dice->random, (float)low, (float)high);
}

static bool chance(struct dice *dice, double of_one)
{
    return between(dice, 0, 1) < of_one;
}

/** 0 .. count - 1. */
static int one_of(struct dice *dice, int count)
{
    int which = (int)between(dice, 0, count);

    return which < count ? which : count - 1;
}

static double around(struct dice *dice, double deviation)
{
    return deviation * (double)bv_sim_gaussian(&dice->random);
}

static double held(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static void make_linear(struct dice *dice, struct bv_scene_probe *probe)
{
    probe->kind = BV_PROBE_LINEAR;
    probe->frequency_mhz = between(dice, 6, 15);
    probe->width_mm = between(dice, 25, 52);
    probe->depth_mm = between(dice, 18, 62 - 2.2 * probe->frequency_mhz);
    probe->elevation_mm = between(dice, 1, 2.6);
}

static void make_curved(struct dice *dice, struct bv_scene_probe *probe)
{
    probe->kind = BV_PROBE_CURVED;
    probe->frequency_mhz = between(dice, 2.5, 6);
    probe->radius_mm = between(dice, 38, 66);
    probe->view_deg = between(dice, 48, 78);
    probe->depth_mm = between(dice, 50, 120);
    probe->elevation_mm = between(dice, 1.8, 4);
}

static void make_probe(struct dice *dice, struct bv_scene_probe *probe)
{
    double tilted_db = around(dice, 2.5);

    if (chance(dice, 0.72))
        make_linear(dice, probe);
    else
        make_curved(dice, probe);
    probe->focus_mm = held(probe->depth_mm * between(dice, 0.25, 0.8), 4, 150);
    probe->elevation_focus_mm =
        held(probe->depth_mm * between(dice, 0.3, 0.7), 4, 150);
    probe->f_number = between(dice, 1.5, 3.5);
    probe->gain_db = around(dice, 3.5);
    probe->dynamic_range_db = between(dice, 46, 78);
    for (int i = 0; i < 8; i++)
        probe->tgc_db[i] =
            held(tilted_db * (i - 3.5) / 3.5 + around(dice, 1.2), -12, 12);
    probe->noise_db = between(dice, -64, -44);
    probe->persistence = chance(dice, 0.3) ? 0 : between(dice, 0.1, 0.6);
    probe->contact_db =
        chance(dice, 0.2) ? between(dice, 6, 16) : between(dice, 0, 5);
    probe->steer_deg = chance(dice, 0.25) ? between(dice, -20, 20) : 0;
    probe->marker = (enum bv_side)one_of(dice, 3);
}

static void make_layer(struct dice *dice, struct bv_scene_layer *layer)
{
    *layer = (struct bv_scene_layer){
        .wave_mm = between(dice, 0.1, 1.6),
        .wavelength_mm = between(dice, 9, 45),
        .slope_deg = around(dice, 4),
        .slope_y_deg = around(dice, 5),
        .gain_db = around(dice, 2.5),
        .fascia_db = chance(dice, 0.25) ? -60 : between(dice, 4, 18),
        .fascia_mm = between(dice, 0.2, 0.8),
    };
    layer->slope_deg = held(layer->slope_deg, -15, 15);
    layer->slope_y_deg = held(layer->slope_y_deg, -15, 15);
}

static void make_layers(struct dice *dice, struct bv_scene *scene)
{
    static const enum bv_tissue deep[] = {
        BV_TISSUE_MUSCLE_LONG,  BV_TISSUE_MUSCLE_LONG,  BV_TISSUE_MUSCLE_SHORT,
        BV_TISSUE_MUSCLE_SHORT, BV_TISSUE_TENDON_LONG,  BV_TISSUE_CONNECTIVE,
        BV_TISSUE_FAT,          BV_TISSUE_TENDON_SHORT, BV_TISSUE_LIVER};
    double depth_mm = scene->probe.depth_mm;

    scene->layer_count = 2 + 1 + one_of(dice, 4);
    for (int i = 0; i < scene->layer_count; i++) {
        struct bv_scene_layer *layer = &scene->layers[i];

        make_layer(dice, layer);
        layer->tissue = i == 0   ? BV_TISSUE_SKIN
                        : i == 1 ? BV_TISSUE_FAT
                                 : deep[one_of(dice, 9)];
        layer->thickness_mm = i == 0   ? between(dice, 0.8, 2.6)
                              : i == 1 ? between(dice, 0.05, 0.3) * depth_mm
                                       : between(dice, 0.1, 0.4) * depth_mm;
        if (i >= 2)
            layer->angle_deg = held(around(dice, 9), -30, 30);
    }
    scene->layers[0].wave_mm = between(dice, 0, 0.3);
    scene->layers[0].slope_deg = scene->layers[0].slope_y_deg = 0;
    scene->layers[scene->layer_count - 1].thickness_mm = 200;
}

static struct bv_scene_object *add_object(struct bv_scene *scene,
                                          const char *name)
{
    struct bv_scene_object *object = &scene->objects[scene->object_count++];

    *object = bv_scene_default_object;
    snprintf(object->name, sizeof(object->name), "%s %d", name,
             scene->object_count);
    return object;
}

/* Half of what the picture shows across, at the face. */
static double half_width_mm(const struct bv_scene *scene)
{
    const struct bv_scene_probe *probe = &scene->probe;

    return probe->kind == BV_PROBE_LINEAR
               ? 0.5 * probe->width_mm
               : probe->radius_mm * 0.5 * probe->view_deg / 57.3;
}

/* What solids are like: half radii in shares of the picture's depth. */
static const struct kind {
    const char *name;
    enum bv_role role;
    enum bv_shape shape;
    enum bv_tissue tissue;
    double small, large; /* of its half width */
    double flat;         /* height over width, at the least */
    double wall_low_db, wall_high_db;
    double pulse, collapse;
} kinds[] = {
    {"nerve", BV_ROLE_AVOID, BV_SHAPE_TUBE, BV_TISSUE_NERVE, 0.05, 0.13, 0.4, 3,
     10, 0, 0},
    {"artery", BV_ROLE_AVOID, BV_SHAPE_TUBE, BV_TISSUE_BLOOD, 0.03, 0.11, 0.9,
     6, 15, 0.09, 0},
    {"vein", BV_ROLE_AVOID, BV_SHAPE_TUBE, BV_TISSUE_BLOOD, 0.04, 0.12, 0.35, 2,
     9, 0.01, 0.4},
    {"cyst", BV_ROLE_TARGET, BV_SHAPE_ELLIPSOID, BV_TISSUE_FLUID, 0.08, 0.24,
     0.4, 2, 10, 0, 0},
    {"effusion", BV_ROLE_TARGET, BV_SHAPE_ELLIPSOID, BV_TISSUE_FLUID, 0.15,
     0.35, 0.15, 0, 8, 0, 0},
    {"tendon", BV_ROLE_STRUCTURE, BV_SHAPE_TUBE, BV_TISSUE_TENDON_SHORT, 0.05,
     0.14, 0.5, 0, 8, 0, 0},
    {"muscle", BV_ROLE_STRUCTURE, BV_SHAPE_ELLIPSOID, BV_TISSUE_MUSCLE_SHORT,
     0.15, 0.4, 0.5, 3, 12, 0, 0},
    {"nodule", BV_ROLE_TARGET, BV_SHAPE_ELLIPSOID, BV_TISSUE_LIVER, 0.06, 0.2,
     0.6, -60, 6, 0, 0},
};

static void place_solid(struct dice *dice, const struct bv_scene *scene,
                        const struct kind *kind, double floor_mm,
                        struct bv_scene_object *object)
{
    double across =
        scene->probe.depth_mm * between(dice, kind->small, kind->large);
    double down = across * between(dice, kind->flat, 1);

    object->radii_mm[0] = held(across, 0.6, 60);
    object->radii_mm[1] = held(across * between(dice, 0.6, 2), 0.6, 60);
    object->radii_mm[2] = held(down, 0.5, 60);
    object->center_mm[0] = between(dice, -0.95, 0.95) * half_width_mm(scene);
    object->center_mm[2] = between(dice, 0.15 * scene->probe.depth_mm + down,
                                   floor_mm - down - 0.5);
}

/* Clear of what is there, but for a little; a line is no obstacle. */
static bool is_clear(const struct bv_scene *scene,
                     const struct bv_scene_object *object)
{
    for (const struct bv_scene_object *other = scene->objects; other != object;
         other++) {
        double across = other->radii_mm[0] + object->radii_mm[0];
        double down = other->radii_mm[2] + object->radii_mm[2];
        float dx =
            (float)((other->center_mm[0] - object->center_mm[0]) / across);
        float dz = (float)((other->center_mm[2] - object->center_mm[2]) / down);

        if (!bv_shape_is_line(other->shape) && dx * dx + dz * dz < 0.9f)
            return false;
    }
    return true;
}

/* Above bone and pleura, beside what is there; nothing where there is no
 * room. */
static void add_solid(struct dice *dice, struct bv_scene *scene,
                      double floor_mm)
{
    const struct kind *kind = &kinds[one_of(dice, 8)];
    struct bv_scene_object *object = add_object(scene, kind->name);
    bool clear = false;

    for (int i = 0; i < 8 && !clear; i++) {
        place_solid(dice, scene, kind, floor_mm, object);
        clear = is_clear(scene, object);
    }
    if (!clear) {
        scene->object_count--;
        return;
    }
    object->role = kind->role;
    object->shape = kind->shape;
    object->tissue = kind->tissue;
    object->rotate_deg = around(dice, 10);
    object->dx_per_y = around(dice, 0.15);
    object->dz_per_y = around(dice, 0.1);
    object->gain_db = around(dice, 2);
    object->wall_db = between(dice, kind->wall_low_db, kind->wall_high_db);
    object->edge_mm = between(dice, 0.15, 0.6);
    object->rough = between(dice, 0.03, 0.16);
    object->pulse = kind->pulse;
    object->collapse = kind->collapse;
}

/* A line from left to right through a place, bent a little. */
static void add_line(struct dice *dice, struct bv_scene *scene,
                     struct bv_scene_object *object, double x_mm, double z_mm,
                     double half_mm, double angle_deg, double bent_mm)
{
    float slope =
        bv_sim_sin_deg((float)angle_deg) / bv_sim_cos_deg((float)angle_deg);

    (void)scene;
    object->point_count = 4;
    for (int i = 0; i < 4; i++) {
        double along = (i - 1.5) / 1.5;

        object->points_mm[i][0] = x_mm + along * half_mm;
        object->points_mm[i][1] = z_mm + along * half_mm * (double)slope +
                                  between(dice, -bent_mm, bent_mm);
    }
    object->dx_per_y = around(dice, 0.2);
    object->dz_per_y = around(dice, 0.2);
}

/* Bright lines at the angles of needles, some as straight as one. */
static void add_decoy(struct dice *dice, struct bv_scene *scene)
{
    struct bv_scene_object *object = add_object(scene, "decoy");
    double depth_mm = scene->probe.depth_mm;
    double angle_deg = (chance(dice, 0.5) ? 1 : -1) * between(dice, 5, 55);
    double half_mm = half_width_mm(scene) * between(dice, 0.12, 0.7);

    object->shape = BV_SHAPE_SHEET;
    object->line_db = between(dice, 4, 18);
    object->line_mm = between(dice, 0.15, 0.5);
    object->rough = between(dice, 0, 0.3);
    add_line(dice, scene, object,
             between(dice, -0.8, 0.8) * half_width_mm(scene),
             depth_mm * between(dice, 0.1, 0.8), half_mm, angle_deg,
             chance(dice, 0.4) ? 0.1 : half_mm * 0.12);
}

/* Bone or pleura. @return How deep what lies above it may go. */
static double add_hard(struct dice *dice, struct bv_scene *scene)
{
    bool gas = chance(dice, 0.2);
    struct bv_scene_object *object = add_object(scene, gas ? "pleura" : "bone");
    bool whole = chance(dice, 0.6);
    double depth_mm = scene->probe.depth_mm * between(dice, 0.5, 0.92);

    object->shape = gas ? BV_SHAPE_GAS : BV_SHAPE_BONE;
    object->role = gas ? BV_ROLE_AVOID : BV_ROLE_STRUCTURE;
    object->line_db = between(dice, 14, 21);
    object->line_mm = between(dice, 0.3, 0.7);
    object->rough = between(dice, 0.01, 0.1);
    add_line(dice, scene, object,
             whole ? 0 : between(dice, -0.8, 0.8) * half_width_mm(scene),
             depth_mm,
             whole ? 90 : half_width_mm(scene) * between(dice, 0.2, 0.7),
             around(dice, whole ? 2 : 10), whole ? 2.5 : 1.2);
    return whole ? depth_mm - 2 : scene->probe.depth_mm;
}

static void make_objects(struct dice *dice, struct bv_scene *scene)
{
    int solids = one_of(dice, 5);
    int decoys = chance(dice, 0.35) ? 0 : 1 + one_of(dice, 5);

    double floor_mm = 0.95 * scene->probe.depth_mm;

    for (int i = 0; i < decoys; i++)
        add_decoy(dice, scene);
    if (chance(dice, 0.4))
        floor_mm = held(add_hard(dice, scene), 0, floor_mm);
    for (int i = 0; i < solids; i++)
        add_solid(dice, scene, floor_mm);
}

/* The hand: where the probe is turned, and how the needle lies. */
static void make_script(struct dice *dice, struct bv_scene *scene,
                        double length_mm, double angle_deg)
{
    struct bv_scene_step *start = &scene->steps[0], *end = &scene->steps[1];
    bool crosses = chance(dice, 0.06);
    double out_deg = crosses
                         ? (chance(dice, 0.5) ? 1 : -1) * between(dice, 35, 90)
                         : around(dice, 3.5);
    /* where along it the shaft meets the plane */
    double meets = crosses ? between(dice, 0.4, 1.05) : between(dice, 0.2, 1.2);
    double moved_mm = chance(dice, 0.5) ? between(dice, -0.4, 1.2) : 0;
    double y = (double)(bv_sim_sin_deg((float)out_deg) *
                        bv_sim_cos_deg((float)angle_deg)) *
               length_mm;

    scene->step_count = 2;
    end->time_s = (BV_RANDOM_SCENE_FRAMES - 1) / 30.0;
    for (int i = 0; i < BV_CONTROL_COUNT; i++)
        start->has[i] = true;
    start->value[BV_CONTROL_ANGLE_DEG] = angle_deg;
    start->value[BV_CONTROL_OUT_OF_PLANE_DEG] = held(out_deg, -90, 90);
    start->value[BV_CONTROL_OFFSET_MM] =
        held(-y * meets + around(dice, 0.35), -49, 49);
    start->value[BV_CONTROL_LENGTH_MM] = held(length_mm - moved_mm, 0, 200);
    start->value[BV_CONTROL_TILT_DEG] = held(around(dice, 4), -20, 20);
    start->value[BV_CONTROL_ROCK_DEG] = held(around(dice, 3), -15, 15);
    start->value[BV_CONTROL_PRESS_MM] =
        chance(dice, 0.3) ? between(dice, 0, 3) : 0;
    end->has[BV_CONTROL_LENGTH_MM] = true;
    end->value[BV_CONTROL_LENGTH_MM] = held(length_mm, 0, 200);
}

/* From the skin to a place in the picture, or short of it. */
static void make_needle(struct dice *dice, struct bv_scene *scene)
{
    struct bv_scene_needle *needle = &scene->needle;
    double angle_deg =
        chance(dice, 0.8) ? between(dice, 12, 50) : between(dice, 5, 78);
    double c = (double)bv_sim_cos_deg((float)angle_deg);
    double s = (double)bv_sim_sin_deg((float)angle_deg);
    double tip_z = scene->probe.depth_mm * between(dice, 0.12, 0.85);
    double tip_x = between(dice, -0.85, 0.85) * half_width_mm(scene);
    double skin_z = between(dice, 0.3, 1.5);
    double length_mm;

    if (tip_z < skin_z + 2)
        tip_z = skin_z + 2;
    length_mm = held((tip_z - skin_z) / s, 2, 190);
    needle->present = true;
    needle->from_right = chance(dice, 0.5);
    needle->entry_mm[0] =
        held(tip_x + (needle->from_right ? 1 : -1) * length_mm * c, -199, 199);
    needle->entry_mm[2] = skin_z;
    needle->diameter_mm = between(dice, 0.4, 1.4);
    needle->bend_per_km = around(dice, 0.7);
    needle->echo_db = around(dice, 3.5);
    make_script(dice, scene, length_mm, angle_deg);
    scene->target.present = chance(dice, 0.7);
    scene->target.at_mm[0] = tip_x + around(dice, 5);
    scene->target.at_mm[2] = held(tip_z + around(dice, 4), 2, 150);
    scene->target.radius_mm = between(dice, 0.5, 2);
}

/* From a hand that rests on the patient to one that wanders. */
static void make_motion(struct dice *dice, struct bv_scene_motion *motion)
{
    double unsteady = between(dice, 0, 1);

    motion->pulse_hz = 1.1;
    motion->breath_hz = 0.25;
    motion->breath_mm = 0.2;
    motion->drift_mm = 0.3 + 1.7 * unsteady * unsteady;
    motion->drift_deg = motion->drift_mm * between(dice, 1, 1.8);
    motion->tremor_mm = between(dice, 0.02, 0.07);
    motion->kept_in_plane = between(dice, 0.5, 0.85);
}

void bv_random_scene(uint64_t seed, uint64_t number, struct bv_scene *scene)
{
    struct bv_sim_random mix = {seed};
    struct dice dice = {{0}};
    bool needle;

    memset(scene, 0, sizeof(*scene));
    dice.random.state = bv_sim_next(&mix) ^ number * 0xd1342543de82ef95u;
    dice.random.state = bv_sim_next(&dice.random);
    snprintf(scene->name, sizeof(scene->name), "Random %llu of seed %llu",
             (unsigned long long)number, (unsigned long long)seed);
    scene->seed = bv_sim_next(&dice.random) >> 33;
    scene->case_text = bv_scene_case_none();
    make_probe(&dice, &scene->probe);
    make_layers(&dice, scene);
    make_objects(&dice, scene);
    needle = chance(&dice, 0.75);
    if (needle)
        make_needle(&dice, scene);
    make_motion(&dice, &scene->motion);
}

int bv_random_scene_decoys(const struct bv_scene *scene)
{
    int count = 0;

    for (int i = 0; i < scene->object_count; i++)
        count += scene->objects[i].shape == BV_SHAPE_SHEET;
    return count;
}
