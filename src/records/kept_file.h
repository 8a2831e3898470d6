/**
 * @file
 * A file that long work keeps what it has come to in, to go on with later.
 * One process at a time has it.
 */
#ifndef BV_RECORDS_KEPT_FILE_H
#define BV_RECORDS_KEPT_FILE_H

#include <stdio.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Open for reading and writing, at its beginning; it is made (0600) where
 * there is none, and locked until it is closed.
 *
 * @param[out] file  The caller's to close, also after -EEXIST and -EBUSY; else
 *                   NULL after an error.
 * @retval 0
 * @retval -EEXIST  There is something, and it is no file.
 * @retval -EBUSY   Another has it.
 * @return or another negative errno.
 */
int bv_kept_file_open(const char *path, FILE **file) BV_MUST_USE;

/**
 * Put a text in a file's place (0600): whoever reads it, also after a crash,
 * sees the old or the new.
 *
 * @return 0 or a negative errno; then the old one is there.
 */
int bv_kept_file_replace(const char *path, const char *text) BV_MUST_USE;

BV_END_DECLS

#endif
