/**
 * @file
 * What a foot does with a pedal: short, long and double presses out of when it
 * goes down and up. Pure: no clock, no GTK.
 */
#ifndef BV_UI_PRESSES_H
#define BV_UI_PRESSES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Held so long it is a long press; pressed again so soon it is a double one.
 *  A foot in a shoe is slower than a finger on a mouse. */
enum { BV_PRESS_LONG_MS = 600, BV_PRESS_AGAIN_MS = 400 };

/** What came of it. */
enum bv_press {
    BV_PRESS_NONE,
    BV_PRESS_SHORT,
    BV_PRESS_LONG,   /**< While it is still held. */
    BV_PRESS_DOUBLE, /**< As it goes down again. */
    BV_PRESS_HOLDS,  /**< It does what it does until it goes up. */
};

/** What a press is for, now. */
enum bv_press_kind {
    BV_PRESS_WAITS,   /**< Short, long or double: only time tells. */
    BV_PRESS_AT_ONCE, /**< It must be heard as it comes: the mark where the
                           cursor stands, an item of the time-out. */
    BV_PRESS_IS_HELD, /**< It does something as long as it is down. A second one
                           soon after a short one is a double press still. */
};

/** Zero-initialise. */
struct bv_presses {
    bool is_down;
    bool is_spent;    /* what is down has done what it does */
    bool holds;       /* the same, and does it until it goes up */
    bool is_tapped;   /* it was short: another may follow */
    bool is_waiting;  /* a short press, for another that may follow */
    int64_t since_ns; /* down, or up */
};

/** It goes down; again and again where keys repeat. bv_presses_wait() comes
 *  first, for what was before. @return What that is. */
enum bv_press bv_presses_down(struct bv_presses *presses,
                              enum bv_press_kind kind, int64_t now_ns);

/** It goes up. @return BV_PRESS_LONG where nobody had waited that long; else
 *  BV_PRESS_NONE. */
enum bv_press bv_presses_up(struct bv_presses *presses, int64_t now_ns);

/** Time goes by. Call it every 50 ms or so. @return BV_PRESS_LONG or
 *  BV_PRESS_SHORT, once, when it is sure. */
enum bv_press bv_presses_wait(struct bv_presses *presses, int64_t now_ns);

/** Something else is pressed: no second press follows any more. @return
 *  BV_PRESS_SHORT where one was waited for. */
enum bv_press bv_presses_flush(struct bv_presses *presses);

/** Its key will not be told any more: nothing comes of it. */
void bv_presses_drop(struct bv_presses *presses);

BV_END_DECLS

#endif
