/**
 * @file
 * How the settings look: colours of each theme, and the style sheet with texts
 * of the size that is set. Pure: no GTK. Main thread only.
 */
#ifndef BV_UI_SETTINGS_STYLE_H
#define BV_UI_SETTINGS_STYLE_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** The colours that the style sheet names, in its words. */
enum bv_shade {
    BV_SHADE_BACKGROUND,
    BV_SHADE_PANEL,
    BV_SHADE_CARD,
    BV_SHADE_LINE,  /**< Edges, and what is hovered over. */
    BV_SHADE_TRACK, /**< Of a gauge or a scale. */
    BV_SHADE_TEXT,
    BV_SHADE_DIM,
    BV_SHADE_FAINT, /**< Dashes, and what cannot be pressed. */
    BV_SHADE_NEEDLE,
    BV_SHADE_TARGET,
    BV_SHADE_WARN,
    BV_SHADE_HAZARD,
    BV_SHADE_FLUID,
    BV_SHADE_RECORD,
    BV_SHADE_TRUTH,
    BV_SHADE_ALERT,      /**< The ground of an alarm. */
    BV_SHADE_ALERT_TEXT, /**< On it. */
    BV_SHADE_ALERT_DIM,
    BV_SHADE_URGENT, /**< The ground of a fault's chip or line; on it
                          BV_SHADE_URGENT_TEXT. */
    BV_SHADE_URGENT_TEXT,
    BV_SHADE_STRONG, /**< The ground of what is to be pressed next; on it
                          BV_SHADE_BACKGROUND. */
    BV_SHADES
};

/** A theme's colours, 0xRRGGBB. */
struct bv_shades {
    unsigned of[BV_SHADES];
};

/** @return A constant. */
const struct bv_shades *bv_shades_find(bool light, bool high_contrast);

/** The contrast of two colours, 1 to 21, as WCAG 2.2 has it. */
double bv_shade_contrast(unsigned a, unsigned b);

/** A size of text in px at so many percent. What is up to 16 px grows in full,
 *  what is larger by as many px as that; a number that is read from afar, of
 *  100 px and more, stays as it is. */
double bv_style_grow(double px, int percent);

/**
 * The style sheet: the colours by name, and each `font-size` grown.
 *
 * @param sheet  With sizes in px.
 * @return The caller's to free(); NULL: no memory.
 */
char *bv_style_make(const char *sheet, const struct bv_shades *shades,
                    int percent) BV_MUST_USE;

BV_END_DECLS

#endif
