/**
 * @file
 * Completes a recording that was cut: killed, on a full disk, or on one that
 * was pulled. Its pictures are copied as they are, with their own times, into
 * a new file that has length and index, and its events get an end. Whatever
 * goes wrong, what was there stays as it was. One thread.
 */
#ifndef BV_ACQUISITION_REPAIR_H
#define BV_ACQUISITION_REPAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** What was found, and what was done. */
struct bv_repaired {
    bool whole;         /**< Nothing was missing, and nothing was done. */
    uint64_t frames;    /**< Whole pictures in it. */
    int64_t length_ns;  /**< From the first's start to the last's end. */
    uint64_t damaged;   /**< Pictures, or stretches, before the last whole one
                             that cannot be read, and are left out. */
    int64_t tail_bytes; /**< Behind it, of what is no whole picture. */
    bool events_left;   /**< There are events that cannot be used: they stay as
                             they are. */
};

/**
 * Repair a recording.
 *
 * @param path      Of the recording. What is whole is left alone.
 * @param output    The file to write, which is replaced; NULL: the recording
 *                  itself, once its successor is whole. Then nothing may be
 *                  left out that lies before its end.
 * @param gives_up  Asked between pictures; NULL: never.
 * @param[out] repaired  Written also on failure, as far as it is known.
 * @retval 0
 * @retval -EBADMSG  Pictures would be left out, or there is none.
 * @retval -EBUSY    It is being recorded.
 * @retval -EINTR    It gave up.
 * @return or another negative errno; @p fault said.
 */
int bv_repair(const char *path, const char *output, bool (*gives_up)(void),
              struct bv_repaired *repaired, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
