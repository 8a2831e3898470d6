/**
 * @file
 * Writes labels as they are drawn: soon after each change, on the worker, and
 * once more at the end. Main thread only.
 */
#ifndef BV_UI_LABEL_SAVING_H
#define BV_UI_LABEL_SAVING_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/label_file.h"
#include "records/labels.h"
#include "ui/worker.h"

BV_BEGIN_DECLS

struct bv_saving;

/** What a saving needs; all borrowed, and outlives it. */
struct bv_saving_options {
    const char *path;
    const struct bv_labels *labels;
    const struct bv_label_file *file; /**< NULL: a new file. */
    const struct bv_label_about *about;
    struct bv_worker *worker;
    void (*told)(void *data); /**< How it stands has changed. */
    void *data; /**< Given to it, and to jobs that end meanwhile. */
};

struct bv_saving *bv_saving_new(const struct bv_saving_options *options);

/** Forgets what was not saved. NULL is ignored. */
void bv_saving_free(struct bv_saving *saving);

/** The labels may have changed: save them within a second. */
void bv_saving_touch(struct bv_saving *saving);

/** Save now, if anything is not. Its end is told later. */
void bv_saving_hurry(struct bv_saving *saving);

/**
 * Save on this thread, and wait for it: nothing comes after.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_saving_finish(struct bv_saving *saving,
                     struct bv_fault *fault) BV_MUST_USE;

enum bv_saving_state {
    BV_SAVING_NOTHING, /**< Nothing was said, and there is no file. */
    BV_SAVING_SAVED,
    BV_SAVING_SOON, /**< Not yet, or under way. */
    BV_SAVING_FAILED,
};

/** @param[out] fault  Why it failed; or NULL. */
enum bv_saving_state bv_saving_get_state(const struct bv_saving *saving,
                                         struct bv_fault *fault);

BV_END_DECLS

#endif
