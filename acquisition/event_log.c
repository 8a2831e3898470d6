#include "acquisition/event_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "acquisition/event_line.h"
#include "core/clock.h"
#include "core/text.h"

struct bv_event_log {
    int fd;
    char *path;
    int64_t good_bytes; /* whole lines end here */
    int64_t kept_bytes; /* those that the disk has */
    double mm_per_px;   /* as last said, as all below */
    enum bv_scale_origin scale_origin;
    enum bv_side marked_side;
    struct bv_scan_area scan_area;
};

char *bv_event_path(const char *path)
{
    static const char video[] = ".mkv";
    size_t length = strlen(path);
    char *made;

    if (length < sizeof(video) || strcmp(path + length - 4, video) != 0 ||
        asprintf(&made, "%.*s.events.jsonl", (int)length - 4, path) < 0)
        return NULL;
    return made;
}

uint64_t bv_event_picture_hash(const struct bv_frame *frame)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a, 64 bits */

    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            hash ^= frame->pixels[(ptrdiff_t)y * frame->stride_bytes + x];
            hash *= UINT64_C(0x100000001b3);
        }
    return hash;
}

static int cannot_write(const char *path, int error, struct bv_fault *fault)
{
    return bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                        bv_error_text(error));
}

int bv_event_log_open(const char *path, bool replace, struct bv_event_log **log,
                      struct bv_fault *fault)
{
    struct bv_event_log *made = calloc(1, sizeof(*made));
    int error = 0;

    if (!made)
        return -ENOMEM;
    made->path = strdup(path);
    made->fd = made->path ? open(path,
                                 O_WRONLY | O_CREAT | O_CLOEXEC |
                                     (replace ? O_TRUNC : O_EXCL),
                                 0600)
                          : -1;
    if (made->fd < 0)
        error = made->path ? -errno : -ENOMEM;
    else if (fchmod(made->fd, 0600) < 0)
        error = -errno;
    if (error < 0) {
        bv_event_log_close(made);
        return cannot_write(path, error, fault);
    }
    *log = made;
    return 0;
}

/* Write all of it, or take what was written away again. */
static int write_whole(struct bv_event_log *log, const char *bytes, size_t size)
{
    int64_t end = log->good_bytes + (int64_t)size;
    int error = 0;

    for (int64_t at = log->good_bytes; at < end && error == 0;) {
        ssize_t done = pwrite(log->fd, bytes + (at - log->good_bytes),
                              (size_t)(end - at), at);

        if (done < 0 && errno != EINTR)
            error = -errno;
        else if (done > 0)
            at += done;
    }
    if (error == 0)
        log->good_bytes = end;
    else if (ftruncate(log->fd, log->good_bytes) < 0)
        errno = 0; /* half a line at the end is skipped by readers */
    return error;
}

/* With as few digits as give the same numbers back. @return NULL: no memory. */
static char *dump(const json_t *line)
{
    char *text = NULL;

    for (size_t digits = 15; digits <= 17; digits += 2) {
        json_t *again;
        bool same;

        free(text);
        text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                    JSON_REAL_PRECISION(digits));
        again = text ? json_loads(text, 0, NULL) : NULL;
        same = again && json_equal(again, line);
        json_decref(again);
        if (same)
            break;
    }
    return text;
}

int bv_event_log_write_line(struct bv_event_log *log, json_t *take_line,
                            struct bv_fault *fault)
{
    char *text = take_line ? dump(take_line) : NULL;
    size_t length = text ? strlen(text) : 0;
    int error = -ENOMEM;

    json_decref(take_line);
    if (text) {
        text[length] = '\n'; /* in place of the end */
        error = write_whole(log, text, length + 1);
    }
    free(text);
    return error < 0 ? cannot_write(log->path, error, fault) : 0;
}

/* Once for all lines of a frame: a disk may take its time.
 * @param error  What writing them came to. */
static int keep(struct bv_event_log *log, int error, struct bv_fault *fault)
{
    if (error < 0 || log->kept_bytes == log->good_bytes)
        return error;
    if (fdatasync(log->fd) < 0 && errno != EINVAL)
        return cannot_write(log->path, -errno, fault);
    log->kept_bytes = log->good_bytes;
    return 0;
}

static json_t *seconds(int64_t time_ns)
{
    return json_real(bv_text_round(bv_ns_to_s(time_ns), 9));
}

