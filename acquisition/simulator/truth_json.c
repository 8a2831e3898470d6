#include "acquisition/simulator/truth.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/text.h"

/* A number at a fixed number of decimals; null where it is unknown. */
static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *pair(double x, double y)
{
    return json_pack("[o,o]", number(x, 2), number(y, 2));
}

static json_t *position(bool known, struct bv_px px)
{
    return known ? pair(px.x, px.y) : json_null();
}

static json_t *piece(bool known, const struct bv_px_segment *segment)
{
    return known ? json_pack("[o,o]", position(true, segment->from),
                             position(true, segment->to))
                 : json_null();
}

/* JSON is UTF-8 and a file's name need not be. */
static json_t *text(const char *bytes)
{
    json_t *string = json_string(bytes);
    char *plain = string ? NULL : bv_text_plain(bytes);

    if (plain)
        string = json_string(plain);
    free(plain);
    return string;
}

/* Write the object as one line. Takes the object. */
static int write_line(FILE *out, json_t *take_line)
{
    char *line = json_dumps(take_line, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                           JSON_REAL_PRECISION(10));

    json_decref(take_line);
    return bv_text_write_line(out, line);
}

static json_t *scan_area(const struct bv_scan_area *area)
{
    json_t *json = json_pack(
        "{s:s, s:[i,i,i,i], s:o}", "shape",
        area->shape == BV_SCAN_SECTOR ? "sector" : "rectangle", "box_px",
        area->box.left, area->box.top, area->box.right, area->box.bottom,
        "face_middle_px", position(true, area->face_middle));

    if (!json || area->shape != BV_SCAN_SECTOR)
        return json;
    json_object_set_new(json, "apex_px", position(true, area->apex));
    json_object_set_new(json, "face_radius_px",
                        number(area->face_radius_px, 2));
    json_object_set_new(json, "end_radius_px", number(area->end_radius_px, 2));
    json_object_set_new(json, "half_angle_deg",
                        number(area->half_angle_deg, 3));
    return json;
}

static void set_asked(json_t *json, const char *key, double asked)
{
    if (isfinite(asked))
        json_object_set_new(json, key, number(asked, 3));
}

/* The keys of a scene's "success". */
static json_t *success(const struct bv_scene_success *asked)
{
    json_t *json = json_object(), *avoid = json_array();

    set_asked(json, "tip_within_mm", asked->tip_within_mm);
    if (*asked->tip_in)
        json_object_set_new(json, "tip_in", text(asked->tip_in));
    for (int i = 0; i < asked->avoid_count; i++)
        json_array_append_new(avoid, text(asked->avoid[i]));
    if (asked->avoid_count > 0)
        json_object_set(json, "not_enter", avoid);
    json_decref(avoid);
    set_asked(json, "passes_at_most", asked->passes_most);
    set_asked(json, "time_at_most_s", asked->time_most_s);
    set_asked(json, "angle_at_most_deg", asked->angle_most_deg);
    set_asked(json, "advanced_unseen_at_most_mm",
              asked->advanced_unseen_most_mm);
    set_asked(json, "injected_at_least_ml", asked->injected_least_ml);
    set_asked(json, "aspirated_at_least_ml", asked->aspirated_least_ml);
    return json;
}

int bv_truth_write_header(FILE *out, const struct bv_truth_header *header)
{
    static const char *const sides[] = {"unknown", "left", "right"};
    const struct bv_scene_case *about = header->case_text;
    json_t *json = json_pack(
        "{s:s, s:i, s:o, s:o, s:I, s:b, s:i, s:i, s:o, s:o, s:s, s:o}",
        "format", "bevel-truth", "version", 1, "scene", text(header->scene),
        "title", text(header->title), "seed", (json_int_t)header->seed,
        "simulated", 1, "width_px", header->width_px, "height_px",
        header->height_px, "frame_rate_hz", number(header->frame_rate_hz, 6),
        "mm_per_px", number(header->mm_per_px, 6), "marked_side",
        sides[header->marked_side], "scan_area", scan_area(&header->scan_area));

    if (json && about && about->present)
        json_object_set_new(
            json, "case",
            json_pack("{s:o, s:o, s:o, s:o}", "title", text(about->title),
                      "history", text(about->history), "task",
                      text(about->task), "success", success(&about->success)));
    if (json && header->screen)
        json_object_set_new(json, "screen", text(header->screen));
    return write_line(out, json);
}

