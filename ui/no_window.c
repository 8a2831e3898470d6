/*
 * Stands in for the window in builds without it.
 */
#include "ui/live.h"

#include <errno.h>

int bv_live_check(struct bv_fault *fault)
{
    return bv_fault_set(
        fault, -ENOSYS,
        "This bevel was built without a window for the display; `bevel "
        "render` writes pictures instead.");
}

int bv_live_run(struct bv_pipeline *take_pipeline,
                const struct bv_live_options *options, struct bv_fault *fault)
{
    (void)options;
    bv_pipeline_free(take_pipeline);
    return bv_live_check(fault);
}
