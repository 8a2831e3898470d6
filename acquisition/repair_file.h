/**
 * @file
 * A recording's pictures as they lie in its file, finished or not, read by
 * libav without being decoded. Only for bevel's own recordings. One thread.
 */
#ifndef BV_ACQUISITION_REPAIR_FILE_H
#define BV_ACQUISITION_REPAIR_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "acquisition/matroska.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_repair_file;

/** A picture, until the next is read. */
struct bv_repair_picture {
    bool whole;      /**< Its checksums hold. */
    int64_t time_ns; /**< Its own. */
    const uint8_t *bytes;
    size_t size;
    int64_t at, end; /**< From where to where it lies in the file. */
};

/**
 * @param[out] file  Written only on success.
 * @return 0 or a negative errno with @p fault said: it cannot be read, or is
 *         no recording.
 */
int bv_repair_file_open(const char *path, struct bv_repair_file **file,
                        struct bv_fault *fault) BV_MUST_USE;

/** NULL is ignored. */
void bv_repair_file_close(struct bv_repair_file *file);

/** What a new file's head is made of; its bytes are the file's. */
struct bv_matroska_track
bv_repair_file_track(const struct bv_repair_file *file);

/** Whether it was finished once: it has a length, a size and an index. */
bool bv_repair_file_is_finished(const struct bv_repair_file *file);

/** Whether it was, and is shorter now. */
bool bv_repair_file_is_cut(const struct bv_repair_file *file);

/** How much lies behind the last picture's end, but for an index. */
int64_t bv_repair_file_tail_bytes(const struct bv_repair_file *file,
                                  int64_t end);

/**
 * The next picture; what cannot be one is passed over.
 *
 * @retval -ENODATA  There is no other.
 * @return 0 or another negative errno with @p fault said: the disk fails.
 */
int bv_repair_file_next(struct bv_repair_file *file,
                        struct bv_repair_picture *picture,
                        struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
