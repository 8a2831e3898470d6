/*
 * Stands in for the window in builds without it.
 */
#include "ui/first/first.h"
#include "ui/label.h"
#include "ui/live.h"
#include "ui/review.h"

#include <errno.h>

int bv_live_check(struct bv_fault *fault)
{
    return bv_fault_set(
        fault, -ENOSYS,
        "This bevel was built without a window for the display; `bevel "
        "render` writes pictures instead.");
}

int bv_live_run(struct bv_pipeline *take_pipeline,
                struct bv_live_options *options, struct bv_fault *fault)
{
    (void)options;
    bv_pipeline_free(take_pipeline);
    return bv_live_check(fault);
}

int bv_first_run(const struct bv_first_options *options, char **name,
                 struct bv_held_procedure **held, struct bv_fault *fault)
{
    (void)options;
    *name = NULL;
    *held = NULL;
    return bv_live_check(fault);
}

int bv_label_check(struct bv_fault *fault)
{
    return bv_fault_set(
        fault, -ENOSYS,
        "This bevel was built without a window for the display; --import "
        "takes labels without one.");
}

int bv_label_run(struct bv_source *take_source, struct bv_labels *take_labels,
                 struct bv_label_file *take_file,
                 const struct bv_label_options *options, struct bv_fault *fault)
{
    (void)options;
    bv_source_close(take_source);
    bv_labels_free(take_labels);
    bv_label_file_free(take_file);
    return bv_label_check(fault);
}

int bv_review_window_check(struct bv_fault *fault)
{
    return bv_fault_set(
        fault, -ENOSYS,
        "This bevel was built without a window for the display; --report "
        "writes a report without one.");
}

int bv_review_window_run(const struct bv_review_options *options,
                         struct bv_fault *fault)
{
    (void)options;
    return bv_review_window_check(fault);
}
