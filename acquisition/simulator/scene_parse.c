#include "acquisition/simulator/scene_read.h"

#include <errno.h>
#include <string.h>

#include "core/text.h"

#define NUMBER(type, key, min, max)                                            \
    {                                                                          \
#key, BV_FIELD_NUMBER, offsetof(struct type, key), min, max, 0, NULL,  \
            false                                                              \
    }
#define NEEDED(type, key, min, max)                                            \
    {                                                                          \
#key, BV_FIELD_NUMBER, offsetof(struct type, key), min, max, 0, NULL,  \
            true                                                               \
    }
#define VECTOR(type, key, min, max, count, needed)                             \
    {                                                                          \
#key, BV_FIELD_VECTOR, offsetof(struct type, key), min, max, count,    \
            NULL, needed                                                       \
    }
#define WORD(type, key, member, words, needed)                                 \
    {                                                                          \
        key, BV_FIELD_WORD, offsetof(struct type, member), 0, 0, 0, words,     \
            needed                                                             \
    }
#define NAME(type, key, needed)                                                \
    {                                                                          \
#key, BV_FIELD_TEXT, offsetof(struct type, key), 0, 0,                 \
            sizeof(((struct type *)NULL)->key), NULL, needed                   \
    }
#define IGNORED(key)                                                           \
    {                                                                          \
        key, BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false                         \
    }
#define END                                                                    \
    {                                                                          \
        NULL, BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false                        \
    }

static const char *const kind_words[] = {"linear", "curved", NULL};
static const char *const marker_words[] = {"unknown", "left", "right", NULL};
static const char *const side_words[] = {"left", "right", NULL};
static const char *const role_words[] = {"structure", "target", "avoid", "pool",
                                         NULL};
static const char *const shape_words[] = {"ellipsoid", "tube", "sheet",
                                          "bone",      "gas",  NULL};
static const char *const tissue_words[] = {
    "skin",         "fat",         "muscle_long",
    "muscle_short", "tendon_long", "tendon_short",
    "nerve",        "connective",  "cartilage",
    "liver",        "fluid",       "blood",
    "gel",          NULL};

static const struct bv_field probe_fields[] = {
    WORD(bv_scene_probe, "kind", kind, kind_words, false),
    NEEDED(bv_scene_probe, frequency_mhz, 2, 20),
    NUMBER(bv_scene_probe, width_mm, 15, 80),
    NUMBER(bv_scene_probe, radius_mm, 10, 100),
    NUMBER(bv_scene_probe, view_deg, 20, 100),
    NEEDED(bv_scene_probe, depth_mm, 15, 200),
    NUMBER(bv_scene_probe, focus_mm, 2, 200),
    NUMBER(bv_scene_probe, f_number, 1, 8),
    NUMBER(bv_scene_probe, gain_db, -30, 30),
    NUMBER(bv_scene_probe, dynamic_range_db, 30, 100),
    VECTOR(bv_scene_probe, tgc_db, -20, 20, 8, false),
    NUMBER(bv_scene_probe, elevation_mm, 0.3, 8),
    NUMBER(bv_scene_probe, elevation_focus_mm, 2, 200),
    NUMBER(bv_scene_probe, noise_db, -80, 0),
    NUMBER(bv_scene_probe, persistence, 0, 0.9),
    NUMBER(bv_scene_probe, contact_db, 0, 30),
    VECTOR(bv_scene_probe, no_contact, 0, 0.9, 2, false),
    NUMBER(bv_scene_probe, steer_deg, -40, 40),
    WORD(bv_scene_probe, "marker", marker, marker_words, false),
    END,
};

static const struct bv_field layer_fields[] = {
    WORD(bv_scene_layer, "tissue", tissue, tissue_words, true),
    NEEDED(bv_scene_layer, thickness_mm, 0.2, 200),
    NUMBER(bv_scene_layer, slope_deg, -40, 40),
    NUMBER(bv_scene_layer, slope_y_deg, -40, 40),
    NUMBER(bv_scene_layer, wave_mm, 0, 10),
    NUMBER(bv_scene_layer, wavelength_mm, 3, 200),
    NUMBER(bv_scene_layer, angle_deg, -60, 60),
    NUMBER(bv_scene_layer, gain_db, -40, 30),
    NUMBER(bv_scene_layer, fascia_db, -60, 40),
    NUMBER(bv_scene_layer, fascia_mm, 0.05, 3),
    END,
};

