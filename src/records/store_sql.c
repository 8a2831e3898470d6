/*
 * What the store asks of SQLite: statements, their errors, and lists of rows.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "records/store_parts.h"

const char *const bv_store_tables[] = {"learner", "attempt", "measure",
                                       "moment",  "judged",  "rating",
                                       "rated",   "result",  NULL};

const char bv_store_schema[] =
    "CREATE TABLE learner (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " expert INTEGER NOT NULL, made_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE attempt (id INTEGER PRIMARY KEY,"
    " learner INTEGER NOT NULL REFERENCES learner, recording TEXT NOT NULL,"
    " task TEXT NOT NULL, when_s INTEGER NOT NULL, rules TEXT NOT NULL,"
    " rules_revision INTEGER NOT NULL, program TEXT NOT NULL, coverage REAL,"
    " UNIQUE (learner, recording)) STRICT;"
    "CREATE TABLE measure (id INTEGER PRIMARY KEY,"
    " attempt INTEGER NOT NULL REFERENCES attempt, key TEXT NOT NULL,"
    " unit TEXT NOT NULL, value REAL, uncertainty REAL,"
    " UNIQUE (attempt, key)) STRICT;"
    "CREATE TABLE moment (id INTEGER PRIMARY KEY,"
    " attempt INTEGER NOT NULL REFERENCES attempt,"
    " measured INTEGER NOT NULL, kind TEXT NOT NULL, start_s REAL NOT NULL,"
    " end_s REAL NOT NULL, start_frame INTEGER NOT NULL,"
    " end_frame INTEGER NOT NULL, amount REAL, uncertainty REAL,"
    " structure INTEGER NOT NULL, needle_idle INTEGER NOT NULL) STRICT;"
    "CREATE INDEX moment_of ON moment (attempt);"
    "CREATE TABLE judged (id INTEGER PRIMARY KEY,"
    " moment INTEGER NOT NULL REFERENCES moment, state TEXT NOT NULL,"
    " kind TEXT NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL,"
    " start_frame INTEGER NOT NULL, end_frame INTEGER NOT NULL, amount REAL,"
    " by TEXT NOT NULL, note TEXT NOT NULL, when_s INTEGER NOT NULL) STRICT;"
    "CREATE INDEX judged_of ON judged (moment);"
    "CREATE TABLE rating (id INTEGER PRIMARY KEY,"
    " attempt INTEGER NOT NULL REFERENCES attempt, scale TEXT NOT NULL,"
    " scale_revision INTEGER NOT NULL, rater TEXT NOT NULL,"
    " blinded INTEGER NOT NULL, when_s INTEGER NOT NULL) STRICT;"
    "CREATE INDEX rating_of ON rating (attempt);"
    "CREATE TABLE rated (id INTEGER PRIMARY KEY,"
    " rating INTEGER NOT NULL REFERENCES rating, key TEXT NOT NULL,"
    " score INTEGER NOT NULL, UNIQUE (rating, key)) STRICT;"
    "CREATE TABLE result (id INTEGER PRIMARY KEY,"
    " learner INTEGER NOT NULL REFERENCES learner,"
    " attempt INTEGER NOT NULL REFERENCES attempt, course TEXT NOT NULL,"
    " course_revision INTEGER NOT NULL, step TEXT NOT NULL,"
    " passed INTEGER NOT NULL, when_s INTEGER NOT NULL) STRICT;"
    "CREATE INDEX result_of ON result (learner);"
    "PRAGMA application_id = 1650816620; PRAGMA user_version = 1;";

static int errno_of(sqlite3 *db)
{
    int system = sqlite3_system_errno(db);

    switch (sqlite3_errcode(db)) {
    case SQLITE_NOMEM:
        return -ENOMEM;
    case SQLITE_FULL:
        return -ENOSPC;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return -EBUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return -EBADMSG;
    case SQLITE_READONLY:
        return -EROFS;
    case SQLITE_CONSTRAINT:
        return -EEXIST;
    case SQLITE_PERM:
        return -EACCES;
    default:
        return system > 0 ? -system : -EIO;
    }
}

int bv_store_failed(struct bv_store *store, struct bv_fault *fault)
{
    int error = errno_of(store->db);

    if (error == -EBADMSG)
        return bv_fault_set(fault, error,
                            "%.200s is damaged; `bevel learner list` says "
                            "what is still there.",
                            store->path);
    if (error == -EBUSY)
        return bv_fault_set(fault, error, "Another program writes %.200s.",
                            store->path);
    if (error == -EROFS && store->notice[0])
        return bv_fault_set(fault, error,
                            "%.200s is damaged, and open to read alone; "
                            "`bevel learner rescue` goes on with what is left.",
                            store->path);
    return bv_fault_set(fault, error, "%.200s: %s.", store->path,
                        bv_error_text(error));
}

static int bind(sqlite3_stmt *statement, const char *kinds, va_list values)
{
    int at = 1, code = SQLITE_OK;
    double real;

    for (; *kinds && code == SQLITE_OK; kinds++, at++)
        switch (*kinds) {
        case 'i':
            code = sqlite3_bind_int64(statement, at, va_arg(values, int64_t));
            break;
        case 'd':
            real = va_arg(values, double);
            code = isnan(real) ? sqlite3_bind_null(statement, at)
                               : sqlite3_bind_double(statement, at, real);
            break;
        default:
            code = sqlite3_bind_text(statement, at, va_arg(values, char *), -1,
                                     SQLITE_STATIC);
        }
    return code;
}

static int prepare(struct bv_store *store, sqlite3_stmt **statement,
                   struct bv_fault *fault, const char *sql, const char *kinds,
                   va_list values)
{
    sqlite3_stmt *made = NULL;

    if (sqlite3_prepare_v2(store->db, sql, -1, &made, NULL) != SQLITE_OK ||
        bind(made, kinds, values) != SQLITE_OK) {
        int error = bv_store_failed(store, fault);

        sqlite3_finalize(made);
        return error;
    }
    *statement = made;
    return 0;
}

int bv_store_prepare(struct bv_store *store, sqlite3_stmt **statement,
                     struct bv_fault *fault, const char *sql, const char *kinds,
                     ...)
{
    va_list values;
    int error;

    va_start(values, kinds);
    error = prepare(store, statement, fault, sql, kinds, values);
    va_end(values);
    return error;
}

int bv_store_step(struct bv_store *store, sqlite3_stmt *statement,
                  struct bv_fault *fault)
{
    int code = sqlite3_step(statement);

    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return code == SQLITE_ROW;
    return bv_store_failed(store, fault);
}

int bv_store_do(struct bv_store *store, struct bv_fault *fault, const char *sql,
                const char *kinds, ...)
{
    sqlite3_stmt *statement;
    va_list values;
    int error;

    va_start(values, kinds);
    error = prepare(store, &statement, fault, sql, kinds, values);
    va_end(values);
    if (error < 0)
        return error;
    error = bv_store_step(store, statement, fault);
    sqlite3_finalize(statement);
    return error < 0 ? error : 0;
}

int bv_store_begin(struct bv_store *store, struct bv_fault *fault)
{
    return bv_store_do(store, fault, "BEGIN IMMEDIATE", "");
}

int bv_store_end(struct bv_store *store, int error, struct bv_fault *fault)
{
    if (error == 0)
        error = bv_store_do(store, fault, "COMMIT", "");
    if (error < 0 && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return error;
}

int bv_store_has(struct bv_store *store, struct bv_fault *fault,
                 const char *sql, int64_t first, int64_t second)
{
    sqlite3_stmt *statement;
    int error =
        bv_store_prepare(store, &statement, fault, sql, "ii", first, second);

    if (error < 0)
        return error;
    error = bv_store_step(store, statement, fault);
    sqlite3_finalize(statement);
    return error;
}

void bv_store_text(sqlite3_stmt *statement, int column, char *text, size_t size)
{
    const char *found = (const char *)sqlite3_column_text(statement, column);

    snprintf(text, size, "%s", found ? found : "");
    bv_text_make_utf8(text);
}

double bv_store_real(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? NAN
               : sqlite3_column_double(statement, column);
}

int bv_store_list(struct bv_store *store, int error, sqlite3_stmt *statement,
                  size_t item_size, bv_store_reader *read, void **items,
                  size_t *count, struct bv_fault *fault)
{
    size_t found = 0, room = 0;
    char *list = NULL;

    if (error < 0)
        return error;
    while ((error = bv_store_step(store, statement, fault)) == 1) {
        if (found == room) {
            size_t more = room ? 2 * room : 16;
            char *grown = reallocarray(list, more, item_size);

            if (!grown) {
                error = -ENOMEM;
                break;
            }
            list = grown;
            room = more;
        }
        memset(list + found * item_size, 0, item_size);
        error = read(store, statement, list + found * item_size, fault);
        if (error < 0)
            break;
        found++;
    }
    sqlite3_finalize(statement);
    if (error < 0) {
        free(list);
        return error;
    }
    *items = list;
    *count = found;
    return 0;
}
