/**
 * @file
 * Progress on standard error, for a person who watches: never into a file,
 * five times a second at most. One thread.
 */
#ifndef BV_COMMANDS_PROGRESS_H
#define BV_COMMANDS_PROGRESS_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_progress {
    int64_t told_ns; /**< When it was last shown; 0: there is nothing to
                          take away. */
};

/** Show "name: ..." in place of what was shown before. */
void bv_progress_tell(struct bv_progress *progress, const char *format, ...)
    BV_PRINTF(2, 3);

/** Take it away, before anything else is said. */
void bv_progress_end(struct bv_progress *progress);

BV_END_DECLS

#endif