static const struct bv_field object_fields[] = {
    NAME(bv_scene_object, name, true),
    WORD(bv_scene_object, "role", role, role_words, false),
    WORD(bv_scene_object, "shape", shape, shape_words, true),
    WORD(bv_scene_object, "tissue", tissue, tissue_words, false),
    VECTOR(bv_scene_object, center_mm, -200, 200, 3, false),
    VECTOR(bv_scene_object, radii_mm, 0.2, 100, 3, false),
    NUMBER(bv_scene_object, rotate_deg, -180, 180),
    NUMBER(bv_scene_object, dx_per_y, -2, 2),
    NUMBER(bv_scene_object, dz_per_y, -2, 2),
    NUMBER(bv_scene_object, angle_deg, -60, 60),
    NUMBER(bv_scene_object, gain_db, -40, 30),
    NUMBER(bv_scene_object, wall_db, -60, 40),
    NUMBER(bv_scene_object, edge_mm, 0.05, 3),
    NUMBER(bv_scene_object, rough, 0, 0.4),
    NUMBER(bv_scene_object, pulse, 0, 0.3),
    NUMBER(bv_scene_object, slides_mm, 0, 40),
    NUMBER(bv_scene_object, collapse, 0, 1),
    NUMBER(bv_scene_object, line_db, -40, 40),
    NUMBER(bv_scene_object, line_mm, 0.05, 3),
    IGNORED("points_mm"), /* read by read_points() */
    END,
};

static const struct bv_field target_fields[] = {
    VECTOR(bv_scene_target, at_mm, -200, 200, 3, true),
    NUMBER(bv_scene_target, radius_mm, 0.1, 30),
    END,
};

static const struct bv_field needle_fields[] = {
    VECTOR(bv_scene_needle, entry_mm, -200, 200, 3, true),
    WORD(bv_scene_needle, "from", from_right, side_words, false),
    NUMBER(bv_scene_needle, diameter_mm, 0.2, 4),
    NUMBER(bv_scene_needle, bend_per_km, -5, 5),
    NUMBER(bv_scene_needle, echo_db, -30, 20),
    NUMBER(bv_scene_needle, length_mm, 10, 300),
    END,
};

static const struct bv_field motion_fields[] = {
    NUMBER(bv_scene_motion, pulse_hz, 0, 4),
    NUMBER(bv_scene_motion, breath_hz, 0, 2),
    NUMBER(bv_scene_motion, breath_mm, 0, 10),
    NUMBER(bv_scene_motion, drift_mm, 0, 10),
    NUMBER(bv_scene_motion, drift_deg, 0, 15),
    NUMBER(bv_scene_motion, tremor_mm, 0, 2),
    NUMBER(bv_scene_motion, slide_hz, 0, 2),
    NUMBER(bv_scene_motion, kept_in_plane, 0, 1),
    END,
};

static const struct {
    const char *key;
    double min, max;
} controls[BV_CONTROL_COUNT] = {
    [BV_CONTROL_LENGTH_MM] = {"length_mm", 0, 200},
    [BV_CONTROL_ANGLE_DEG] = {"angle_deg", -20, 90},
    [BV_CONTROL_OUT_OF_PLANE_DEG] = {"out_of_plane_deg", -90, 90},
    [BV_CONTROL_OFFSET_MM] = {"offset_mm", -50, 50},
    [BV_CONTROL_PROBE_X_MM] = {"probe_x_mm", -100, 100},
    [BV_CONTROL_PROBE_Y_MM] = {"probe_y_mm", -100, 100},
    [BV_CONTROL_TILT_DEG] = {"tilt_deg", -40, 40},
    [BV_CONTROL_ROCK_DEG] = {"rock_deg", -40, 40},
    [BV_CONTROL_YAW_DEG] = {"yaw_deg", -90, 90},
    [BV_CONTROL_PRESS_MM] = {"press_mm", 0, 10},
    [BV_CONTROL_INJECTED_ML] = {"inject_ml", 0, 100},
    [BV_CONTROL_ASPIRATED_ML] = {"aspirate_ml", 0, 200},
};

/* What a file need not say. Appearance only: not sourced. */
static const struct bv_scene defaults = {
    .name = "Scene",
    .seed = 1,
    .probe = {.width_mm = 38,
              .radius_mm = 60,
              .view_deg = 60,
              .focus_mm = 15,
              .f_number = 2,
              .dynamic_range_db = 60,
              .elevation_mm = 1.6,
              .elevation_focus_mm = 18,
              .noise_db = -56,
              .persistence = 0.25,
              .contact_db = 3,
              .marker = BV_SIDE_LEFT},
    .target = {.radius_mm = 1.5},
    .needle = {.diameter_mm = 0.8},
    .motion = {.pulse_hz = 1.1,
               .breath_hz = 0.25,
               .breath_mm = 0.2,
               .drift_mm = 1,
               .drift_deg = 1.5,
               .tremor_mm = 0.03,
               .kept_in_plane = 0.7},
};

static const struct bv_scene_layer default_layer = {
    .wave_mm = 0.4, .wavelength_mm = 20, .fascia_db = -60, .fascia_mm = 0.35};

