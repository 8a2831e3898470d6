/*
 * The store: opened, made, closed.
 *
 * A rollback journal with full syncs, and not a write-ahead log: a store is
 * written a few times a day, and so it is one file that can be copied, also on
 * a home that lies on another machine.
 */
#include "records/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/places.h"
#include "records/store_parts.h"

enum { busy_ms = 5000 };

/* For its owner alone from the first byte on. */
static int make_file(const char *path, struct bv_fault *fault)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stat about = {0};
    int error = fd < 0 ? -errno : 0;

    if (error == -EROFS || error == -EACCES) /* to read it is enough */
        fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bv_fault_set(fault, error, "Cannot open the store %.200s: %s.",
                            path, bv_error_text(error));
    error = fstat(fd, &about) == 0 && !S_ISREG(about.st_mode) ? -EEXIST : 0;
    close(fd);
    if (error < 0)
        return bv_fault_set(fault, error, "%.200s is no file.", path);
    return 0;
}

static int number(struct bv_store *store, const char *sql, int64_t *value,
                  struct bv_fault *fault)
{
    sqlite3_stmt *statement;
    int error = bv_store_prepare(store, &statement, fault, sql, "");

    if (error < 0)
        return error;
    error = bv_store_step(store, statement, fault);
    if (error == 1)
        *value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return error < 0 ? error : 0;
}

/* An empty file becomes a store; of two programs that do so one waits. */
static int make_tables(struct bv_store *store, struct bv_fault *fault)
{
    int64_t version = 0;
    int error = bv_store_begin(store, fault);

    if (error < 0)
        return error;
    error = number(store, "PRAGMA user_version", &version, fault);
    if (error == 0 && version == 0 &&
        sqlite3_exec(store->db, bv_store_schema, NULL, NULL, NULL) != SQLITE_OK)
        error = bv_store_failed(store, fault);
    return bv_store_end(store, error, fault);
}

static int check_kind(struct bv_store *store, struct bv_fault *fault)
{
    int64_t version = 0, application = 0, tables = 0;
    int error = number(store, "PRAGMA user_version", &version, fault);

    if (error == 0)
        error = number(store, "PRAGMA application_id", &application, fault);
    if (error == 0)
        error =
            number(store, "SELECT count(*) FROM sqlite_schema", &tables, fault);
    if (error < 0)
        return error;
    if (application == 0 && version == 0 && tables == 0)
        return make_tables(store, fault);
    if (application != BV_STORE_APPLICATION)
        return bv_fault_set(fault, -EEXIST,
                            "%.200s is another program's database, and no "
                            "store of bevel's.",
                            store->path);
    if (version > BV_STORE_VERSION)
        return bv_fault_set(fault, -ENOTSUP,
                            "%.200s is a store of version %lld, of a newer "
                            "bevel; this one reads %d.",
                            store->path, (long long)version, BV_STORE_VERSION);
    return 0;
}

/* @return -EBADMSG without a word where it is not whole. */
static int check_whole(struct bv_store *store, struct bv_fault *fault)
{
    sqlite3_stmt *statement;
    char said[8] = "";
    int error =
        bv_store_prepare(store, &statement, fault, "PRAGMA quick_check(1)", "");

    if (error < 0)
        return error;
    error = bv_store_step(store, statement, fault);
    if (error == 1)
        bv_store_text(statement, 0, said, sizeof(said));
    sqlite3_finalize(statement);
    if (error < 0)
        return error;
    return strcmp(said, "ok") == 0 ? 0 : -EBADMSG;
}

static int open_whole(struct bv_store *store, struct bv_fault *fault)
{
    int error = make_file(store->path, fault);

    if (error < 0)
        return error;
    if (sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE, NULL) !=
        SQLITE_OK)
        return store->db ? bv_store_failed(store, fault) : -ENOMEM;
    sqlite3_busy_timeout(store->db, busy_ms);
    sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, BV_STORE_LENGTH_MOST);
    sqlite3_extended_result_codes(store->db, 0);
    if (sqlite3_exec(store->db,
                     "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA;"
                     "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON",
                     NULL, NULL, NULL) != SQLITE_OK)
        return bv_store_failed(store, fault);
    error = check_kind(store, fault);
    return error < 0 ? error : check_whole(store, fault);
}

/* The user's own, with its folders. @return The caller's, or NULL. */
static char *default_path(void)
{
    char *path = bv_place_data("store.db");

    if (path)
        (void)bv_place_make_above(path); /* a failure shows later */
    return path;
}

bool bv_store_is_there(const char *path)
{
    char *own = path ? NULL : bv_place_data("store.db");
    bool there = (path || own) && access(path ? path : own, F_OK) == 0;

    free(own);
    return there;
}

int bv_store_open(const char *path, struct bv_store **store,
                  struct bv_fault *fault)
{
    struct bv_store *made = calloc(1, sizeof(*made));
    struct bv_fault said = {0};
    int error;

    if (!made)
        return -ENOMEM;
    made->path = path ? strdup(path) : default_path();
    if (!made->path) {
        free(made);
        return bv_fault_set(fault, -ENOENT,
                            "There is no place for the store: neither "
                            "XDG_DATA_HOME nor HOME is set.");
    }
    error = open_whole(made, &said);
    if (error == -EBADMSG) {
        error = bv_store_open_rescued(made->path, store, fault);
        bv_store_close(made);
        return error;
    }
    if (error < 0) {
        bv_store_close(made);
        return said.error ? bv_fault_set(fault, error, "%s", said.text) : error;
    }
    *store = made;
    return 0;
}

void bv_store_close(struct bv_store *store)
{
    if (!store)
        return;
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}

const char *bv_store_notice(const struct bv_store *store)
{
    return store->notice[0] ? store->notice : NULL;
}
