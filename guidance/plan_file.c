/*
 * A plan's scene as a file.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "guidance/json_reader.h"
#include "guidance/plan.h"
#include "guidance/plan_open.h"

/* What holds where a file does not say: chosen, from no source. */
static const double usual_reserve_mm = 10, usual_margin_mm = 2;

/* Corners of an ellipse; it is drawn about it, so that none of it is missed. */
enum { corners = 48 };

static bool read_point(struct bv_json_reader *json, const json_t *value,
                       struct bv_mm *at)
{
    double both[2];
    bool read = true;

    if (!json_is_array(value) || json_array_size(value) != 2) {
        bv_json_reader_wrong(json, "must be a point, [lateral, depth]");
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        bv_json_reader_enter(json, NULL, i);
        read &= bv_json_reader_plain(json, json_array_get(value, i), -500, 500,
                                     &both[i]);
        bv_json_reader_leave(json);
    }
    if (read)
        *at = (struct bv_mm){both[0], both[1]};
    return read;
}

static bool read_point_at(struct bv_json_reader *json, const json_t *object,
                          const char *key, struct bv_mm *at)
{
    bool read;

    bv_json_reader_enter(json, key, 0);
    read = read_point(json, json_object_get(object, key), at);
    bv_json_reader_leave(json);
    return read;
}

/* @return How many points a list has. */
static int read_points(struct bv_json_reader *json, const json_t *object,
                       const char *key, int least, int most, struct bv_mm *at)
{
    const json_t *list;
    int count = bv_json_reader_list(json, object, key, most, &list);

    if (json_is_array(list) && count < least)
        bv_json_reader_wrong_at(json, key, "must have at least %d points",
                                least);
    bv_json_reader_enter(json, key, 0);
    for (int i = 0; i < count; i++) {
        bv_json_reader_enter(json, NULL, (size_t)i);
        read_point(json, json_array_get(list, (size_t)i), &at[i]);
        bv_json_reader_leave(json);
    }
    bv_json_reader_leave(json);
    return count;
}

static void read_ellipse(struct bv_json_reader *json, const json_t *object,
                         struct bv_mm_outline *outline)
{
    const double about = 1 / cos(M_PI / corners);
    struct bv_mm middle, radii;

    if (!read_point_at(json, object, "center_mm", &middle) ||
        !read_point_at(json, object, "radii_mm", &radii))
        return;
    if (radii.lateral < 0.1 || radii.depth < 0.1) {
        bv_json_reader_wrong_at(json, "radii_mm", "must be at least 0.1 mm");
        return;
    }
    outline->count = corners;
    for (int i = 0; i < corners; i++) {
        double turn = 2 * M_PI * i / corners;

        outline->at[i] =
            (struct bv_mm){middle.lateral + about * radii.lateral * cos(turn),
                           middle.depth + about * radii.depth * sin(turn)};
    }
}

/* "outline_mm", or "center_mm" with "radii_mm". */
static void read_outline(struct bv_json_reader *json, const json_t *object,
                         struct bv_mm_outline *outline)
{
    struct bv_outline made;

    if (json_object_get(object, "center_mm"))
        read_ellipse(json, object, outline);
    else
        outline->count = read_points(json, object, "outline_mm", 3,
                                     BV_OUTLINE_POINTS_MOST, outline->at);
    if (outline->count < 3 || json->mistakes > 0)
        return;
    made = bv_plan_outline(outline);
    if (!bv_outline_is_valid(&made))
        bv_json_reader_wrong(json, "has an outline whose sides cross, or that "
                                   "has no area");
}

static void read_probe(struct bv_json_reader *json, const json_t *value,
                       struct bv_plan_probe *probe)
{
    static const char *const keys[] = {"kind",     "width_mm", "radius_mm",
                                       "view_deg", "rim_mm",   "depth_mm",
                                       NULL};
    static const char *const kinds[] = {"linear", "curved", NULL};
    double view_deg = 60;
    int kind = 0;

