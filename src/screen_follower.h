/**
 * @file
 * When to look at a screen for its scale, where nobody is there to press a
 * key: at the first frame, at once where a scale was dropped, and once a
 * second while there is none. Timed by the frames' own times.
 *
 * One thread at a time; a look takes about a second.
 */
#ifndef BV_SCREEN_FOLLOWER_H
#define BV_SCREEN_FOLLOWER_H

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/screen_scale.h"

BV_BEGIN_DECLS

/** By which word of the user's. */
enum bv_screen_how {
    BV_SCREEN_READ,   /**< What the screen says. */
    BV_SCREEN_PRESET, /**< What was confirmed for it once. */
};

struct bv_screen_follower;

/** @return NULL: no memory. */
struct bv_screen_follower *bv_screen_follower_new(enum bv_screen_how how);

/** NULL is ignored. */
void bv_screen_follower_free(struct bv_screen_follower *follower);

/**
 * Before advice on a frame.
 *
 * @param[out] scale  Written only where one was found in it.
 * @return 1: found; 0: not looked, or none; or -ENOMEM.
 */
int bv_screen_follower_step(struct bv_screen_follower *follower,
                            const struct bv_frame *frame,
                            struct bv_screen_scale *scale) BV_MUST_USE;

/** What came of it. */
void bv_screen_follower_note(struct bv_screen_follower *follower,
                             const struct bv_advice *advice);

/** Why none was ever found; NULL: one was, or nothing was looked at. */
const char *
bv_screen_follower_missed(const struct bv_screen_follower *follower);

BV_END_DECLS

#endif
