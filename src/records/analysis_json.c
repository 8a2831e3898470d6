/*
 * A frame of an analysis as a line of JSON, and back.
 */
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "records/analysis_file.h"
#include "records/analysis_json.h"

static const double most_px = 1e6;

/* Numbers in a row; what is not known is null. */
static json_t *row(const double *numbers, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, isfinite(numbers[i]) ? json_real(numbers[i])
                                                         : json_null());
    return list;
}

#define ROW(...)                                                               \
    row((const double[]){__VA_ARGS__},                                         \
        sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* What is known of the needle, and nothing else. */
static void put_needle(json_t *line, const struct bv_review_frame *frame)
{
    const struct bv_px_segment *shaft = &frame->shaft_px;

    if (frame->has_shaft)
        json_object_set_new(
            line, "shaft_px",
            ROW(shaft->from.x, shaft->from.y, shaft->to.x, shaft->to.y));
    if (frame->has_tip)
        json_object_set_new(
            line, "tip_px",
            ROW(frame->tip_px.x, frame->tip_px.y, frame->tip_sd_px));
    if (frame->end.known)
        json_object_set_new(line, "end_px",
                            ROW(frame->end.px.x, frame->end.px.y,
                                frame->end.sd_px, frame->end.sure,
                                frame->end.point));
}

/* Each mark: its number, 0 for a clicked target, and what it is. */
static void put_marks(json_t *line, const struct bv_review_frame *frame)
{
    json_t *list = frame->mark_count > 0 ? json_array() : NULL;

    for (int i = 0; i < frame->mark_count; i++)
        json_array_append_new(list, json_pack("[i, i, i, i]", frame->mark[i].id,
                                              frame->mark[i].role,
                                              frame->mark[i].kind,
                                              frame->mark[i].state));
    if (list)
        json_object_set_new(line, "marks", list);
}

static void put_rest(json_t *line, const struct bv_review_frame *frame)
{
    const struct bv_px_map *map = &frame->tissue.map;

    if (frame->tissue.part > 0)
        json_object_set_new(line, "moved",
                            ROW(frame->tissue.part, map->xx, map->xy, map->x0,
                                map->yx, map->yy, map->y0));
    if (frame->has_face)
        json_object_set_new(line, "scan_px",
                            ROW(frame->face_px.x, frame->face_px.y,
                                frame->box.left, frame->box.top,
                                frame->box.right, frame->box.bottom));
    if (frame->has_target)
        json_object_set_new(
            line, "target_px",
            ROW(frame->target_px.x, frame->target_px.y, frame->distance_mm));
    else if (frame->carries_target)
        json_object_set_new(line, "target_carried_px",
                            ROW(frame->target_px.x, frame->target_px.y));
    put_marks(line, frame);
    if (frame->alarm != BV_ALARM_NONE)
        json_object_set_new(line, "alarm", ROW(frame->alarm, frame->alarm_id));
    if (frame->syringe != BV_SYRINGE_IDLE)
        json_object_set_new(line, "syringe",
                            ROW(frame->syringe, frame->spread));
}

json_t *bv_analysis_json_make(const struct bv_review_frame *frame,
                              const struct bv_review_truth *truth)
{
    json_t *line = json_pack(
        "{s:I, s:I, s:b, s:s, s:f}", "frame", (json_int_t)frame->number,
        "time_ns", (json_int_t)frame->time_ns, "repeat", frame->repeat, "state",
        bv_needle_state_name(frame->state), "mm_per_px", frame->mm_per_px);

    if (!line)
        return NULL;
    if (isfinite(frame->confidence))
        json_object_set_new(line, "confidence", json_real(frame->confidence));
    put_needle(line, frame);
    put_rest(line, frame);
    if (truth)
        json_object_set_new(
            line, "truth",
            ROW(truth->mm_per_px, truth->needle, truth->whole_px.from.x,
                truth->whole_px.from.y, truth->whole_px.to.x,
                truth->whole_px.to.y, truth->tip_visible, truth->has_target,
                truth->target_px.x, truth->target_px.y, truth->turned_deg));
    return line;
}

/* As many numbers of a size that there can be; null is NAN, where it may be.
 * @return 1, 0: the key is absent, -1: it is something else. */
static int get_row(const json_t *line, const char *key, double *numbers,
                   size_t count)
{
    const json_t *list = json_object_get(line, key);

    if (!list)
        return 0;
    if (json_array_size(list) != count)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, i);

        numbers[i] = json_is_number(value) ? json_number_value(value) : NAN;
        if (!json_is_number(value) && !json_is_null(value))
            return -1;
        if (fabs(numbers[i]) > most_px)
            return -1;
    }
    return 1;
}

