/**
 * @file
 * A place in a JSON text, "layers[2].thickness_mm", and the line in which it
 * was written: for sentences about what is wrong with a file. It reads no
 * JSON; it walks over text that a parser took.
 */
#ifndef BV_CORE_JSON_PATH_H
#define BV_CORE_JSON_PATH_H

#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** How deep a place in a file may lie. */
#define BV_JSON_DEPTH_MAX 8

/** Steps from the root. Zero-initialise. */
struct bv_json_path {
    int depth;
    struct {
        const char *key; /**< Borrowed; NULL: an index. */
        size_t index;
    } steps[BV_JSON_DEPTH_MAX];
};

/** Step into a key or (key NULL) an index of an array. It is a bug to go
 *  deeper than BV_JSON_DEPTH_MAX. */
void bv_json_path_enter(struct bv_json_path *path, const char *key,
                        size_t index);

/** Step out again. */
void bv_json_path_leave(struct bv_json_path *path);

/** "layers[2].thickness_mm", cut where it does not fit; what a terminal would
 *  obey becomes `?`. */
void bv_json_path_write(const struct bv_json_path *path, char *text,
                        size_t size);

/**
 * Find a place in a text that is JSON.
 *
 * @param[out] line  Of the deepest step that is there, from 1.
 * @return How many of its steps are there.
 */
int bv_json_path_find(const struct bv_json_path *path, const char *text,
                      size_t size_bytes, int *line);

BV_END_DECLS

#endif