static json_t *pair(struct bv_px px)
{
    return json_pack("[f,f]", px.x, px.y);
}

/* JSON is UTF-8, and a name may have been cut in mid-character. */
static json_t *text(const char *bytes)
{
    char *whole = strdup(bytes);
    json_t *string;

    if (!whole)
        return NULL;
    bv_text_make_utf8(whole);
    string = json_string(whole);
    free(whole);
    return string;
}

/* The time of day, with its offset from UTC as RFC 3339 writes it. */
static json_t *now(void)
{
    char words[40], zone[8];
    time_t seconds_now = time(NULL);
    struct tm local;

    localtime_r(&seconds_now, &local);
    strftime(words, sizeof(words), "%Y-%m-%dT%H:%M:%S", &local);
    strftime(zone, sizeof(zone), "%z", &local); /* +hhmm */
    return json_sprintf("%s%.3s:%s", words, zone, zone + 3);
}

static int write_start(struct bv_event_log *log,
                       const struct bv_source_info *info,
                       const struct bv_frame *frame, struct bv_fault *fault)
{
    char hash[17];
    int error;

    snprintf(hash, sizeof(hash), "%016" PRIx64, bv_event_picture_hash(frame));
    error = bv_event_log_write_line(
        log,
        json_pack("{s:s, s:i, s:i, s:i, s:s}", "format", "bevel-events",
                  "version", 1, "width_px", frame->width_px, "height_px",
                  frame->height_px, "first_picture", hash),
        fault);
    if (error < 0)
        return error;
    return bv_event_log_write_line(
        log,
        json_pack("{s:s, s:o, s:o, s:s, s:o, s:b, s:b, s:f}", "event",
                  "started", "time_s", seconds(0), "at", now(), "driver",
                  info->driver, "title", text(info->title), "live", info->live,
                  "simulated", info->simulated, "frame_rate_hz",
                  info->frame_rate_hz),
        fault);
}

static json_t *new_of_frame(const char *event, uint64_t number, int64_t time_ns)
{
    return json_pack("{s:s, s:o, s:I}", "event", event, "time_s",
                     seconds(time_ns), "frame", (json_int_t)number);
}

static json_t *side(enum bv_side marked)
{
    static const char *const sides[] = {"unknown", "left", "right"};

    return json_string(sides[marked]);
}

/* As in a truth file, in full precision. */
static json_t *area(const struct bv_scan_area *scan)
{
    json_t *json;

    if (scan->shape == BV_SCAN_UNKNOWN)
        return json_null();
    json =
        json_pack("{s:s, s:[i,i,i,i], s:o}", "shape",
                  scan->shape == BV_SCAN_SECTOR ? "sector" : "rectangle",
                  "box_px", scan->box.left, scan->box.top, scan->box.right,
                  scan->box.bottom, "face_middle_px", pair(scan->face_middle));
    if (!json || scan->shape != BV_SCAN_SECTOR)
        return json;
    json_object_set_new(json, "apex_px", pair(scan->apex));
    json_object_set_new(json, "face_radius_px",
                        json_real(scan->face_radius_px));
    json_object_set_new(json, "end_radius_px", json_real(scan->end_radius_px));
    json_object_set_new(json, "half_angle_deg",
                        json_real(scan->half_angle_deg));
    return json;
}

static bool same_px(struct bv_px a, struct bv_px b)
{
    return a.x == b.x && a.y == b.y;
}

static bool same_area(const struct bv_scan_area *a,
                      const struct bv_scan_area *b)
{
    if (a->shape != b->shape || a->shape == BV_SCAN_UNKNOWN)
        return a->shape == b->shape;
    return a->box.left == b->box.left && a->box.top == b->box.top &&
           a->box.right == b->box.right && a->box.bottom == b->box.bottom &&
           same_px(a->face_middle, b->face_middle) &&
           (a->shape != BV_SCAN_SECTOR ||
            (same_px(a->apex, b->apex) &&
             a->face_radius_px == b->face_radius_px &&
             a->end_radius_px == b->end_radius_px &&
             a->half_angle_deg == b->half_angle_deg));
}

