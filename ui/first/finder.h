/**
 * @file
 * Finds what the first page shows on a thread of its own: what is plugged in,
 * again and again, and the scenes with a picture each, kept for the next time.
 * Main thread only.
 */
#ifndef BV_UI_FIRST_FINDER_H
#define BV_UI_FIRST_FINDER_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/first/first.h"

BV_BEGIN_DECLS

struct bv_finder;

/**
 * @param devices  Called on the main thread when other devices are there.
 * @param scene    The same for each scene, once.
 */
struct bv_finder *
bv_finder_new(const struct bv_first_options *options,
              void (*devices)(const char *const *name, const char *const *title,
                              int count, void *data),
              void (*scene)(const char *name, const char *title,
                            GdkTexture *picture, void *data),
              void *data);

/** Nothing is called any more; waits for a scene that is being drawn. */
void bv_finder_free(struct bv_finder *finder);

BV_END_DECLS

#endif