const struct bv_scene_object bv_scene_default_object = {
    .tissue = BV_TISSUE_CONNECTIVE,
    .radii_mm = {3, 3, 3},
    .wall_db = -60,
    .edge_mm = 0.25,
    .rough = 0.06,
    .line_db = 8,
    .line_mm = 0.3};

/* Read one key of the scene with a table, if it is there. */
static int read_part(struct bv_json_place *place, const json_t *root,
                     const char *key, const struct bv_field *fields,
                     void *target)
{
    const json_t *value = json_object_get(root, key);
    int error;

    if (!value)
        return 0;
    bv_json_enter(place, key, 0);
    error = bv_json_read_fields(place, value, fields, target);
    bv_json_leave(place);
    return error;
}

static int read_layers(struct bv_json_place *place, const json_t *root,
                       struct bv_scene *scene)
{
    const json_t *list;
    int error = bv_json_find_list(place, root, "layers", BV_SCENE_LAYERS_MAX,
                                  &list, &scene->layer_count);

    if (error < 0)
        return error;
    if (scene->layer_count == 0)
        return bv_json_wrong(place, "needs at least one of \"layers\"");
    bv_json_enter(place, "layers", 0);
    for (int i = 0; i < scene->layer_count && error == 0; i++) {
        scene->layers[i] = default_layer;
        bv_json_enter(place, NULL, (size_t)i);
        error = bv_json_read_fields(place, json_array_get(list, (size_t)i),
                                    layer_fields, &scene->layers[i]);
        bv_json_leave(place);
    }
    bv_json_leave(place);
    return error;
}

static int read_point(struct bv_json_place *place, const json_t *point,
                      double *x_z_mm)
{
    if (!json_is_array(point) || json_array_size(point) != 2)
        return bv_json_wrong(place, "must be a point, [x, z]");
    for (size_t i = 0; i < 2; i++) {
        int error;

        bv_json_enter(place, NULL, i);
        error = bv_json_read_number(place, json_array_get(point, i), -300, 300,
                                    &x_z_mm[i]);
        bv_json_leave(place);
        if (error < 0)
            return error;
    }
    return 0;
}

static int read_points(struct bv_json_place *place, const json_t *value,
                       struct bv_scene_object *object)
{
    const json_t *list;
    int error =
        bv_json_find_list(place, value, "points_mm", BV_SCENE_POINTS_MAX, &list,
                          &object->point_count);

    if (error < 0)
        return error;
    bv_json_enter(place, "points_mm", 0);
    for (int i = 0; i < object->point_count && error == 0; i++) {
        double *point = object->points_mm[i];

        bv_json_enter(place, NULL, (size_t)i);
        error = read_point(place, json_array_get(list, (size_t)i), point);
        if (error == 0 && i > 0 && !(point[0] >= point[-2] + 0.1))
            error = bv_json_wrong(place, "must lie at least 0.1 mm to the "
                                         "right of the point before it");
        bv_json_leave(place);
    }
    bv_json_leave(place);
    return error;
}

static int read_object(struct bv_json_place *place, const json_t *value,
                       struct bv_scene_object *object)
{
    int error;

    *object = bv_scene_default_object;
    error = bv_json_read_fields(place, value, object_fields, object);
    if (error == 0)
        error = read_points(place, value, object);
    if (error < 0)
        return error;
    if (bv_shape_is_line(object->shape) && object->point_count < 2)
        return bv_json_wrong(place, "needs at least two \"points_mm\"");
    if (object->role == BV_ROLE_POOL && object->shape != BV_SHAPE_ELLIPSOID)
        return bv_json_wrong(place, "must be an ellipsoid, since it is a pool");
    object->at_tip =
        object->role == BV_ROLE_POOL && !json_object_get(value, "center_mm");
    if (!bv_shape_is_line(object->shape) && !object->at_tip &&
        !json_object_get(value, "center_mm"))
        return bv_json_wrong(place, "needs the key \"center_mm\"");
    return 0;
}

static int read_objects(struct bv_json_place *place, const json_t *root,
                        struct bv_scene *scene)
{
    const json_t *list;
    int error = bv_json_find_list(place, root, "objects", BV_SCENE_OBJECTS_MAX,
                                  &list, &scene->object_count);

    if (error < 0)
        return error;
    bv_json_enter(place, "objects", 0);
    for (int i = 0; i < scene->object_count && error == 0; i++) {
        bv_json_enter(place, NULL, (size_t)i);
        error = read_object(place, json_array_get(list, (size_t)i),
                            &scene->objects[i]);
        bv_json_leave(place);
    }
    bv_json_leave(place);
    return error;
}

