/*
 * What can still be read of a damaged store. The file itself is only read: its
 * rows are taken, from both ends of each table towards the damage, out of a
 * copy in memory.
 */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "records/store_parts.h"

enum { most_bytes = 1 << 30 };

/* Of a store of which less is left little can be read: it is rather its header
 * that is damaged, and nobody waits for gigabytes of nothing. */
enum { most_of_cut = 16 };

/* How long its header says that it is; SQLite reads nothing of a shorter one.
 */
static size_t whole_bytes(const unsigned char *head, size_t size)
{
    uint64_t page, pages;

    if (size < 100)
        return size;
    page = (uint64_t)head[16] << 8 | head[17];
    pages = (uint64_t)head[28] << 24 | (uint64_t)head[29] << 16 |
            (uint64_t)head[30] << 8 | head[31];
    if (page == 1)
        page = 65536;
    return page * pages > size && page * pages <= most_of_cut * size
               ? page * pages
               : size;
}

/* Its bytes, with nothing in place of what was cut off. */
static int read_bytes(const char *path, unsigned char **bytes, size_t *size,
                      struct bv_fault *fault)
{
    char *text;
    size_t whole;
    int error = bv_text_read_file(path, true, most_bytes, &text, size, fault);

    if (error < 0)
        return error;
    if (*size > most_bytes) {
        free(text);
        return bv_fault_set(fault, -EFBIG, "%.200s is larger than 1 GB.", path);
    }
    whole = whole_bytes((const unsigned char *)text, *size);
    *bytes = sqlite3_malloc64(whole + 1);
    if (*bytes) {
        memcpy(*bytes, text, *size);
        memset(*bytes + *size, 0, whole + 1 - *size);
    }
    *size = whole;
    free(text);
    return *bytes ? 0 : -ENOMEM;
}

