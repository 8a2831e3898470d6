/**
 * @file
 * Writes a canvas as a PNG, with the errors of the disk said.
 */
#ifndef BV_COMMANDS_RENDER_FILE_H
#define BV_COMMANDS_RENDER_FILE_H

#include <cairo.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * Write @p surface to @p path (replacing it, 0600). Where it cannot be written
 * whole, what was there before stays.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_png_write(cairo_surface_t *surface, const char *path,
                 struct bv_fault *fault) BV_MUST_USE;

/** The same into an open output. @return 0 or -ENOMEM. */
int bv_png_print(cairo_surface_t *surface, FILE *out) BV_MUST_USE;

BV_END_DECLS

#endif
