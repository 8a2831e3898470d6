/**
 * @file
 * What a file holds, as a number: the same one wherever it lies.
 */
#ifndef BV_CORE_FILE_DIGEST_H
#define BV_CORE_FILE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Where a digest begins, and it with some more bytes: FNV-1a, 64 bits
 *  (Fowler, Noll, Vo). */
#define BV_DIGEST_EMPTY UINT64_C(0xcbf29ce484222325)
uint64_t bv_digest_add(uint64_t digest, const void *bytes, size_t size);

/**
 * Say which file it is: by its size and 64 pieces of it, so that a long clip is
 * not read whole. A folder by its path and time; "none" of what cannot be read.
 */
void bv_file_digest_say(const char *path, char *text, size_t size);

BV_END_DECLS

#endif
