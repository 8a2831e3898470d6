/**
 * @file
 * The label window's parts, and what its files share. Private to ui/label*.
 * Main thread only.
 */
#ifndef BV_UI_LABEL_WINDOW_H
#define BV_UI_LABEL_WINDOW_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/footer.h"
#include "ui/label.h"
#include "ui/label/panel.h"
#include "ui/reel.h"
#include "ui/label/saving.h"
#include "ui/label/session.h"
#include "ui/label/strip.h"
#include "ui/label/view.h"
#include "ui/settings/page.h"
#include "ui/worker.h"

BV_BEGIN_DECLS

struct bv_label_window {
    struct bv_label_options options;
    struct bv_label_file *file; /* NULL: there was none */
    struct bv_session session;
    struct bv_reel *reel;
    struct bv_worker *worker;
    struct bv_saving *saving;
    void (*on_close)(void *data);
    void *data;

    GtkWindow *window;
    BvLabelView *view;
    BvLabelStrip *strip;
    struct bv_label_panel *panel;
    struct bv_footer *footer;
    GtkWidget *chip, *play, *keys;
    struct bv_settings_page *settings;
    GSimpleActionGroup *actions;

    gint told; /* atomic: an idle call is under way */
    bool is_playing;
    guint tick;        /* while it plays */
    gint64 played_us;  /* of the frame clock, at ... */
    double played_s;   /* ... this time of the clip */
    bool is_importing; /* a job is under way */
    guint bare_code;   /* of the key that holds the bare picture; 0: none */
    bool asked_close;  /* once, though the labels could not be saved */
    char status[BV_FAULT_TEXT_SIZE]; /* what was last done; "" */
};

/** @return NULL: no memory, or no thread. Takes as bv_label_run() does. */
struct bv_label_window *bv_label_window_new(
    struct bv_source *take_source, struct bv_labels *take_labels,
    struct bv_label_file *take_file, const struct bv_label_options *options,
    void (*on_close)(void *data), void *data);

/** NULL is ignored. */
void bv_label_window_free(struct bv_label_window *window);

/** Everything that depends on labels or frame, anew. */
void bv_label_window_update(struct bv_label_window *window);

/** Go to a frame. */
void bv_label_window_go(struct bv_label_window *window, uint32_t frame);

/** Say nothing any more. */
void bv_label_window_hush(struct bv_label_window *window);

/** Say what was done. */
BV_PRINTF(2, 3)
void bv_label_window_say(struct bv_label_window *window, const char *format,
                         ...);

/** Look for the ridge beside the line on the screen, on the worker. */
void bv_label_window_refine(struct bv_label_window *window);

/** Play, or stop. */
void bv_label_window_play(struct bv_label_window *window, bool play);

/** deeds.c: what keys and buttons do. */
void bv_label_deeds_add(struct bv_label_window *window);

/** Which of them can be done now. */
void bv_label_deeds_update(struct bv_label_window *window);

/** A list of the keys, as wide as the panel; hidden at first. */
GtkWidget *bv_label_deeds_new_keys(void);

/** The settings, in the panel's place when they are open. */
struct bv_settings_page *
bv_label_deeds_new_settings(struct bv_label_window *window);

/** taking.c: choose a file, and import it. */
void bv_label_window_import(struct bv_label_window *window, bool masks);

BV_END_DECLS

#endif
