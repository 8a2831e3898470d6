#include "records/outline_json.h"

#include <jansson.h>
#include <math.h>

#include "core/text.h"
#include "records/json.h"

static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *position(struct bv_px px)
{
    return json_pack("[o,o]", number(px.x, 1), number(px.y, 1));
}

static json_t *points(const struct bv_outline *outline)
{
    json_t *list = outline->count > 0 ? json_array() : json_null();

    for (int i = 0; i < outline->count; i++)
        json_array_append_new(list, position(outline->at[i]));
    return list;
}

static json_t *words(const char *text)
{
    return text ? bv_json_text(text) : json_null();
}

static double area_mm2(const struct bv_outline_line *line)
{
    return line->outline->count > 0 && line->mm_per_px > 0
               ? bv_outline_area(line->outline) * line->mm_per_px *
                     line->mm_per_px
               : NAN;
}

int bv_outline_write_line(FILE *out, const struct bv_outline_line *line)
{
    json_t *json = json_pack(
        "{s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "source",
        bv_json_text(line->source), "frame", (json_int_t)line->frame, "time_s",
        number(line->time_s, 4), "at_px", position(line->at_px), "outline_px",
        points(line->outline), "confidence", number(line->confidence, 3),
        "mm_per_px", number(line->mm_per_px > 0 ? line->mm_per_px : NAN, 6),
        "area_mm2", number(area_mm2(line), 1), "why", words(line->why), "kind",
        words(line->kind), "kind_why", words(line->kind_why));
    char *text = json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                      JSON_REAL_PRECISION(10));

    json_decref(json);
    return bv_text_write_line(out, text);
}
