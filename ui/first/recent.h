/**
 * @file
 * What was opened last, and what was open when the program was killed: lists of
 * names of sources in the user's state folder, one a line, for its owner alone.
 * Pure: no GTK. What cannot be read is an empty list, and what cannot be
 * written is forgotten. Main thread only.
 */
#ifndef BV_UI_FIRST_RECENT_H
#define BV_UI_FIRST_RECENT_H

#include <limits.h>

#include "core/decls.h"

BV_BEGIN_DECLS

enum { BV_RECENT_MOST = 8 };

/** The newest first. */
struct bv_recent {
    int count;
    char name[BV_RECENT_MOST][PATH_MAX];
};

/** @param path  Of the list; NULL: there is none. */
void bv_recent_read(const char *path, struct bv_recent *recent);

/** Put a name first, once. One with a line feed is left out. */
void bv_recent_add(struct bv_recent *recent, const char *name);

/** Take a name out. */
void bv_recent_remove(struct bv_recent *recent, const char *name);

/** Write it whole or not at all, mode 0600. */
void bv_recent_write(const char *path, const struct bv_recent *recent);

/** Read, add and write. */
void bv_recent_note(const char *path, const char *name);

BV_END_DECLS

#endif
