#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "records/truth_file_reader.h"

/* A number, or NAN where it is null or absent. */
static int read_number(struct bv_truth_reader *reader, const json_t *line,
                       const char *key, double least, double most,
                       double *number)
{
    const json_t *value = json_object_get(line, key);

    if (!value || json_is_null(value)) {
        *number = NAN;
        return 0;
    }
    if (!json_is_number(value) || !(json_number_value(value) >= least) ||
        !(json_number_value(value) <= most))
        return bv_truth_wrong(reader, "\"%s\" must be a number from %g to %g",
                              key, least, most);
    *number = json_number_value(value);
    return 0;
}

/* true, false, or absent (-1). */
static int read_flag(struct bv_truth_reader *reader, const json_t *line,
                     const char *key, int *flag)
{
    const json_t *value = json_object_get(line, key);

    *flag = -1;
    if (!value || json_is_null(value))
        return 0;
    if (!json_is_boolean(value))
        return bv_truth_wrong(reader, "\"%s\" must be true or false", key);
    *flag = json_is_true(value);
    return 0;
}

static bool is_position(const json_t *value, struct bv_px *px)
{
    if (!json_is_array(value) || json_array_size(value) != 2 ||
        !json_is_number(json_array_get(value, 0)) ||
        !json_is_number(json_array_get(value, 1)))
        return false;
    px->x = json_number_value(json_array_get(value, 0));
    px->y = json_number_value(json_array_get(value, 1));
    return bv_truth_is_position(px->x) && bv_truth_is_position(px->y);
}

static int read_position(struct bv_truth_reader *reader, const json_t *line,
                         const char *key, bool *has, struct bv_px *px)
{
    const json_t *value = json_object_get(line, key);

    *has = value && !json_is_null(value);
    if (*has && !is_position(value, px))
        return bv_truth_wrong(reader, "\"%s\" must be [x, y] in px", key);
    return 0;
}

static int read_piece(struct bv_truth_reader *reader, const json_t *line,
                      const char *key, bool *has, struct bv_px_segment *piece)
{
    const json_t *value = json_object_get(line, key);

    *has = value && !json_is_null(value);
    if (*has && (!json_is_array(value) || json_array_size(value) != 2 ||
                 !is_position(json_array_get(value, 0), &piece->from) ||
                 !is_position(json_array_get(value, 1), &piece->to)))
        return bv_truth_wrong(reader, "\"%s\" must be [[x, y], [x, y]] in px",
                              key);
    return 0;
}

static int read_frame_number(struct bv_truth_reader *reader, const json_t *line,
                             uint32_t *frame)
{
    const json_t *value = json_object_get(line, "frame");

    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > UINT32_MAX)
        return bv_truth_wrong(reader,
                              "\"frame\" must be a whole number from 0");
    *frame = (uint32_t)json_integer_value(value);
    return 0;
}

static int read_needle(struct bv_truth_reader *reader, const json_t *line,
                       struct bv_truth_frame *frame)
{
    int tip_visible = -1;
    double mm_per_px = NAN, uncertainty_px = NAN;
    int error = read_piece(reader, line, "shaft_px", &frame->has_shaft,
                           &frame->shaft_px);

