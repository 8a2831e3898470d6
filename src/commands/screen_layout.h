/**
 * @file
 * What a scanner's screen looks like, as plain data. Private to the screen.
 */
#ifndef BV_COMMANDS_SCREEN_LAYOUT_H
#define BV_COMMANDS_SCREEN_LAYOUT_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Where a text lies: its anchor, and which end of it that is. */
struct bv_screen_spot {
    int x, y;     /**< Its middle line; x 0: not there. */
    double align; /**< 0: x is the left end, 1: the right one. */
};

struct bv_screen_layout {
    const char *name;
    int width_px, height_px;
    struct bv_px_box scan; /**< Where the simulator's picture lies. */
    const char *font;      /**< Pango's family list. */
    double letter_px;      /**< Of the em. */
    double background, bar, ink, dim; /**< Greys, 0 to 1. */
    int bar_px;                /**< Height of a bar at the top; 0: none. */
    bool frame;                /**< A thin line around the scan. */
    bool ruler_left;           /**< Else on the right. */
    bool ruler_below;          /**< One along the bottom too. */
    bool numbers;              /**< At the ruler's whole centimetres. */
    bool buttons;              /**< A column of them on the right. */
    struct bv_px_box grey_bar; /**< Empty: none. */
    struct bv_screen_spot logo, patient, clock, depth, knobs;
    const char *depth_before, *depth_after; /**< Around the number in cm. */
    const char *marker;                     /**< At the marked side. */
};

/** All layouts. */
#define BV_SCREEN_LAYOUTS 4
extern const struct bv_screen_layout bv_screen_layouts[BV_SCREEN_LAYOUTS];

BV_END_DECLS

#endif
