/**
 * @file
 * Where a recording goes that nobody named: a file of its own in a folder,
 * named by date and time.
 */
#ifndef BV_RECORDING_NAME_H
#define BV_RECORDING_NAME_H

#include <time.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * Make an empty file, 0600, that no other program can have: `FOLDER/
 * 2025-03-14_15-09-26.mkv`, or with `-2`, `-3`, ... before its end where there
 * is one, or events of one. The folder is made (0700) where it is missing.
 *
 * @param when       Told in local time.
 * @param[out] path  The caller's to free(); written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_recording_name_take(const char *folder, time_t when, char **path,
                           struct bv_fault *fault) BV_MUST_USE;

/** Take the file and its events away: nothing was recorded. */
void bv_recording_name_give_back(const char *path);

BV_END_DECLS

#endif
