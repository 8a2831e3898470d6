/**
 * @file
 * The settings of this run: read from GSettings at the start, and kept there
 * as they are set. Where there is no schema they hold until the end of the run.
 * Main thread only.
 *
 * They lie in `bevel/settings` below the user's configuration, which is written
 * anew as a whole.
 */
#ifndef BV_UI_SETTINGS_KEPT_H
#define BV_UI_SETTINGS_KEPT_H

#include <stdbool.h>

#include "core/decls.h"
#include "ui/settings/keymap.h"
#include "ui/settings/settings.h"

BV_BEGIN_DECLS

/** What they are now. Read on the first call. */
const struct bv_settings *bv_kept_get(void);

/** One of them. */
int bv_kept_value(enum bv_setting setting);

/** Whether one of BV_SETTING_SWITCH is on. */
bool bv_kept_is_on(enum bv_setting setting);

/** Set one, keep it, and tell who listens. A value that it cannot have becomes
 *  the nearest that it can. */
void bv_kept_set(enum bv_setting setting, int value);

/** The next value (bv_settings_step()). @param way  1 or -1. */
void bv_kept_step(enum bv_setting setting, int way);

/** All as they were shipped. */
void bv_kept_reset(void);

/** Whether what is set will be there in the next run. */
bool bv_kept_is_kept(void);

/** What keys do now. */
const struct bv_keymap *bv_kept_keys(void);

/** Give a deed another key (bv_keymap_give()), or its own back, and keep it. */
enum bv_key_answer bv_kept_give_key(int deed, struct bv_key key, int *other);
enum bv_key_answer bv_kept_give_key_back(int deed, int *other);

/** All keys of a window as they were shipped. */
void bv_kept_reset_keys(enum bv_key_window window);

/** Be told of each change. @param data  Given to @p changed; names the listener
 *  to bv_kept_ignore(). */
void bv_kept_listen(void (*changed)(void *data), void *data);

/** Be told no more. */
void bv_kept_ignore(void *data);

BV_END_DECLS

#endif
