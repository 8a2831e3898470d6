/**
 * @file
 * The window of `bevel label`: a clip, and what a person says is in it. Main
 * thread only.
 */
#ifndef BV_UI_LABEL_H
#define BV_UI_LABEL_H

#include "acquisition/source.h"
#include "core/decls.h"
#include "core/status.h"
#include "records/label_file.h"
#include "records/labels.h"

BV_BEGIN_DECLS

struct bv_label_options {
    const char *clip;                /**< As typed. */
    struct bv_source_options source; /**< To open it again. */
    const char *path;                /**< The truth file that is written. */
    struct bv_label_about about;
    /**
     * Take labels that were made elsewhere, on a worker's thread.
     * @param labels  Empty.
     * @return 0 or a negative errno with @p fault said.
     */
    int (*import)(const char *from, const char *clip,
                  const struct bv_label_about *about, uint32_t frame_end,
                  struct bv_labels *labels, struct bv_fault *fault);
};

/**
 * Whether a window can be opened here; as bv_live_check().
 */
int bv_label_check(struct bv_fault *fault) BV_MUST_USE;

/**
 * Show the window until it is closed. Labels are written as they are drawn,
 * within a second; a clip of which nothing was said leaves no file.
 *
 * @param take_source  The clip, opened; the window's from now on, also on
 *                     failure.
 * @param take_labels  What is said already; likewise.
 * @param take_file    Where that was read from, or NULL; likewise.
 * @return 0 or a negative errno with @p fault said: the labels could not be
 *         written.
 */
int bv_label_run(struct bv_source *take_source, struct bv_labels *take_labels,
                 struct bv_label_file *take_file,
                 const struct bv_label_options *options,
                 struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
