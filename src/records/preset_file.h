/**
 * @file
 * Scales that a user confirmed or measured, kept for the day when the same
 * screen at the same depth is there again: presets.json, for its owner alone.
 * docs/formats.md says what is in it.
 *
 * Of a screen only the ruler, its numbers, the depth text and the zoom are
 * kept: never where a name could stand. Any thread; files are locked.
 */
#ifndef BV_RECORDS_PRESET_FILE_H
#define BV_RECORDS_PRESET_FILE_H

#include "core/decls.h"
#include "core/frame.h"
#include "core/screen_look.h"
#include "core/screen_scale.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Where there are as many, the oldest goes. */
#define BV_PRESETS_MAX 64

struct bv_preset {
    char id[9];    /**< Eight hexadecimal digits, by what it looks like. */
    char made[24]; /**< When: "2026-11-27 21:05", local time. */
    struct bv_screen_scale scale; /**< As it was confirmed. */
    struct bv_screen_look look;
};

struct bv_presets {
    int count;
    struct bv_preset preset[BV_PRESETS_MAX]; /**< The oldest first. */
};

/**
 * The user's file: bevel/presets.json below $XDG_CONFIG_HOME, else ~/.config.
 *
 * @return The caller's to free(); NULL: there is no home, or no memory.
 */
char *bv_presets_path(void) BV_MUST_USE;

/**
 * Read them. One that is missing has none. One that is damaged is logged, and
 * set aside as presets.json.damaged, and has none.
 *
 * @param[out] presets  For bv_presets_free(); written only on success.
 * @return 0 or a negative errno with @p fault said; -ENOTSUP: a newer bevel's.
 */
int bv_presets_read(const char *path, struct bv_presets **presets,
                    struct bv_fault *fault) BV_MUST_USE;

/** NULL is ignored. */
void bv_presets_free(struct bv_presets *presets);

/**
 * Keep a scale, in place of those that the same screen has.
 *
 * @retval -EINVAL  Too little of the screen is known to know it again.
 * @return 0 or another negative errno with @p fault said.
 */
int bv_presets_keep(const char *path, const struct bv_screen_scale *scale,
                    const struct bv_frame *screen,
                    struct bv_fault *fault) BV_MUST_USE;

/**
 * Take one away; with an @p id of NULL all.
 *
 * @return How many, or a negative errno with @p fault said.
 */
int bv_presets_remove(const char *path, const char *id,
                      struct bv_fault *fault) BV_MUST_USE;

/** The one that a screen looks like; NULL: none, or two with two scales. */
const struct bv_preset *bv_presets_find(const struct bv_presets *presets,
                                        const struct bv_frame *screen);

BV_END_DECLS

#endif
