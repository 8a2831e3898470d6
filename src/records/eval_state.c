#include "records/eval_state.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "records/json.h"
#include "records/kept_file.h"
#include "records/score_json.h"

enum { version = 1 };

struct bv_eval_state {
    char *path;
    FILE *file;
    size_t count, room;
    struct bv_eval_record *records; /* by their keys, once read */
};

static void free_record(struct bv_eval_record *record)
{
    free((char *)record->key);
    bv_clip_score_free(record->score);
}

void bv_eval_state_close(struct bv_eval_state *state, bool done)
{
    if (!state)
        return;
    if (state->file && done)
        unlink(state->path);
    if (state->file)
        fclose(state->file);
    for (size_t i = 0; i < state->count; i++)
        free_record(&state->records[i]);
    free(state->records);
    free(state->path);
    free(state);
}

/* Takes the record's own. */
static int keep(struct bv_eval_state *state, const struct bv_eval_record *take)
{
    if (state->count == state->room) {
        size_t room = state->room ? state->room * 2 : 64;
        void *grown =
            reallocarray(state->records, room, sizeof(*state->records));

        if (!grown)
            return -ENOMEM;
        state->records = grown;
        state->room = room;
    }
    state->records[state->count++] = *take;
    return 0;
}

static bool read_bad(const json_t *list, struct bv_eval_record *record)
{
    record->bad_count = json_array_size(list);
    if (!json_is_array(list) || record->bad_count > BV_EVAL_STATE_BAD)
        return false;
    for (size_t i = 0; i < record->bad_count; i++) {
        json_int_t frame;

        if (json_unpack(json_array_get(list, i), "[F,F,I]",
                        &record->bad[i].badness, &record->bad[i].time_s,
                        &frame) < 0 ||
            frame < 0 || frame > UINT32_MAX)
            return false;
        record->bad[i].frame = (uint32_t)frame;
    }
    return true;
}

/* @return 1 read, 0 no whole line, or -ENOMEM. */
static int read_record(struct bv_eval_state *state, const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    const char *key = json_string_value(json_object_get(json, "clip"));
    struct bv_eval_record record = {
        .key = key ? strdup(key) : NULL,
        .score = bv_score_from_json(json_object_get(json, "score"))};
    bool whole = record.key && record.score &&
                 read_bad(json_object_get(json, "worst"), &record);
    int error = whole ? keep(state, &record) : 0;

    json_decref(json);
    if (whole && error == 0)
        return 1;
    free_record(&record);
    return error;
}

/* @return 1 it is this run's, 0 another's, or -EEXIST: it is no state. */
static int check_header(const char *text, const char *run)
{
    json_t *json = json_loads(text, 0, NULL);
    const char *format = json_string_value(json_object_get(json, "format"));
    const char *was = json_string_value(json_object_get(json, "run"));
    bool is_state = format && strcmp(format, "bevel-eval-state") == 0;
    bool is_ours =
        is_state && was && strcmp(was, run) == 0 &&
        json_integer_value(json_object_get(json, "version")) == version;

    json_decref(json);
    return !is_state ? -EEXIST : is_ours;
}

/* Read all whole lines. @param[out] end  Where they end; 0: start anew. */
static int read_all(struct bv_eval_state *state, const char *run, off_t *end,
                    bool *anew)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, state->file);
    int result = length > 0 ? check_header(line, run) : 0;

    *end = 0;
    *anew = length > 0 && result == 0;
    while (result > 0 && line[length - 1] == '\n') {
        *end = ftello(state->file);
        length = getline(&line, &size, state->file);
        if (length <= 0)
            break;
        result = line[length - 1] == '\n' ? read_record(state, line) : 0;
    }
    free(line);
    return result < 0 ? result : 0;
}

static int write_line(struct bv_eval_state *state, json_t *take_json)
{
    char *line = json_dumps(take_json, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                           JSON_REAL_PRECISION(17));
    int error;

    json_decref(take_json);
    error = bv_text_write_line(state->file, line);
    if (error == 0 && fflush(state->file) != 0)
        error = -errno;
    return error;
}

/* Take up the file where its whole lines end. */
static int go_on(struct bv_eval_state *state, const char *run, off_t end)
{
    if (fseeko(state->file, end, SEEK_SET) < 0 ||
        ftruncate(fileno(state->file), end) < 0)
        return -errno;
    if (end > 0)
        return 0;
    return write_line(state,
                      json_pack("{s:s, s:i, s:o}", "format", "bevel-eval-state",
                                "version", version, "run", bv_json_text(run)));
}

static int open_file(struct bv_eval_state *state, const char *path)
{
    state->path = strdup(path);
    return state->path ? bv_kept_file_open(path, &state->file) : -ENOMEM;
}

static int say(const char *path, int error, struct bv_fault *fault)
{
    if (error == -EEXIST)
        return bv_fault_set(fault, error,
                            "%s is there already, and is no state of an "
                            "evaluation; give another name after --state.",
                            path);
    if (error == -EBUSY)
        return bv_fault_set(fault, error, "%s is used by another evaluation.",
                            path);
    return bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                        bv_error_text(error));
}

static int by_key(const void *a, const void *b)
{
    const struct bv_eval_record *one = a, *other = b;

    return strcmp(one->key, other->key);
}

int bv_eval_state_open(const char *path, const char *run,
                       struct bv_eval_state **state, bool *anew,
                       struct bv_fault *fault)
{
    struct bv_eval_state *made = calloc(1, sizeof(*made));
    off_t end = 0;
    int error = made ? open_file(made, path) : -ENOMEM;

    if (error == 0)
        error = read_all(made, run, &end, anew);
    if (error == 0)
        error = go_on(made, run, end);
    if (error < 0) {
        bv_eval_state_close(made, false);
        return say(path, error, fault);
    }
    if (made->count > 0)
        qsort(made->records, made->count, sizeof(*made->records), by_key);
    *state = made;
    return 0;
}

struct bv_eval_record *bv_eval_state_find(struct bv_eval_state *state,
                                          const char *key)
{
    const struct bv_eval_record wanted = {.key = key};

    if (state->count == 0)
        return NULL;
    return bsearch(&wanted, state->records, state->count,
                   sizeof(*state->records), by_key);
}

int bv_eval_state_add(struct bv_eval_state *state,
                      const struct bv_eval_record *record)
{
    json_t *worst = json_array();

    for (size_t i = 0; worst && i < record->bad_count; i++)
        json_array_append_new(worst,
                              json_pack("[f,f,I]", record->bad[i].badness,
                                        record->bad[i].time_s,
                                        (json_int_t)record->bad[i].frame));
    return write_line(state, json_pack("{s:o, s:o, s:o}", "clip",
                                       bv_json_text(record->key), "score",
                                       bv_score_to_json(record->score), "worst",
                                       worst));
}
