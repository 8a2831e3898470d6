/**
 * @file
 * What is said of looking back: how many seconds are held, and how old the
 * picture is that is shown. Pure.
 */
#ifndef BV_UI_LOOK_WORDS_H
#define BV_UI_LOOK_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "look_back.h"

BV_BEGIN_DECLS

struct bv_look_facts {
    struct bv_look_back_state state;
    const struct bv_frame *frame; /**< That is shown; NULL: none yet. */
    uint64_t number;  /**< Of the one that is looked at; 0: it is not held. */
    int64_t looks_ns; /**< When that one came. */
    bool frozen;      /**< Else it plays. */
    bool clip;        /**< It has an end: its own times mean more than when they
                           were played. */
    int64_t now_ns;
};

struct bv_look_words {
    char held[96];    /**< "12.4 s of 30 s held", "21.8 s: memory full". */
    char where[48];   /**< "−3.43 s"; empty while it plays. */
    char age[40];     /**< "12 s ago", or of a clip "at 12.43 s". */
    char caption[64]; /**< "FROZEN  ·  12 s ago"; empty while it plays. */
    char spoken[256]; /**< All of it, for a screen reader. */
};

void bv_look_words_make(const struct bv_look_facts *facts,
                        struct bv_look_words *words);

/** How old a frame is, in words, or when it is of its clip. */
void bv_look_say_age(const struct bv_frame *frame, bool clip, int64_t now_ns,
                     char *text, size_t size);

/**
 * Whether two pictures show tissue at the same scale, as far as it is seen.
 * @param one_mm, other_mm  Of a px of the frame; 0: not known.
 * @param one_px, other_px  Pixels of the frame a pixel of the screen.
 */
bool bv_look_same_scale(double one_mm, double one_px, double other_mm,
                        double other_px);

/**
 * The frame that lies so many frames from one, of those that are held.
 * @param number  0: from the newest.
 * @return 0: none is held.
 */
uint64_t bv_look_step(const struct bv_look_back_state *state, uint64_t number,
                      int frames);

BV_END_DECLS

#endif
