/**
 * @file
 * The folder of kept analyses: what can be made again does not fill a disk.
 */
#ifndef BV_RECORDS_ANALYSES_H
#define BV_RECORDS_ANALYSES_H

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Remove the oldest analyses (NAME.jsonl) until at most so many bytes are left.
 * Those that a program writes stay, and so does every other file.
 *
 * @return How many were removed.
 */
int bv_analyses_trim(const char *folder, long long most_bytes);

BV_END_DECLS

#endif
