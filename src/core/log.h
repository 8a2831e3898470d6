/**
 * @file
 * The log: standard error, one line a message, nothing about a patient.
 * Any thread.
 */
#ifndef BV_CORE_LOG_H
#define BV_CORE_LOG_H

#include "core/decls.h"

BV_BEGIN_DECLS

enum bv_log_level { BV_LOG_ERROR, BV_LOG_WARNING, BV_LOG_INFO, BV_LOG_DEBUG };

/** Write messages up to @p level; WARNING at the start. */
void bv_log_set_level(enum bv_log_level level);

/** Write one line. */
void bv_log(enum bv_log_level level, const char *format, ...) BV_PRINTF(2, 3);

BV_END_DECLS

#endif