static int read_control(struct bv_json_place *place, const char *key,
                        const json_t *value, struct bv_scene_step *step)
{
    const char *nearest = NULL;

    for (int i = 0; i < BV_CONTROL_COUNT; i++) {
        nearest = bv_text_nearer(key, controls[i].key, nearest);
        if (strcmp(controls[i].key, key) != 0)
            continue;
        step->has[i] = true;
        return bv_json_read_number(place, value, controls[i].min,
                                   controls[i].max, &step->value[i]);
    }
    if (strcmp(key, "time_s") == 0)
        return bv_json_read_number(place, value, 0, 86400, &step->time_s);
    nearest = bv_text_nearer(key, "time_s", nearest);
    return bv_json_unknown_key(place, nearest);
}

static int read_step(struct bv_json_place *place, const json_t *value,
                     struct bv_scene_step *step)
{
    const char *key;
    json_t *entry;
    int error = 0;

    if (!json_is_object(value) || !json_object_get(value, "time_s"))
        return bv_json_wrong(place, "must be an object with \"time_s\"");
    json_object_foreach((json_t *)value, key, entry)
    {
        bv_json_enter(place, key, 0);
        error = read_control(place, key, entry, step);
        bv_json_leave(place);
        if (error < 0)
            break;
    }
    return error;
}

static int read_script(struct bv_json_place *place, const json_t *root,
                       struct bv_scene *scene)
{
    static const struct bv_field fields[] = {
        NUMBER(bv_scene, repeat_s, 0.5, 3600),
        NUMBER(bv_scene, vary_deg, 0, 20),
        IGNORED("steps"),
        END,
    };
    const json_t *script = json_object_get(root, "script"), *list;
    int error = read_part(place, root, "script", fields, scene);

    if (error < 0 || !script)
        return error;
    bv_json_enter(place, "script", 0);
    error = bv_json_find_list(place, script, "steps", BV_SCENE_STEPS_MAX, &list,
                              &scene->step_count);
    bv_json_enter(place, "steps", 0);
    for (int i = 0; i < scene->step_count && error == 0; i++) {
        struct bv_scene_step *step = &scene->steps[i];

        bv_json_enter(place, NULL, (size_t)i);
        error = read_step(place, json_array_get(list, (size_t)i), step);
        if (error == 0 && i > 0 && !(step->time_s > step[-1].time_s))
            error = bv_json_wrong(place, "must be later than the step before");
        bv_json_leave(place);
    }
    bv_json_leave(place);
    bv_json_leave(place);
    return error;
}

/* The seed is an exact value, not a range; format and version are seen when
 * the file is opened. */
static int read_head(struct bv_json_place *place, const json_t *root,
                     bool has_seed, uint64_t seed, struct bv_scene *scene)
{
    static const struct bv_field fields[] = {
        IGNORED("format"),
        IGNORED("version"),
        NAME(bv_scene, name, true),
        IGNORED("about"),
        IGNORED("case"),
        IGNORED("seed"),
        IGNORED("probe"),
        IGNORED("layers"),
        IGNORED("objects"),
        IGNORED("target"),
        IGNORED("needle"),
        IGNORED("motion"),
        IGNORED("script"),
        END,
    };
    const json_t *own_seed = json_object_get(root, "seed");
    int error = 0;

    if (own_seed &&
        (!json_is_integer(own_seed) || json_integer_value(own_seed) < 0)) {
        bv_json_enter(place, "seed", 0);
        error = bv_json_wrong(place, "must be a whole number from 0");
        bv_json_leave(place);
    } else if (own_seed) {
        scene->seed = (uint64_t)json_integer_value(own_seed);
    }
    if (has_seed)
        scene->seed = seed;
    place->seed = scene->seed;
    return error < 0 ? error : bv_json_read_fields(place, root, fields, scene);
}

int bv_scene_read(struct bv_json_place *place, const json_t *root,
                  bool has_seed, uint64_t seed, struct bv_scene *scene)
{
    *scene = defaults;
    scene->case_text = bv_scene_case_none();
    if (read_head(place, root, has_seed, seed, scene) < 0)
        return -EINVAL;
    if (!json_object_get(root, "probe") &&
        bv_json_wrong(place, "needs the key \"probe\"") < 0)
        return -EINVAL;
    if (read_part(place, root, "probe", probe_fields, &scene->probe) < 0 ||
        read_layers(place, root, scene) < 0 ||
        read_objects(place, root, scene) < 0 ||
        read_part(place, root, "target", target_fields, &scene->target) < 0 ||
        read_part(place, root, "needle", needle_fields, &scene->needle) < 0 ||
        read_part(place, root, "motion", motion_fields, &scene->motion) < 0 ||
        read_script(place, root, scene) < 0 ||
        bv_scene_case_read(place, root, scene) < 0)
        return -EINVAL;
    scene->target.present = json_object_get(root, "target") != NULL;
    scene->needle.present = json_object_get(root, "needle") != NULL;
    return place->wrong_count ? -EINVAL : 0;
}
