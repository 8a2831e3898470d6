/**
 * @file
 * The first page, where no source was named: what was opened last, what is
 * plugged in, scenes to practise on, and a file to open. Main thread only.
 */
#ifndef BV_UI_FIRST_FIRST_H
#define BV_UI_FIRST_FIRST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/held_file.h"

BV_BEGIN_DECLS

enum { BV_FIRST_PICTURE_WIDTH = 192, BV_FIRST_PICTURE_HEIGHT = 144 };

/** What the page is made of; its functions are called on other threads. */
struct bv_first_options {
    /** Tell what can be opened now, by its name and what it is called. */
    void (*list)(void (*found)(const char *name, const char *title, void *to),
                 void *to);
    /** A scene's first picture, grey, of the size above. @return 0 or a
     *  negative errno. */
    int (*peek)(const char *name, uint8_t *grey);
    /**
     * Open a device and show its newest picture, of the same size, again and
     * again until show() returns false; then it is closed.
     *
     * @param show  Sets the pace. With NULL: none came, does it go on? At
     *              least four times a second.
     * @return 0, or a negative errno with @p fault said: it cannot be opened,
     *         or is gone.
     */
    int (*watch)(const char *name, bool (*show)(const uint8_t *grey, void *to),
                 void *to, struct bv_fault *fault);
    /** Open it. @return 0, or a negative errno with @p fault said. */
    int (*open)(void *data, const char *name, struct bv_fault *fault);
    void *data; /**< Given to open(). */
    /** What went wrong with the last one; empty: nothing. */
    struct bv_fault fault;
};

/**
 * Show the page until something was opened.
 *
 * @param[out] name  What was, the caller's to free(); NULL: the page was
 * closed.
 * @param[out] held  How the procedure stood that is gone on with, the caller's
 *                   to free(); NULL: none is.
 * @return 0, or a negative errno with @p fault said: there is no display.
 */
int bv_first_run(const struct bv_first_options *options, char **name,
                 struct bv_held_procedure **held,
                 struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
