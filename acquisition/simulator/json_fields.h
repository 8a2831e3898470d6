/**
 * @file
 * Reads JSON objects into structs by a table of their keys, so that every
 * key, type and range is checked in one place and every mistake is told with
 * file, line and key. Private to the simulator.
 *
 * A number may be written as a range, [low, high]: the seed and the key's
 * place in the file choose a value in it, so that adding a key elsewhere
 * changes nothing here.
 */
#ifndef BV_SIMULATOR_JSON_FIELDS_H
#define BV_SIMULATOR_JSON_FIELDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/json_path.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The most files that one scene is made of. */
#define BV_JSON_TEXTS_MAX 5

/** One file's text, borrowed. */
struct bv_json_text {
    const char *name; /**< Of the file, for sentences. */
    const char *text;
    size_t size_bytes;
};

/** What a range is filled with. */
enum bv_json_fill {
    BV_JSON_FILL_SEED,   /**< Any value in it. */
    BV_JSON_FILL_LOW,    /**< Its lower end. */
    BV_JSON_FILL_HIGH,   /**< Its upper end. */
    BV_JSON_FILL_CORNER, /**< One of its ends, as the seed decides. */
};

/** Texts being read, and where in them the reader is. */
struct bv_json_place {
    /** A file, then the one that it includes, and so on: each overrides what
     *  comes after it, and arrays are replaced whole. */
    int text_count;
    struct bv_json_text texts[BV_JSON_TEXTS_MAX];
    uint64_t seed;
    enum bv_json_fill fill;
    struct bv_fault *fault; /**< Gets the first mistake. */
    /** Gets every mistake instead, and reading goes on as if the value were
     *  absent; NULL: the first one ends it. */
    void (*tell)(void *data, const char *sentence);
    void *tell_data;
    int wrong_count; /**< Mistakes so far. */
    struct bv_json_path path;
};

enum bv_field_kind {
    BV_FIELD_NUMBER,  /**< double, min..max. */
    BV_FIELD_VECTOR,  /**< double[count], each min..max. */
    BV_FIELD_TEXT,    /**< char[count]. */
    BV_FIELD_WORD,    /**< int: the index in @c words. */
    BV_FIELD_IGNORED, /**< Any value: for people, or read elsewhere. */
};

/** One key; a table ends with a NULL key. */
struct bv_field {
    const char *key;
    enum bv_field_kind kind;
    size_t offset; /**< Of the value in the struct. */
    double min, max;
    size_t count;
    const char *const *words; /**< NULL-ended. */
    bool required;
};

/** Step into a key or (key NULL) an index of an array. */
void bv_json_enter(struct bv_json_place *place, const char *key, size_t index);

/** Step out again. */
void bv_json_leave(struct bv_json_place *place);

/**
 * Say what is wrong where the reader is: "FILE:LINE: KEY WHAT".
 * @return -EINVAL; 0 where mistakes are told and reading goes on.
 */
int bv_json_wrong(struct bv_json_place *place, const char *format, ...)
    BV_PRINTF(2, 3);

/**
 * Read all keys of @p object into @p target as @p fields say; keys that are
 * absent leave the target as it is.
 *
 * @return 0 or -EINVAL with the fault said.
 */
int bv_json_read_fields(struct bv_json_place *place, const json_t *object,
                        const struct bv_field *fields,
                        void *target) BV_MUST_USE;

/** Read one number or range at the current place. Same errors. */
int bv_json_read_number(struct bv_json_place *place, const json_t *value,
                        double min, double max, double *number) BV_MUST_USE;

/** Find a list at @p key of at most @p most entries; @p count is 0 where it is
 *  absent. Same errors. */
int bv_json_find_list(struct bv_json_place *place, const json_t *object,
                      const char *key, size_t most, const json_t **list,
                      int *count) BV_MUST_USE;

/** Say that the key the reader is at is not known. As bv_json_wrong(). */
int bv_json_unknown_key(struct bv_json_place *place, const char *nearest);

/** The file and line of the reader's place. @return The file's name. */
const char *bv_json_find_line(const struct bv_json_place *place, int *line);

BV_END_DECLS

#endif
