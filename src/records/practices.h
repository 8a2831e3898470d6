/**
 * @file
 * The folder of recorded practice scenes: what can be made again does not fill
 * a disk.
 */
#ifndef BV_RECORDS_PRACTICES_H
#define BV_RECORDS_PRACTICES_H

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Remove the oldest recordings (FOLDER/NAME.mkv, each with its truth) until at
 * most so many bytes are left.
 *
 * @param stays  A recording that does, however old; NULL: none.
 * @return How many were removed.
 */
int bv_practices_trim(const char *folder, const char *stays,
                      long long most_bytes);

BV_END_DECLS

#endif