    if (error == 0)
        error = read_piece(reader, line, "needle_px", &frame->has_whole,
                           &frame->whole_px);
    if (error == 0)
        error = read_position(reader, line, "tip_px", &frame->has_tip,
                              &frame->tip_px);
    if (error == 0)
        error = read_position(reader, line, "crossing_px", &frame->has_crossing,
                              &frame->crossing_px);
    if (error == 0)
        error = read_position(reader, line, "target_px", &frame->has_target,
                              &frame->target_px);
    if (error == 0)
        error = read_flag(reader, line, "tip_visible", &tip_visible);
    if (error == 0)
        error =
            read_number(reader, line, "visible_mm", 0, 1e4, &frame->visible_mm);
    if (error == 0)
        error = read_number(reader, line, "out_of_plane_mm", -1e4, 1e4,
                            &frame->out_of_plane_mm);
    if (error == 0)
        error = read_number(reader, line, "turned_deg", -180, 180,
                            &frame->turned_deg);
    if (error == 0)
        error = read_number(reader, line, "tip_sd_px", 0, 1e4, &uncertainty_px);
    if (error == 0)
        error = read_number(reader, line, "mm_per_px", 1e-6, 1e3, &mm_per_px);
    if (error < 0)
        return error;
    frame->tip = tip_visible < 0   ? BV_TIP_UNKNOWN
                 : tip_visible > 0 ? BV_TIP_VISIBLE
                                   : BV_TIP_HIDDEN;
    frame->mm_per_px = isnan(mm_per_px) ? 0 : mm_per_px;
    frame->tip_uncertainty_px = isnan(uncertainty_px) ? 0 : uncertainty_px;
    return 0;
}

static int read_frame(struct bv_truth_reader *reader, const json_t *line)
{
    struct bv_truth_frame frame = {
        .visible_mm = NAN, .out_of_plane_mm = NAN, .turned_deg = NAN};
    int needle;
    int error = read_frame_number(reader, line, &frame.frame);

    if (error == 0)
        error = bv_truth_go_to(reader, frame.frame);
    if (error == 0)
        error = read_flag(reader, line, "needle", &needle);
    if (error < 0 || needle < 0)
        return error; /* null: nobody can tell, so it is not labelled */
    frame.needle = needle;
    if (needle)
        error = read_needle(reader, line, &frame);
    return error < 0 ? error : bv_truth_append(reader, &frame);
}

/* Parse the line in hand. @return NULL with the fault said. */
static json_t *parse(struct bv_truth_reader *reader)
{
    json_error_t error;
    json_t *line = json_loads(reader->text, JSON_REJECT_DUPLICATES, &error);

    if (line && json_is_object(line))
        return line;
    json_decref(line);
    bv_truth_wrong(reader, "this is not a whole JSON object");
    return NULL;
}

static enum bv_score_probe probe_of(const json_t *header)
{
    const char *shape = json_string_value(
        json_object_get(json_object_get(header, "scan_area"), "shape"));

    if (!shape)
        return BV_SCORE_PROBE_UNKNOWN;
    return strcmp(shape, "sector") == 0 ? BV_SCORE_PROBE_CURVED
                                        : BV_SCORE_PROBE_LINEAR;
}

static int read_header(struct bv_truth_reader *reader, const json_t *header)
{
    const char *format = json_string_value(json_object_get(header, "format"));
    const json_t *version = json_object_get(header, "version");
    const char *scene = json_string_value(json_object_get(header, "scene"));

    if (!format || strcmp(format, "bevel-truth") != 0)
        return bv_truth_wrong(reader, "\"format\" must be \"bevel-truth\"");
    if (!json_is_integer(version) || json_integer_value(version) < 1)
        return bv_truth_wrong(reader, "\"version\" must be a whole number");
    if (json_integer_value(version) > BV_TRUTH_VERSION)
        return bv_fault_set(
            reader->fault, -ENOTSUP,
            "%s is of version %lld; this bevel reads %d.", reader->path,
            (long long)json_integer_value(version), BV_TRUTH_VERSION);
    reader->truth->simulated =
        json_is_true(json_object_get(header, "simulated"));
    snprintf(reader->truth->scene, sizeof(reader->truth->scene), "%s",
             scene ? scene : "");
    reader->truth->probe = probe_of(header);
    return 0;
}

int bv_truth_read_json(struct bv_truth_reader *reader)
{
    json_t *line = parse(reader);
    int error = line ? read_header(reader, line) : -EBADMSG;

    json_decref(line);
    while (error == 0) {
        error = bv_truth_next_line(reader);
        if (error <= 0)
            break;
        line = parse(reader);
        error = line ? read_frame(reader, line) : -EBADMSG;
        json_decref(line);
    }
    return error;
}
