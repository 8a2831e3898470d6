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
enum { BV_KEYMAP_EACH = 2 };

/** Room for all deeds. */
enum { BV_KEYMAP_MOST = 48 };

/** A key with or without Ctrl. Shift is part of the symbol. */
struct bv_key {
    unsigned symbol; /**< X11's keysym, of a letter the small one; 0: none. */
    bool control;
};

/** Something that a key does. */
struct bv_key_deed {
    const char *id;    /**< An action of the window, without "win."; "step-1" is
                            its action "step". NULL ends the table. */
    const char *words; /**< "keep a still". To be translated. */
    struct bv_key shipped[BV_KEYMAP_EACH];
};
extern const struct bv_key_deed bv_key_deeds[];

struct bv_keymap {
    struct bv_key key[BV_KEYMAP_MOST][BV_KEYMAP_EACH]; /**< As in the table. */
};

/** How many deeds there are. */
int bv_keymap_count(void);

/** All keys as they were shipped; those of one deed. */
void bv_keymap_reset(struct bv_keymap *map);

/** Whether the keys of a deed are as they were shipped. */
bool bv_keymap_is_shipped(const struct bv_keymap *map, int deed);

/** What a key does. @return A deed; -1: nothing. */
int bv_keymap_find(const struct bv_keymap *map, struct bv_key key);

/** The deed of this name; -1: there is none. */
int bv_keymap_find_deed(const char *id);

/** Why a key is not taken. */
enum bv_key_answer {
    BV_KEY_TAKEN,
    BV_KEY_SAME,     /**< It is this deed's already. */
    BV_KEY_CLASHES,  /**< It is another deed's. */
    BV_KEY_RESERVED, /**< It marks, ticks, measures or leaves, everywhere. */
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
