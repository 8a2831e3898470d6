/**
 * @file
 * A Matroska file with one FFV1 track while it is written: every picture is
 * one cluster, written by one call, so that a killed program leaves whole
 * pictures; what can be known only at the end is filled in then. One thread at
 * a time; a thread of its own, `flush`, waits for the disk.
 */
#ifndef BV_ACQUISITION_MATROSKA_FILE_H
#define BV_ACQUISITION_MATROSKA_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "acquisition/matroska.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_matroska_file;

/**
 * Create it (replacing what is there, 0600) and write its head. While it is
 * open it is locked (flock), so that nobody repairs it.
 *
 * @param track      What it points to is copied.
 * @param[out] file  Written only on success; on failure nothing is left.
 */
int bv_matroska_file_create(const char *path,
                            const struct bv_matroska_track *track,
                            struct bv_matroska_file **file) BV_MUST_USE;

/**
 * Append one picture, later than the one before. On failure the file ends
 * where it was good.
 */
int bv_matroska_file_append(struct bv_matroska_file *file, int64_t time_ns,
                            const uint8_t *bytes, size_t size) BV_MUST_USE;

/**
 * Once a second, have what was written flushed to the disk, so that a machine
 * that loses power keeps it; call it after each picture. Never waits for it.
 *
 * @return 0, or what an earlier flush came to: a negative errno.
 */
int bv_matroska_file_flush(struct bv_matroska_file *file) BV_MUST_USE;

/** Fill in length, size and index, close the file and free it, also after an
 *  error. @return 0, or a negative errno: its end is missing. */
int bv_matroska_file_close(struct bv_matroska_file *file);

BV_END_DECLS

#endif
