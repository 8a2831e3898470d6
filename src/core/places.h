/**
 * @file
 * Where bevel's own files lie: those that come with it, and the user's.
 */
#ifndef BV_CORE_PLACES_H
#define BV_CORE_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * A folder in which files of a kind ("scenes") that come with bevel are looked
 * for. From 0 up, first to last: the environment's (BEVEL_SAMPLES_DIR), then
 * beside the program (an installed prefix that was moved, then the source tree
 * of a build folder), then where it was installed.
 *
 * @return false: there are no more.
 */
bool bv_place_sample(int which, const char *kind, char *folder, size_t size);

/**
 * The folder of bevel's translations: the environment's (BEVEL_LOCALE_DIR),
 * then beside the program (an installed prefix, a build folder), then where
 * they were installed.
 */
void bv_place_locale(char *folder, size_t size);

/** Room for a folder's path. */
enum { BV_PLACE_MOST = 4096 };

/**
 * A folder in which the schema of the settings is looked for, compiled. From 0
 * up: beside an installed program, then in the build folder of one that is not.
 *
 * @return false: there are no more.
 */
bool bv_place_schema(int which, char *folder, size_t size);

/**
 * Make the folders above a file, those that are missing, for their owner alone.
 * @return 0 or a negative errno.
 */
int bv_place_make_above(const char *path);

/**
 * A file or folder of the user's: `bevel/NAME` below $XDG_CONFIG_HOME, else
 * below ~/.config.
 *
 * @return The caller's to free(); NULL: there is no such place, or no memory.
 */
char *bv_place_config(const char *name) BV_MUST_USE;

/** The same of what can be made again: `bevel/NAME` below $XDG_CACHE_HOME, else
 *  below ~/.cache. */
char *bv_place_cache(const char *name) BV_MUST_USE;

/** The same of what the user's work is: `bevel/NAME` below $XDG_DATA_HOME, else
 *  below ~/.local/share. */
char *bv_place_data(const char *name) BV_MUST_USE;

/** The same of what is remembered from one run to the next: `bevel/NAME` below
 *  $XDG_STATE_HOME, else below ~/.local/state. */
char *bv_place_state(const char *name) BV_MUST_USE;

BV_END_DECLS

#endif
