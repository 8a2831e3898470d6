/**
 * @file
 * Texts and pictures in a page that is one file.
 */
#ifndef BV_COMMANDS_HTML_PICTURE_H
#define BV_COMMANDS_HTML_PICTURE_H

#include <cairo.h>
#include <stdio.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Text with what HTML and XML would take for their own replaced. */
void bv_html_write_text(const char *text, FILE *out);

/** A tag with words in it, and the line's end. */
void bv_html_write_in(FILE *out, const char *tag, const char *text);

/** A frame's pixels, grey, on a surface of the caller's own. */
cairo_surface_t *bv_grey_surface(const struct bv_frame *picture);

/** A surface as an <img> with the picture inside.
 *  @return 0, -ENOMEM or -EIO. */
int bv_html_write_image(cairo_surface_t *surface, const char *alt,
                        FILE *out) BV_MUST_USE;

BV_END_DECLS

#endif
