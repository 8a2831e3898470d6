/**
 * @file
 * A picture written where nothing is written over: a PNG of its own, named by
 * date and time, for its owner alone. Any thread.
 */
#ifndef BV_UI_KEPT_PICTURE_H
#define BV_UI_KEPT_PICTURE_H

#include <cairo.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * A frame to draw on, a unit a pixel.
 *
 * @param box  What of it is drawn, black around; NULL: all.
 * @return The caller's, perhaps in an error state.
 */
cairo_surface_t *bv_kept_picture_new(const struct bv_frame *frame,
                                     const struct bv_px_box *box);

/**
 * Write it, on the disk when this returns.
 *
 * @param folder     Made where it is missing.
 * @param kind       The name's end: "finding".
 * @param[out] name  In the folder; to be freed with g_free(). Only on 0.
 * @return 0 or a negative errno with @p fault said; then there is no file.
 */
int bv_kept_picture_write(const char *folder, const char *kind,
                          cairo_surface_t *surface, char **name,
                          struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
