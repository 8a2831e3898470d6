/**
 * @file
 * Which of GTK's renderers to use. Main thread only.
 */
#ifndef BV_UI_RENDERER_H
#define BV_UI_RENDERER_H

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Where the user has chosen cairo (GSK_RENDERER), or nothing and there is no
 * graphics card, keep GTK from loading OpenGL: it does so as it connects to
 * the display, and a software OpenGL takes a third of the time to the first
 * picture. Before gtk_init().
 */
void bv_renderer_prepare(void);

/**
 * Choose cairo where OpenGL is drawn by the processor: there it costs five to
 * seven times less. Does nothing where the user has chosen (GSK_RENDERER).
 * After gtk_init(), before the first window.
 */
void bv_renderer_choose(void);

BV_END_DECLS

#endif
