/**
 * @file
 * What the store is made of. Private to src/records/store*.c.
 */
#ifndef BV_RECORDS_STORE_PARTS_H
#define BV_RECORDS_STORE_PARTS_H

#include <sqlite3.h>

#include "core/decls.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** The longest text or row, in bytes: a damaged store may name any. */
#define BV_STORE_LENGTH_MOST (1 << 20)
#define BV_STORE_VERSION 1
#define BV_STORE_APPLICATION 0x6265766c /* "bevl" */

struct bv_store {
    sqlite3 *db;
    char *path;
    char notice[BV_FAULT_TEXT_SIZE]; /**< Empty: the store is whole. */
};

/** All tables and their order: each after those that it refers to. */
extern const char *const bv_store_tables[];
extern const char bv_store_schema[];

/** Say SQLite's last error. @return A negative errno. */
int bv_store_failed(struct bv_store *store, struct bv_fault *fault);

/**
 * Prepare a statement with its values.
 *
 * @param kinds  A letter each: i int64_t, d double (NAN: NULL), t text (NULL
 *               allowed; must outlive the statement).
 */
int bv_store_prepare(struct bv_store *store, sqlite3_stmt **statement,
                     struct bv_fault *fault, const char *sql, const char *kinds,
                     ...) BV_MUST_USE;

/** @return 1: a row, 0: no more, or a negative errno. */
int bv_store_step(struct bv_store *store, sqlite3_stmt *statement,
                  struct bv_fault *fault);

/** Run a statement that gives no row; its values as above. */
int bv_store_do(struct bv_store *store, struct bv_fault *fault, const char *sql,
                const char *kinds, ...) BV_MUST_USE;

/** Begin to write; other writers wait. */
int bv_store_begin(struct bv_store *store, struct bv_fault *fault) BV_MUST_USE;

/** Keep what was written since, or with @p error < 0 none of it. @return
 *  @p error, or why it could not be kept. */
int bv_store_end(struct bv_store *store, int error,
                 struct bv_fault *fault) BV_MUST_USE;

/** Whether a query gives a row. @return 1, 0, or a negative errno. */
int bv_store_has(struct bv_store *store, struct bv_fault *fault,
                 const char *sql, int64_t first, int64_t second);

/** A column as text, cut where it does not fit; empty for NULL. */
void bv_store_text(sqlite3_stmt *statement, int column, char *text,
                   size_t size);

/** NAN for NULL. */
double bv_store_real(sqlite3_stmt *statement, int column);

/** Read a row into an item of its list; further queries are allowed. */
typedef int bv_store_reader(struct bv_store *store, sqlite3_stmt *row,
                            void *item, struct bv_fault *fault);

/** All rows of a statement, which is finalized, as a list of the caller's.
 *  @param error  What preparing it came to: returned where it is < 0. */
int bv_store_list(struct bv_store *store, int error, sqlite3_stmt *statement,
                  size_t item_size, bv_store_reader *read, void **items,
                  size_t *count, struct bv_fault *fault) BV_MUST_USE;

/** What can be read of a damaged store, from a copy in memory.
 *  @param[out] store  Written on success alone; its notice says what it has. */
int bv_store_open_rescued(const char *path, struct bv_store **store,
                          struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
