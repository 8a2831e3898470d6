/*
 * Reads whatever it gets as a store of learners: whole, or what is left of it.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "records/store.h"

enum { most_bytes = 256 * 1024 };

/* SQLite wants a file of its own, with room for a journal beside it. */
static bool lay_down(const uint8_t *data, size_t size, char *path)
{
    int file = mkstemp(path);

    if (file < 0 || write(file, data, size) != (ssize_t)size)
        abort();
    return close(file) == 0;
}

static void check_text(const char *text, size_t size)
{
    if (strnlen(text, size) == size)
        abort();
}

static void read_attempt(struct bv_store *store,
                         const struct bv_attempt *attempt)
{
    struct bv_kept_measure *measures = NULL;
    struct bv_kept_moment *moments = NULL;
    size_t count;

    check_text(attempt->recording, sizeof(attempt->recording));
    check_text(attempt->task, sizeof(attempt->task));
    if (bv_store_list_measures(store, attempt->id, &measures, &count, NULL) ==
        0)
        free(measures);
    if (bv_store_list_moments(store, attempt->id, &moments, &count, NULL) != 0)
        return;
    for (size_t i = 0; i < count; i++)
        if ((int)moments[i].state < 0 || moments[i].state >= BV_MOMENT_STATES)
            abort();
    free(moments);
}

static void read_ratings(struct bv_store *store)
{
    struct bv_rating *ratings = NULL;
    size_t count;

    if (bv_store_list_ratings(store, 0, NULL, &ratings, &count, NULL) != 0)
        return;
    for (size_t i = 0; i < count; i++) {
        check_text(ratings[i].rater, sizeof(ratings[i].rater));
        if (ratings[i].item_count > BV_RATING_ITEMS_MAX)
            abort();
    }
    free(ratings);
}

static void read_all(struct bv_store *store)
{
    struct bv_learner *learners = NULL;
    struct bv_attempt *attempts = NULL;
    struct bv_course_result *results = NULL;
    size_t count;

    if (bv_store_list_learners(store, &learners, &count, NULL) == 0) {
        for (size_t i = 0; i < count && i < 8; i++)
            if (bv_store_list_results(store, learners[i].id, NULL, &results,
                                      &(size_t){0}, NULL) == 0)
                free(results);
        free(learners);
    }
    if (bv_store_list_attempts(store, 0, NULL, &attempts, &count, NULL) == 0) {
        for (size_t i = 0; i < count && i < 8; i++)
            read_attempt(store, &attempts[i]);
        free(attempts);
    }
    read_ratings(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/bevel-fuzz-store-XXXXXX";
    char journal[sizeof(path) + sizeof("-journal")];
    struct bv_store *store;

    bv_log_set_level(BV_LOG_ERROR); /* it must not print */
    if (size > most_bytes || !lay_down(data, size, path))
        return 0;
    if (bv_store_open(path, &store, NULL) == 0) {
        read_all(store);
        bv_store_close(store);
    }
    snprintf(journal, sizeof(journal), "%s-journal", path);
    unlink(journal);
    unlink(path);
    return 0;
}
