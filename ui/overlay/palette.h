/**
 * @file
 * The colours, the same on the picture, in the panel and in reports. No green:
 * bevel never says that anything is safe (design, rule 4). The window beside
 * the picture has them too where it is dark (ui/settings/style.c).
 */
#ifndef BV_UI_OVERLAY_PALETTE_H
#define BV_UI_OVERLAY_PALETTE_H

#include <cairo.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** 0xRRGGBB. */
#define BV_COLOUR_BACKGROUND 0x06090du
#define BV_COLOUR_PANEL 0x0c1219u
#define BV_COLOUR_CARD 0x141c26u
#define BV_COLOUR_LINE 0x243140u
#define BV_COLOUR_TEXT 0xf3f7fbu
#define BV_COLOUR_DIM 0xa3b3c2u
#define BV_COLOUR_NEEDLE 0x5cc8ffu
#define BV_COLOUR_TARGET 0xffe14du
#define BV_COLOUR_HAZARD 0xff8a5cu
#define BV_COLOUR_WARN 0xffc05cu
/** Injected, or drawn off. */
#define BV_COLOUR_FLUID 0xc9a6ffu
/** What a person, or the simulated probe, says is so. */
#define BV_COLOUR_TRUTH 0xff5cf0u

/** Set a colour of the palette as cairo's source. @param alpha  0 to 1. */
static inline void bv_cairo_set_colour(cairo_t *cairo, unsigned colour,
                                       double alpha)
{
    cairo_set_source_rgba(cairo, (double)(colour >> 16 & 255u) / 255.0,
                          (double)(colour >> 8 & 255u) / 255.0,
                          (double)(colour & 255u) / 255.0, alpha);
}

BV_END_DECLS

#endif