static json_t *outlines(const struct bv_truth *truth)
{
    static const char *const roles[] = {"structure", "target", "avoid", "pool"};
    json_t *list = json_array();

    for (int i = 0; list && i < truth->outline_count; i++) {
        const struct bv_truth_outline *outline = &truth->outlines[i];
        json_t *points = json_array(), *entry;

        for (int k = 0; points && k < outline->count; k++)
            json_array_append_new(points, position(true, outline->px[k]));
        entry = json_pack("{s:s, s:s, s:o}", "name", outline->name, "role",
                          roles[outline->role], "px", points);
        if (entry && outline->slides)
            json_object_set_new(entry, "slid_mm", number(outline->slid_mm, 3));
        json_array_append_new(list, entry);
    }
    return list;
}

/* A frame's keys. */
static json_t *keys_of(const char *source, const struct bv_truth *truth)
{
    json_t *tip_mm = truth->has_tip_mm
                         ? pair(truth->tip_mm.lateral, truth->tip_mm.depth)
                         : json_null();

    return json_pack(
        "{s:o, s:I, s:o, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:o, s:o, s:b, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o}",
        "source", text(source), "frame", (json_int_t)truth->sequence, "time_s",
        number(bv_ns_to_s(truth->time_ns), 4), "repeat", 0, "state",
        bv_needle_state_name(truth->state), "shaft_px",
        piece(truth->has_shaft, &truth->shaft_px), "tip_px",
        position(truth->has_whole, truth->whole_px.to), "crossing_px",
        position(truth->has_crossing, truth->crossing_px), "angle_deg",
        number(truth->angle_deg, 2), "mm_per_px", number(truth->mm_per_px, 6),
        "tip_mm", tip_mm, "target_px",
        position(truth->has_target, truth->target_px), "target_out_of_plane_mm",
        number(truth->target_out_of_plane_mm, 3), "distance_mm",
        number(truth->distance_mm, 2), "miss_mm", number(truth->miss_mm, 2),
        "needle", truth->needle, "visible_mm", number(truth->visible_mm, 2),
        "tip_visible", truth->tip_visible, "out_of_plane_mm",
        number(truth->out_of_plane_mm, 3), "needle_px",
        piece(truth->has_whole, &truth->whole_px), "turned_deg",
        number(truth->turned_deg, 3), "tented_mm", number(truth->tented_mm, 2),
        "injected_ml", number(truth->injected_ml, 3), "aspirated_ml",
        number(truth->aspirated_ml, 3), "outlines", outlines(truth),
        "scan_area", scan_area(&truth->scan_area));
}

int bv_truth_write(FILE *out, const char *source, const struct bv_truth *truth)
{
    return write_line(out, keys_of(source, truth));
}

int bv_truth_write_label(FILE *out, const struct bv_truth_label *label)
{
    static const char *const sides[] = {"unknown", "left", "right"};
    const struct bv_scene *scene = label->scene;
    const struct bv_scene_probe *probe = &scene->probe;
    json_t *json = keys_of(label->image, label->truth);
    json_t *more = json_pack(
        "{s:I, s:s, s:{s:s, s:o, s:o, s:o, s:o, s:o}, s:o, s:i, s:i, "
        "s:i, s:s?}",
        "scene_seed", (json_int_t)scene->seed, "marked_side",
        sides[probe->marker], "probe", "kind",
        probe->kind == BV_PROBE_CURVED ? "curved" : "linear", "frequency_mhz",
        number(probe->frequency_mhz, 2), "depth_mm", number(probe->depth_mm, 2),
        "focus_mm", number(probe->focus_mm, 2), "gain_db",
        number(probe->gain_db, 2), "dynamic_range_db",
        number(probe->dynamic_range_db, 2), "needle_diameter_mm",
        scene->needle.present ? number(scene->needle.diameter_mm, 3)
                              : json_null(),
        "decoys", label->decoys, "width_px", label->width_px, "height_px",
        label->height_px, "screen", label->screen);

    if (json && more && json_object_update(json, more) < 0) {
        json_decref(json);
        json = NULL;
    }
    json_decref(more);
    return write_line(out, json);
}
