/**
 * @file
 * What is open, kept in the user's state folder while it is, so that it is
 * offered again where the program was killed. Main thread only.
 */
#ifndef BV_UI_FIRST_SESSION_H
#define BV_UI_FIRST_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "records/held_file.h"

BV_BEGIN_DECLS

/** It is open now: a source's name, kept among those that were opened before
 *  too, a file by its whole path. NULL: nothing is kept. */
void bv_session_begin(const char *name);

/** It was closed. */
void bv_session_end(void);

/** Where this program keeps how its procedure stands (records/held_file.h) as
 *  long as something is open. @return The caller's to free(); NULL: nowhere. */
char *bv_session_held_path(void);

/**
 * What was open in a program that is no more, the newest first.
 * @param[out] held  How it stood; NULL where that is not known. The caller's to
 *                   free().
 * @return false: nothing.
 */
bool bv_session_find_killed(char *name, size_t size,
                            struct bv_held_procedure **held);

BV_END_DECLS

#endif
