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
        fprintf(out, "(it cannot be opened: %s)", bv_error_text(error));
    }
    fprintf(out, "%s\n",
            about->path_count == 0 ? ": no picture that bevel can show" : "");
}

/* A size with its rates, the highest first. */
static void print_size(FILE *out, const struct bv_uvc_frame *frame)
{
    fprintf(out, "%d x %d at", frame->width_px, frame->height_px);
    for (int i = 0; i < frame->interval_count; i++)
        fprintf(out, "%s %.4g", i ? "," : "",
                (double)BV_UVC_STEPS_PER_S / frame->intervals[i]);
}

static void print_device(void *data, const struct bv_usb_about *about)
{
    FILE *out = data;

    print_name(out, about);
    for (int i = 0; about->path_count > 0 && i < about->streaming.format_count;
         i++) {
        const struct bv_uvc_format *format = &about->streaming.formats[i];

        fprintf(out, "        %-5s ", bv_coding_name(format->coding));
        for (int j = 0; j < format->frame_count; j++) {
            fprintf(out, "%s", j ? "; " : "");
            print_size(out, &format->frames[j]);
        }
        fprintf(out, " a second\n");
    }
}

void bv_usb_list(FILE *out)
{
    struct libusb_context *usb;

    if (libusb_init(&usb) < 0)
        return;
    bv_usb_find_all(usb, print_device, out);
    libusb_exit(usb);
}
