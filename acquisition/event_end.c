/*
 * Gives the events of a recording that was cut their end.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "acquisition/event_line.h"
#include "core/clock.h"

struct ending {
    const int64_t *times_ns; /* of the frames that are left */
    uint64_t frames;
    uint64_t dropped; /* as was last said */
    struct bv_event_log *log;
};

static bool is_event(const json_t *json, const char *name)
{
    const char *event = json_string_value(json_object_get(json, "event"));

    return event && strcmp(event, name) == 0;
}

/* The first of the frames that are left that is not before the time. */
static uint64_t find_frame(const struct ending *ending, int64_t time_ns)
{
    uint64_t least = 0, most = ending->frames;

    while (least < most) {
        uint64_t middle = least + (most - least) / 2;

        if (ending->times_ns[middle] < time_ns)
            least = middle + 1;
        else
            most = middle;
    }
    return least;
}

/* Frames have another number where some before them were left out. */
static void renumber(const struct ending *ending, json_t *json)
{
    const json_t *time = json_object_get(json, "time_s");
    double time_s = json_number_value(time);

    if (!json_is_integer(json_object_get(json, "frame")) ||
        !json_is_number(time) || !(time_s >= 0 && time_s <= 1e8))
        return;
    json_object_set_new(json, "frame",
                        json_integer((json_int_t)find_frame(
                            ending, llround(time_s * BV_NS_PER_S))));
}

static int copy_line(struct ending *ending, const char *line, bool first,
                     struct bv_fault *fault)
{
    json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    const char *format = json_string_value(json_object_get(json, "format"));

    if (!json_is_object(json) ||
        (first && (!format || strcmp(format, "bevel-events") != 0))) {
        json_decref(json);
        return -EBADMSG;
    }
    if (is_event(json, "stopped")) {
        json_decref(json);
        return 0;
    }
    if (is_event(json, "dropped") &&
        json_integer_value(json_object_get(json, "dropped")) > 0)
        ending->dropped =
            (uint64_t)json_integer_value(json_object_get(json, "dropped"));
    renumber(ending, json);
    return bv_event_log_write_line(ending->log, json, fault);
}

/* Up to where the program was killed: a line without an end, or what a disk
 * fills a file with that it did not come to write. */
static int copy_lines(struct ending *ending, FILE *file, struct bv_fault *fault)
{
    char line[BV_EVENT_LINE_BYTES];
    bool first = true;
    int error = 0;

    while (error == 0 && fgets(line, sizeof(line), file)) {
        if (!strchr(line, '\n')) {
            if (!feof(file) && line[0] != '\0')
                return -EBADMSG;
            break;
        }
        error = copy_line(ending, line, first, fault);
        first = false;
    }
    if (error == 0 && (first || ferror(file)))
        return ferror(file) ? -EIO : -EBADMSG;
    return error;
}

int bv_event_log_complete(const char *path, const char *output,
                          const int64_t *times_ns, uint64_t frames,
                          struct bv_fault *fault)
{
    struct ending ending = {.times_ns = times_ns, .frames = frames};
    FILE *file = fopen(path, "re");
    int error;

    if (!file) {
        error = -errno;
        return bv_fault_set(fault, error, "Cannot open %s: %s.", path,
                            bv_error_text(error));
    }
    error = bv_event_log_open(output, true, &ending.log, fault);
    if (error == 0) {
        error = copy_lines(&ending, file, fault);
        if (error == 0)
            error =
                bv_event_log_stopped(ending.log, times_ns[frames - 1], frames,
                                     ending.dropped, "repaired", fault);
        bv_event_log_close(ending.log);
        if (error == -EBADMSG)
            remove(output);
    }
    fclose(file);
    return error;
}
