/**
 * @file
 * What is plugged in now, on the first page: a button for each device, with a
 * picture of what it sends. Main thread only.
 */
#ifndef BV_UI_FIRST_DEVICES_H
#define BV_UI_FIRST_DEVICES_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/first/first.h"

BV_BEGIN_DECLS

struct bv_devices;

/**
 * @param clicked  A device's button is.
 * All are borrowed, longer than this, which goes with its widget.
 */
struct bv_devices *
bv_devices_new(const struct bv_first_options *options,
               void (*clicked)(GtkButton *button, gpointer data), void *data);

/** Floating until it is put somewhere. */
GtkWidget *bv_devices_get_widget(struct bv_devices *devices);

/** What is there now; those that were there before stay as they are. */
void bv_devices_set(struct bv_devices *devices, const char *const *name,
                    const char *const *title, int count);

/** Whether pictures are to be seen; else all devices are closed. */
void bv_devices_want(struct bv_devices *devices, bool wanted);

/** All pictures, to be waited for on another thread; free with
 *  g_ptr_array_unref(), on any. */
GPtrArray *bv_devices_get_thumbnails(struct bv_devices *devices);

BV_END_DECLS

#endif
