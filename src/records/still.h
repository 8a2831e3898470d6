/**
 * @file
 * What is known of a picture that was kept: a file of two lines of JSON beside
 * it, a header and the keys of `bevel detect` (docs/formats.md).
 */
#ifndef BV_RECORDS_STILL_H
#define BV_RECORDS_STILL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_still {
    const char *source;  /**< Its title. */
    const char *picture; /**< The file's name. */
    bool simulated;
    bool guided;    /**< Its guidance was on the screen. */
    uint32_t frame; /**< Of the source. */
    double process_ms;
    int64_t
        when_s; /**< When it came, since the epoch; written in local time. */
    const struct bv_advice *advice;
};

/**
 * Write it where no file is yet, 0600, on the disk when this returns. Any
 * thread.
 *
 * @return 0 or a negative errno with @p fault said; then there is no file of
 *         its making.
 */
int bv_still_write(const char *path, const struct bv_still *still,
                   struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
