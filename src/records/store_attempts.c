/*
 * Attempts in the store, with their figures.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "records/store_parts.h"

static const char all[] =
    "SELECT id, learner, recording, task, when_s, rules, rules_revision, "
    "program, coverage FROM attempt ";

static int read_attempt(struct bv_store *store, sqlite3_stmt *row, void *item,
                        struct bv_fault *fault)
{
    struct bv_attempt *attempt = item;

    (void)store;
    (void)fault;
    attempt->id = sqlite3_column_int64(row, 0);
    attempt->learner = sqlite3_column_int64(row, 1);
    bv_store_text(row, 2, attempt->recording, sizeof(attempt->recording));
    bv_store_text(row, 3, attempt->task, sizeof(attempt->task));
    attempt->when_s = sqlite3_column_int64(row, 4);
    bv_store_text(row, 5, attempt->rules, sizeof(attempt->rules));
    attempt->rules_revision = sqlite3_column_int(row, 6);
    bv_store_text(row, 7, attempt->program, sizeof(attempt->program));
    attempt->coverage = bv_store_real(row, 8);
    return 0;
}

int bv_attempt_describe(const char *recording,
                        const struct bv_review_rules *rules,
                        const struct bv_review *review, const char *program,
                        struct bv_attempt *attempt, struct bv_fault *fault)
{
    struct bv_attempt made = {.rules_revision = rules->revision,
                              .coverage = review->tip_share};
    char *whole = realpath(recording, NULL);
    struct stat about;
    int error = 0;

    if (!whole || stat(whole, &about) < 0)
        error = bv_fault_set(fault, -errno, "Cannot find %.300s: %s.",
                             recording, bv_error_text(-errno));
    else if (snprintf(made.recording, sizeof(made.recording), "%s", whole) >=
             (int)sizeof(made.recording))
        error = bv_fault_set(fault, -ENAMETOOLONG,
                             "The recording's path is too long.");
    free(whole);
    if (error < 0)
        return error;
    snprintf(made.rules, sizeof(made.rules), "%s", rules->name);
    snprintf(made.program, sizeof(made.program), "%s", program);
    made.when_s = about.st_mtim.tv_sec;
    *attempt = made;
    return 0;
}

static int add_measures(struct bv_store *store, int64_t attempt,
                        const struct bv_review *review, struct bv_fault *fault)
{
    int error = 0;

    for (size_t i = 0; i < review->measure_count && error == 0; i++) {
        const struct bv_review_value *measure = &review->measures[i];

        error = bv_store_do(store, fault,
                            "INSERT INTO measure (attempt, key, unit, value, "
                            "uncertainty) VALUES (?, ?, ?, ?, ?)",
                            "ittdd", attempt, measure->about->key,
                            measure->about->unit ? measure->about->unit : "",
                            measure->value, measure->uncertainty);
    }
    return error;
}

static int add_moments(struct bv_store *store, int64_t attempt,
                       const struct bv_review *review, struct bv_fault *fault)
{
    int error = 0;

    for (size_t i = 0; i < review->moment_count && error == 0; i++) {
        const struct bv_moment *moment = &review->moments[i];

        error = bv_store_do(
            store, fault,
            "INSERT INTO moment (attempt, measured, kind, start_s, end_s, "
            "start_frame, end_frame, amount, uncertainty, structure, "
            "needle_idle) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "itddiiddii", attempt, bv_moment_about(moment->kind)->key,
            moment->start_s, moment->end_s, (int64_t)moment->start_frame,
            (int64_t)moment->end_frame, moment->amount, moment->uncertainty,
            (int64_t)moment->structure, (int64_t)moment->needle_idle);
    }
    return error;
}

static int add_row(struct bv_store *store, const struct bv_attempt *attempt,
                   struct bv_fault *fault)
{
    struct bv_fault said = {0};
    int error = bv_store_do(
        store, &said,
        "INSERT INTO attempt (learner, recording, task, when_s, rules, "
        "rules_revision, program, coverage) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        "ittititd", attempt->learner, attempt->recording, attempt->task,
        attempt->when_s, attempt->rules, (int64_t)attempt->rules_revision,
        attempt->program, attempt->coverage);

    if (error == -EEXIST)
        return bv_fault_set(fault, error,
                            "The learner has an attempt of %.300s already, or "
                            "is not in the store.",
                            attempt->recording);
    return error < 0 ? bv_fault_set(fault, error, "%s", said.text) : 0;
}

int bv_store_add_attempt(struct bv_store *store,
                         const struct bv_attempt *attempt,
                         const struct bv_review *review, int64_t *id,
                         struct bv_fault *fault)
{
    int64_t made = 0;
    int error = bv_store_begin(store, fault);

    if (error < 0)
        return error;
    error = add_row(store, attempt, fault);
    made = sqlite3_last_insert_rowid(store->db);
    if (error == 0)
        error = add_measures(store, made, review, fault);
    if (error == 0)
        error = add_moments(store, made, review, fault);
    error = bv_store_end(store, error, fault);
    if (error == 0 && id)
        *id = made;
    return error;
}

/* A moment that a person judged is what they judged: it stays. */
static int take_away(struct bv_store *store, int64_t attempt,
                     struct bv_fault *fault)
{
    int error = bv_store_do(
        store, fault, "DELETE FROM measure WHERE attempt = ?", "i", attempt);