/* What a frame brings, as one event with one key. */
static int write_of_frame(struct bv_event_log *log, const char *event,
                          const char *key, json_t *take_value, uint64_t number,
                          int64_t time_ns, struct bv_fault *fault)
{
    json_t *line = new_of_frame(event, number, time_ns);

    if (!line || !take_value || json_object_set(line, key, take_value) < 0) {
        json_decref(line);
        line = NULL;
    }
    json_decref(take_value);
    return bv_event_log_write_line(log, line, fault);
}

static int write_scale(struct bv_event_log *log, const struct bv_frame *frame,
                       uint64_t number, int64_t time_ns, struct bv_fault *fault)
{
    json_t *line = new_of_frame("scale", number, time_ns);
    json_t *scale =
        frame->mm_per_px > 0 ? json_real(frame->mm_per_px) : json_null();
    int error = json_object_set_new(line, "mm_per_px", scale);

    if (error == 0 && frame->scale_origin != BV_SCALE_SOURCE) {
        /* the first for a bevel that does not know the second */
        error = json_object_set_new(line, "given", json_true());
        if (error == 0)
            error = json_object_set_new(
                line, "from",
                json_string(bv_scale_origin_name(frame->scale_origin)));
    }
    if (error < 0) {
        json_decref(line);
        line = NULL;
    }
    return bv_event_log_write_line(log, line, fault);
}

int bv_event_log_frame(struct bv_event_log *log,
                       const struct bv_source_info *info,
                       const struct bv_frame *frame, uint64_t number,
                       int64_t time_ns, struct bv_fault *fault)
{
    bool first = number == 0;
    int error = first ? write_start(log, info, frame, fault) : 0;

    if (error == 0 && (first || frame->mm_per_px != log->mm_per_px ||
                       frame->scale_origin != log->scale_origin))
        error = write_scale(log, frame, number, time_ns, fault);
    if (error == 0 && (first || !same_area(&frame->scan_area, &log->scan_area)))
        error = write_of_frame(log, "scan_area", "scan_area",
                               area(&frame->scan_area), number, time_ns, fault);
    if (error == 0 && (first || frame->marked_side != log->marked_side))
        error =
            write_of_frame(log, "marked_side", "side", side(frame->marked_side),
                           number, time_ns, fault);
    log->mm_per_px = frame->mm_per_px;
    log->scale_origin = frame->scale_origin;
    log->scan_area = frame->scan_area;
    log->marked_side = frame->marked_side;
    return keep(log, error, fault);
}

int bv_event_log_target(struct bv_event_log *log, int64_t time_ns,
                        const struct bv_px *px, struct bv_fault *fault)
{
    int error = bv_event_log_write_line(
        log,
        px ? json_pack("{s:s, s:o, s:o}", "event", "target_marked", "time_s",
                       seconds(time_ns), "target_px", pair(*px))
           : json_pack("{s:s, s:o}", "event", "target_cleared", "time_s",
                       seconds(time_ns)),
        fault);

    return keep(log, error, fault);
}

int bv_event_log_syringe(struct bv_event_log *log, int64_t time_ns,
                         enum bv_syringe syringe, struct bv_fault *fault)
{
    int error = bv_event_log_write_line(
        log,
        json_pack("{s:s, s:o, s:s}", "event", "syringe", "time_s",
                  seconds(time_ns), "does", bv_syringe_name(syringe)),
        fault);

    return keep(log, error, fault);
}

static json_t *words_json(const char *words)
{
    json_t *list = json_array();

    while (*words) {
        size_t length = strcspn(words, " ");

        json_array_append_new(list, json_stringn(words, length));
        words += length + (words[length] == ' ');
    }
    return list;
}

int bv_event_log_step(struct bv_event_log *log, int64_t time_ns,
                      const char *step, const char *confirmed,
                      struct bv_fault *fault)
{
    json_t *line = json_pack("{s:s, s:o, s:s}", "event", "step", "time_s",
                             seconds(time_ns), "step", step);
    int error;

    if (confirmed)
        json_object_set_new(line, "confirmed", words_json(confirmed));
    error = bv_event_log_write_line(log, line, fault);
    return keep(log, error, fault);
}

static json_t *word_or_null(const char *word)
{
    return word[0] ? text(word) : json_null();
}

static json_t *number_or_null(double number)
{
    return number > 0 ? json_real(number) : json_null();
}

int bv_event_log_set_up(struct bv_event_log *log, int64_t time_ns,
                        const struct bv_settled *settled,
                        struct bv_fault *fault)
{
    json_t *confirmed = json_array();
    int error;

