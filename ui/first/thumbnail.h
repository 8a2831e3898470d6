/**
 * @file
 * What a device that is plugged in sends, as a small picture a few times a
 * second: opened, looked at and closed on a thread of its own, so that one that
 * hangs holds nobody up. Main thread, except where it is said.
 */
#ifndef BV_UI_FIRST_THUMBNAIL_H
#define BV_UI_FIRST_THUMBNAIL_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/first/first.h"

BV_BEGIN_DECLS

/** What is known of its picture. */
enum bv_thumbnail_state {
    BV_THUMBNAIL_OPENING, /**< It is opened, or opened anew. */
    BV_THUMBNAIL_LIVE,    /**< There is one, now. */
    BV_THUMBNAIL_SILENT,  /**< It is open, and sends nothing. */
    BV_THUMBNAIL_FAULTY,  /**< It cannot be opened, or is gone. */
    BV_THUMBNAIL_PAUSED,  /**< Not wanted now: it is closed. */
};

struct bv_thumbnail;

/**
 * Begin to look, once it is wanted.
 *
 * @param watch    As of struct bv_first_options.
 * @param changed  Called on the main thread when picture or state is another:
 *                 @p picture only where it is new, @p why in
 *                 BV_THUMBNAIL_FAULTY alone.
 * @return One reference for the caller.
 */
struct bv_thumbnail *bv_thumbnail_new(
    const char *name, const struct bv_first_options *options,
    void (*changed)(enum bv_thumbnail_state state, GdkTexture *picture,
                    const char *why, void *data),
    void *data);

/** Its device's name. Any thread. */
const char *bv_thumbnail_get_name(const struct bv_thumbnail *thumbnail);

/** Whether it is to be seen: else the device is closed, for others to have. */
void bv_thumbnail_want(struct bv_thumbnail *thumbnail, bool wanted);

/** It is not to be seen ever again: changed() is not called any more. */
void bv_thumbnail_end(struct bv_thumbnail *thumbnail);

/** Wait until one that is not wanted has closed its device, or until that
 *  time (g_get_monotonic_time()). Any thread. */
void bv_thumbnail_await_closed(struct bv_thumbnail *thumbnail, gint64 until_us);

/** Any thread. */
struct bv_thumbnail *bv_thumbnail_ref(struct bv_thumbnail *thumbnail);
void bv_thumbnail_unref(struct bv_thumbnail *thumbnail);

BV_END_DECLS

#endif
