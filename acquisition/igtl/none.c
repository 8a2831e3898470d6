/*
 * In place of all this where bevel is built without OpenIGTLink.
 */
#include <errno.h>

#include "acquisition/drivers.h"

static int igtl_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *fault)
{
    (void)self;
    (void)name;
    (void)options;
    (void)info;
    return bv_fault_set(fault, -ENOSYS,
                        "This bevel was built without OpenIGTLink.");
}

const struct bv_source_driver bv_igtl_driver = {
    .name = "igtl",
    .usage = "igtl://HOST:PORT",
    .help = "OpenIGTLink; this bevel was built without it",
    .prefix = "igtl:",
    .state_size = 1,
    .open = igtl_open,
};
