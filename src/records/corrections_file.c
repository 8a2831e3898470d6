/*
 * Corrections as JSON, in a file beside the recording.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"
#include "records/corrections_parts.h"
#include "records/json.h"
#include "records/kept_file.h"

enum { most_bytes = 16 * 1024 * 1024, version = 1 };

static const double most_s = 1e6;

static const char *const whats[] = {"added", "changed", "rejected"};

static json_t *span_json(const struct bv_moment_span *span)
{
    return json_pack(
        "{s:s, s:I, s:I, s:f, s:f}", "kind", bv_corrected_kind_key(span->kind),
        "start_frame", (json_int_t)span->start_frame, "end_frame",
        (json_int_t)span->end_frame, "start_s", bv_text_round(span->start_s, 3),
        "end_s", bv_text_round(span->end_s, 3));
}

static json_t *correction_json(const struct bv_correction *correction)
{
    json_t *json = json_pack("{s:s}", "what", whats[correction->what]);

    if (correction->what != BV_CORRECTION_ADDED)
        json_object_set_new(json, "measured", span_json(&correction->of));
    if (correction->what != BV_CORRECTION_REJECTED)
        json_object_set_new(json, "is", span_json(&correction->is));
    if (correction->note[0])
        json_object_set_new(json, "note", bv_json_text(correction->note));
    return json;
}

json_t *bv_corrections_json(const struct bv_corrections *corrections)
{
    json_t *list = json_array();

    for (size_t i = 0; i < bv_corrections_count(corrections); i++)
        json_array_append_new(
            list, correction_json(bv_corrections_at(corrections, i)));
    return list;
}

static char *write_text(const struct bv_corrections *corrections)
{
    json_t *json =
        json_pack("{s:s, s:i, s:o}", "format", "bevel-corrections", "version",
                  version, "moments", bv_corrections_json(corrections));
    char *text;

    if (json && bv_corrections_scale(corrections, UINT32_MAX).mm_per_px > 0)
        json_object_set_new(json, "scales", bv_said_scales_json(corrections));
    text = json ? json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER |
                                       JSON_REAL_PRECISION(10))
                : NULL;
    json_decref(json);
    return text;
}

static bool get_frame(const json_t *json, const char *key, uint32_t *frame)
{
    const json_t *value = json_object_get(json, key);

    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > UINT32_MAX)
        return false;
    *frame = (uint32_t)json_integer_value(value);
    return true;
}

static bool get_time(const json_t *json, const char *key, double *time_s)
{
    const json_t *value = json_object_get(json, key);

    *time_s = json_number_value(value);
    return json_is_number(value) && fabs(*time_s) <= most_s;
}

static bool get_span(const json_t *json, struct bv_moment_span *span)
{
    const char *key = json_string_value(json_object_get(json, "kind"));

    span->kind = 0;
    while (key && span->kind < BV_CORRECTED_KINDS &&
           strcmp(key, bv_corrected_kind_key(span->kind)) != 0)
        span->kind++;
    return key && span->kind < BV_CORRECTED_KINDS &&
           get_frame(json, "start_frame", &span->start_frame) &&
           get_frame(json, "end_frame", &span->end_frame) &&
           get_time(json, "start_s", &span->start_s) &&
           get_time(json, "end_s", &span->end_s) &&
           span->start_frame <= span->end_frame && span->start_s <= span->end_s;
}

static bool get_correction(const json_t *json, struct bv_correction *correction)
{
    const char *what = json_string_value(json_object_get(json, "what"));
    const json_t *note = json_object_get(json, "note");
    int at = 0;

    while (what && at < 3 && strcmp(what, whats[at]) != 0)
        at++;
    if (!what || at == 3 || (note && !json_is_string(note)))
        return false;
    *correction = (struct bv_correction){.what = (enum bv_correction_what)at};
    if (note)
        snprintf(correction->note, sizeof(correction->note), "%s",
                 json_string_value(note));
    bv_text_make_utf8(correction->note);
    return (at == BV_CORRECTION_ADDED ||
            get_span(json_object_get(json, "measured"), &correction->of)) &&
           (at == BV_CORRECTION_REJECTED ||
            get_span(json_object_get(json, "is"), &correction->is));
}

/* All of them, or nothing. */
static int get_all(const json_t *list, struct bv_correction_step *step)
{
    size_t count = json_array_size(list);
    struct bv_correction *all;

    if (!json_is_array(list) || count > BV_CORRECTIONS_MAX)
        return -EBADMSG;
    all = calloc(count + 1, sizeof(*all));
    if (!all)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        if (!get_correction(json_array_get(list, i), &all[i])) {
            free(all);
            return -EBADMSG;
        }
    step->count = count;
    step->all = all;
    return 0;
}

