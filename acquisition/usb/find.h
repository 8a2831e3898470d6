/**
 * @file
 * What is plugged in that is a USB Video Class device, and how pictures come
 * from it. Only one that is to be read is opened, elsewhere.
 */
#ifndef BV_ACQUISITION_USB_FIND_H
#define BV_ACQUISITION_USB_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "acquisition/usb/address.h"
#include "acquisition/usb/descriptors.h"
#include "core/decls.h"

struct libusb_context;
struct libusb_device;
struct libusb_device_handle;

BV_BEGIN_DECLS

#define BV_USB_PATHS_MAX 32

/** An alternate setting, with the endpoint that it opens. */
struct bv_usb_path {
    uint8_t alternate;
    bool bulk;        /**< Otherwise isochronous. */
    int packet_bytes; /**< At most so many each time. */
};

/** A device. */
struct bv_usb_about {
    struct libusb_device *device; /**< A reference; see bv_usb_about_fini(). */
    uint16_t vendor, product;
    uint16_t version;        /**< Of the class (bcdUVC); 0: not said. */
    uint8_t control, stream; /**< Numbers of its interfaces. */
    struct bv_uvc_streaming streaming;
    int path_count; /**< At least 1. */
    struct bv_usb_path paths[BV_USB_PATHS_MAX];
};

/** Drop what bv_usb_find() took. */
void bv_usb_about_fini(struct bv_usb_about *about);

/**
 * The first device that is meant and that bevel can show.
 *
 * @param[out] about  Written only where there is one.
 * @return How many there are, or a negative errno.
 */
int bv_usb_find(struct libusb_context *usb,
                const struct bv_usb_address *address,
                struct bv_usb_about *about) BV_MUST_USE;

/** Call @p each for every video device, also one without a mode that bevel
 *  can show (@c path_count 0). */
void bv_usb_find_all(struct libusb_context *usb,
                     void (*each)(void *data, const struct bv_usb_about *about),
                     void *data);

/**
 * What an open device calls itself: printable ASCII, "USB grabber" where it
 * says nothing.
 *
 * @param size  Of @p name, at least 16.
 */
void bv_usb_read_name(struct libusb_device_handle *handle,
                      const struct bv_usb_about *about, char *name,
                      size_t size);

/** libusb's error as a negative errno. */
int bv_usb_errno(int usb_error);

/** As bv_error_text(), of a device. */
const char *bv_usb_error_text(int error);

BV_END_DECLS

#endif
