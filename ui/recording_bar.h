/**
 * @file
 * REC: the button in the bar above, and while it records a red dot with the
 * time there, and another with the file's name below. Main thread only; the
 * files are another thread's work (recording.h).
 */
#ifndef BV_UI_RECORDING_BAR_H
#define BV_UI_RECORDING_BAR_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/set_up.h"
#include "pipeline.h"
#include "ui/presenter.h"

BV_BEGIN_DECLS

struct bv_recording_bar;

/**
 * @param pipeline  Borrowed, longer than this.
 * @param folder    Where recordings go; NULL: `bevel` among the user's videos,
 *                  or in the home folder.
 */
struct bv_recording_bar *bv_recording_bar_new(struct bv_pipeline *pipeline,
                                              const char *folder);

/** End a recording that runs and wait for its file. After the widgets. */
void bv_recording_bar_free(struct bv_recording_bar *bar);

/** Button, dot and time, floating until they are put somewhere. */
GtkWidget *bv_recording_bar_get_widget(struct bv_recording_bar *bar);

/** The file's name, the same. */
GtkWidget *bv_recording_bar_get_name(struct bv_recording_bar *bar);

/** Start recording, or end it: the action "win.record". @param shown  Says the
 *  size of what is recorded; NULL before any. */
void bv_recording_bar_toggle(struct bv_recording_bar *bar,
                             const struct bv_shown *shown);

/** Where recordings go. The bar's. */
const char *bv_recording_bar_get_folder(const struct bv_recording_bar *bar);

/** The last file that was recorded whole; NULL: none. The bar's. */
const char *bv_recording_bar_get_last(const struct bv_recording_bar *bar);

/** Whether there is a recording that could be ended. */
bool bv_recording_bar_is_on(const struct bv_recording_bar *bar);

/** Look how it is doing, and show it. Some times a second. */
void bv_recording_bar_update(struct bv_recording_bar *bar);

/** Note the step that was gone to (recording.h), where it records. */
void bv_recording_bar_note_step(struct bv_recording_bar *bar, const char *step,
                                const char *confirmed, int64_t time_ns);

/** Note what was settled by then (recording.h), where it records. */
void bv_recording_bar_note_set_up(struct bv_recording_bar *bar,
                                  const struct bv_settled *settled,
                                  int64_t time_ns);

/** A sentence for the line below: what went wrong, or for some seconds where
 *  the recording lies. NULL: nothing to say. */
const char *bv_recording_bar_get_line(const struct bv_recording_bar *bar);

BV_END_DECLS

#endif