int bv_corrections_parse(struct bv_corrections *corrections, const char *text,
                         size_t size)
{
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    const char *format = json_string_value(json_object_get(json, "format"));
    const json_t *is = json_object_get(json, "version");
    struct bv_correction_step *first = &corrections->steps[0];
    struct bv_correction_step read = {0};
    int error = -EBADMSG;

    if (!format || strcmp(format, "bevel-corrections") != 0 ||
        !json_is_integer(is))
        error = -EBADMSG;
    else if (json_integer_value(is) > version)
        error = -ENOTSUP;
    else if (bv_said_scales_read(json_object_get(json, "scales"), &read))
        error = get_all(json_object_get(json, "moments"), &read);
    if (error == 0)
        *first = read;
    json_decref(json);
    return error;
}

static int read_file(const char *path, char **text, size_t *size)
{
    FILE *file = fopen(path, "rbe");
    struct stat about;
    int error = file ? 0 : -errno;

    if (error < 0)
        return error;
    if (fstat(fileno(file), &about) < 0 || !S_ISREG(about.st_mode) ||
        about.st_size > most_bytes)
        error = -EBADMSG;
    *text = error == 0 ? malloc((size_t)about.st_size + 1) : NULL;
    if (error == 0 && !*text)
        error = -ENOMEM;
    if (error == 0)
        *size = fread(*text, 1, (size_t)about.st_size, file);
    if (error == 0 && ferror(file))
        error = -EIO;
    fclose(file);
    return error;
}

int bv_corrections_read(struct bv_corrections *corrections, const char *path,
                        struct bv_fault *fault)
{
    char *text = NULL;
    size_t size = 0;
    int error = read_file(path, &text, &size);

    if (error == -ENOENT)
        return 0;
    corrections->read = true;
    if (error == 0)
        error = bv_corrections_parse(corrections, text, size);
    free(text);
    corrections->damaged = error == -EBADMSG;
    corrections->newer = error < 0 && !corrections->damaged;
    if (error == -EBADMSG)
        return bv_fault_set(fault, error,
                            "%s cannot be read; it is kept as it is, under "
                            "another name once there is something to write.",
                            path);
    if (error == -ENOTSUP)
        return bv_fault_set(fault, error,
                            "%s was written by a newer bevel; corrections are "
                            "not kept.",
                            path);
    return error < 0 ? bv_fault_set(fault, error, "Cannot read %s: %s.", path,
                                    bv_error_text(error))
                     : 0;
}

/* To NAME.damaged, or with a number behind it: nothing is replaced. */
static int put_aside(const char *path)
{
    int error = -EEXIST;

    assert(path);
    for (int i = 0; i < 100 && error == -EEXIST; i++) {
        char *aside = NULL;
        int length = i ? asprintf(&aside, "%s.damaged-%d", path, i)
                       : asprintf(&aside, "%s.damaged", path);

        if (length < 0)
            return -ENOMEM;
        error = link(path, aside) < 0 ? -errno : 0;
        free(aside);
    }
    return error;
}

int bv_corrections_save(struct bv_corrections *corrections, const char *path,
                        struct bv_fault *fault)
{
    char *text;
    int error = 0;

    if (corrections->newer)
        return bv_fault_set(fault, -ENOTSUP,
                            "What was said of this recording is a newer "
                            "bevel's: corrections are not kept.");
    if (bv_corrections_count(corrections) == 0 &&
        bv_corrections_scale(corrections, UINT32_MAX).mm_per_px == 0 &&
        !corrections->read && access(path, F_OK) < 0)
        return 0;
    text = write_text(corrections);
    error = text ? 0 : -ENOMEM;
    if (error == 0 && corrections->damaged && access(path, F_OK) == 0)
        error = put_aside(path);
    if (error == 0)
        error = bv_kept_file_replace(path, text);
    corrections->damaged = corrections->damaged && error < 0;
    free(text);
    return error < 0 ? bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                                    bv_error_text(error))
                     : 0;
}
