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

BV_BEGIN_DECLS

/** It is open now: a source's name, kept among those that were opened before
 *  too, a file by its whole path. NULL: nothing is kept. */
void bv_session_begin(const char *name);

/** It was closed. */
void bv_session_end(void);

/** What was open in a program that is no more, the newest first. @return
 *  false: nothing. */
bool bv_session_find_killed(char *name, size_t size);

BV_END_DECLS

#endif