static bool all_known(const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(numbers[i]))
            return false;
    return true;
}

static bool get_state(const json_t *line, enum bv_needle_state *state)
{
    const char *name = json_string_value(json_object_get(line, "state"));

    for (int i = 0; name && i <= BV_NEEDLE_CROSSING; i++)
        if (strcmp(name, bv_needle_state_name((enum bv_needle_state)i)) == 0) {
            *state = (enum bv_needle_state)i;
            return true;
        }
    return false;
}

static bool get_head(const json_t *line, struct bv_review_frame *frame)
{
    const json_t *number = json_object_get(line, "frame");
    const json_t *time = json_object_get(line, "time_ns");
    const json_t *scale = json_object_get(line, "mm_per_px");

    if (!json_is_integer(number) || json_integer_value(number) < 0 ||
        json_integer_value(number) > UINT32_MAX || !json_is_integer(time) ||
        json_integer_value(time) > INT64_MAX / 4 ||
        json_integer_value(time) < -INT64_MAX / 4 || !json_is_number(scale) ||
        !(json_number_value(scale) >= 0 && json_number_value(scale) <= 1e3) ||
        !get_state(line, &frame->state))
        return false;
    frame->number = (uint32_t)json_integer_value(number);
    frame->time_ns = json_integer_value(time);
    frame->repeat = json_is_true(json_object_get(line, "repeat"));
    frame->mm_per_px = json_number_value(scale);
    return true;
}

static bool get_end(const json_t *line, struct bv_review_frame *frame)
{
    double n[5];
    int found = get_row(line, "end_px", n, 5);

    if (found < 0 || (found && !all_known(n, 5)))
        return false;
    if (found)
        frame->end =
            (struct bv_shaft_end){true, {n[0], n[1]}, n[2], n[3], n[4]};
    return true;
}

static bool get_needle(const json_t *line, struct bv_review_frame *frame)
{
    const json_t *confidence = json_object_get(line, "confidence");
    double n[4];
    int found = get_row(line, "shaft_px", n, 4);

    frame->confidence = confidence ? json_number_value(confidence) : NAN;
    if (confidence && !(json_is_number(confidence) && frame->confidence >= 0 &&
                        frame->confidence <= 1))
        return false;
    if (found < 0 || (found && !all_known(n, 4)))
        return false;
    frame->has_shaft = found;
    if (found)
        frame->shaft_px = (struct bv_px_segment){{n[0], n[1]}, {n[2], n[3]}};
    found = get_row(line, "tip_px", n, 3);
    if (found < 0 || (found && !all_known(n, 3)))
        return false;
    frame->has_tip = found;
    if (found) {
        frame->tip_px = (struct bv_px){n[0], n[1]};
        frame->tip_sd_px = n[2];
    }
    return true;
}

static bool get_moved(const json_t *line, struct bv_review_frame *frame)
{
    double n[7];
    int found = get_row(line, "moved", n, 7);

    frame->tissue.map = bv_px_map_identity();
    if (found < 0 || (found && !all_known(n, 7)))
        return false;
    if (found)
        frame->tissue = (struct bv_tissue_motion){
            n[0], {n[1], n[2], n[3], n[4], n[5], n[6]}};
    return true;
}

static bool get_scan(const json_t *line, struct bv_review_frame *frame)
{
    double n[6];
    int found = get_row(line, "scan_px", n, 6);

    if (found < 0 || (found && !all_known(n, 6)))
        return false;
    frame->has_face = found;
    if (found) {
        frame->face_px = (struct bv_px){n[0], n[1]};
        frame->box =
            (struct bv_px_box){(int)n[2], (int)n[3], (int)n[4], (int)n[5]};
    }
    return true;
}

