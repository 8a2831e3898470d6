/**
 * @file
 * What rating scales and courses share as files: where they lie, their first
 * lines, their texts and numbers. For src/records alone: the library's values
 * are in it.
 */
#ifndef BV_RECORDS_OWN_FILE_H
#define BV_RECORDS_OWN_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/json.h"

BV_BEGIN_DECLS

/** What is being read, for sentences. */
struct bv_own_file {
    const char *path;
    struct bv_fault *fault;
    const json_t
        *words; /**< Of bv_own_words(); NULL: texts stay as they are. */
};

/** Say what is wrong: "PATH: WHERE: SENTENCE." @param where  "items[2]"; may be
 *  empty. @return -EBADMSG. */
int bv_own_refuse(const struct bv_own_file *file, const char *where,
                  const char *format, ...) BV_PRINTF(3, 4);

/**
 * Read text that must be an object with this format and version 1.
 *
 * @param[out] whole  The caller's; written only on success.
 * @return 0, -EBADMSG or -ENOTSUP (a later version), with the fault said.
 */
int bv_own_read(const struct bv_own_file *file, const char *text, size_t size,
                const char *format, json_t **whole) BV_MUST_USE;

/**
 * The file's own "translations" into the user's language (core/words.h): its
 * texts by what they are in the file.
 *
 * @param[out] words  The whole's; NULL: there are none into it. Written only on
 *                    success.
 * @return 0, or -EBADMSG with the fault said.
 */
int bv_own_words(const struct bv_own_file *file, const json_t *whole,
                 const json_t **words) BV_MUST_USE;

/** A text of 1 byte up to what fits, without control characters, in the user's
 *  language where the file has it. An optional one may lack, and is empty
 *  then. */
int bv_own_text(const struct bv_own_file *file, const char *where,
                const json_t *object, const char *key, bool optional,
                char *text, size_t size) BV_MUST_USE;

/** The same of lower-case letters, digits, - and _. */
int bv_own_key(const struct bv_own_file *file, const char *where,
               const json_t *object, const char *key, char *text,
               size_t size) BV_MUST_USE;

/** A whole number within limits. */
int bv_own_number(const struct bv_own_file *file, const char *where,
                  const json_t *object, const char *key, int least, int most,
                  int *number) BV_MUST_USE;

/** Read one of a list. @param where  "steps[2].pass[0]". */
typedef int bv_own_read_one(const struct bv_own_file *file, const char *where,
                            size_t index, const json_t *json, void *into);

/**
 * A list of 1 up to @p most, one after the other, until one is refused.
 *
 * @param[out] count  How many were read; also while the next one is.
 */
int bv_own_list(const struct bv_own_file *file, const char *where,
                const json_t *object, const char *key, size_t most,
                bv_own_read_one *read, void *into, size_t *count) BV_MUST_USE;

/** No keys but these. @param known  NULL-ended. */
int bv_own_known(const struct bv_own_file *file, const char *where,
                 const json_t *object, const char *const *known) BV_MUST_USE;

BV_END_DECLS

#endif
