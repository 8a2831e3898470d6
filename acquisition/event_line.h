/**
 * @file
 * A line of a recording's events, for those who write and complete them.
 */
#ifndef BV_ACQUISITION_EVENT_LINE_H
#define BV_ACQUISITION_EVENT_LINE_H

#include <jansson.h>

#include "acquisition/event_log.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The longest that is read. */
enum { BV_EVENT_LINE_BYTES = 4096 };

/** Write the object as one line. Takes it; NULL: no memory. */
int bv_event_log_write_line(struct bv_event_log *log, json_t *take_line,
                            struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