/* A whole number from 0 to below @p most. */
static bool get_part(const json_t *list, size_t at, int most, int *number)
{
    const json_t *value = json_array_get(list, at);

    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) >= most)
        return false;
    *number = (int)json_integer_value(value);
    return true;
}

static bool get_mark(const json_t *list, struct bv_review_mark *mark)
{
    int role, kind, state;

    if (json_array_size(list) != 4 || !get_part(list, 0, INT_MAX, &mark->id) ||
        !get_part(list, 1, BV_LANDMARK_ROLES, &role) ||
        !get_part(list, 2, BV_LANDMARK_KINDS, &kind) ||
        !get_part(list, 3, BV_LANDMARK_LOST + 1, &state))
        return false;
    mark->role = (uint8_t)role;
    mark->kind = (uint8_t)kind;
    mark->state = (uint8_t)state;
    return true;
}

static bool get_marked(const json_t *line, struct bv_review_frame *frame)
{
    const json_t *list = json_object_get(line, "marks");
    size_t count = json_array_size(list);

    if (list && (!json_is_array(list) || count > BV_REVIEW_MARKS_MOST))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!get_mark(json_array_get(list, i), &frame->mark[i]))
            return false;
    frame->mark_count = (int)count;
    return true;
}

static bool get_marks(const json_t *line, struct bv_review_frame *frame)
{
    double n[3];
    int found = get_row(line, "target_px", n, 3);

    frame->distance_mm = NAN;
    if (found < 0 || (found && !all_known(n, 2)))
        return false;
    frame->has_target = found;
    if (found) {
        frame->target_px = (struct bv_px){n[0], n[1]};
        frame->distance_mm = n[2];
    }
    found = get_row(line, "target_carried_px", n, 2);
    if (found < 0 || (found && (frame->has_target || !all_known(n, 2))))
        return false;
    frame->carries_target = found;
    if (found)
        frame->target_px = (struct bv_px){n[0], n[1]};
    found = get_row(line, "alarm", n, 2);
    if (found < 0 || (found && !(n[0] >= BV_ALARM_NONE &&
                                 n[0] <= BV_ALARM_INSIDE && n[1] >= 0)))
        return false;
    if (found) {
        frame->alarm = (enum bv_alarm)n[0];
        frame->alarm_id = (int)n[1];
    }
    found = get_row(line, "syringe", n, 2);
    if (found < 0 ||
        (found && !(n[0] >= BV_SYRINGE_IDLE && n[0] <= BV_SYRINGE_ASPIRATES &&
                    n[1] >= BV_SPREAD_NOT_WATCHED && n[1] <= BV_SPREAD_VOID)))
        return false;
    if (found) {
        frame->syringe = (enum bv_syringe)n[0];
        frame->spread = (enum bv_spread_state)n[1];
    }
    return true;
}

static bool get_truth(const json_t *line, struct bv_review_truth *truth,
                      bool *has)
{
    double n[11];
    int found = get_row(line, "truth", n, 11);

    *has = found > 0;
    if (found < 0 || (found && (!all_known(n, 10) || n[0] < 0)))
        return false;
    if (found)
        *truth =
            (struct bv_review_truth){.mm_per_px = n[0],
                                     .needle = n[1] > 0,
                                     .whole_px = {{n[2], n[3]}, {n[4], n[5]}},
                                     .tip_visible = n[6] > 0,
                                     .has_target = n[7] > 0,
                                     .target_px = {n[8], n[9]},
                                     .turned_deg = n[10]};
    return true;
}

bool bv_analysis_read_line(const char *text, struct bv_review_frame *frame,
                           struct bv_review_truth *truth, bool *has_truth)
{
    json_t *line = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    struct bv_review_frame made = {0};
    struct bv_review_truth found = {0};
    bool has = false;
    bool is_line = json_is_object(line) && get_head(line, &made) &&
                   get_needle(line, &made) && get_end(line, &made) &&
                   get_moved(line, &made) && get_scan(line, &made) &&
                   get_marked(line, &made) && get_marks(line, &made) &&
                   get_truth(line, &found, &has);

    json_decref(line);
    if (!is_line)
        return false;
    found.time_ns = made.time_ns;
    *frame = made;
    *truth = found;
    *has_truth = has;
    return true;
}