    if (!bv_json_reader_object(json, value, keys))
        return;
    bv_json_reader_word(json, value, "kind", kinds, &kind);
    probe->curved = kind == 1;
    bv_json_reader_need(json, value, probe->curved ? "radius_mm" : "width_mm");
    bv_json_reader_need(json, value, "depth_mm");
    bv_json_reader_number(json, value, "width_mm", 5, 150, &probe->width_mm);
    bv_json_reader_number(json, value, "radius_mm", 3, 200, &probe->radius_mm);
    bv_json_reader_number(json, value, "view_deg", 10, 170, &view_deg);
    bv_json_reader_number(json, value, "rim_mm", 0, 50, &probe->rim_mm);
    bv_json_reader_number(json, value, "depth_mm", 5, 300, &probe->depth_mm);
    probe->half_angle_deg = view_deg / 2;
}

static void read_target(struct bv_json_reader *json, const json_t *value,
                        struct bv_plan_scene *scene)
{
    static const char *const keys[] = {"name",      "at_mm",    "outline_mm",
                                       "center_mm", "radii_mm", NULL};
    int before = json->mistakes;

    if (!bv_json_reader_object(json, value, keys))
        return;
    bv_json_reader_text(json, value, "name", scene->target_name,
                        sizeof(scene->target_name));
    read_outline(json, value, &scene->outline);
    if (json_object_get(value, "at_mm"))
        read_point_at(json, value, "at_mm", &scene->target);
    else if (scene->outline.count >= 3 && json->mistakes == before)
        scene->target = bv_plan_outline_aim(&scene->outline);
    else if (json->mistakes == before)
        bv_json_reader_wrong(json, "needs \"at_mm\" or an outline");
}

static void read_structure(struct bv_json_reader *json, const json_t *value,
                           struct bv_plan_structure *structure)
{
    static const char *const keys[] = {"name",      "margin_mm", "outline_mm",
                                       "center_mm", "radii_mm",  NULL};

    if (!bv_json_reader_object(json, value, keys))
        return;
    bv_json_reader_need(json, value, "name");
    bv_json_reader_text(json, value, "name", structure->name,
                        sizeof(structure->name));
    structure->margin_mm = usual_margin_mm;
    bv_json_reader_number(json, value, "margin_mm", 0, 50,
                          &structure->margin_mm);
    read_outline(json, value, &structure->outline);
    if (structure->outline.count == 0 && json->mistakes == 0)
        bv_json_reader_wrong(json, "needs \"outline_mm\", or \"center_mm\" "
                                   "with \"radii_mm\"");
}

static void read_needle(struct bv_json_reader *json, const json_t *value,
                        struct bv_plan_needle *needle)
{
    static const char *const keys[] = {"length_mm", "gauge", NULL};

    if (!bv_json_reader_object(json, value, keys))
        return;
    bv_json_reader_need(json, value, "length_mm");
    bv_json_reader_number(json, value, "length_mm", 5, 400, &needle->length_mm);
    bv_json_reader_number(json, value, "gauge", 10, 34, &needle->gauge);
}

static void read_lists(struct bv_json_reader *json, const json_t *root,
                       struct bv_plan_scene *scene)
{
    const json_t *list;

    scene->structure_count =
        bv_json_reader_list(json, root, "avoid", BV_PLAN_STRUCTURES_MAX, &list);
    bv_json_reader_enter(json, "avoid", 0);
    for (int i = 0; i < scene->structure_count; i++) {
        bv_json_reader_enter(json, NULL, (size_t)i);
        read_structure(json, json_array_get(list, (size_t)i),
                       &scene->structures[i]);
        bv_json_reader_leave(json);
    }
    bv_json_reader_leave(json);
    scene->needle_count =
        bv_json_reader_list(json, root, "needles", BV_PLAN_NEEDLES_MAX, &list);
    if (scene->needle_count == 0)
        bv_json_reader_wrong(json, "needs a list of \"needles\" at hand");
    bv_json_reader_enter(json, "needles", 0);
    for (int i = 0; i < scene->needle_count; i++) {
        bv_json_reader_enter(json, NULL, (size_t)i);
        read_needle(json, json_array_get(list, (size_t)i), &scene->needles[i]);
        bv_json_reader_leave(json);
    }
    bv_json_reader_leave(json);
}

