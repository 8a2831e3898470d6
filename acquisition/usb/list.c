#include "acquisition/usb/list.h"

#include <errno.h>

#include <libusb.h>

#include "acquisition/usb/find.h"
#include "core/status.h"

const char bv_usb_permission_advice[] =
    "`ninja install` gives everybody at this machine the right to, by "
    "70-bevel-usb.rules; then plug it in again";

/* What one calls itself, or why it cannot be asked. */
static void print_name(FILE *out, const struct bv_usb_about *about)
{
    libusb_device_handle *handle;
    int error = bv_usb_errno(libusb_open(about->device, &handle));
    char name[64];

    fprintf(out, "    usb:%04x:%04x  ", about->vendor, about->product);
    if (error == 0) {
        bv_usb_read_name(handle, about, name, sizeof(name));
        libusb_close(handle);
        fprintf(out, "%s", name);
    } else if (error == -EACCES) {
        fprintf(out, "(you may not use it: %s)", bv_usb_permission_advice);
    } else {
        fprintf(out, "(it cannot be opened: %s)", bv_usb_error_text(error));
    }
    fprintf(out, "%s\n",
            about->path_count == 0 ? ": no picture that bevel can show" : "");
}

static void print_device(void *data, const struct bv_usb_about *about)
{
    FILE *out = data;
    char name[16];

    print_name(out, about);
    snprintf(name, sizeof(name), "usb:%04x:%04x", about->vendor,
             about->product);
    if (about->path_count > 0)
        bv_modes_list(out, &about->streaming.modes, name);
}

void bv_usb_list(FILE *out)
{
    struct libusb_context *usb;

    if (libusb_init(&usb) < 0)
        return;
    bv_usb_find_all(usb, print_device, out);
    libusb_exit(usb);
}
