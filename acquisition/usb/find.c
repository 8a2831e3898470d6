#include "acquisition/usb/find.h"

#include <errno.h>
#include <stdio.h>

#include <libusb.h>

#include "core/status.h"

enum { video = 0x0e, video_control = 1, video_streaming = 2 };

int bv_usb_errno(int usb_error)
{
    switch (usb_error) {
    case LIBUSB_ERROR_ACCESS:
        return -EACCES;
    case LIBUSB_ERROR_NO_DEVICE:
    case LIBUSB_ERROR_NOT_FOUND:
        return -ENODEV;
    case LIBUSB_ERROR_BUSY:
        return -EBUSY;
    case LIBUSB_ERROR_TIMEOUT:
        return -ETIMEDOUT;
    case LIBUSB_ERROR_NO_MEM:
        return -ENOMEM;
    default:
        return usb_error < 0 ? -EIO : 0;
    }
}

const char *bv_usb_error_text(int error)
{
    return error == -EIO || error == -EPROTO
               ? "it does not answer as a video device should"
               : bv_error_text(error);
}

void bv_usb_about_fini(struct bv_usb_about *about)
{
    if (about->device)
        libusb_unref_device(about->device);
    about->device = NULL;
}

static int packet_bytes(const struct libusb_endpoint_descriptor *endpoint)
{
    struct libusb_ss_endpoint_companion_descriptor *companion;
    uint16_t bytes = 0;

    if (libusb_get_ss_endpoint_companion_descriptor(NULL, endpoint,
                                                    &companion) == 0) {
        bytes = companion->wBytesPerInterval;
        libusb_free_ss_endpoint_companion_descriptor(companion);
    }
    return bv_uvc_packet_bytes(endpoint->wMaxPacketSize, bytes);
}

/* libusb leaves the number that was promised where descriptors are cut. */
static int endpoint_count(const struct libusb_interface_descriptor *setting)
{
    return setting->endpoint ? setting->bNumEndpoints : 0;
}

/* The endpoint that pictures come from, in one alternate setting. */
static void add_path(struct bv_usb_about *about,
                     const struct libusb_interface_descriptor *setting)
{
    for (int i = 0; i < endpoint_count(setting); i++) {
        const struct libusb_endpoint_descriptor *endpoint =
            &setting->endpoint[i];
        int kind = endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
        struct bv_usb_path path = {
            .alternate = setting->bAlternateSetting,
            .bulk = kind == LIBUSB_TRANSFER_TYPE_BULK,
            .packet_bytes = packet_bytes(endpoint),
        };

        if (endpoint->bEndpointAddress == about->streaming.endpoint &&
            (path.bulk || kind == LIBUSB_TRANSFER_TYPE_ISOCHRONOUS) &&
            path.packet_bytes > 0 && about->path_count < BV_USB_PATHS_MAX)
            about->paths[about->path_count++] = path;
    }
}

/* Some devices describe their modes behind the endpoint. */
static int read_modes(const struct libusb_interface_descriptor *setting,
                      struct bv_uvc_streaming *streaming)
{
    int error = bv_uvc_read_streaming(setting->extra,
                                      (size_t)setting->extra_length, streaming);

    for (int i = 0; error < 0 && i < endpoint_count(setting); i++)
        error = bv_uvc_read_streaming(setting->endpoint[i].extra,
                                      (size_t)setting->endpoint[i].extra_length,
                                      streaming);
    return error;
}

static void read_interface(struct bv_usb_about *about,
                           const struct libusb_interface *interface,
                           bool *is_video)
{
    const struct libusb_interface_descriptor *first = interface->altsetting;

    if (interface->num_altsetting < 1 || first->bInterfaceClass != video)
        return;
    if (first->bInterfaceSubClass == video_control && !*is_video) {
        *is_video = true;
        about->control = first->bInterfaceNumber;
        about->version =
            bv_uvc_read_version(first->extra, (size_t)first->extra_length);
    }
    if (first->bInterfaceSubClass != video_streaming || about->path_count > 0 ||
        read_modes(first, &about->streaming) < 0)
        return;
    about->stream = first->bInterfaceNumber;
    for (int i = 0; i < interface->num_altsetting; i++)
        add_path(about, &interface->altsetting[i]);
}

/* @return Whether it is a video device. */
static bool describe(libusb_device *device, struct bv_usb_about *about)
{
    struct libusb_device_descriptor ids;
    struct libusb_config_descriptor *config;
    bool is_video = false;

    *about = (struct bv_usb_about){.device = device};
    if (libusb_get_device_descriptor(device, &ids) < 0 ||
        libusb_get_active_config_descriptor(device, &config) < 0)
        return false;
    about->vendor = ids.idVendor;
    about->product = ids.idProduct;
    for (int i = 0; i < config->bNumInterfaces; i++)
        read_interface(about, &config->interface[i], &is_video);
    libusb_free_config_descriptor(config);
    return is_video;
}

int bv_usb_find(struct libusb_context *usb,
                const struct bv_usb_address *address,
                struct bv_usb_about *about)
{
    libusb_device **devices;
    ssize_t count = libusb_get_device_list(usb, &devices);
    struct bv_usb_about made;
    int found = 0;

    if (count < 0)
        return bv_usb_errno((int)count);
    for (ssize_t i = 0; i < count; i++) {
        if (!describe(devices[i], &made) || made.path_count == 0 ||
            !bv_usb_address_fits(address, made.vendor, made.product))
            continue;
        if (found++ == 0) {
            libusb_ref_device(made.device);
            *about = made;
        }
    }
    libusb_free_device_list(devices, 1);
    return found;
}

void bv_usb_find_all(struct libusb_context *usb,
                     void (*each)(void *data, const struct bv_usb_about *about),
                     void *data)
{
    libusb_device **devices;
    ssize_t count = libusb_get_device_list(usb, &devices);
    struct bv_usb_about made;

    for (ssize_t i = 0; i < count; i++)
        if (describe(devices[i], &made))
            each(data, &made);
    if (count >= 0)
        libusb_free_device_list(devices, 1);
}

void bv_usb_read_name(libusb_device_handle *handle,
                      const struct bv_usb_about *about, char *name, size_t size)
{
    struct libusb_device_descriptor ids;
    int length = 0;

    if (libusb_get_device_descriptor(about->device, &ids) == 0 && ids.iProduct)
        length = libusb_get_string_descriptor_ascii(
            handle, ids.iProduct, (unsigned char *)name, (int)size);
    length = length > 0 ? length : 0;
    for (int i = 0; i < length; i++)
        if (name[i] < ' ' || name[i] > '~')
            name[i] = '?';
    while (length > 0 && name[length - 1] == ' ')
        length--;
    if (length > 0)
        name[length] = '\0';
    else
        snprintf(name, size, "USB grabber");
}
