#include "records/analysis_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/text.h"
#include "records/analysis_json.h"
#include "records/json.h"
#include "records/kept_file.h"

enum { version = 1 };

struct bv_analysis_file {
    FILE *file; /* NULL: nothing is kept */
    bool truth;
};

void bv_analysis_fini(struct bv_analysis *analysis)
{
    free(analysis->frames);
    free(analysis->truth);
    *analysis = (struct bv_analysis){0};
}

void bv_analysis_close(struct bv_analysis_file *file)
{
    if (!file)
        return;
    if (file->file)
        fclose(file->file);
    free(file);
}

static int grow(struct bv_analysis *analysis, bool truth)
{
    size_t room = analysis->room ? 2 * analysis->room : 1024;
    void *frames =
        reallocarray(analysis->frames, room, sizeof(*analysis->frames));
    void *truths;

    if (!frames)
        return -ENOMEM;
    analysis->frames = frames;
    if (truth) {
        truths = reallocarray(analysis->truth, room, sizeof(*analysis->truth));
        if (!truths)
            return -ENOMEM;
        analysis->truth = truths;
    }
    analysis->room = room;
    return 0;
}

/* What a line holds. @return 1 taken, 0 it is not the next frame's, or an
 * errno. */
static int take_line(struct bv_analysis *analysis, const char *text, bool truth)
{
    struct bv_review_frame frame;
    struct bv_review_truth found;
    size_t count = analysis->count;
    bool has_truth;

    if (!bv_analysis_read_line(text, &frame, &found, &has_truth) ||
        has_truth != truth)
        return 0;
    if (count > 0 && (frame.number <= analysis->frames[count - 1].number ||
                      frame.time_ns < analysis->frames[count - 1].time_ns))
        return 0;
    if (count == BV_ANALYSIS_FRAMES_MAX)
        return -EFBIG;
    if (count == analysis->room && grow(analysis, truth) < 0)
        return -ENOMEM;
    analysis->frames[count] = frame;
    if (truth)
        analysis->truth[count] = found;
    analysis->count++;
    return 1;
}

static bool is_end(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    bool end = json_is_true(json_object_get(json, "end"));

    json_decref(json);
    return end;
}

/* @return 1 it is of this key, 0 of another, or -EEXIST: it is no analysis. */
static int check_header(const char *text, const char *key)
{
    json_t *json = json_loads(text, 0, NULL);
    const char *format = json_string_value(json_object_get(json, "format"));
    const char *was = json_string_value(json_object_get(json, "key"));
    bool ours = format && strcmp(format, "bevel-analysis") == 0;
    bool same = ours && was && strcmp(was, key) == 0 &&
                json_integer_value(json_object_get(json, "version")) == version;

    json_decref(json);
    return !ours ? -EEXIST : same;
}

/* Read all whole lines. @param[out] end  Where they end; 0: start anew. */
static int read_all(struct bv_analysis_file *file, const char *key,
                    struct bv_analysis *analysis, off_t *end)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, file->file);
    int result = length > 0 ? check_header(line, key) : 0;

    analysis->anew = length > 0 && result == 0;
    *end = 0;
    while (result > 0 && line[length - 1] == '\n') {
        *end = ftello(file->file);
        length = getline(&line, &size, file->file);
        if (length <= 0)
            break;
        analysis->whole = is_end(line);
        if (analysis->whole)
            break;
        result = line[length - 1] == '\n'
                     ? take_line(analysis, line, file->truth)
                     : 0;
    }
    free(line);
    return result < 0 ? result : 0;
}

/* A full disk ends no review: what is there is a beginning. */
static void stop_keeping(struct bv_analysis_file *file)
{
    bv_log(BV_LOG_WARNING,
           "What is seen from here on cannot be kept for next time.");
    fclose(file->file);
    file->file = NULL;
}

/* @return 0 or -ENOMEM. */
static int write_line(struct bv_analysis_file *file, json_t *take_json,
                      char **kept)
{
    char *line = json_dumps(take_json, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                           JSON_REAL_PRECISION(9));

    json_decref(take_json);
    if (kept)
        *kept = line ? strdup(line) : NULL;
    if (!line || (kept && !*kept)) {
        free(line);
        return -ENOMEM;
    }
    if (!file->file)
        free(line);
    else if (bv_text_write_line(file->file, line) < 0)
        stop_keeping(file);
    return 0;
}

/* Take up the file where its whole lines end. */
static int go_on(struct bv_analysis_file *file, const char *key, off_t end)
{
    if (fseeko(file->file, end, SEEK_SET) < 0 ||
        ftruncate(fileno(file->file), end) < 0)
        return -errno;
    if (end > 0)
        return 0;
    return write_line(file,
                      json_pack("{s:s, s:i, s:o}", "format", "bevel-analysis",
                                "version", version, "key", bv_json_text(key)),
                      NULL);
}

static int say(const char *path, int error, struct bv_fault *fault)
{
    if (error == -EEXIST)
        return bv_fault_set(fault, error,
                            "%.300s is there, and is no analysis of bevel's.",
                            path);
    if (error == -EBUSY)
        return bv_fault_set(fault, error,
                            "%.300s is being written by another bevel.", path);
    return bv_fault_set(fault, error, "Cannot write %.300s: %s.", path,
                        bv_error_text(error));
}

int bv_analysis_open(const char *path, const char *key, bool truth,
                     struct bv_analysis *analysis,
                     struct bv_analysis_file **file, struct bv_fault *fault)
{
    struct bv_analysis_file *made = calloc(1, sizeof(*made));
    struct bv_analysis found = {0};
    off_t end = 0;
    int error = made ? 0 : -ENOMEM;

    if (made)
        made->truth = truth;
    if (error == 0 && path)
        error = bv_kept_file_open(path, &made->file);
    if (error == 0 && path)
        error = read_all(made, key, &found, &end);
    if (error == 0 && path && !found.whole)
        error = go_on(made, key, end);
    if (error < 0) {
        bv_analysis_close(made);
        bv_analysis_fini(&found);
        return say(path ? path : "the analysis", error, fault);
    }
    *analysis = found;
    *file = made;
    return 0;
}

int bv_analysis_add(struct bv_analysis_file *file, struct bv_analysis *analysis,
                    const struct bv_review_frame *frame,
                    const struct bv_review_truth *truth)
{
    json_t *json = bv_analysis_json_make(frame, file->truth ? truth : NULL);
    char *line = NULL;
    int error = json ? write_line(file, json, &line) : -ENOMEM;

    if (error == 0) {
        error = take_line(analysis, line, file->truth);
        error = error < 0 ? error : error == 1 ? 0 : -EINVAL;
    }
    free(line);
    return error;
}

int bv_analysis_end(struct bv_analysis_file *file, struct bv_analysis *analysis)
{
    int error = write_line(file, json_pack("{s:b}", "end", 1), NULL);

    if (error == 0 && file->file && fflush(file->file) != 0)
        stop_keeping(file);
    analysis->whole = error == 0;
    return error;
}
