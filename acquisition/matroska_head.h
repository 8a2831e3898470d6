/**
 * @file
 * The first bytes of a Matroska file: whether it was finished, and whether it
 * is all there. Pure; every length is checked.
 */
#ifndef BV_ACQUISITION_MATROSKA_HEAD_H
#define BV_ACQUISITION_MATROSKA_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** So many bytes are enough. */
enum { BV_MATROSKA_HEAD_BYTES = 4096 };

struct bv_matroska_head {
    bool open;        /**< The segment has no size: it goes to the file's end,
                           as in a recording that was never finished. */
    uint64_t segment; /**< Where its first byte lies. */
    uint64_t segment_bytes; /**< Unless it is open. */
    bool has_index; /**< The segment starts by saying where things are in it:
                         a recording says so when it is finished. */
};

/**
 * @param size   Of what is there of the head.
 * @retval 0
 * @retval -EINVAL  It is no Matroska file.
 */
int bv_matroska_head_parse(const uint8_t *bytes, size_t size,
                           struct bv_matroska_head *head) BV_MUST_USE;

/** Whether the segment reaches behind the file's end. One with an open size
 *  never does. */
bool bv_matroska_head_is_cut(const struct bv_matroska_head *head,
                             int64_t file_bytes);

BV_END_DECLS

#endif
