/**
 * @file
 * Reads JSON that a person wrote, and tells every mistake with file, line and
 * key. Private to guidance.
 *
 * Reading goes on after a mistake, as if the value were absent; what was read
 * counts only where there was none. Keys that are not known are ignored, and
 * remarked on, since one may be mistyped.
 */
#ifndef BV_GUIDANCE_JSON_READER_H
#define BV_GUIDANCE_JSON_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/json_path.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The largest file that is read. */
#define BV_JSON_FILE_MAX (256 * 1024)

/** Gets "FILE:LINE: KEY what." for a mistake, or for a remark: not what an
 *  author meant, maybe. */
typedef void bv_json_tell(void *data, bool mistake, const char *sentence);

/** A text being read, and where in it the reader is. Name and text are
 *  borrowed. */
struct bv_json_reader {
    const char *name; /**< Of the file, for sentences. */
    const char *text;
    size_t size_bytes;
    struct bv_json_path path;
    bv_json_tell *tell; /**< NULL: the first mistake goes to the fault. */
    void *tell_data;
    struct bv_fault *fault; /**< May be NULL. */
    int mistakes;           /**< So far. */
    int told;               /**< With remarks; only the first 100 are. */
};

/**
 * Parse the text: an object with "format": @p format and "version": 1.
 *
 * @param[out] root  The caller's to json_decref(); written on success.
 * @return 0, or -EINVAL with the mistake told.
 */
int bv_json_reader_open(struct bv_json_reader *reader, const char *format,
                        json_t **root) BV_MUST_USE;

/** Step into a key, or (key NULL) an entry of a list. */
void bv_json_reader_enter(struct bv_json_reader *reader, const char *key,
                          size_t index);

/** Step out again. */
void bv_json_reader_leave(struct bv_json_reader *reader);

/** Say what is wrong where the reader is. */
void bv_json_reader_wrong(struct bv_json_reader *reader, const char *format,
                          ...) BV_PRINTF(2, 3);

/** Say what is wrong with a key of the object where the reader is. */
void bv_json_reader_wrong_at(struct bv_json_reader *reader, const char *key,
                             const char *format, ...) BV_PRINTF(3, 4);

/**
 * Whether the value is an object, and remark on keys of it that are none of
 * @p keys, a NULL-ended list.
 */
bool bv_json_reader_object(struct bv_json_reader *reader, const json_t *value,
                           const char *const *keys);

/** The value of a key that must be there; NULL, and said, where it is not. */
const json_t *bv_json_reader_need(struct bv_json_reader *reader,
                                  const json_t *object, const char *key);

/** Read a text of fewer than @p size bytes at a key of @p object, if it is
 *  there; one line, without what a terminal would obey. */
void bv_json_reader_text(struct bv_json_reader *reader, const json_t *object,
                         const char *key, char *text, size_t size);

/** Read a number from @p min to @p max, if it is there. */
void bv_json_reader_number(struct bv_json_reader *reader, const json_t *object,
                           const char *key, double min, double max,
                           double *number);

/** Read the value, a number from @p min to @p max, where the reader is. */
bool bv_json_reader_plain(struct bv_json_reader *reader, const json_t *value,
                          double min, double max, double *number);

/** Read one of a NULL-ended list of words, as its index, if it is there. */
void bv_json_reader_word(struct bv_json_reader *reader, const json_t *object,
                         const char *key, const char *const *words, int *word);

/** The word's index where the reader is; -1, and said, where it is none. */
int bv_json_reader_choose(struct bv_json_reader *reader, const json_t *value,
                          const char *const *words);

/** Read true or false, if it is there. */
void bv_json_reader_flag(struct bv_json_reader *reader, const json_t *object,
                         const char *key, bool *flag);

/** Find a list of at most @p most entries. @return How many; 0: it is absent,
 *  null or wrong. */
int bv_json_reader_list(struct bv_json_reader *reader, const json_t *object,
                        const char *key, int most, const json_t **list);

BV_END_DECLS

#endif
