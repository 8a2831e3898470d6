#include "records/advice_json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/text.h"
#include "records/fluid_json.h"
#include "records/json.h"

/* A number at a fixed number of decimals; null where it is unknown. */
static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *pair(double x, double y, int decimals)
{
    return json_pack("[o,o]", number(x, decimals), number(y, decimals));
}

static json_t *position(bool known, struct bv_px px)
{
    return known ? pair(px.x, px.y, 2) : json_null();
}

static json_t *checks(uint32_t set)
{
    json_t *names = json_array();

    for (int check = 0; check < BV_CHECK_COUNT; check++)
        if (set & BV_CHECK_BIT(check))
            json_array_append_new(names,
                                  json_string(bv_picture_check_name(check)));
    return names;
}

static json_t *outline(const struct bv_outline *outline)
{
    json_t *points = json_array();

    for (int i = 0; i < outline->count; i++)
        if (json_array_append_new(points, position(true, outline->at[i])) < 0) {
            json_decref(points);
            return NULL;
        }
    return points;
}

/* A mark, and where it is: nowhere, where it is lost. */
static json_t *mark(const struct bv_landmark_advice *landmark)
{
    const struct bv_landmark *mark = &landmark->mark;
    bool held = landmark->state == BV_LANDMARK_HELD;
    bool outlined = mark->outline.count > 0;

    return json_pack(
        "{s:i, s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:s}", "id", mark->id, "name",
        bv_json_text(mark->name), "role", bv_landmark_role_name(mark->role),
        "kind", bv_landmark_kind_name(mark->kind), "state",
        bv_landmark_state_name(landmark->state),
        outlined ? "outline_px" : "point_px",
        !held      ? json_null()
        : outlined ? outline(&mark->outline)
                   : position(true, mark->at),
        "distance_mm", number(landmark->distance_mm, 2), "miss_mm",
        number(landmark->miss_mm, 2), "alarm", bv_alarm_name(landmark->alarm));
}

/* A map's six numbers, in the order in which it is written out. */
static json_t *moved(const struct bv_tissue_motion *tissue)
{
    const struct bv_px_map *map = &tissue->map;

    return tissue->part > 0 ? json_pack("[o,o,o,o,o,o]", number(map->xx, 6),
                                        number(map->xy, 6), number(map->x0, 3),
                                        number(map->yx, 6), number(map->yy, 6),
                                        number(map->y0, 3))
                            : json_null();
}

/* Beside the other keys. Takes the object. */
static json_t *add_marks(json_t *take_line, const struct bv_advice *advice)
{
    json_t *marks = json_array();

    for (int i = 0; i < advice->landmark_count; i++)
        if (json_array_append_new(marks, mark(&advice->landmark[i])) < 0)
            goto fail;
    if (json_object_set_new(take_line, "marks", marks) == 0)
        return take_line;
    marks = NULL;
fail:
    json_decref(marks);
    json_decref(take_line);
    return NULL;
}

/* Write the object as one line. Takes the object. */
static int write_line(FILE *out, json_t *take_line)
{
    char *line = json_dumps(take_line, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                           JSON_REAL_PRECISION(10));

    json_decref(take_line);
    return bv_text_write_line(out, line);
}

int bv_advice_write_json(FILE *out, const char *source, uint32_t frame,
                         const struct bv_advice *advice, double process_ms)
{
    json_t *shaft =
        advice->has_shaft
            ? json_pack("[o,o]", position(true, advice->shaft_px.from),
                        position(true, advice->shaft_px.to))
            : json_null();
    json_t *tip_mm = advice->has_tip_mm
                         ? pair(advice->tip_mm.lateral, advice->tip_mm.depth, 2)
                         : json_null();

    json_t *line = json_pack(
        "{s:o, s:I, s:o, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "source", bv_json_text(source), "frame", (json_int_t)frame, "time_s",
        number(bv_ns_to_s(advice->time_ns), 4), "repeat", advice->repeat,
        "state", bv_needle_state_name(advice->state), "confidence",
        number(advice->confidence, 3), "shaft_px", shaft, "tip_px",
        position(advice->has_tip, advice->tip_px), "tip_sd_px",
        number(advice->has_tip ? advice->tip_sd_px : NAN, 2), "crossing_px",
        position(advice->has_crossing, advice->crossing_px), "angle_deg",
        number(advice->angle_deg, 2), "last_seen_s",
        number(advice->last_seen_s, 3), "mm_per_px",
        number(advice->mm_per_px > 0 ? advice->mm_per_px : NAN, 6),
        "scale_from",
        advice->mm_per_px > 0
            ? json_string(bv_scale_origin_name(advice->scale_origin))
            : json_null(),
        "tip_mm", tip_mm, "moved", moved(&advice->tissue), "target_px",
        position(advice->target == BV_TARGET_FOLLOWED, advice->target_px),
        "distance_mm", number(advice->distance_mm, 2), "miss_mm",
        number(advice->miss_mm, 2), "checks", checks(advice->checks),
        "process_ms", number(process_ms, 2));

    if (advice->landmark_count > 0)
        line = add_marks(line, advice);
    if (line)
        line = bv_fluid_add_json(line, advice);
    return write_line(out, line);
}

int bv_advice_write_json_error(FILE *out, const char *source,
                               const char *sentence)
{
    return write_line(out,
                      json_pack("{s:o, s:o}", "source", bv_json_text(source),
                                "error", bv_json_text(sentence)));
}
