#include "acquisition/simulator/scene_case.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "acquisition/simulator/scene_read.h"
#include "core/text.h"

#define NUMBER(key, member, min, max)                                          \
    {                                                                          \
        key, BV_FIELD_NUMBER, offsetof(struct bv_scene_success, member), min,  \
            max, 0, NULL, false                                                \
    }

static const struct bv_field success_fields[] = {
    NUMBER("tip_within_mm", tip_within_mm, 0.1, 50),
    {"tip_in", BV_FIELD_TEXT, offsetof(struct bv_scene_success, tip_in), 0, 0,
     sizeof(((struct bv_scene_success *)NULL)->tip_in), NULL, false},
    {"not_enter", BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false}, /* read_avoid */
    NUMBER("passes_at_most", passes_most, 1, 100),
    NUMBER("time_at_most_s", time_most_s, 1, 86400),
    NUMBER("angle_at_most_deg", angle_most_deg, 0, 90),
    NUMBER("advanced_unseen_at_most_mm", advanced_unseen_most_mm, 0, 200),
    NUMBER("injected_at_least_ml", injected_least_ml, 0, 100),
    NUMBER("aspirated_at_least_ml", aspirated_least_ml, 0, 200),
    {NULL, BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false},
};

static const struct bv_field case_fields[] = {
    {"title", BV_FIELD_TEXT, offsetof(struct bv_scene_case, title), 0, 0,
     sizeof(((struct bv_scene_case *)NULL)->title), NULL, true},
    {"history", BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false}, /* read_prose */
    {"task", BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, true},
    {"success", BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false},
    {NULL, BV_FIELD_IGNORED, 0, 0, 0, 0, NULL, false},
};

struct bv_scene_case bv_scene_case_none(void)
{
    struct bv_scene_case none = {.success = {.tip_within_mm = NAN,
                                             .passes_most = NAN,
                                             .time_most_s = NAN,
                                             .angle_most_deg = NAN,
                                             .advanced_unseen_most_mm = NAN,
                                             .injected_least_ml = NAN,
                                             .aspirated_least_ml = NAN}};

    return none;
}

/* A text, or a list of texts that are joined with blanks. */
static int read_prose(struct bv_json_place *place, const json_t *object,
                      const char *key, char *text, size_t size)
{
    const json_t *value = json_object_get(object, key);
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    size_t used = 0;
    int error = 0;

    if (!value)
        return 0;
    bv_json_enter(place, key, 0);
    for (size_t i = 0; i < count && error == 0; i++) {
        const char *part = json_string_value(
            json_is_array(value) ? json_array_get(value, i) : value);

        if (!part)
            error = bv_json_wrong(place, "must be a text or a list of texts");
        else if (used + strlen(part) + 2 > size)
            error =
                bv_json_wrong(place, "must be shorter than %zu letters", size);
        else
            used += (size_t)snprintf(text + used, size - used, "%s%s",
                                     used ? " " : "", part);
        if (!part || error < 0)
            break;
    }
    bv_json_leave(place);
    return error;
}

/* A name that a case gives must be an object's. */
static int check_name(struct bv_json_place *place, const struct bv_scene *scene,
                      const char *name)
{
    const char *nearest = NULL;

    for (int i = 0; i < scene->object_count; i++) {
        if (strcmp(scene->objects[i].name, name) == 0)
            return 0;
        nearest = bv_text_nearer(name, scene->objects[i].name, nearest);
    }
    return bv_json_wrong(place,
                         "names no object of the scene: \"%.31s\"%s%.31s%s",
                         name, nearest ? "; the nearest is \"" : "",
                         nearest ? nearest : "", nearest ? "\"" : "");
}

static int read_avoid_name(struct bv_json_place *place,
                           const struct bv_scene *scene, const json_t *value,
                           struct bv_scene_success *success)
{
    const char *name = json_string_value(value);
    char *kept = success->avoid[success->avoid_count];

    if (!name)
        return bv_json_wrong(place, "must be an object's name");
    snprintf(kept, sizeof(success->avoid[0]), "%s", name);
    success->avoid_count++;
    return check_name(place, scene, name);
}

static int read_avoid(struct bv_json_place *place, const json_t *object,
                      const struct bv_scene *scene,
                      struct bv_scene_success *success)
{
    const json_t *list;
    int count, error = bv_json_find_list(place, object, "not_enter",
                                         BV_SCENE_AVOID_MAX, &list, &count);

    bv_json_enter(place, "not_enter", 0);
    for (int i = 0; i < count && error == 0; i++) {
        bv_json_enter(place, NULL, (size_t)i);
        error = read_avoid_name(place, scene, json_array_get(list, (size_t)i),
                                success);
        bv_json_leave(place);
    }
    bv_json_leave(place);
    return error;
}

static int read_success(struct bv_json_place *place, const json_t *value,
                        const struct bv_scene *scene, bool has_target,
                        struct bv_scene_success *success)
{
    const json_t *object = json_object_get(value, "success");
    int error;

    if (!object)
        return 0;
    bv_json_enter(place, "success", 0);
    error = bv_json_read_fields(place, object, success_fields, success);
    if (error == 0 && json_is_object(object))
        error = read_avoid(place, object, scene, success);
    if (error == 0 && *success->tip_in) {
        bv_json_enter(place, "tip_in", 0);
        error = check_name(place, scene, success->tip_in);
        bv_json_leave(place);
    }
    if (error == 0 && !isnan(success->tip_within_mm) && !has_target)
        error = bv_json_wrong(place, "asks for the tip's distance from a "
                                     "target, and the scene has no \"target\"");
    bv_json_leave(place);
    return error;
}

int bv_scene_case_read(struct bv_json_place *place, const json_t *root,
                       struct bv_scene *scene)
{
    const json_t *value = json_object_get(root, "case");
    struct bv_scene_case *text = &scene->case_text;
    int error;

    if (!value)
        return 0;
    text->present = true;
    bv_json_enter(place, "case", 0);
    error = bv_json_read_fields(place, value, case_fields, text);
    if (error == 0)
        error = read_prose(place, value, "history", text->history,
                           sizeof(text->history));
    if (error == 0)
        error =
            read_prose(place, value, "task", text->task, sizeof(text->task));
    if (error == 0)
        error = read_success(place, value, scene,
                             json_object_get(root, "target") != NULL,
                             &text->success);
    bv_json_leave(place);
    return error;
}
