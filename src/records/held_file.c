#include "records/held_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/json.h"
#include "records/kept_file.h"
#include "records/marks_file.h"

static json_t *pair(struct bv_px px)
{
    return json_pack("[f,f]", px.x, px.y);
}

static json_t *mark_json(const struct bv_landmark *mark)
{
    json_t *json = json_pack(
        "{s:i, s:o, s:s, s:s, s:f, s:b}", "id", mark->id, "name",
        bv_json_text(mark->name), "kind", bv_landmark_kind_name(mark->kind),
        "role", bv_landmark_role_name(mark->role), "margin_mm", mark->margin_mm,
        "inside_allowed", mark->inside_allowed);
    json_t *list;

    if (mark->outline.count == 0) {
        json_object_set_new(json, "point_px", pair(mark->at));
        return json;
    }
    list = json_array();
    for (int i = 0; i < mark->outline.count; i++)
        json_array_append_new(list, pair(mark->outline.at[i]));
    json_object_set_new(json, "outline_px", list);
    return json;
}

static json_t *rest_json(const struct bv_held_procedure *held)
{
    const struct bv_settled *settled = &held->settled;
    json_t *json = json_pack(
        "{s:o, s:i, s:f, s:f, s:o, s:b, s:o, s:o, s:i, s:i}", "procedure",
        bv_json_text(settled->procedure), "side", (int)settled->side, "gauge",
        settled->gauge, "length_mm", settled->length_mm, "sides",
        bv_json_text(held->sides), "swapped", held->swapped, "step",
        bv_json_text(held->step), "confirmed", bv_json_text(held->confirmed),
        "width_px", held->width_px, "height_px", held->height_px);

    if (json && held->has_target)
        json_object_set_new(json, "target_px", pair(held->target_px));
    return json;
}

int bv_held_write(const char *path, const struct bv_held_procedure *held)
{
    json_t *marks = json_array(), *rest = rest_json(held), *json;
    char *text;
    int error;

    for (int i = 0; i < held->mark_count; i++)
        json_array_append_new(marks, mark_json(&held->mark[i]));
    json = json_pack("{s:s, s:i, s:o, s:o}", "format", "bevel-marks", "version",
                     1, "marks", marks, "held", rest);
    text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
    json_decref(json);
    error = text ? bv_kept_file_replace(path, text) : -ENOMEM;
    free(text);
    return error;
}

/* One that lacks, or does not fit, is empty. */
static void read_word(const json_t *json, const char *key, char *word,
                      size_t size)
{
    const char *text = json_string_value(json_object_get(json, key));

    snprintf(word, size, "%s", text && strlen(text) < size ? text : "");
}

/* One that lacks, or is out of range, is 0. */
static double read_number(const json_t *json, const char *key, double most)
{
    double number = json_number_value(json_object_get(json, key));

    return number > 0 && number <= most ? number : 0;
}

static void read_rest(const json_t *json, struct bv_held_procedure *held)
{
    const json_t *target = json_object_get(json, "target_px");
    struct bv_settled *settled = &held->settled;

    read_word(json, "procedure", settled->procedure,
              sizeof(settled->procedure));
    settled->side = (enum bv_side)read_number(json, "side", BV_SIDE_RIGHT);
    settled->gauge = read_number(json, "gauge", 40);
    settled->length_mm = read_number(json, "length_mm", 500);
    read_word(json, "sides", held->sides, sizeof(held->sides));
    held->swapped = json_is_true(json_object_get(json, "swapped"));
    read_word(json, "step", held->step, sizeof(held->step));
    read_word(json, "confirmed", held->confirmed, sizeof(held->confirmed));
    held->width_px = (int)read_number(json, "width_px", BV_FRAME_SIDE_MAX_PX);
    held->height_px = (int)read_number(json, "height_px", BV_FRAME_SIDE_MAX_PX);
    held->target_px =
        (struct bv_px){json_number_value(json_array_get(target, 0)),
                       json_number_value(json_array_get(target, 1))};
    held->has_target =
        json_array_size(target) == 2 && isfinite(held->target_px.x) &&
        isfinite(held->target_px.y) && held->target_px.x >= -0.5 &&
        held->target_px.x <= held->width_px && held->target_px.y >= -0.5 &&
        held->target_px.y <= held->height_px;
}

int bv_held_read(const char *path, struct bv_held_procedure *held,
                 struct bv_fault *fault)
{
    struct bv_marks_file *marks = malloc(sizeof(*marks));
    json_t *json;
    int error = marks ? bv_marks_file_read(path, marks, fault) : -ENOMEM;

    if (error == 0)
        error = bv_json_read_file(path, &json, fault);
    if (error == 0) {
        *held = (struct bv_held_procedure){.mark_count = marks->count};
        memcpy(held->mark, marks->mark, sizeof(held->mark));
        read_rest(json_object_get(json, "held"), held);
        json_decref(json);
    }
    free(marks);
    return error;
}
