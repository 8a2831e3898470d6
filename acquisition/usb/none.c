/*
 * In place of all this where bevel is built without libusb.
 */
#include <errno.h>

#include "acquisition/drivers.h"

static int usb_open(void *self, const char *name,
                    const struct bv_source_options *options,
                    struct bv_source_info *info, struct bv_fault *fault)
{
    (void)self;
    (void)name;
    (void)options;
    (void)info;
    return bv_fault_set(fault, -ENOSYS, "This bevel was built without libusb.");
}

const struct bv_source_driver bv_usb_driver = {
    .name = "usb",
    .usage = "usb:[VID:PID][,MODE]",
    .help = "a USB frame grabber; this bevel was built without libusb",
    .prefix = "usb:",
    .state_size = 1,
    .open = usb_open,
};
