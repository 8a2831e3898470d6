/**
 * @file
 * Files of a kind ("review/scales") by their names: the site's own, below
 * `bevel/KIND` of its configuration, before those that come with bevel.
 */
#ifndef BV_RECORDS_OWN_FILES_H
#define BV_RECORDS_OWN_FILES_H

#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

#define BV_OWN_FILES_MAX 200
#define BV_OWN_NAME_SIZE 64

/** Names without their ".json". */
struct bv_own_files {
    size_t count;
    char names[BV_OWN_FILES_MAX][BV_OWN_NAME_SIZE];
};

/** All there are, each once, by name. */
void bv_own_files_list(const char *kind, struct bv_own_files *files);

/**
 * Read a file's text: NAME of its kind, or a path (with a slash, or ending in
 * ".json"). At most 256 kB.
 *
 * @param[out] path   Where it was.
 * @param[out] text   The caller's to free().
 * @return 0 or a negative errno with @p fault said.
 */
int bv_own_files_read(const char *kind, const char *name, char *path,
                      size_t path_size, char **text, size_t *size,
                      struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