static void read_angles(struct bv_json_reader *json, const json_t *root,
                        struct bv_plan_scene *scene)
{
    const json_t *range = json_object_get(root, "angles_deg");

    scene->angle_most_deg = 90;
    if (!range)
        return;
    bv_json_reader_enter(json, "angles_deg", 0);
    if (!json_is_array(range) || json_array_size(range) != 2)
        bv_json_reader_wrong(json, "must be two numbers, [least, most]");
    else if (bv_json_reader_plain(json, json_array_get(range, 0), 0, 90,
                                  &scene->angle_least_deg) &&
             bv_json_reader_plain(json, json_array_get(range, 1), 0, 90,
                                  &scene->angle_most_deg) &&
             scene->angle_least_deg >= scene->angle_most_deg)
        bv_json_reader_wrong(json, "must have the lower number first");
    bv_json_reader_leave(json);
}

static void read_scene(struct bv_json_reader *json, const json_t *root,
                       struct bv_plan_scene *scene)
{
    static const char *const keys[] = {
        "format",     "version",      "name",    "about",   "probe",
        "target",     "avoid",        "skin_mm", "needles", "angles_deg",
        "reserve_mm", "clearance_mm", NULL};
    const json_t *probe, *target;

    bv_json_reader_object(json, root, keys);
    bv_json_reader_text(json, root, "name", scene->name, sizeof(scene->name));
    probe = bv_json_reader_need(json, root, "probe");
    bv_json_reader_enter(json, "probe", 0);
    if (probe)
        read_probe(json, probe, &scene->probe);
    bv_json_reader_leave(json);
    target = bv_json_reader_need(json, root, "target");
    bv_json_reader_enter(json, "target", 0);
    if (target)
        read_target(json, target, scene);
    bv_json_reader_leave(json);
    scene->skin_count =
        read_points(json, root, "skin_mm", 2, BV_PLAN_SKIN_MAX, scene->skin);
    if (scene->skin_count == 0)
        bv_plan_skin_flat(scene);
    read_angles(json, root, scene);
    scene->reserve_mm = usual_reserve_mm;
    bv_json_reader_number(json, root, "reserve_mm", 0, 100, &scene->reserve_mm);
    bv_json_reader_number(json, root, "clearance_mm", 0, 50,
                          &scene->clearance_mm);
    read_lists(json, root, scene);
}

/* Of a file, and what it says. */
struct saying {
    struct bv_plan_scene *scene;
    struct bv_fault *fault;
};

/* A mistake ends it; a key that is mistyped ("aviod") must not go unseen. */
static void tell(void *data, bool mistake, const char *sentence)
{
    struct saying *saying = data;

    if (mistake)
        bv_fault_set(saying->fault, -EINVAL, "%s", sentence);
    else if (!saying->scene->remark[0])
        snprintf(saying->scene->remark, sizeof(saying->scene->remark), "%s",
                 sentence);
}

int bv_plan_scene_parse(const char *name, const char *text, size_t size_bytes,
                        struct bv_plan_scene *scene, struct bv_fault *fault)
{
    struct bv_plan_scene *read = calloc(1, sizeof(*read));
    struct saying saying = {read, fault};
    struct bv_json_reader json = {.name = name,
                                  .text = text,
                                  .size_bytes = size_bytes,
                                  .tell = tell,
                                  .tell_data = &saying};
    json_t *root = NULL;
    int error;

    if (!read)
        return -ENOMEM;
    error = bv_json_reader_open(&json, "bevel-plan", &root);
    if (error == 0) {
        read_scene(&json, root, read);
        error = json.mistakes > 0 ? -EINVAL : bv_plan_scene_check(read, fault);
    }
    if (error == 0)
        *scene = *read;
    json_decref(root);
    free(read);
    return error;
}

int bv_plan_scene_load(const char *path, struct bv_plan_scene *scene,
                       struct bv_fault *fault)
{
    size_t size_bytes;
    char *text;
    int error = bv_text_read_file(path, false, BV_JSON_FILE_MAX, &text,
                                  &size_bytes, fault);

    if (error < 0)
        return error;
    error = bv_plan_scene_parse(path, text, size_bytes, scene, fault);
    free(text);
    return error;
}