    return error < 0
               ? error
               : bv_store_do(store, fault,
                             "DELETE FROM moment WHERE attempt = ? AND "
                             "measured = 1 AND id NOT IN (SELECT moment FROM "
                             "judged)",
                             "i", attempt);
}

int bv_store_measure_again(struct bv_store *store,
                           const struct bv_attempt *attempt,
                           const struct bv_review *review,
                           struct bv_fault *fault)
{
    int error = bv_store_begin(store, fault);

    if (error < 0)
        return error;
    error = take_away(store, attempt->id, fault);
    if (error == 0)
        error = bv_store_do(store, fault,
                            "UPDATE attempt SET task = coalesce(nullif(?, ''), "
                            "task), rules = ?, rules_revision = ?, "
                            "program = ?, coverage = ? WHERE id = ?",
                            "ttitdi", attempt->task, attempt->rules,
                            (int64_t)attempt->rules_revision, attempt->program,
                            attempt->coverage, attempt->id);
    if (error == 0)
        error = add_measures(store, attempt->id, review, fault);
    if (error == 0)
        error = add_moments(store, attempt->id, review, fault);
    return bv_store_end(store, error, fault);
}

int bv_store_get_attempt(struct bv_store *store, int64_t id,
                         struct bv_attempt *attempt, struct bv_fault *fault)
{
    sqlite3_stmt *statement;
    char sql[256];
    int error;

    snprintf(sql, sizeof(sql), "%s WHERE id = ?", all);
    error = bv_store_prepare(store, &statement, fault, sql, "i", id);
    if (error < 0)
        return error;
    error = bv_store_step(store, statement, fault);
    if (error == 1)
        error = read_attempt(store, statement, attempt, fault);
    else if (error == 0)
        error = bv_fault_set(fault, -ENOENT, "There is no attempt %lld.",
                             (long long)id);
    sqlite3_finalize(statement);
    return error;
}

int bv_store_list_attempts(struct bv_store *store, int64_t learner,
                           const char *task, struct bv_attempt **attempts,
                           size_t *count, struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    char sql[256];
    void *items;
    int error;

    snprintf(sql, sizeof(sql),
             "%s WHERE (?1 = 0 OR learner = ?1) AND (?2 IS NULL OR task = ?2) "
             "ORDER BY when_s, id",
             all);
    error =
        bv_store_prepare(store, &statement, fault, sql, "it", learner, task);
    error = bv_store_list(store, error, statement, sizeof(**attempts),
                          read_attempt, &items, count, fault);
    if (error == 0)
        *attempts = items;
    return error;
}

int bv_store_list_recording(struct bv_store *store, const char *recording,
                            struct bv_attempt **attempts, size_t *count,
                            struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    char sql[256];
    void *items;
    int error;

    snprintf(sql, sizeof(sql), "%s WHERE recording = ? ORDER BY id", all);
    error = bv_store_prepare(store, &statement, fault, sql, "t", recording);
    error = bv_store_list(store, error, statement, sizeof(**attempts),
                          read_attempt, &items, count, fault);
    if (error == 0)
        *attempts = items;
    return error;
}

static int read_measure(struct bv_store *store, sqlite3_stmt *row, void *item,
                        struct bv_fault *fault)
{
    struct bv_kept_measure *measure = item;

    (void)store;
    (void)fault;
    bv_store_text(row, 0, measure->key, sizeof(measure->key));
    bv_store_text(row, 1, measure->unit, sizeof(measure->unit));
    measure->value = bv_store_real(row, 2);
    measure->uncertainty = bv_store_real(row, 3);
    return 0;
}

int bv_store_list_measures(struct bv_store *store, int64_t attempt,
                           struct bv_kept_measure **measures, size_t *count,
                           struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    void *items;
    int error = bv_store_prepare(store, &statement, fault,
                                 "SELECT key, unit, value, uncertainty FROM "
                                 "measure WHERE attempt = ? ORDER BY id",
                                 "i", attempt);

    error = bv_store_list(store, error, statement, sizeof(**measures),
                          read_measure, &items, count, fault);
    if (error == 0)
        *measures = items;
    return error;
}
