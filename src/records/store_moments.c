/*
 * Moments in the store: what was measured, and apart from it what people said.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "records/store_parts.h"

static const char *const states[] = {"measured", "corrected", "rejected",
                                     "added"};

const char *bv_moment_state_key(enum bv_moment_state state)
{
    return states[state];
}

static enum bv_moment_kind kind_of(const char *key)
{
    int kind = 0;

    while (kind < BV_MOMENT_KINDS &&
           strcmp(bv_moment_about((enum bv_moment_kind)kind)->key, key) != 0)
        kind++;
    return (enum bv_moment_kind)kind;
}

/* From a column on: kind, times, frames, amount. */
static int read_span(sqlite3_stmt *row, int at, struct bv_moment *moment)
{
    char key[BV_STORE_WORD_SIZE];

    bv_store_text(row, at, key, sizeof(key));
    moment->kind = kind_of(key);
    moment->start_s = bv_store_real(row, at + 1);
    moment->end_s = bv_store_real(row, at + 2);
    moment->start_frame = (uint32_t)sqlite3_column_int64(row, at + 3);
    moment->end_frame = (uint32_t)sqlite3_column_int64(row, at + 4);
    moment->amount = bv_store_real(row, at + 5);
    return moment->kind < BV_MOMENT_KINDS ? 0 : -EBADMSG;
}

static enum bv_moment_state state_of(const char *key)
{
    int state = BV_MOMENT_ADDED;

    while (state > 0 && strcmp(states[state], key) != 0)
        state--;
    return (enum bv_moment_state)state;
}

static int read_moment(struct bv_store *store, sqlite3_stmt *row, void *item,
                       struct bv_fault *fault)
{
    struct bv_kept_moment *moment = item;
    char state[BV_STORE_WORD_SIZE];
    int error;

    moment->id = sqlite3_column_int64(row, 0);
    error = read_span(row, 2, &moment->measured);
    moment->measured.uncertainty = bv_store_real(row, 8);
    moment->measured.structure = sqlite3_column_int(row, 9);
    moment->measured.needle_idle = sqlite3_column_int(row, 10);
    moment->judged = moment->measured;
    bv_store_text(row, 11, state, sizeof(state));
    moment->state = state_of(state);
    if (error == 0 && moment->state != BV_MOMENT_MEASURED) {
        error = read_span(row, 12, &moment->judged);
        bv_store_text(row, 18, moment->by, sizeof(moment->by));
        bv_store_text(row, 19, moment->note, sizeof(moment->note));
    }
    if (!sqlite3_column_int(row, 1))
        moment->measured = (struct bv_moment){0};
    return error < 0 ? bv_fault_set(fault, error,
                                    "%.200s holds a kind of moment that this "
                                    "bevel does not know.",
                                    store->path)
                     : 0;
}

int bv_store_list_moments(struct bv_store *store, int64_t attempt,
                          struct bv_kept_moment **moments, size_t *count,
                          struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    void *items;
    int error = bv_store_prepare(
        store, &statement, fault,
        "SELECT moment.id, measured, moment.kind, moment.start_s, "
        "moment.end_s, moment.start_frame, moment.end_frame, moment.amount, "
        "uncertainty, structure, needle_idle, "
        "state, judged.kind, judged.start_s, judged.end_s, judged.start_frame, "
        "judged.end_frame, judged.amount, by, note FROM moment LEFT JOIN "
        "judged ON judged.id = (SELECT max(id) FROM judged WHERE moment = "
        "moment.id) WHERE attempt = ? AND (measured OR state <> 'measured') "
        "ORDER BY ifnull(judged.start_s, moment.start_s), moment.id",
        "i", attempt);

    error = bv_store_list(store, error, statement, sizeof(**moments),
                          read_moment, &items, count, fault);
    if (error == 0)
        *moments = items;
    return error;
}

/* A row for a moment that was not measured; its judgement follows. */
static int add_own(struct bv_store *store, int64_t attempt,
                   struct bv_kept_moment *moment, struct bv_fault *fault)
{
    const struct bv_moment *judged = &moment->judged;
    int error = bv_store_do(
        store, fault,
        "INSERT INTO moment (attempt, measured, kind, start_s, end_s, "
        "start_frame, end_frame, amount, structure, needle_idle) VALUES "
        "(?, 0, ?, ?, ?, ?, ?, ?, ?, 0)",
        "itddiidi", attempt, bv_moment_about(judged->kind)->key,
        judged->start_s, judged->end_s, (int64_t)judged->start_frame,
        (int64_t)judged->end_frame, judged->amount, (int64_t)judged->structure);

    if (error == 0)
        moment->id = sqlite3_last_insert_rowid(store->db);
    return error;
}

static int judge(struct bv_store *store, int64_t attempt,
                 struct bv_kept_moment *moment, struct bv_fault *fault)
{
    const struct bv_moment *judged = &moment->judged;
    int error = 1;

    if (moment->id == 0 && moment->state == BV_MOMENT_ADDED) {
        error = bv_store_has(store, fault,
                             "SELECT 1 FROM attempt WHERE id = ? AND ? = 0",
                             attempt, 0);
        if (error == 1)
            error = add_own(store, attempt, moment, fault);
        else if (error == 0)
            error = -ENOENT;
    } else {
        error = bv_store_has(store, fault,
                             "SELECT 1 FROM moment WHERE id = ? AND attempt "
                             "= ?",
                             moment->id, attempt);
        error = error == 1 ? 0 : error == 0 ? -ENOENT : error;
    }
    if (error < 0)
        return error == -ENOENT
                   ? bv_fault_set(fault, error,
                                  "There is no such moment of attempt %lld.",
                                  (long long)attempt)
                   : error;
    return bv_store_do(
        store, fault,
        "INSERT INTO judged (moment, state, kind, start_s, end_s, start_frame, "
        "end_frame, amount, by, note, when_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?)",
        "ittddiidtti", moment->id, states[moment->state],
        bv_moment_about(judged->kind)->key, judged->start_s, judged->end_s,
        (int64_t)judged->start_frame, (int64_t)judged->end_frame,
        judged->amount, moment->by, moment->note, (int64_t)time(NULL));
}

int bv_store_judge_moment(struct bv_store *store, int64_t attempt,
                          struct bv_kept_moment *moment, struct bv_fault *fault)
{
    int64_t id = moment->id;
    int error = bv_store_begin(store, fault);

    if (error < 0)
        return error;
    error = bv_store_end(store, judge(store, attempt, moment, fault), fault);
    if (error < 0)
        moment->id = id;
    return error;
}