    if (settled->area_is_so)
        json_array_append_new(confirmed, json_string("scan_area"));
    if (settled->scale_is_so)
        json_array_append_new(confirmed, json_string("scale"));
    error = bv_event_log_write_line(
        log,
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "event",
                  "set_up", "time_s", seconds(time_ns), "procedure",
                  word_or_null(settled->procedure), "side", side(settled->side),
                  "gauge", number_or_null(settled->gauge), "length_mm",
                  number_or_null(settled->length_mm), "picture_left",
                  word_or_null(settled->left), "picture_right",
                  word_or_null(settled->right), "confirmed", confirmed),
        fault);
    return keep(log, error, fault);
}

static struct bv_px rounded(struct bv_px px)
{
    return (struct bv_px){bv_text_round(px.x, 2), bv_text_round(px.y, 2)};
}

/* A mark as in a file of marks. */
static json_t *mark_json(const struct bv_landmark *mark)
{
    bool outlined = mark->outline.count > 0;
    json_t *json =
        json_pack("{s:i, s:o, s:s, s:s, s:f, s:b}", "id", mark->id, "name",
                  text(mark->name), "kind", bv_landmark_kind_name(mark->kind),
                  "role", bv_landmark_role_name(mark->role), "margin_mm",
                  mark->margin_mm, "inside_allowed", mark->inside_allowed);
    json_t *list = outlined ? json_array() : NULL;

    for (int i = 0; i < mark->outline.count; i++)
        json_array_append_new(list, pair(rounded(mark->outline.at[i])));
    /* a NULL is not taken, and fails the line */
    if (json_object_set_new(json, outlined ? "outline_px" : "point_px",
                            outlined ? list : pair(rounded(mark->at))) == 0)
        return json;
    json_decref(json);
    return NULL;
}

int bv_event_log_mark(struct bv_event_log *log, int64_t time_ns,
                      const struct bv_landmark *mark, struct bv_fault *fault)
{
    int error = bv_event_log_write_line(
        log,
        json_pack("{s:s, s:o, s:o}", "event", "mark_set", "time_s",
                  seconds(time_ns), "mark", mark_json(mark)),
        fault);

    return keep(log, error, fault);
}

int bv_event_log_unmark(struct bv_event_log *log, int64_t time_ns, int id,
                        struct bv_fault *fault)
{
    int error = bv_event_log_write_line(log,
                                        json_pack("{s:s, s:o, s:i}", "event",
                                                  "mark_removed", "time_s",
                                                  seconds(time_ns), "id", id),
                                        fault);

    return keep(log, error, fault);
}

int bv_event_log_screen_scale(struct bv_event_log *log, int64_t time_ns,
                              double mm_per_px, enum bv_scale_origin origin,
                              struct bv_fault *fault)
{
    int error = bv_event_log_write_line(
        log,
        mm_per_px > 0
            ? json_pack("{s:s, s:o, s:f, s:s}", "event", "screen_scale",
                        "time_s", seconds(time_ns), "mm_per_px", mm_per_px,
                        "from", bv_scale_origin_name(origin))
            : json_pack("{s:s, s:o, s:n}", "event", "screen_scale", "time_s",
                        seconds(time_ns), "mm_per_px"),
        fault);

    return keep(log, error, fault);
}

int bv_event_log_dropped(struct bv_event_log *log, int64_t time_ns,
                         uint64_t dropped, struct bv_fault *fault)
{
    int error = bv_event_log_write_line(
        log,
        json_pack("{s:s, s:o, s:I}", "event", "dropped", "time_s",
                  seconds(time_ns), "dropped", (json_int_t)dropped),
        fault);

    return keep(log, error, fault);
}

int bv_event_log_stopped(struct bv_event_log *log, int64_t time_ns,
                         uint64_t frames, uint64_t dropped, const char *why,
                         struct bv_fault *fault)
{
    int error = bv_event_log_write_line(
        log,
        json_pack("{s:s, s:o, s:s, s:I, s:I}", "event", "stopped", "time_s",
                  seconds(time_ns), "why", why, "frames", (json_int_t)frames,
                  "dropped", (json_int_t)dropped),
        fault);

    return keep(log, error, fault);
}

void bv_event_log_close(struct bv_event_log *log)
{
    if (!log)
        return;
    if (log->fd >= 0)
        close(log->fd);
    free(log->path);
    free(log);
}
