#include "records/label_file_json.h"

#include <math.h>
#include <string.h>

#include "core/text.h"
#include "records/json.h"

static const char *const by_names[] = {"drawn", "accepted", "imported"};

/* What a new line says of the needle makes these of the line before wrong. */
static const char *const outdated[] = {
    "needle_px", "tip_mm",     "distance_mm",     "miss_mm",
    "tented_mm", "confidence", "out_of_plane_mm", NULL};

enum bv_label_by bv_label_json_by(const json_t *line)
{
    const char *by = json_string_value(json_object_get(line, "by"));

    for (int i = 0; by && i < (int)(sizeof(by_names) / sizeof(*by_names)); i++)
        if (strcmp(by, by_names[i]) == 0)
            return (enum bv_label_by)i;
    return BV_LABEL_DRAWN;
}

/* A number at so many decimals; null where it is unknown. */
static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *known(double value, int decimals)
{
    return number(value > 0 ? value : NAN, decimals);
}

static json_t *position(bool has, struct bv_px px)
{
    return has ? json_pack("[o,o]", number(px.x, 2), number(px.y, 2))
               : json_null();
}

static json_t *piece(bool has, const struct bv_px_segment *segment)
{
    return has ? json_pack("[o,o]", position(true, segment->from),
                           position(true, segment->to))
               : json_null();
}

/* Takes the object. */
static int write_line(FILE *out, json_t *take_line)
{
    char *line = json_dumps(take_line, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                           JSON_REAL_PRECISION(10));

    json_decref(take_line);
    return bv_text_write_line(out, line);
}

int bv_label_json_write_kept(FILE *out, const char *text)
{
    return bv_text_write_line(out, strdup(text));
}

int bv_label_json_write_header(FILE *out, const struct bv_label_about *about)
{
    return write_line(
        out, json_pack("{s:s, s:i, s:o, s:b, s:i, s:i, s:o, s:o}", "format",
                       "bevel-truth", "version", 1, "source",
                       bv_json_text(about->source), "simulated", 0, "width_px",
                       about->width_px, "height_px", about->height_px,
                       "frame_rate_hz", known(about->frame_rate_hz, 6),
                       "mm_per_px", known(about->mm_per_px, 6)));
}

static const char *state_of(const struct bv_label *label)
{
    switch (label->kind) {
    case BV_LABEL_NEEDLE:
        return label->tip == BV_TIP_VISIBLE ? "tip_seen" : "shaft_only";
    case BV_LABEL_CROSSING:
        return "crossing";
    default:
        return "none";
    }
}

static json_t *flag(enum bv_truth_tip tip)
{
    return tip == BV_TIP_UNKNOWN ? json_null()
                                 : json_boolean(tip == BV_TIP_VISIBLE);
}

/* The keys of one label. In square pixels a length has a scale. */
static json_t *keys_of(const struct bv_label_about *about, uint32_t frame,
                       double time_s, const struct bv_label *label)
{
    struct bv_truth_frame truth =
        bv_label_truth(label, frame, about->mm_per_px);
    const struct bv_px_segment square = {
        bv_px_map_apply(&about->from_input, truth.shaft_px.from),
        bv_px_map_apply(&about->from_input, truth.shaft_px.to)};
    bool has_shaft = truth.has_shaft, known_scale = about->mm_per_px > 0;
    bool unsure = label->kind == BV_LABEL_UNSURE;

    return json_pack(
        "{s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:s}",
        "source", bv_json_text(about->source), "frame", (json_int_t)frame,
        "time_s", number(time_s, 4), "state",
        unsure ? json_null() : json_string(state_of(label)), "shaft_px",
        piece(has_shaft, &truth.shaft_px), "tip_px",
        position(truth.has_tip, truth.tip_px), "tip_sd_px",
        known(truth.has_tip ? label->tip_sd_px : 0, 2), "crossing_px",
        position(truth.has_crossing, truth.crossing_px), "angle_deg",
        number(has_shaft ? bv_px_segment_angle_deg(&square) : NAN, 2),
        "mm_per_px", known(about->mm_per_px, 6), "needle",
        unsure ? json_null() : json_boolean(truth.needle), "visible_mm",
        number(has_shaft && known_scale
                   ? bv_px_segment_length(&square) * about->mm_per_px
                   : NAN,
               2),
        "tip_visible", has_shaft ? flag(label->tip) : json_null(), "by",
        by_names[label->by]);
}

int bv_label_json_write(FILE *out, const struct bv_label_about *about,
                        uint32_t frame, double time_s,
                        const struct bv_label *label, const char *before)
{
    json_t *keys = keys_of(about, frame, time_s, label);
    json_t *line = before ? json_loads(before, 0, NULL) : NULL;

    if (!line || !keys) {
        json_decref(line);
        return write_line(out, keys);
    }
    for (int i = 0; outdated[i]; i++)
        json_object_del(line, outdated[i]);
    if (json_object_update(line, keys) < 0) {
        json_decref(line);
        line = NULL;
    }
    json_decref(keys);
    return write_line(out, line);
}
