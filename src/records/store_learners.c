/*
 * Learners in the store, by pseudonym.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "core/text.h"
#include "records/store_parts.h"

/* Without letters that look like others. */
static const char letters[] = "abcdefghkmnpqrstuvwxyz23456789";

static const char all[] =
    "SELECT id, name, expert, made_s, (SELECT count(*) FROM attempt WHERE "
    "learner = learner.id) FROM learner ";

/* A pseudonym says nothing of who it is. */
static int make_up(char *name, size_t size)
{
    unsigned char chance[6];
    char end[sizeof(chance) + 1] = "";

    if (getrandom(chance, sizeof(chance), 0) != (ssize_t)sizeof(chance))
        return -EIO;
    for (size_t i = 0; i < sizeof(chance); i++)
        end[i] = letters[chance[i] % (sizeof(letters) - 1)];
    snprintf(name, size, "learner-%s", end);
    return 0;
}

static int check_name(const char *name, struct bv_fault *fault)
{
    char copy[BV_STORE_WORD_SIZE];
    bool good = *name && strlen(name) < sizeof(copy) && *name != '-';

    for (const char *at = name; *at && good; at++)
        good = !iscntrl((unsigned char)*at);
    if (good) {
        memcpy(copy, name, strlen(name) + 1);
        bv_text_make_utf8(copy);
        good = strcmp(copy, name) == 0;
    }
    return good ? 0
                : bv_fault_set(fault, -EINVAL,
                               "A learner's name is 1 to 63 bytes of UTF-8, "
                               "without control characters, and does not "
                               "start with -.");
}

static int read_learner(struct bv_store *store, sqlite3_stmt *row, void *item,
                        struct bv_fault *fault)
{
    struct bv_learner *learner = item;

    (void)store;
    (void)fault;
    learner->id = sqlite3_column_int64(row, 0);
    bv_store_text(row, 1, learner->name, sizeof(learner->name));
    learner->expert = sqlite3_column_int(row, 2);
    learner->made_s = sqlite3_column_int64(row, 3);
    learner->attempts = sqlite3_column_int64(row, 4);
    return 0;
}

int bv_store_add_learner(struct bv_store *store, const char *name, bool expert,
                         struct bv_learner *learner, struct bv_fault *fault)
{
    char made_up[BV_STORE_WORD_SIZE];
    struct bv_fault said = {0};
    int error =
        name ? check_name(name, fault) : make_up(made_up, sizeof(made_up));

    if (error < 0)
        return error;
    if (!name)
        name = made_up;
    error = bv_store_do(store, &said,
                        "INSERT INTO learner (name, expert, made_s) VALUES "
                        "(?, ?, ?)",
                        "tii", name, (int64_t)expert, (int64_t)time(NULL));
    if (error == -EEXIST)
        return bv_fault_set(fault, error, "There is a learner \"%s\" already.",
                            name);
    if (error < 0)
        return bv_fault_set(fault, error, "%s", said.text);
    return bv_store_find_learner(store, name, learner, fault);
}

int bv_store_find_learner(struct bv_store *store, const char *name,
                          struct bv_learner *learner, struct bv_fault *fault)
{
    sqlite3_stmt *statement;
    char sql[256];
    int error;

    snprintf(sql, sizeof(sql), "%s WHERE name = ?", all);
    error = bv_store_prepare(store, &statement, fault, sql, "t", name);
    if (error < 0)
        return error;
    error = bv_store_step(store, statement, fault);
    if (error == 1)
        error = read_learner(store, statement, learner, fault);
    else if (error == 0)
        error = bv_fault_set(fault, -ENOENT,
                             "There is no learner \"%.60s\"; `bevel learner "
                             "list` names them.",
                             name);
    sqlite3_finalize(statement);
    return error;
}

int bv_store_list_learners(struct bv_store *store, struct bv_learner **learners,
                           size_t *count, struct bv_fault *fault)
{
    sqlite3_stmt *statement = NULL;
    char sql[256];
    void *items;
    int error;

    snprintf(sql, sizeof(sql), "%s ORDER BY name", all);
    error = bv_store_prepare(store, &statement, fault, sql, "");
    error = bv_store_list(store, error, statement, sizeof(**learners),
                          read_learner, &items, count, fault);
    if (error == 0)
        *learners = items;
    return error;
}
