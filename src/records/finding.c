#include "records/finding.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/text.h"
#include "core/words.h"
#include "records/json.h"

const char *bv_finding_kind_name(enum bv_finding_kind kind)
{
    static const char *const names[BV_FINDING_KINDS] = {
        N_("tear"), N_("tendinopathy"), N_("effusion"),     N_("synovitis"),
        N_("cyst"), N_("mass"),         N_("foreign body"), N_("other")};

    assert(kind < BV_FINDING_KINDS);
    return names[kind];
}

static void set_number(json_t *json, const char *key, double value,
                       int decimals)
{
    if (isfinite(value))
        json_object_set_new(json, key,
                            json_real(bv_text_round(value, decimals)));
}

static json_t *write_measure(const struct bv_measure *measure,
                             const struct bv_measured *values)
{
    json_t *points = json_array();
    json_t *json =
        json_pack("{s:s, s:o}", "what", bv_measure_kind_name(measure->kind),
                  "points_px", points);

    for (int i = 0; json && i < measure->count; i++)
        json_array_append_new(
            points, json_pack("[f,f]", bv_text_round(measure->at[i].x, 1),
                              bv_text_round(measure->at[i].y, 1)));
    set_number(json, "length_mm", values->length_mm, 1);
    set_number(json, "width_mm", values->width_mm, 1);
    set_number(json, "area_mm2", values->area_mm2, 1);
    set_number(json, "angle_deg", values->angle_deg, 0);
    return json;
}

static json_t *write_finding(const struct bv_finding *finding, int64_t when_s)
{
    time_t when = (time_t)when_s;
    struct tm local;
    char at[40] = "";
    json_t *measures = json_array();
    json_t *json;

    if (localtime_r(&when, &local))
        strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%S%z", &local);
    for (int i = 0; i < finding->measure_count; i++)
        json_array_append_new(measures, write_measure(&finding->measures[i],
                                                      &finding->values[i]));
    json = json_pack("{s:s, s:i, s:s, s:s, s:o, s:o, s:b, s:I, s:f, s:o}",
                     "format", "bevel-finding", "version", 1, "at", at, "kind",
                     bv_finding_kind_name(finding->kind), "place",
                     bv_json_text(finding->place), "source",
                     bv_json_text(finding->source), "simulated",
                     finding->simulated, "frame", (json_int_t)finding->frame,
                     "time_s", bv_text_round(finding->time_s, 4), "picture",
                     bv_json_text(finding->picture));
    if (!json) {
        json_decref(measures);
        return NULL;
    }
    if (finding->mm_per_px > 0) {
        set_number(json, "mm_per_px", finding->mm_per_px, 6);
        json_object_set_new(
            json, "scale_from",
            json_string(bv_scale_origin_name(finding->scale_origin)));
    }
    json_object_set_new(json, "measures", measures);
    return json;
}

/* Whether the file's last line has an end. */
static bool ends_well(int fd)
{
    char last = '\n';
    off_t size = lseek(fd, 0, SEEK_END);

    return size <= 0 || (pread(fd, &last, 1, size - 1) == 1 && last == '\n');
}

static int append(const char *path, const char *line)
{
    int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    int error = fd < 0 ? -errno : 0;

    if (error < 0)
        return error;
    if (!ends_well(fd))
        error = bv_text_write_all(fd, "\n", 1);
    if (error == 0)
        error = bv_text_write_all(fd, line, strlen(line));
    if (error == 0 && fdatasync(fd) < 0)
        error = -errno;
    if (close(fd) < 0 && error == 0)
        error = -errno;
    return error;
}

int bv_finding_add(const char *folder, const struct bv_finding *finding,
                   int64_t when_s, struct bv_fault *fault)
{
    char path[PATH_MAX], *text, *line = NULL;
    json_t *json;
    int error;

    if (snprintf(path, sizeof(path), "%s/%s", folder, BV_FINDINGS_NAME) >=
        (int)sizeof(path))
        return bv_fault_set(fault, -ENAMETOOLONG,
                            "The folder's name is too "
                            "long.");
    json = write_finding(finding, when_s);
    text = json ? json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                       JSON_REAL_PRECISION(10))
                : NULL;
    json_decref(json);
    if (!text || asprintf(&line, "%s\n", text) < 0) {
        free(text);
        return -ENOMEM;
    }
    error = append(path, line);
    free(line);
    free(text);
    return error < 0 ? bv_fault_set(fault, error,
                                    "Cannot keep the finding in %s: "
                                    "%s.",
                                    path, bv_error_text(error))
                     : 0;
}
