/*
 * What people gave attempts in the store: ratings, and results in courses.
 */
#include <errno.h>
#include <stdio.h>

#include "records/store_parts.h"

static int add_items(struct bv_store *store, int64_t id,
                     const struct bv_rating *rating, struct bv_fault *fault)
{
    int error = 0;

    for (size_t i = 0; i < rating->item_count && error == 0; i++)
        error = bv_store_do(store, fault,
                            "INSERT INTO rated (rating, key, score) VALUES "
                            "(?, ?, ?)",
                            "iti", id, rating->items[i].key,
                            (int64_t)rating->items[i].score);
    return error;
}

/* -EEXIST of a row whose attempt is not there. */
static int no_attempt(int64_t attempt, int error, const struct bv_fault *said,
                      struct bv_fault *fault)
{
    if (error == -EEXIST)
        return bv_fault_set(fault, -ENOENT, "There is no such attempt: %lld.",
                            (long long)attempt);
    return error < 0 ? bv_fault_set(fault, error, "%s", said->text) : 0;
}

int bv_store_add_rating(struct bv_store *store, const struct bv_rating *rating,
                        int64_t *id, struct bv_fault *fault)
{
    struct bv_fault said = {0};
    int64_t made = 0;
    int error = bv_store_begin(store, fault);

    if (error < 0)
        return error;
    error = bv_store_do(
        store, &said,
        "INSERT INTO rating (attempt, scale, scale_revision, rater, blinded, "
        "when_s) VALUES (?, ?, ?, ?, ?, ?)",
        "ititii", rating->attempt, rating->scale,
        (int64_t)rating->scale_revision, rating->rater,
        (int64_t)rating->blinding, rating->when_s);
    error = no_attempt(rating->attempt, error, &said, fault);
    made = sqlite3_last_insert_rowid(store->db);
    if (error == 0)
        error = add_items(store, made, rating, fault);
    error = bv_store_end(store, error, fault);
    if (error == 0 && id)
        *id = made;
    return error;
}

static int read_items(struct bv_store *store, struct bv_rating *rating,
                      struct bv_fault *fault)
{
    sqlite3_stmt *row;
    int error = bv_store_prepare(store, &row, fault,
                                 "SELECT key, score FROM rated WHERE rating = "
                                 "? ORDER BY id",
                                 "i", rating->id);

    if (error < 0)
        return error;
    while (rating->item_count < BV_RATING_ITEMS_MAX &&
           (error = bv_store_step(store, row, fault)) == 1) {
        struct bv_rated_item *item = &rating->items[rating->item_count++];

        bv_store_text(row, 0, item->key, sizeof(item->key));
        item->score = sqlite3_column_int(row, 1);
    }
    sqlite3_finalize(row);
    return error < 0 ? error : 0;
}

/* What nobody knows was not blinded. */
static enum bv_blinding blinding_of(int kept)
{
    return kept == BV_BLINDING_KEPT || kept == BV_BLINDING_LEFT
               ? (enum bv_blinding)kept
               : BV_BLINDING_NONE;
}

static int read_rating(struct bv_store *store, sqlite3_stmt *row, void *item,
                       struct bv_fault *fault)
{
    struct bv_rating *rating = item;

    rating->id = sqlite3_column_int64(row, 0);
    rating->attempt = sqlite3_column_int64(row, 1);
    bv_store_text(row, 2, rating->scale, sizeof(rating->scale));
    rating->scale_revision = sqlite3_column_int(row, 3);
    bv_store_text(row, 4, rating->rater, sizeof(rating->rater));
    rating->blinding = blinding_of(sqlite3_column_int(row, 5));
    rating->when_s = sqlite3_column_int64(row, 6);
    return read_items(store, rating, fault);
}

int bv_store_list_ratings(struct bv_store *store, int64_t attempt,
                          const char *scale, struct bv_rating **ratings,
                          size_t *count, struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    void *items;
    int error = bv_store_prepare(
        store, &statement, fault,
        "SELECT max(id), attempt, scale, scale_revision, rater, blinded, "
        "when_s FROM rating WHERE (?1 = 0 OR attempt = ?1) AND (?2 IS NULL OR "
        "scale = ?2) GROUP BY attempt, scale, scale_revision, rater ORDER BY "
        "attempt, scale, rater",
        "it", attempt, scale);

    error = bv_store_list(store, error, statement, sizeof(**ratings),
                          read_rating, &items, count, fault);
    if (error == 0)
        *ratings = items;
    return error;
}

int bv_store_add_result(struct bv_store *store,
                        const struct bv_course_result *result,
                        struct bv_fault *fault)
{
    struct bv_fault said = {0};
    int error = bv_store_has(store, fault,
                             "SELECT 1 FROM attempt WHERE id = ? AND learner "
                             "= ?",
                             result->attempt, result->learner);

    if (error < 0)
        return error;
    error = error == 0
                ? -EEXIST
                : bv_store_do(store, &said,
                              "INSERT INTO result (learner, attempt, course, "
                              "course_revision, step, passed, when_s) VALUES "
                              "(?, ?, ?, ?, ?, ?, ?)",
                              "iititii", result->learner, result->attempt,
                              result->course, (int64_t)result->course_revision,
                              result->step, (int64_t)result->passed,
                              result->when_s);
    return no_attempt(result->attempt, error, &said, fault);
}

static int read_result(struct bv_store *store, sqlite3_stmt *row, void *item,
                       struct bv_fault *fault)
{
    struct bv_course_result *result = item;

    (void)store;
    (void)fault;
    result->id = sqlite3_column_int64(row, 0);
    result->learner = sqlite3_column_int64(row, 1);
    result->attempt = sqlite3_column_int64(row, 2);
    bv_store_text(row, 3, result->course, sizeof(result->course));
    result->course_revision = sqlite3_column_int(row, 4);
    bv_store_text(row, 5, result->step, sizeof(result->step));
    result->passed = sqlite3_column_int(row, 6);
    result->when_s = sqlite3_column_int64(row, 7);
    return 0;
}

int bv_store_list_results(struct bv_store *store, int64_t learner,
                          const char *course, struct bv_course_result **results,
                          size_t *count, struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    void *items;
    int error = bv_store_prepare(
        store, &statement, fault,
        "SELECT id, learner, attempt, course, course_revision, step, passed, "
        "when_s FROM result WHERE learner = ?1 AND (?2 IS NULL OR course = ?2) "
        "ORDER BY id",
        "it", learner, course);

    error = bv_store_list(store, error, statement, sizeof(**results),
                          read_result, &items, count, fault);
    if (error == 0)
        *results = items;
    return error;
}
