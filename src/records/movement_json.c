#include "records/movement_json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "records/json.h"

static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *position(struct bv_px px)
{
    return json_pack("[o,o]", number(px.x, 2), number(px.y, 2));
}

/* A length under both its units: "glide_px", "glide_mm". */
static void set_length(json_t *json, const char *what, double px,
                       double mm_per_px)
{
    char key[48];

    snprintf(key, sizeof(key), "%s_px", what);
    json_object_set_new(json, key, number(px, 2));
    snprintf(key, sizeof(key), "%s_mm", what);
    json_object_set_new(json, key,
                        number(mm_per_px > 0 ? px * mm_per_px : NAN, 3));
}

/* Write the object as one line. Takes the object. */
static int write_line(FILE *out, json_t *take_line)
{
    char *line = json_dumps(take_line, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                           JSON_REAL_PRECISION(10));

    json_decref(take_line);
    return bv_text_write_line(out, line);
}

int bv_movement_write_line(FILE *out, const struct bv_movement_line *line)
{
    json_t *json = json_pack(
        "{s:o, s:I, s:o}", "source", bv_json_text(line->source), "frame",
        (json_int_t)line->frame, "time_s", number(line->time_s, 4));

    set_length(json, line->what, line->value_px, line->mm_per_px);
    if (line->has_ends)
        json_object_set_new(json, "ends_px",
                            json_pack("[o,o]", position(line->ends_px.from),
                                      position(line->ends_px.to)));
    return write_line(out, json);
}

int bv_movement_write_sum(FILE *out, const struct bv_movement_sum *sum)
{
    json_t *json = json_pack("{s:o, s:b}", "source", bv_json_text(sum->source),
                             "summary", 1);

    if (sum->is_excursion)
        set_length(json, "excursion", sum->most_px - sum->least_px,
                   sum->mm_per_px);
    set_length(json, "least", sum->least_px, sum->mm_per_px);
    json_object_set_new(json, "least_at_s", number(sum->least_at_s, 4));
    set_length(json, "most", sum->most_px, sum->mm_per_px);
    json_object_set_new(json, "most_at_s", number(sum->most_at_s, 4));
    json_object_set_new(json, "frames", json_integer((json_int_t)sum->frames));
    json_object_set_new(json, "found", json_integer((json_int_t)sum->found));
    json_object_set_new(json, "lost", json_boolean(sum->lost));
    return write_line(out, json);
}
