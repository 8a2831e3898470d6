/**
 * @file
 * What the JSON of records shares. For src/records alone: nobody above it sees
 * the library.
 */
#ifndef BV_RECORDS_JSON_H
#define BV_RECORDS_JSON_H

#include <jansson.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** A string of any bytes: what is not UTF-8 is kept in its ASCII alone.
 *  @return The caller's; NULL: no memory. */
json_t *bv_json_text(const char *bytes) BV_MUST_USE;

/**
 * Read a file that is one JSON value.
 *
 * @param[out] value  The caller's; written only on success.
 * @retval 0
 * @retval -EBADMSG  It is not JSON, with the line in @p fault.
 * @return or another negative errno with @p fault said.
 */
int bv_json_read_file(const char *path, json_t **value,
                      struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
