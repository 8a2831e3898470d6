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
#include "core/status.h"

BV_BEGIN_DECLS

/** How deep a place in a file may lie. */
#define BV_JSON_DEPTH_MAX 6

/** A text being read, and where in it the reader is. */
struct bv_json_place {
    const char *name; /**< Of the file, for sentences. */
    const char *text;
    size_t size_bytes;
    uint64_t seed;
    struct bv_fault *fault;
    int depth;
    struct {
        const char *key; /**< NULL: an index. */
        size_t index;
    } steps[BV_JSON_DEPTH_MAX];
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
 * @return -EINVAL
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

BV_END_DECLS

#endif