/* The damaged store as a database. */
static int open_copy(const char *path, sqlite3 **copy, struct bv_fault *fault)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    int error = read_bytes(path, &bytes, &size, fault);

    if (error < 0)
        return error;
    if (sqlite3_open(":memory:", copy) != SQLITE_OK) {
        sqlite3_free(bytes);
        return -ENOMEM;
    }
    sqlite3_limit(*copy, SQLITE_LIMIT_LENGTH, BV_STORE_LENGTH_MOST);
    /* It owns the bytes, also where it fails. */
    if (sqlite3_deserialize(*copy, "main", bytes, (sqlite3_int64)size,
                            (sqlite3_int64)size,
                            SQLITE_DESERIALIZE_FREEONCLOSE |
                                SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
        return -ENOMEM;
    return 0;
}

static int put_row(sqlite3 *to, sqlite3_stmt *row, const char *table)
{
    int columns = sqlite3_column_count(row), code;
    sqlite3_stmt *put = NULL;
    char sql[256];
    size_t at = (size_t)snprintf(sql, sizeof(sql),
                                 "INSERT OR IGNORE INTO %s VALUES (?", table);

    for (int i = 1; i < columns && at < sizeof(sql) - 4; i++)
        at += (size_t)snprintf(sql + at, sizeof(sql) - at, ",?");
    snprintf(sql + at, sizeof(sql) - at, ")");
    if (sqlite3_prepare_v2(to, sql, -1, &put, NULL) != SQLITE_OK)
        return -EBADMSG; /* other columns than a store has */
    for (int i = 0; i < columns; i++)
        sqlite3_bind_value(put, i + 1, sqlite3_column_value(row, i));
    code = sqlite3_step(put);
    sqlite3_finalize(put);
    return code == SQLITE_NOMEM ? -ENOMEM : 0; /* a row of no sense is left */
}

/* Rows from one end, until there are no more or no more can be read. */
static int take_rows(sqlite3 *from, sqlite3 *to, const char *table,
                     const char *order)
{
    sqlite3_stmt *row = NULL;
    char sql[128];
    int error = 0;

    snprintf(sql, sizeof(sql), "SELECT * FROM %s NOT INDEXED ORDER BY id %s",
             table, order);
    if (sqlite3_prepare_v2(from, sql, -1, &row, NULL) != SQLITE_OK)
        return 0; /* nothing of it is left */
    while (error == 0 && sqlite3_step(row) == SQLITE_ROW)
        error = put_row(to, row, table);
    sqlite3_finalize(row);
    return error == -EBADMSG ? 0 : error;
}

/* Attempts of a learner who is lost get one; what belongs to no attempt goes.
 */
static const char mend[] =
    "INSERT OR IGNORE INTO learner SELECT DISTINCT learner,"
    " 'lost-' || learner, 0, 0 FROM attempt"
    " WHERE learner NOT IN (SELECT id FROM learner);"
    "DELETE FROM attempt WHERE learner NOT IN (SELECT id FROM learner);"
    "DELETE FROM measure WHERE attempt NOT IN (SELECT id FROM attempt);"
    "DELETE FROM moment WHERE attempt NOT IN (SELECT id FROM attempt);"
    "DELETE FROM judged WHERE moment NOT IN (SELECT id FROM moment);"
    "DELETE FROM rating WHERE attempt NOT IN (SELECT id FROM attempt);"
    "DELETE FROM rated WHERE rating NOT IN (SELECT id FROM rating);"
    "DELETE FROM result WHERE learner NOT IN (SELECT id FROM learner)"
    " OR attempt NOT IN (SELECT id FROM attempt);";

static int take_all(sqlite3 *from, sqlite3 *to)
{
    int error = 0;

    if (sqlite3_exec(to, bv_store_schema, NULL, NULL, NULL) != SQLITE_OK)
        return -ENOMEM;
    sqlite3_exec(to, "BEGIN", NULL, NULL, NULL);
    for (int i = 0; bv_store_tables[i] && error == 0; i++) {
        error = take_rows(from, to, bv_store_tables[i], "");
        if (error == 0)
            error = take_rows(from, to, bv_store_tables[i], "DESC");
    }
    if (error == 0 && sqlite3_exec(to, mend, NULL, NULL, NULL) != SQLITE_OK)
        error = -ENOMEM;
    sqlite3_exec(to, "COMMIT; PRAGMA query_only = ON", NULL, NULL, NULL);
    return error;
}

static long long rows(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    long long count = 0;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return count;
}

static void say_left(struct bv_store *store)
{
    snprintf(store->notice, sizeof(store->notice),
             "%.200s is damaged. Still there: learners %lld, attempts %lld, "
             "ratings %lld. They are open to read alone; `bevel learner "
             "rescue` keeps the damaged file and goes on with them.",
             store->path, rows(store->db, "SELECT count(*) FROM learner"),
             rows(store->db, "SELECT count(*) FROM attempt"),
             rows(store->db, "SELECT count(*) FROM rating"));
}

int bv_store_open_rescued(const char *path, struct bv_store **store,
                          struct bv_fault *fault)
{
    struct bv_store *made = calloc(1, sizeof(*made));
    sqlite3 *copy = NULL;
    int error;

    if (!made)
        return -ENOMEM;
    made->path = strdup(path);
    error = made->path ? open_copy(path, &copy, fault) : -ENOMEM;
    if (error == 0 && sqlite3_open(":memory:", &made->db) != SQLITE_OK)
        error = -ENOMEM;
    if (error == 0)
        error = take_all(copy, made->db);
    sqlite3_close(copy);
    if (error < 0) {
        bv_store_close(made);
        return error;
    }
    say_left(made);
    *store = made;
    return 0;
}

/* A name beside the store that nothing has; the store gets it as well. */
static int keep_damaged(const char *path, char *kept, size_t size,
                        struct bv_fault *fault)
{
    assert(path && kept);
    for (int i = 1; i < 1000; i++) {
        if (snprintf(kept, size, "%s.damaged-%d", path, i) >= (int)size)
            return bv_fault_set(fault, -ENAMETOOLONG,
                                "The store's path is too long.");
        if (link(path, kept) == 0)
            return 0;
        if (errno != EEXIST)
            break;
    }
    return bv_fault_set(fault, -errno, "Cannot keep the damaged %.200s: %s.",
                        path, bv_error_text(-errno));
}

/* The part that could be read, as a file of its own. */
static int write_part(struct bv_store *store, const char *part,
                      struct bv_fault *fault)
{
    struct bv_store *file;
    sqlite3_backup *backup;
    int error;

    unlink(part); /* of a rescue that was killed */
    error = bv_store_open(part, &file, fault);
    if (error < 0)
        return error;
    backup = sqlite3_backup_init(file->db, "main", store->db, "main");
    if (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE)
        error = bv_store_failed(file, fault);
    sqlite3_backup_finish(backup);
    bv_store_close(file);
    return error;
}

static int put_in_place(struct bv_store *store, char *kept, size_t size,
                        struct bv_fault *fault)
{
    char part[PATH_MAX];
    int error;

    if (snprintf(part, sizeof(part), "%s.rescued", store->path) >=
        (int)sizeof(part))
        return bv_fault_set(fault, -ENAMETOOLONG,
                            "The store's path is too long.");
    error = write_part(store, part, fault);
    if (error == 0)
        error = keep_damaged(store->path, kept, size, fault);
    if (error == 0 && rename(part, store->path) < 0)
        error = bv_fault_set(fault, -errno, "Cannot write %.200s: %s.",
                             store->path, bv_error_text(-errno));
    if (error < 0)
        unlink(part);
    return error;
}

int bv_store_rescue(const char *path, char *kept, size_t size,
                    struct bv_fault *fault)
{
    struct bv_store *store;
    int error = bv_store_open(path, &store, fault);

    if (error < 0)
        return error;
    error = store->notice[0]
                ? put_in_place(store, kept, size, fault)
                : bv_fault_set(fault, -EALREADY,
                               "%.200s is whole: there is nothing to rescue.",
                               store->path);
    bv_store_close(store);
    return error;
}
