/**
 * @file
 * Which key does what: what bevel was shipped with, and what people have made
 * of it. Pure: no GTK, no files. Main thread only.
 */
#ifndef BV_UI_SETTINGS_KEYMAP_H
#define BV_UI_SETTINGS_KEYMAP_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Keys of one deed at most, as shipped. */
enum { BV_KEYMAP_EACH = 3 };

/** Room for all deeds. */
enum { BV_KEYMAP_MOST = 128 };

/** Which window a key is pressed in: the same key does something else in each,
 *  and clashes in none of the others. */
enum bv_key_window {
    BV_KEYS_LIVE,
    BV_KEYS_REVIEW,
    BV_KEYS_LABEL,
    BV_KEY_WINDOWS,
};

/** A key with or without Ctrl and Shift. Where Shift makes another sign of it
 *  ("?"), and in the live window, it is part of the symbol. */
struct bv_key {
    unsigned symbol; /**< X11's keysym, of a letter the small one; 0: none. */
    bool control, shift;
};

/** Something that a key does. */
struct bv_key_deed {
    const char *id;    /**< As it is kept: "still", "review.next". NULL ends the
                            table. */
    const char *words; /**< "keep a still". To be translated. */
    struct bv_key shipped[BV_KEYMAP_EACH];
};

/** Of all windows, one window after another. */
extern const struct bv_key_deed bv_key_deeds[];

struct bv_keymap {
    struct bv_key key[BV_KEYMAP_MOST][BV_KEYMAP_EACH]; /**< As in the table. */
};

/** How many deeds there are. */
int bv_keymap_count(void);

/** The first deed of a window; that of BV_KEY_WINDOWS is the count. */
int bv_keymap_first(enum bv_key_window window);

/** The window of a deed. */
enum bv_key_window bv_keymap_window(int deed);

/** The window's action that does it, without "win."; "step-1" is its action
 *  "step". A constant. */
const char *bv_keymap_action(int deed);

/** All keys as they were shipped; those of one window. */
void bv_keymap_reset(struct bv_keymap *map);
void bv_keymap_reset_window(struct bv_keymap *map, enum bv_key_window window);

/** Whether the keys of a deed are as they were shipped. */
bool bv_keymap_is_shipped(const struct bv_keymap *map, int deed);

/** What a key does in a window. @return A deed; -1: nothing. */
int bv_keymap_find(const struct bv_keymap *map, enum bv_key_window window,
                   struct bv_key key);

/** The deed that is kept by this name; -1: there is none. */
int bv_keymap_find_deed(const char *id);

/** Why a key is not taken. */
enum bv_key_answer {
    BV_KEY_TAKEN,
    BV_KEY_SAME,     /**< It is this deed's already. */
    BV_KEY_CLASHES,  /**< It is another deed's. */
    BV_KEY_RESERVED, /**< It marks, ticks, measures, scores or leaves. */
};

/**
 * Give a deed another key instead of those that it has.
 *
 * @param[out] other  Whose it is, where it clashes; may be NULL.
 */
enum bv_key_answer bv_keymap_give(struct bv_keymap *map, int deed,
                                  struct bv_key key, int *other);

/** Give a deed its shipped keys back. @return BV_KEY_CLASHES with @p other: one
 *  of them does something else now. */
enum bv_key_answer bv_keymap_give_back(struct bv_keymap *map, int deed,
                                       int *other);

BV_END_DECLS

#endif
