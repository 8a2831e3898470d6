/*
 * What a person says of the scale of a recording that says none, and of its
 * changes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/screen_scale.h"
#include "core/text.h"
#include "core/words.h"
#include "records/corrections_parts.h"

static const double most_length = 1e5;

static const char *const ways[] = {"points", "depth", "typed"};

static const struct bv_correction_step *
now(const struct bv_corrections *corrections)
{
    return &corrections->steps[corrections->step];
}

int bv_corrections_scales(const struct bv_corrections *corrections,
                          struct bv_said_scale scales[BV_SAID_SCALES_MOST])
{
    const struct bv_correction_step *step = now(corrections);

    memcpy(scales, step->scales, sizeof(step->scales));
    return step->scale_count;
}

struct bv_said_scale
bv_corrections_scale(const struct bv_corrections *corrections, uint32_t frame)
{
    const struct bv_correction_step *step = now(corrections);
    int at = step->scale_count;

    while (at > 0 && step->scales[at - 1].from_frame > frame)
        at--;
    return at > 0 ? step->scales[at - 1] : (struct bv_said_scale){0};
}

/* As in the file: what is measured by it is known again by its scale. */
static double written(double mm_per_px)
{
    return bv_text_round(mm_per_px, 7);
}

static bool is_possible(double mm_per_px)
{
    return mm_per_px >= BV_SCREEN_SCALE_LEAST &&
           mm_per_px <= BV_SCREEN_SCALE_MOST;
}

/* What was said from that frame on goes. @return Its place. */
static int clear(struct bv_correction_step *step, uint32_t from_frame)
{
    int at = 0;

    while (at < step->scale_count && step->scales[at].from_frame < from_frame)
        at++;
    if (at < step->scale_count && step->scales[at].from_frame == from_frame) {
        step->scale_count--;
        memmove(step->scales + at, step->scales + at + 1,
                (size_t)(step->scale_count - at) * sizeof(*step->scales));
    }
    return at;
}

int bv_corrections_set_scale(struct bv_corrections *corrections,
                             const struct bv_said_scale *scale, bool whole)
{
    struct bv_correction_step step;
    int at;

    if (scale->mm_per_px != 0 && !is_possible(scale->mm_per_px))
        return -EINVAL;
    if (bv_correction_step_copy(corrections, &step) < 0)
        return -ENOMEM;
    if (whole)
        step.scale_count = 0;
    at = clear(&step, scale->from_frame);
    if (scale->mm_per_px > 0 && step.scale_count == BV_SAID_SCALES_MOST) {
        free(step.all);
        return -EFBIG;
    }
    if (scale->mm_per_px > 0) {
        memmove(step.scales + at + 1, step.scales + at,
                (size_t)(step.scale_count - at) * sizeof(*step.scales));
        step.scales[at] = *scale;
        step.scales[at].mm_per_px = written(scale->mm_per_px);
        step.scale_count++;
    }
    bv_correction_step_push(corrections, step);
    return 0;
}

void bv_said_scale_say(const struct bv_said_scale *scale, char *text,
                       size_t size)
{
    if (scale->by == BV_SAID_POINTS)
        snprintf(text, size, _("%.4g mm between two points, %.0f px apart"),
                 scale->mm, scale->px);
    else if (scale->by == BV_SAID_DEPTH)
        snprintf(text, size, _("%.4g mm deep, which are %.0f px"), scale->mm,
                 scale->px);
    else
        snprintf(text, size, _("typed"));
}

static json_t *scale_json(const struct bv_said_scale *scale)
{
    json_t *json = json_pack("{s:I, s:f, s:s}", "from_frame",
                             (json_int_t)scale->from_frame, "mm_per_px",
                             written(scale->mm_per_px), "by", ways[scale->by]);

    if (scale->by != BV_SAID_TYPED) {
        json_object_set_new(json, "mm", json_real(bv_text_round(scale->mm, 3)));
        json_object_set_new(json, "px", json_real(bv_text_round(scale->px, 2)));
    }
    return json;
}

json_t *bv_said_scales_json(const struct bv_corrections *corrections)
{
    const struct bv_correction_step *step = now(corrections);
    json_t *list = json_array();

    for (int i = 0; i < step->scale_count; i++)
        json_array_append_new(list, scale_json(&step->scales[i]));
    return list;
}

static bool get_length(const json_t *json, const char *key, double *length)
{
    const json_t *value = json_object_get(json, key);

    *length = json_number_value(value);
    return json_is_number(value) && *length > 0 && *length < most_length;
}

static bool get_scale(const json_t *json, struct bv_said_scale *scale)
{
    const char *by = json_string_value(json_object_get(json, "by"));
    const json_t *from = json_object_get(json, "from_frame");
    int at = 0;

    while (by && at < 3 && strcmp(by, ways[at]) != 0)
        at++;
    if (!by || at == 3 || !json_is_integer(from) ||
        json_integer_value(from) < 0 || json_integer_value(from) > UINT32_MAX ||
        !get_length(json, "mm_per_px", &scale->mm_per_px) ||
        !is_possible(scale->mm_per_px))
        return false;
    scale->from_frame = (uint32_t)json_integer_value(from);
    scale->by = (enum bv_said_scale_by)at;
    return at == BV_SAID_TYPED || (get_length(json, "mm", &scale->mm) &&
                                   get_length(json, "px", &scale->px));
}

bool bv_said_scales_read(const json_t *json, struct bv_correction_step *step)
{
    size_t count = json_array_size(json);

    if (json && (!json_is_array(json) || count > BV_SAID_SCALES_MOST))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!get_scale(json_array_get(json, i), &step->scales[i]) ||
            (i > 0 &&
             step->scales[i].from_frame <= step->scales[i - 1].from_frame))
            return false;
    step->scale_count = (int)count;
    return true;
}
